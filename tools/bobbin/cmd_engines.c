/* `bobbin engines`. */
#include <string.h>
#include <unistd.h>

#include "core/bobbin_lab.h"
#include "tools/bobbin/tool.h"

/* "goto × cells", or nothing. */
static void put_cell(BobBuffer *b, const BobEngineInfo *e)
{
    char cell[32] = "";
    if (e->dispatch != NULL)
        (void)snprintf(cell, sizeof cell, "%s %s", e->dispatch, e->representation);
    bob_buffer_printf(b, "%-13s  ", cell);
}

static void put_engine(BobBuffer *b, unsigned i, const BobEngineInfo *e, int width)
{
    unsigned ints, floats;
    bob_buffer_printf(b, "%-*s  ", width, e->name);
    put_cell(b, e);
    bob_buffer_text(b, e->summary);
    if (bob_engine_registers(i, &ints, &floats))
        bob_buffer_printf(b, " (%u int and %u float registers)", ints, floats);
    bob_buffer_text(b, strcmp(e->name, bob_default_engine_name()) == 0 ? " (default)\n" : "\n");
}

static void put_engine_json(BobBuffer *b, unsigned i, const BobEngineInfo *e)
{
    unsigned ints, floats;
    bob_buffer_text(b, i == 0 ? "{\"name\":" : ",\n {\"name\":");
    json_text(b, e->name);
    bob_buffer_text(b, ",\"summary\":");
    json_text(b, e->summary);
    if (e->dispatch != NULL)
        bob_buffer_printf(b, ",\"dispatch\":\"%s\",\"representation\":\"%s\"", e->dispatch,
                          e->representation);
    if (bob_engine_registers(i, &ints, &floats))
        bob_buffer_printf(b, ",\"registers\":{\"int\":%u,\"float\":%u}", ints, floats);
    bob_buffer_printf(b, ",\"rung\":%s,\"default\":%s}", e->rung ? "true" : "false",
                      strcmp(e->name, bob_default_engine_name()) == 0 ? "true" : "false");
}

static int engines_run(const Options *o)
{
    BobBuffer b = {.allocator = &bob_malloc_allocator};
    BobEngineInfo e = {.size = sizeof e};
    int width = 0;
    for (unsigned i = 0; bob_engine_info(i, &e); i++)
        if ((int)strlen(e.name) > width)
            width = (int)strlen(e.name);
    if (o->json)
        bob_buffer_byte(&b, '[');
    for (unsigned i = 0; bob_engine_info(i, &e); i++) {
        if (o->json)
            put_engine_json(&b, i, &e);
        else
            put_engine(&b, i, &e, width);
    }
    const char *name, *reason;
    for (unsigned i = 0; !o->json && (name = bob_engine_absent(i, &reason)) != NULL; i++)
        bob_buffer_printf(&b, "%s%-*s  %s\n", i == 0 ? "absent:\n" : "", width, name, reason);
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
        "Prints the engines that --engine takes, one a line: the name first, then which cell of "
        "the\n"
        "matrix it is (how one handler leads to the next, and what is executed: 'ladder "
        "--matrix'),\n"
        "then what is special about it. They differ in speed alone; the first is the reference.",
    .statuses = "0    printed\n"
                "70   standard output can't be written",
    .examples = "bobbin engines\n"
                "for e in $(bobbin engines --json | jq -r '.[].name'); do bobbin run --engine $e "
                "f.bob; done",
    .word_names = "",
    .run = engines_run,
};
