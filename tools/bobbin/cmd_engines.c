/* `bobbin engines`. */
#include <string.h>
#include <unistd.h>

#include "core/bobbin_lab.h"
#include "tools/bobbin/tool.h"

static int engines_run(const Options *o)
{
    BobBuffer b = {.allocator = &bob_malloc_allocator};
    const char *name, *summary;
    size_t width = 0;
    unsigned ints, floats;
    for (unsigned i = 0; (name = bob_engine_name(i, NULL)) != NULL; i++)
        if (strlen(name) > width)
            width = strlen(name);
    if (o->json)
        bob_buffer_byte(&b, '[');
    for (unsigned i = 0; (name = bob_engine_name(i, &summary)) != NULL; i++) {
        if (o->json) {
            bob_buffer_text(&b, i == 0 ? "{\"name\":" : ",\n {\"name\":");
            json_text(&b, name);
            bob_buffer_text(&b, ",\"summary\":");
            json_text(&b, summary);
            if (bob_engine_registers(i, &ints, &floats))
                bob_buffer_printf(&b, ",\"registers\":{\"int\":%u,\"float\":%u}", ints, floats);
            bob_buffer_printf(&b, ",\"default\":%s}",
                              strcmp(name, bob_default_engine_name()) == 0 ? "true" : "false");
        } else {
            bob_buffer_printf(&b, "%-*s  %s", (int)width, name, summary);
            if (bob_engine_registers(i, &ints, &floats))
                bob_buffer_printf(&b, " (%u int and %u float registers)", ints, floats);
            bob_buffer_text(&b,
                            strcmp(name, bob_default_engine_name()) == 0 ? " (default)\n" : "\n");
        }
    }
    const char *reason;
    for (unsigned i = 0; !o->json && (name = bob_engine_absent(i, &reason)) != NULL; i++)
        bob_buffer_printf(&b, "%s%-*s  %s\n", i == 0 ? "absent:\n" : "", (int)width, name, reason);
    if (o->json)
        bob_buffer_text(&b, "]\n");
    int status = standard_write(STDOUT_FILENO, &b);
    bob_buffer_free(&b);
    return status;
}

const Command command_engines = {
    .name = "engines",
    .bit = IN_ENGINES,
    .synopsis = "engines [--json]",
    .summary = "list the engines in this build",
    .help =
        "Prints the engines that --engine takes, one a line: the name first, then what is special\n"
        "about it. They differ in speed alone; the first is the reference.",
    .statuses = "0    printed\n"
                "70   standard output can't be written",
    .examples = "bobbin engines\n"
                "for e in $(bobbin engines --json | jq -r '.[].name'); do bobbin run --engine $e "
                "f.bob; done",
    .word_names = "",
    .run = engines_run,
};
