/* `bobbin resume F.bobs`: go on from a snapshot. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/bobbin/tool.h"

/* Output written after the snapshot was taken will be written again: a file that standard
 * output goes to is cut back to where it was. False and errno. */
static bool rewind_output(uint64_t count)
{
    struct stat st;
    if (fstat(STDOUT_FILENO, &st) != 0 || !S_ISREG(st.st_mode))
        return true;
    if ((uint64_t)st.st_size < count)
        return lseek(STDOUT_FILENO, 0, SEEK_END) >= 0;
    if ((uint64_t)st.st_size > count && ftruncate(STDOUT_FILENO, (off_t)count) != 0)
        return false;
    return lseek(STDOUT_FILENO, (off_t)count, SEEK_SET) >= 0;
}

/* The machine of the snapshot; its fuel is what the option says beyond what was spent. */
static int restore(Session *s)
{
    const Options *o = s->options;
    BobError error = {0};
    s->config.fuel = BOB_UNLIMITED;
    BobStatus made = bob_machine_restore(s->program, &s->config, s->input->bytes, s->input->size,
                                         &s->machine, &error);
    if (made == BOB_INVALID_ARGUMENT)
        return wrong_usage(o->command, "%s", error.message);
    if (made != BOB_OK)
        return refused(o, s->input, &error);
    uint64_t fuel;
    if (__builtin_add_overflow(bob_machine_instructions(s->machine), o->fuel, &fuel))
        fuel = BOB_UNLIMITED;
    bob_machine_set_fuel(s->machine, fuel);
    if (!rewind_output(bob_machine_output_bytes(s->machine))) {
        complain("cannot cut standard output back to the snapshot: %s", strerror(errno));
        return EXIT_FAULT;
    }
    return EXIT_WELL;
}

static int resume_run(const Options *o)
{
    Input in;
    int status = input_read(&in, o->words[0]);
    if (status != EXIT_WELL)
        return status;
    BobProgram *program = NULL;
    BobError error = {0};
    if (bob_snapshot_program(in.bytes, in.size, NULL, &program, &error) != BOB_OK) {
        status = refused(o, &in, &error);
        input_free(&in);
        return status == EXIT_SOURCE ? EXIT_REFUSED : status;
    }
    Session session;
    status = session_open(&session, o, program, &in);
    if (status == EXIT_WELL)
        status = restore(&session);
    if (status == EXIT_SOURCE)
        status = EXIT_REFUSED;
    if (status == EXIT_WELL)
        status = session_run(&session);
    session_close(&session);
    bob_program_free(program);
    input_free(&in);
    return status;
}

const Command command_resume = {
    .name = "resume",
    .synopsis = "resume [OPTION...] F.bobs",
    .summary = "go on from a snapshot",
    .help =
        "Goes on where the snapshot was taken (see --checkpoint), in any engine and with the\n"
        "limits given here; the limits of the earlier run are not remembered. The program and its\n"
        "arguments are in the snapshot. '--fuel N' means N instructions more.\n"
        "\n"
        "Where standard output is a regular file that already holds at least as many bytes as the\n"
        "program had written at the snapshot, the file is cut back to exactly these, so that\n"
        "'bobbin resume f.bobs >> out' after a crash leaves each line in 'out' once. A file that\n"
        "holds other things besides should not be appended to in this way.",
    .statuses = "as those of 'bobbin run'; 4 also where FILE is damaged or no snapshot",
    .examples = "bobbin run --fuel 1000000 --checkpoint f.bobs f.bob > out\n"
                "bobbin resume f.bobs >> out\n"
                "bobbin resume --engine switch --fuel 1000000 --checkpoint f.bobs f.bobs >> out",
    .options = OPT_RUN,
    .least = 1,
    .most = 1,
    .word_names = "F.bobs",
    .run = resume_run,
};
