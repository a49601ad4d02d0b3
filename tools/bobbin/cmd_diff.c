/* `bobbin diff FILE`: every engine, and CPython for Python source; the first difference. */
#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/bobbin/tool.h"

extern char **environ;

/* What a run came to. */
typedef struct Result {
    const char *who;
    BobBuffer output;
    BobBuffer error;   /* "Kind at line N", or nothing */
    BobBuffer outcome; /* engineless_outcome; of engines alone */
    uint64_t instructions;
    BobStatus ended; /* of engines alone */
    int status;
} Result;

static int keep_output(void *ctx, const char *bytes, size_t n)
{
    BobBuffer *b = ctx;
    bob_buffer_add(b, bytes, n);
    return b->failed;
}

static Result new_result(const char *who)
{
    return (Result){.who = who,
                    .output = {.allocator = &bob_malloc_allocator},
                    .error = {.allocator = &bob_malloc_allocator},
                    .outcome = {.allocator = &bob_malloc_allocator}};
}

static void free_result(Result *r)
{
    bob_buffer_free(&r->output);
    bob_buffer_free(&r->error);
    bob_buffer_free(&r->outcome);
}

static bool run_engine(const Options *o, const BobProgram *program, Result *r)
{
    BobConfig config;
    BobMachine *machine;
    BobError error = {0};
    const BobError *e;
    BobStatus status;
    int64_t code;
    options_config(o, &config);
    config.engine = r->who;
    config.write = keep_output;
    config.write_ctx = &r->output;
    if (bob_machine_new(program, &config, o->word_count - 1, (const char *const *)o->words + 1,
                        &machine, &error) != BOB_OK) {
        complain("%s", error.message);
        return false;
    }
    status = r->ended = run_answered(machine);
    e = bob_machine_error(machine);
    r->instructions = bob_machine_instructions(machine);
    if (status != BOB_OK) {
        bob_buffer_text(&r->error, status == BOB_USER_ERROR
                                       ? (e->long_message != NULL ? e->long_message : e->message)
                                       : bob_status_name(status));
        if (e->line != 0)
            bob_buffer_printf(&r->error, " at line %u", e->line);
        r->status = EXIT_ERROR;
    } else if (bob_machine_exited(machine, &code)) {
        r->status = (int)((uint64_t)code & 0xFF);
    }
    engineless_outcome(machine, &r->outcome);
    bob_machine_free(machine);
    if (r->outcome.failed)
        complain("out of memory");
    return !r->outcome.failed;
}

/* CPython's exceptions in Bobbin's kinds (docs/python.md); others keep their line as it is,
 * which is how Bobbin reports a raise. */
static void translate_error(BobBuffer *out, const char *text, size_t n)
{
    static const char *const kinds[][2] = {
#define KIND(exception, kind) {exception, kind},
#include "tools/bobbin/kinds.def"
#undef KIND
    };
    size_t i;
    for (i = 0; i < COUNT_OF(kinds); i++) {
        size_t size = strlen(kinds[i][0]);
        if (n >= size && memcmp(text, kinds[i][0], size) == 0 && (n == size || text[size] == ':')) {
            bob_buffer_text(out, kinds[i][1]);
            return;
        }
    }
    bob_buffer_add(out, text, n);
}

/* Bobbin's report of a raise is "Type: text", its report of a built-in error its kind: the
 * two agree when either form does. */
static bool same_error(const Result *engine, const BobBuffer *raised, const BobBuffer *kind)
{
    const BobBuffer *e = &engine->error;
    return (e->size == raised->size && memcmp(e->bytes, raised->bytes, e->size) == 0) ||
           (e->size == kind->size && memcmp(e->bytes, kind->bytes, e->size) == 0);
}

static void read_all(int fd, BobBuffer *b)
{
    char piece[65536];
    ssize_t n;
    (void)lseek(fd, 0, SEEK_SET);
    while ((n = read(fd, piece, sizeof piece)) > 0 || (n < 0 && errno == EINTR))
        if (n > 0)
            bob_buffer_add(b, piece, (size_t)n);
}

static int temporary(void)
{
    char name[] = "/tmp/bobbin-diff-XXXXXX";
    int fd = mkstemp(name);
    if (fd >= 0)
        (void)unlink(name);
    return fd;
}

