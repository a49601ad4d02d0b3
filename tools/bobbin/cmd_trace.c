/* `bobbin trace FILE [ARG...]`: each step with all that it changed, as JSON or as a page. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/bobbin/step.h"

/* Of the run before --from. */
#define SLICE 1000000u

typedef struct Trace {
    const Options *options;
    const Input *input;
    const BobProgram *program;
    BobConfig config;
    BobMachine *machine;
    Steps steps;
    uint64_t taken;
    bool cut; /* the program would go on */
    BobStatus status;
    Page *page;     /* or: */
    Sink out;       /* JSON */
    BobBuffer line; /* of the tracer, without what is added */
} Trace;

static int out_of_memory(void)
{
    complain("out of memory");
    return EXIT_FAULT;
}

/* ---- before the first step ---- */

static int refused_machine(const Trace *t, BobStatus made, const BobError *error)
{
    if (made == BOB_INVALID_ARGUMENT)
        return wrong_usage(t->options->command, "%s", error->message);
    return refused(t->options, t->input, error);
}

/* Runs up to --from in the default engine. */
static int skip(Trace *t)
{
    const uint64_t from = t->options->from;
    BobStatus status = BOB_YIELDED;
    uint64_t now;
    while (status == BOB_YIELDED && (now = bob_machine_instructions(t->machine)) < from)
        status = run_slice_answered(t->machine, from - now < SLICE ? from - now : SLICE);
    if (status == BOB_YIELDED)
        return EXIT_WELL;
    char number[32];
    const char *count = grouped(bob_machine_instructions(t->machine), number);
    if (status != BOB_OK)
        traceback_print(t->machine, t->input);
    return wrong_usage(t->options->command, "--from: the program %s after %s instructions",
                       status == BOB_OK ? "ends" : "fails", count);
}

/* The same state in the reference engine, where single steps are cheapest. */
static int move_to(Trace *t, const char *engine)
{
    char *bytes;
    size_t n;
    BobError error = {0};
    if (bob_machine_snapshot(t->machine, &bytes, &n, &error) != BOB_OK)
        return refused(t->options, t->input, &error);
    bob_machine_free(t->machine);
    t->machine = NULL;
    t->config.engine = engine;
    BobStatus made = bob_machine_restore(t->program, &t->config, bytes, n, &t->machine, &error);
    bob_bytes_free(t->program, bytes, n);
    return made == BOB_OK ? EXIT_WELL : refused_machine(t, made, &error);
}

static int open_machine(Trace *t)
{
    const Options *o = t->options;
    const char *reference = bob_engine_name(0, NULL);
    BobError error = {0};
    options_config(o, &t->config);
    t->config.write = steps_output;
    t->config.write_ctx = &t->steps;
    if (o->from == 0)
        t->config.engine = reference;
    BobStatus made = bob_machine_new(t->program, &t->config, o->word_count - 1,
                                     (const char *const *)o->words + 1, &t->machine, &error);
    if (made != BOB_OK)
        return refused_machine(t, made, &error);
    steps_begin(&t->steps, t->machine, t->program);
    int status = EXIT_WELL;
    if (o->from > 0)
        status = skip(t);
    if (status == EXIT_WELL && o->from > 0)
        status = move_to(t, reference);
    t->steps.machine = t->machine;
    return status;
}

/* ---- steps ---- */

/* Takes them as long as `add` does. */
static void take_steps(Trace *t, bool (*add)(Trace *t))
{
    t->status = BOB_YIELDED;
    while (t->status == BOB_YIELDED && !t->cut && !t->steps.failed) {
        bool done;
        if (t->taken == t->options->steps) {
            t->cut = true;
            break;
        }
        t->status = step_take(&t->steps, &done);
        if (done && !t->steps.failed && !add(t))
            t->cut = true;
        else
            t->taken += done;
    }
}

/* ---- JSON ---- */

static int keep_line(void *ctx, const char *bytes, size_t n)
{
    bob_buffer_add(ctx, bytes, n);
    return ((BobBuffer *)ctx)->failed;
}

static bool write_line(Trace *t)
{
    bool written = !t->line.failed && sink_write(&t->out, t->line.bytes, t->line.size) == 0;
    t->line.size = 0;
    return written;
}

/* The line that the tracer wrote, and in it what changed; the footer may follow. */
static bool add_line(Trace *t)
{
    BobBuffer added = {.allocator = &bob_malloc_allocator};
    const char *end = memchr(t->line.bytes, '\n', t->line.size);
    size_t n = end != NULL ? (size_t)(end - t->line.bytes) : 0;
    step_json(&added, &t->steps);
    t->steps.failed |= added.failed || n == 0;
    if (!t->steps.failed) {
        sink_write(&t->out, t->line.bytes, n - 1); /* without its '}' */
        sink_write(&t->out, added.bytes, added.size);
        sink_write(&t->out, t->line.bytes + n - 1, t->line.size - (n - 1));
    }
    bob_buffer_free(&added);
    t->line.size = 0;
    return t->out.error == 0;
}

