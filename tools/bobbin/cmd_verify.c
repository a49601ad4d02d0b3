/* `bobbin verify FILE`: read it, check it, run nothing. */
#include <inttypes.h>
#include <unistd.h>

#include "tools/bobbin/tool.h"

static void describe_text(BobBuffer *b, const BobProgram *program, const BobMachine *machine)
{
    BobProgramCounts n = bob_program_counts(program);
    bob_buffer_text(b, "ok: ");
    if (machine != NULL)
        bob_buffer_printf(b, "snapshot after %" PRIu64 " instructions of ",
                          bob_machine_instructions(machine));
    bob_buffer_printf(b,
                      "%" PRIu64 " function%s, %" PRIu64 " instruction%s, %" PRIu64
                      " constant%s, %" PRIu64 " name%s, hash %016" PRIx64 "\n",
                      n.functions, n.functions == 1 ? "" : "s", n.instructions,
                      n.instructions == 1 ? "" : "s", n.constants, n.constants == 1 ? "" : "s",
                      n.names, n.names == 1 ? "" : "s", bob_program_hash(program));
}

static void describe_json(BobBuffer *b, const BobProgram *program, const BobMachine *machine)
{
    BobProgramCounts n = bob_program_counts(program);
    bob_buffer_printf(b,
                      "{\"schema\":\"bobbin.verify/1\",\"status\":\"ok\",\"kind\":\"%s\","
                      "\"functions\":%" PRIu64 ",\"code\":%" PRIu64 ",\"constants\":%" PRIu64
                      ",\"names\":%" PRIu64 ",\"hash\":\"%016" PRIx64 "\"",
                      machine != NULL ? "snapshot" : "program", n.functions, n.instructions,
                      n.constants, n.names, bob_program_hash(program));
    if (machine != NULL)
        bob_buffer_printf(b,
                          ",\"instructions\":%" PRIu64 ",\"frames\":%u,\"output\":%" PRIu64
                          ",\"output_hash\":\"%016" PRIx64 "\"",
                          bob_machine_instructions(machine), bob_machine_depth(machine),
                          bob_machine_output_bytes(machine), bob_machine_output_hash(machine));
    bob_buffer_text(b, "}\n");
}

static int verify_run(const Options *o)
{
    Input in;
    BobProgram *program = NULL;
    BobMachine *machine = NULL;
    bool snapshot;
    static const char *const of_a_state[] = {"stack", "depth", "arena", "heap", "output", NULL};
    int status = program_read(o, o->words[0], &in, &program, &snapshot);
    if (status != EXIT_WELL)
        return status;
    const char *unused = options_given(o, of_a_state);
    if (!snapshot && unused != NULL) {
        status = wrong_usage(o->command, "--%s is for a snapshot, and '%s' is a program", unused,
                             in.shown);
    } else if (snapshot) { /* its state is checked by taking it up */
        BobConfig config;
        BobError error = {0};
        options_config(o, &config);
        BobStatus made = bob_machine_restore(program, &config, in.bytes, in.size, &machine, &error);
        if (made == BOB_INVALID_ARGUMENT)
            status = wrong_usage(o->command, "%s", error.message);
        else if (made != BOB_OK)
            status = refused(o, &in, &error);
        if (status == EXIT_SOURCE)
            status = EXIT_REFUSED;
    }
    if (status == EXIT_WELL) {
        BobBuffer b = {.allocator = &bob_malloc_allocator};
        if (o->json)
            describe_json(&b, program, machine);
        else
            describe_text(&b, program, machine);
        status = standard_write(STDOUT_FILENO, &b);
        bob_buffer_free(&b);
    }
    if (machine != NULL)
        bob_machine_free(machine);
    bob_program_free(program);
    input_free(&in);
    return status;
}

const Command command_verify = {
    .name = "verify",
    .bit = IN_VERIFY,
    .synopsis = "verify [OPTION...] FILE",
    .summary = "check a program or snapshot without running it",
    .help =
        "Reads a container, assembly or a snapshot as 'run' and 'resume' would, checks all of it\n"
        "and runs nothing. Prints one line about what is in it, or as JSON with --json, on\n"
        "standard output; a refusal goes to standard error. What a program does when it runs is\n"
        "not foretold: an invalid jump that is never reached is no error.",
    .statuses = "0    it is well formed\n"
                "2    wrong usage, or a file that can't be opened\n"
                "3    assembly that does not parse\n"
                "4    a container or snapshot that was refused\n"
                "70   a fault of bobbin's own",
    .examples = "$ bobbin verify sum.bob\n"
                "ok: 2 functions, 19 instructions, 3 constants, 2 names, hash f1ba1c79e9f280e0",
    .least = 1,
    .most = 1,
    .word_names = "FILE",
    .run = verify_run,
};
