/* `bobbin dis FILE`. */
#include <errno.h>
#include <string.h>

#include "tools/bobbin/tool.h"

static int dis_run(const Options *o)
{
    Input in;
    BobProgram *program = NULL;
    bool snapshot;
    int status = program_read(o, o->words[0], &in, &program, &snapshot);
    if (status != EXIT_WELL)
        return status;
    char *text = NULL;
    size_t n = 0;
    const char *to = o->to != NULL ? o->to : "-";
    if (bob_program_to_assembly(program, &text, &n) != BOB_OK) {
        complain("memory is out");
        status = EXIT_FAULT;
    } else {
        if (strcmp(to, "-") != 0 && !sink_possible(to)) {
            status = wrong_usage(o->command, "cannot write '%s': %s", to, strerror(errno));
        } else if (!file_write(to, text, n)) {
            complain("cannot write '%s': %s", strcmp(to, "-") == 0 ? "standard output" : to,
                     strerror(errno));
            status = EXIT_FAULT;
        }
        bob_bytes_free(program, text, n);
    }
    bob_program_free(program);
    input_free(&in);
    return status;
}

const Command command_dis = {
    .name = "dis",
    .synopsis = "dis [-o F.boba] FILE",
    .summary = "print a program as assembly",
    .help =
        "Prints the program in FILE (a container, assembly, or the program inside a snapshot) as\n"
        "assembly text, on standard output unless -o says otherwise. Assembled again, the text\n"
        "gives the same bytes.",
    .statuses = "0    printed\n"
                "2    wrong usage, or a file that can't be opened\n"
                "3    assembly that does not parse\n"
                "4    a container or snapshot that was refused\n"
                "70   the text can't be written",
    .examples = "bobbin dis sum.bob\n"
                "bobbin dis sum.bob | bobbin asm - -o same.bob",
    .options = OPT_TO | OPT_JSON,
    .least = 1,
    .most = 1,
    .word_names = "FILE",
    .run = dis_run,
};