/* Runs python3 on the file; false where there is none. Its traceback goes to *trace. */
static bool run_python(const Options *o, Result *r, BobBuffer *trace)
{
    int out = temporary(), err = temporary(), status = 0, i, n = 1;
    char **argv = calloc((size_t)o->word_count + 3, sizeof *argv);
    posix_spawn_file_actions_t actions;
    pid_t pid;
    bool ran = false;
    if (out >= 0 && err >= 0 && argv != NULL && posix_spawn_file_actions_init(&actions) == 0) {
        argv[0] = (char *)"python3";
        if (o->code != NULL)
            argv[n++] = (char *)"-c";
        for (i = 0; i < o->word_count; i++)
            argv[n++] = o->words[i];
        posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
        /* The system's own before the first of the PATH, which may be another version. */
        const char *python = access("/usr/bin/python3", X_OK) == 0 ? "/usr/bin/python3" : "python3";
        if (posix_spawnp(&pid, python, &actions, NULL, argv, environ) == 0) {
            while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
                ;
            r->status = WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_ERROR;
            ran = r->status != 127;
            read_all(out, &r->output);
            read_all(err, trace);
        }
        posix_spawn_file_actions_destroy(&actions);
    }
    free(argv);
    if (out >= 0)
        close(out);
    if (err >= 0)
        close(err);
    return ran;
}

/* The last line of a traceback, and the last "line N" in it. */
static void take_traceback(const BobBuffer *trace, BobBuffer *raised, BobBuffer *kind)
{
    const char *end = trace->bytes + trace->size, *start, *at;
    unsigned long line = 0;
    if (trace->size == 0)
        return;
    while (end > trace->bytes && end[-1] == '\n')
        end--;
    for (start = end; start > trace->bytes && start[-1] != '\n'; start--)
        ;
    for (at = trace->bytes; at + 6 < start; at++)
        if (memcmp(at, ", line ", 7) == 0)
            line = strtoul(at + 7, NULL, 10);
    bob_buffer_add(raised, start, (size_t)(end - start));
    translate_error(kind, start, (size_t)(end - start));
    if (line != 0) {
        bob_buffer_printf(raised, " at line %lu", line);
        bob_buffer_printf(kind, " at line %lu", line);
    }
}

static void show_piece(const char *who, const BobBuffer *b, size_t line_start)
{
    size_t n = 0;
    while (line_start + n < b->size && b->bytes[line_start + n] != '\n' && n < 160)
        n++;
    if (line_start >= b->size)
        printf("  %-10s (no more output)\n", who);
    else
        show(stdout, "  %-10s %.*s\n", who, (int)n, b->bytes + line_start);
}

/* Compares outputs; prints the first line that differs. */
static bool same_output(const Result *a, const Result *b)
{
    size_t i = 0, line = 1, start = 0;
    while (i < a->output.size && i < b->output.size && a->output.bytes[i] == b->output.bytes[i]) {
        if (a->output.bytes[i] == '\n') {
            line++;
            start = i + 1;
        }
        i++;
    }
    if (i == a->output.size && i == b->output.size)
        return true;
    printf("output differs in line %zu:\n", line);
    show_piece(a->who, &a->output, start);
    show_piece(b->who, &b->output, start);
    return false;
}

static bool same_engines(const Result *a, const Result *b)
{
    if (!same_output(a, b))
        return false;
    if (a->status != b->status || a->error.size != b->error.size ||
        (a->error.size > 0 && memcmp(a->error.bytes, b->error.bytes, a->error.size) != 0)) {
        printf("the outcome differs:\n");
        show_piece(a->who, &a->error, 0);
        show_piece(b->who, &b->error, 0);
        return false;
    }
    if (a->instructions != b->instructions) {
        printf("instruction counts differ: %s %llu, %s %llu\n", a->who,
               (unsigned long long)a->instructions, b->who, (unsigned long long)b->instructions);
        return false;
    }
    if (strcmp(a->outcome.bytes, b->outcome.bytes) != 0) { /* the result, frames */
        printf("the outcome differs:\n  %-10s %.2000s\n  %-10s %.2000s\n", a->who, a->outcome.bytes,
               b->who, b->outcome.bytes);
        return false;
    }
    return true;
}