static int write_json(Trace *t)
{
    t->line.allocator = &bob_malloc_allocator;
    if (!sink_open_fd(&t->out, STDOUT_FILENO) ||
        bob_machine_trace(t->machine, keep_line, &t->line) != BOB_OK)
        return out_of_memory();
    if (write_line(t))
        take_steps(t, add_line);
    if (t->cut && t->out.error == 0) { /* it wrote no footer: it could go on */
        (void)bob_machine_outcome_json(t->machine, keep_line, &t->line);
        bob_buffer_byte(&t->line, '\n');
    }
    write_line(t);
    if (t->steps.failed || t->line.failed)
        return out_of_memory();
    if (!sink_close(&t->out)) {
        complain("cannot write standard output: %s", strerror(t->out.error));
        return EXIT_FAULT;
    }
    return EXIT_WELL;
}

/* ---- the page ---- */

static bool add_to_page(Trace *t)
{
    return page_add(t->page);
}

static void say_cut(const Trace *t)
{
    char steps[32], count[32];
    show(stderr,
         "%s: %s instructions from %s on, then cut: --steps N shows more, --from N others\n",
         t->options->to, grouped(page_steps(t->page), steps), grouped(t->options->from, count));
}

static int write_page(Trace *t)
{
    BobBuffer b = {.allocator = &bob_malloc_allocator};
    int status = EXIT_WELL;
    t->page = page_new(&t->steps, t->input);
    if (t->page == NULL)
        return out_of_memory();
    take_steps(t, add_to_page);
    page_finish(t->page, t->status, t->cut, &b);
    if (b.failed) {
        status = out_of_memory();
    } else if (!file_write(t->options->to, b.bytes, b.size)) {
        complain("cannot write '%s': %s", t->options->to, strerror(errno));
        status = EXIT_FAULT;
    } else if (t->cut) {
        say_cut(t);
    }
    bob_buffer_free(&b);
    return status;
}

static int trace_run(const Options *o)
{
    Input in = {0};
    BobProgram *program = NULL;
    if (o->to != NULL && strcmp(o->to, "-") != 0 && !sink_prepare(o->to))
        return wrong_usage(o->command, "-o: cannot write '%s': %s", o->to, strerror(errno));
    int status = program_read(o, o->words[0], &in, &program, NULL);
    if (status != EXIT_WELL)
        return status;
    Trace *t = calloc(1, sizeof *t);
    if (t == NULL) {
        status = out_of_memory();
    } else {
        Session places = {.options = o, .input = &in};
        t->options = o;
        t->input = &in;
        t->program = program;
        t->out.fd = t->out.slot = -1;
        status = outputs_apart(&places);
        if (status == EXIT_WELL)
            status = open_machine(t);
        if (status == EXIT_WELL)
            status = o->to != NULL ? write_page(t) : write_json(t);
        if (status == EXIT_WELL && !t->cut)
            status = run_ended(t->machine, &in);
        page_free(t->page);
        if (t->out.buffer != NULL)
            sink_abandon(&t->out);
        bob_buffer_free(&t->line);
        steps_end(&t->steps);
        bob_machine_free(t->machine);
        free(t);
    }
    bob_program_free(program);
    input_free(&in);
    return status;
}

const Command command_trace = {
    .name = "trace",
    .bit = IN_TRACE,
    .synopsis = "trace [OPTION...] FILE [ARG...]",
    .summary = "show each instruction with what it changes, as a page or as JSON",
    .help =
        "Runs the program an instruction at a time. With -o FILE.html it writes one page that "
        "needs\n"
        "nothing else: the source, the bytecode, the operand stack, the active calls with "
        "their\n"
        "locals, and lists as they were, at each step, forward and back. Without -o it writes the\n"
        "same to standard output, an object of JSON for each instruction (docs/json.md).\n"
        "\n"
        "10,000 instructions are shown, or --steps N, from the first one on, or from --from N.\n"
        "Limits apply; what the program prints is in the page, and nowhere else.",
    .statuses = "0    the page or the JSON was written; the program ended well, or was cut\n"
                "1    it was written; the program ended with a runtime error\n"
                "2    wrong usage, a file that can't be opened, --from past the program's end\n"
                "3    source or assembly that does not parse or is outside the subset\n"
                "4    a container that was refused\n"
                "5    it was written; the program reached a limit\n"
                "70   a fault of bobbin's own",
    .examples = "bobbin trace f.py -o step.html\n"
                "bobbin trace -o - --steps 50K f.py > step.html\n"
                "bobbin trace --from 1M -o later.html f.py\n"
                "bobbin trace f.py | jq -c 'select(.heap) | [.n, .line, .heap]'",
    .least = 1,
    .word_names = "FILE",
    .arguments = true,
    .run = trace_run,
};
