/* `bobbin dis FILE`. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/bobbin_lab.h"
#include "tools/bobbin/tool.h"

#define TYPED "typed"

/* The listing with each line of Python source, as a comment, where its code begins. */
static void weave(BobBuffer *out, const char *text, size_t n, const Input *source)
{
    const char *end = text + n;
    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        size_t length = newline != NULL ? (size_t)(newline - text) : (size_t)(end - text), shown;
        const char *at = memchr(text, '.', length), *line;
        if (at != NULL && (size_t)(text + length - at) > 6 && memcmp(at, ".line ", 6) == 0 &&
            (line = text_line(source->bytes, source->size, (uint32_t)strtoul(at + 6, NULL, 10),
                              &shown)) != NULL) {
            while (shown > 0 && (line[shown - 1] == '\r' || line[shown - 1] == ' '))
                shown--;
            escaped(out, text, length, true);
            bob_buffer_text(out, "    ; ");
            escaped(out, line, shown, true);
            bob_buffer_byte(out, '\n');
        } else {
            escaped(out, text, length + (newline != NULL), true);
        }
        text += length + 1;
    }
}

static int no_threaded_code(const Options *o)
{
    if (engine_known(o->threaded_engine))
        return wrong_usage(o->command, "--threaded: the engine '%s' runs the bytecode as it is",
                           o->threaded_engine);
    return engine_refused(o, "threaded", o->threaded_engine);
}

static bool is_typed(const Options *o)
{
    return o->threaded && o->threaded_engine != NULL && strcmp(o->threaded_engine, TYPED) == 0;
}

/* What the typed engine makes of a program shows when that has run: here, under the limits
 * given, what it prints thrown away. A program that fails is listed up to there. */
static int run_and_list(const Options *o, const BobProgram *program, const Input *in, bool snapshot,
                        BobMachine **machine, char **text, size_t *n)
{
    BobConfig config;
    BobError error = {0};
    if (snapshot && o->word_count > 1)
        return wrong_usage(o->command, "a snapshot has its program's arguments in it");
    options_config(o, &config);
    config.engine = TYPED;
    BobStatus made =
        snapshot ? bob_machine_restore(program, &config, in->bytes, in->size, machine, &error)
                 : bob_machine_new(program, &config, o->word_count - 1,
                                   (const char *const *)o->words + 1, machine, &error);
    if (made == BOB_INVALID_ARGUMENT)
        return wrong_usage(o->command, "%s", error.message);
    if (made != BOB_OK)
        return refused(o, in, &error);
    made = bob_machine_watch(*machine);
    if (made == BOB_OK) {
        (void)run_answered(*machine);
        made = bob_watch_listing(*machine, text, n);
    }
    if (made == BOB_OK)
        return EXIT_WELL;
    complain("out of memory");
    return EXIT_FAULT;
}

static int dis_run(const Options *o)
{
    Input in;
    BobProgram *program = NULL;
    BobMachine *machine = NULL;
    bool snapshot;
    static const char *const of_a_run[] = {"fuel", "stack",  "depth",           "arena",
                                           "heap", "output", "allow-undefined", NULL};
    const char *unused = options_given(o, of_a_run);
    if (o->word_count > 1 && !is_typed(o))
        return wrong_usage(o->command,
                           "'%s' is one word too many: arguments are for a program "
                           "that is run, by --threaded=typed",
                           o->words[1]);
    if (unused != NULL && !is_typed(o))
        return wrong_usage(o->command, "--%s is for a program that is run, by --threaded=typed",
                           unused);
    int status = program_read(o, o->words[0], &in, &program, &snapshot);
    if (status != EXIT_WELL)
        return status;
    BobBuffer woven = {.allocator = &bob_malloc_allocator};
    char *text = NULL;
    size_t n = 0;
    const char *to = o->to != NULL ? o->to : "-";
    BobStatus made = BOB_OK;
    if (is_typed(o))
        status = run_and_list(o, program, &in, snapshot, &machine, &text, &n);
    else
        made = o->threaded ? bob_program_to_threaded(program, o->threaded_engine, &text, &n)
                           : bob_program_to_assembly(program, &text, &n);
    if (status != EXIT_WELL) {
        /* said already */
    } else if (made == BOB_INVALID_ARGUMENT) {
        status = no_threaded_code(o);
    } else if (made != BOB_OK) {
        complain("out of memory");
        status = EXIT_FAULT;
    } else {
        if (is_python(&in))
            weave(&woven, text, n, &in);
        else
            escaped(&woven, text, n, true);
        if (woven.failed) {
            complain("out of memory");
            status = EXIT_FAULT;
        } else if (strcmp(to, "-") != 0 && !sink_prepare(to)) {
            status = wrong_usage(o->command, "cannot write '%s': %s", to, strerror(errno));
        } else if (!file_write(to, woven.bytes, woven.size)) {
            complain("cannot write '%s': %s", strcmp(to, "-") == 0 ? "standard output" : to,
                     strerror(errno));
            status = EXIT_FAULT;
        }
        bob_bytes_free(program, text, n);
    }
    bob_buffer_free(&woven);
    if (status == EXIT_WELL && machine != NULL)
        status = run_ended(machine, &in);
    bob_machine_free(machine);
    bob_program_free(program);
    input_free(&in);
    return status;
}

const Command command_dis = {
    .name = "dis",
    .bit = IN_DIS,
    .synopsis = "dis [-o F.boba] FILE\n"
                "dis --threaded[=ENGINE] FILE\n"
                "dis --threaded=typed [OPTION...] FILE [ARG...]",
    .summary = "print a program as assembly",
    .help =
        "Prints the program in FILE (Python source, a container, assembly, or the program inside "
        "a\n"
        "snapshot) as assembly text, on standard output unless -o says otherwise. Assembled "
        "again,\n"
        "the text gives the same bytes. For Python source each line of it is shown, as a comment,\n"
        "where its instructions begin.\n"
        "\n"
        "With --threaded the code that an engine makes of it is shown next to the bytecode: the "
        "cell,\n"
        "the handler, its operands as names, constants and labels, and by how much a jump changes\n"
        "the fuel. '|' marks instructions that belong to the superinstruction above. "
        "LEAVE\n"
        "is what the engine leaves to the reference engine, with the reason.\n"
        "\n"
        "The engine 'typed' decodes what execution reaches, so with --threaded=typed the program "
        "is\n"
        "run first, under the limits given; what it prints is thrown away. Then each block that "
        "was\n"
        "decoded is shown: the types and locations that it is made for, its handlers next to the\n"
        "bytecode, and how often each was dispatched. docs/typed.md reads such a listing. Of a\n"
        "snapshot the run continues from there.",
    .statuses =
        "0    printed\n"
        "1    --threaded=typed: a runtime error of the program, which is listed up to there\n"
        "2    wrong usage, or a file that can't be opened\n"
        "3    assembly that does not parse\n"
        "4    a container or snapshot that was refused\n"
        "5    --threaded=typed: a limit was reached; the program is listed up to there\n"
        "70   the text can't be written",
    .examples = "bobbin dis sum.bob\n"
                "bobbin dis sum.bob | bobbin asm - -o same.bob\n"
                "bobbin dis --threaded sum.py\n"
                "bobbin dis --threaded=direct sum.py\n"
                "bobbin dis --threaded=typed --fuel 1000000 sum.py 100",
    .least = 1,
    .word_names = "FILE",
    .arguments = true,
    .run = dis_run,
};