/* Where CPython goes on and Bobbin, as documented, does not. */
static void explain_difference(const Result *engine, const Result *python)
{
    if (engine->ended == BOB_INTEGER_OVERFLOW && engine->output.size <= python->output.size &&
        (engine->output.size == 0 ||
         memcmp(engine->output.bytes, python->output.bytes, engine->output.size) == 0))
        printf("Bobbin's ints are 64 bits wide: IntegerOverflow, where CPython continues, is the\n"
               "documented exception (docs/python.md), no fault of an engine.\n");
}

static int compare_python(const Options *o, const Result *first)
{
    Result python = new_result("python3");
    BobBuffer trace = {.allocator = &bob_malloc_allocator}, raised = trace, kind = trace;
    int status = EXIT_WELL;
    if (!run_python(o, &python, &trace)) {
        printf("python3    not found: engines compared alone\n");
    } else {
        if (python.status == 1)
            take_traceback(&trace, &raised, &kind);
        if (!same_output(first, &python)) {
            status = EXIT_DIFFERENCE;
        } else if ((python.status == 0) != (first->status == 0) ||
                   (first->error.size == 0 && python.status != first->status) ||
                   (first->error.size > 0 && !same_error(first, &raised, &kind))) {
            printf("the outcome differs:\n");
            show_piece(first->who, &first->error, 0);
            show_piece("python3", &raised, 0);
            status = EXIT_DIFFERENCE;
        } else {
            printf("python3    agrees\n");
        }
        if (status == EXIT_DIFFERENCE)
            explain_difference(first, &python);
    }
    free_result(&python);
    bob_buffer_free(&trace);
    bob_buffer_free(&raised);
    bob_buffer_free(&kind);
    return status;
}

static int compare(const Options *o, const BobProgram *program, bool python)
{
    Result first = new_result(bob_engine_name(0, NULL));
    int status = EXIT_WELL;
    unsigned i;
    if (!run_engine(o, program, &first)) {
        free_result(&first);
        return EXIT_FAULT;
    }
    show(stdout, "%-10s %llu instructions, %zu bytes of output%s%.*s\n", first.who,
         (unsigned long long)first.instructions, first.output.size,
         first.error.size > 0 ? ", " : "", (int)first.error.size,
         first.error.size > 0 ? first.error.bytes : "");
    for (i = 1; status == EXIT_WELL && bob_engine_name(i, NULL) != NULL; i++) {
        Result r = new_result(bob_engine_name(i, NULL));
        if (!run_engine(o, program, &r))
            status = EXIT_FAULT;
        else if (!same_engines(&first, &r))
            status = EXIT_DIFFERENCE;
        else
            printf("%-10s agrees\n", r.who);
        free_result(&r);
    }
    if (python && status == EXIT_WELL) {
        if (first.ended == BOB_OUT_OF_FUEL || first.ended == BOB_OUTPUT_EXCEEDED)
            printf("python3    not run: it has no such limit and may never end\n");
        else
            status = compare_python(o, &first);
    }
    free_result(&first);
    return status;
}

static int diff_run(const Options *o)
{
    Input in;
    BobProgram *program = NULL;
    bool python;
    int status = program_read(o, o->words[0], &in, &program, NULL);
    if (status != EXIT_WELL)
        return status;
    python = is_python(&in) && strcmp(o->words[0], "-") != 0;
    status = compare(o, program, python);
    bob_program_free(program);
    input_free(&in);
    return status;
}

const Command command_diff = {
    .name = "diff",
    .bit = IN_DIFF,
    .synopsis = "diff [OPTION...] FILE [ARG...]",
    .summary = "run every engine, and CPython for Python source; show the first difference",
    .help =
        "Runs the program on every engine of this build, and, where FILE is Python source and\n"
        "python3 is found, with CPython. Output, error (kind and line), exit status and, between\n"
        "engines, result and instruction count must be the same; the first difference is shown.",
    .statuses = "0    no difference\n"
                "2    wrong usage, or a file that can't be opened\n"
                "3    source or assembly that does not parse or is outside the subset\n"
                "4    a container that was refused\n"
                "6    a difference\n"
                "70   a fault of bobbin's own",
    .examples = "bobbin diff primes.py 1000\n"
                "bobbin diff --fuel 1000000 f.bob",
    .least = 1,
    .word_names = "FILE",
    .arguments = true,
    .run = diff_run,
};
