/* `bobbin run FILE [ARG...]`. */
#include "tools/bobbin/tool.h"

static int run_run(const Options *o)
{
    Input in;
    BobProgram *program = NULL;
    int status = program_read(o, o->words[0], &in, &program, NULL);
    if (status != EXIT_WELL)
        return status;
    Session session;
    status = session_open(&session, o, program, &in);
    if (status == EXIT_WELL) {
        BobError error = {0};
        BobStatus made =
            bob_machine_new(program, &session.config, o->word_count - 1,
                            (const char *const *)o->words + 1, &session.machine, &error);
        if (made == BOB_OK)
            status = session_run(&session);
        else if (made == BOB_INVALID_ARGUMENT)
            status = wrong_usage(o->command, "%s", error.message);
        else
            status = refused(o, &in, &error);
    }
    session_close(&session);
    bob_program_free(program);
    input_free(&in);
    return status;
}

const Command command_run = {
    .name = "run",
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
                "3    assembly that does not parse\n"
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
    .options = OPT_RUN,
    .least = 1,
    .word_names = "FILE",
    .arguments = true,
    .run = run_run,
};
