/* `bobbin version`. */
#include <unistd.h>

#include "tools/bobbin/tool.h"

static int version_run(const Options *o)
{
    BobBuffer b = {.allocator = &bob_malloc_allocator};
    if (o->json) {
        bob_buffer_text(&b, "{\"schema\":\"bobbin.version/1\",\"version\":\"" BOB_VERSION
                            "\",\"engine\":");
        json_text(&b, bob_default_engine_name());
        bob_buffer_text(&b, "}\n");
    } else {
        bob_buffer_text(&b, "bobbin " BOB_VERSION "\n");
    }
    int status = standard_write(STDOUT_FILENO, &b);
    bob_buffer_free(&b);
    return status;
}

const Command command_version = {
    .name = "version",
    .bit = IN_VERSION,
    .synopsis = "version [--json]",
    .summary = "print the version",
    .help =
        "Prints the name and the version on one line; 'bobbin --version' and 'bobbin -V' are the\n"
        "same. With --json: the version, and the engine that runs where none is named.",
    .statuses = "0    always, unless standard output can't be written (70)",
    .examples = "$ bobbin version\n"
                "bobbin " BOB_VERSION,
    .word_names = "",
    .run = version_run,
};
