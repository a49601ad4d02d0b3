/* `bobbin resume F.bobs`: go on from a snapshot. */
#include "tools/bobbin/tool.h"

/* The program of the snapshot; what is damaged or no snapshot is refused as 4, whatever it is. */
static int read_program(const Options *o, Input *in, BobProgram **program)
{
    BobError error = {0};
    int status = input_read(in, o->words[0], o->load.bytes);
    if (status != EXIT_WELL)
        return status;
    if (bob_snapshot_program_within(in->bytes, in->size, &o->load, NULL, program, &error) == BOB_OK)
        return EXIT_WELL;
    status = refused(o, in, &error);
    return status == EXIT_SOURCE ? EXIT_REFUSED : status;
}

/* The machine of the snapshot; its fuel is what the option says beyond what was spent. */
static int restore(Session *s)
{
    const Options *o = s->options;
    BobError error = {0};
    uint64_t fuel;
    s->config.fuel = BOB_UNLIMITED;
    BobStatus made = bob_machine_restore(s->program, &s->config, s->input->bytes, s->input->size,
                                         &s->machine, &error);
    if (made == BOB_INVALID_ARGUMENT)
        return wrong_usage(o->command, "%s", error.message);
    if (made != BOB_OK) {
        int status = refused(o, s->input, &error);
        return status == EXIT_SOURCE ? EXIT_REFUSED : status;
    }
    if (__builtin_add_overflow(bob_machine_instructions(s->machine), o->fuel, &fuel))
        fuel = BOB_UNLIMITED;
    bob_machine_set_fuel(s->machine, fuel);
    return EXIT_WELL;
}

static int resume_run(const Options *o)
{
    Input in = {0};
    BobProgram *program = NULL;
    Session session;
    int status = session_begin(&session, o);
    session.resumed = true;
    if (status == EXIT_WELL)
        status = read_program(o, &in, &program);
    if (status == EXIT_WELL)
        status = session_open(&session, program, &in);
    if (status == EXIT_WELL)
        status = restore(&session);
    if (status == EXIT_WELL)
        status = output_open(&session);
    if (status == EXIT_WELL)
        status = session_run(&session);
    session_close(&session);
    bob_program_free(program);
    input_free(&in);
    return status;
}

const Command command_resume = {
    .name = "resume",
    .bit = IN_RESUME,
    .synopsis = "resume [OPTION...] F.bobs",
    .summary = "go on from a snapshot",
    .help =
        "Goes on where the snapshot was taken (see --checkpoint), in any engine and with the\n"
        "limits given here; the limits of the earlier run are not remembered. The program and its\n"
        "arguments are in the snapshot. '--fuel N' means N instructions more.\n"
        "\n"
        "What the program wrote after the snapshot will be written again. With --out FILE, which\n"
        "the earlier run was given too, FILE is therefore cut back to what had been written at "
        "the\n"
        "snapshot, so that after a crash each line is in it once; if it does not begin with just\n"
        "that output, it is left alone and the command refused. Standard output is never cut.",
    .statuses = "as those of 'bobbin run'; 4 also where FILE is damaged or no snapshot",
    .examples = "bobbin run --fuel 1M --checkpoint f.bobs --out out f.bob\n"
                "bobbin resume --out out f.bobs\n"
                "bobbin resume --engine switch --fuel 1M --checkpoint f.bobs f.bobs >> more",
    .least = 1,
    .most = 1,
    .word_names = "F.bobs",
    .run = resume_run,
};
