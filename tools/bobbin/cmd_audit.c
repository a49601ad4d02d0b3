/* `bobbin audit`: runs bobbin-audit, the program beside this one; a program of its own, so
 * that the disassembler does not weigh on every start of this one. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/bobbin/tool.h"

static int audit_run(const Options *o)
{
    static const char name[] = "bobbin-audit";
    char path[4096], *slash = NULL;
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - sizeof name);
    const char **argv = calloc((size_t)o->word_count + 5, sizeof *argv);
    char engine[80];
    int argc = 0;
    if (argv == NULL) {
        complain("out of memory");
        return EXIT_FAULT;
    }
    if (n > 0 && (size_t)n < sizeof path - sizeof name) {
        path[n] = '\0';
        slash = strrchr(path, '/');
    }
    if (slash == NULL) {
        complain("audit: the folder of this program is unknown");
        free(argv);
        return EXIT_FAULT;
    }
    memcpy(slash + 1, name, sizeof name);
    argv[argc++] = path;
    if (o->json)
        argv[argc++] = "--json";
    if (o->engine != NULL) {
        snprintf(engine, sizeof engine, "--engine=%s", o->engine);
        argv[argc++] = engine;
    }
    argv[argc++] = "--";
    for (int i = 0; i < o->word_count; i++)
        argv[argc++] = o->words[i];
    execv(path, (char *const *)argv);
    if (errno == ENOENT)
        complain("audit: there is no bobbin-audit next to this program: 'make' builds it where "
                 "libcapstone-dev is installed");
    else
        complain("audit: %s: %s", path, strerror(errno));
    free(argv);
    return EXIT_USAGE;
}

const Command command_audit = {
    .name = "audit",
    .bit = IN_AUDIT,
    .synopsis = "audit [--json] [--engine=NAME] [FILE...]",
    .summary = "count what the compiler made of the engines' dispatch",
    .help =
        "Disassembles the engines in object files or in a program (without FILE: this one) and\n"
        "counts handlers, dispatch sites, bytes of code and uses of the C stack. An engine whose\n"
        "dispatch the compiler merged is refused. It runs the program bobbin-audit, which is\n"
        "next to this one.",
    .statuses = "0    every engine is what it should be\n"
                "2    wrong usage, a file that can't be opened, no bobbin-audit\n"
                "4    a file that is damaged or has no engine\n"
                "6    an engine's dispatch is merged",
    .examples = "bobbin audit\n"
                "bobbin audit --json build/obj/core/engines/*.o",
    .least = 0,
    .most = 1 << 20,
    .word_names = "[FILE...]",
    .run = audit_run,
};
