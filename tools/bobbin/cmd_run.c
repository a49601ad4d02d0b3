/* `bobbin run FILE [ARG...]`. */
#include "tools/bobbin/tool.h"

static int new_machine(Session *s)
{
    const Options *o = s->options;
    BobError error = {0};
    BobStatus made = bob_machine_new(s->program, &s->config, o->word_count - 1,
                                     (const char *const *)o->words + 1, &s->machine, &error);
    if (made == BOB_INVALID_ARGUMENT)
        return wrong_usage(o->command, "%s", error.message);
    return made == BOB_OK ? EXIT_WELL : refused(o, s->input, &error);
}

static int run_run(const Options *o)
{
    Input in = {0};
    BobProgram *program = NULL;
    Session session;
    int status = session_begin(&session, o);
    if (status == EXIT_WELL)
        status = program_read(o, o->words[0], &in, &program, NULL);
    if (status == EXIT_WELL)
        status = session_open(&session, program, &in);
    if (status == EXIT_WELL)
        status = new_machine(&session);
    if (status == EXIT_WELL)
        status = output_open(&session);
    if (status == EXIT_WELL)
        status = session_run(&session);
    session_close(&session);
    bob_program_free(program);
    input_free(&in);
    return status;
}

const Command command_run = {
    .name = "run",
    .bit = IN_RUN,
    .synopsis = "run [OPTION...] FILE [ARG...]",
    .summary = "run a program",
    .help =
        "Reads the program in FILE ('-': standard input), checks it and runs it until it ends,\n"
        "fails or reaches a limit. What it prints goes to standard output; all else goes to\n"
        "standard error: a runtime error looks like CPython's traceback, with the kind and the\n"
        "message on the last line. With --json that is one JSON object instead, alone on the last\n"
        "line of standard error, also when all went well.\n"
        "\n"
        "The words after FILE are the program's arguments. Options may stand before FILE, or\n"
        "between FILE and the first argument; '--' ends them.\n"
        "\n"
        "The same program with the same limits gives the same output, result, error and number of\n"
        "instructions in every engine.\n"
        "\n"
        "SIGINT and SIGTERM stop the run at its next pause, some milliseconds later: with\n"
        "--checkpoint a snapshot is written first. A second signal ends bobbin at once.",
    .statuses = "0    ended well; a program that ends with EXIT n gives n modulo 256\n"
                "1    a runtime error of the program\n"
                "2    wrong usage, or a file that can't be opened\n"
                "3    assembly or source that does not parse; what nobody answers (Unsupported)\n"
                "4    a container that was refused\n"
                "5    a limit was reached: fuel, stack, depth, arena, heap, output\n"
                "70   a fault of bobbin's own, such as output that can't be written\n"
                "75   stopped by SIGINT or SIGTERM, the snapshot of --checkpoint written\n"
                "130  interrupted by SIGINT or SIGTERM, without --checkpoint",
    .examples = "bobbin run primes.bob 1000             with the argument \"1000\"\n"
                "bobbin primes.boba                     the same command, shorter\n"
                "bobbin run --fuel 1000000 --heap 64M --json untrusted.bob\n"
                "bobbin run --trace=t.bobt --state=s.json f.boba\n"
                "bobbin run --checkpoint long.bobs,every=1000000000 long.bob >> long.out",
    .least = 1,
    .word_names = "FILE",
    .arguments = true,
    .run = run_run,
};
