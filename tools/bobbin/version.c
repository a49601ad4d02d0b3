/* `bobbin version`. */
#include <stdio.h>

#include "tools/bobbin/tool.h"

static int version_run(const Options *o)
{
    (void)o;
    puts("bobbin " BOB_VERSION);
    return EXIT_WELL;
}

const Command command_version = {
    .name = "version",
    .synopsis = "version",
    .summary = "print the version",
    .help = "Prints the name and the version on one line. 'bobbin --version' is the same.",
    .statuses = "0    always, unless standard output can't be written (70)",
    .examples = "$ bobbin version\n"
                "bobbin " BOB_VERSION,
    .options = 0,
    .word_names = "",
    .run = version_run,
};
