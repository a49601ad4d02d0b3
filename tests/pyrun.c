/* Runs or compiles many Python programs in one process.
 *
 *   pyrun [--engine NAME] FILE
 *                       FILE holds programs one after another, each as `SIZE\n` and so many
 *                       bytes. For each one line and what follows it comes out:
 *
 *                         KIND LINE HEAP OUTPUT_SIZE MESSAGE_SIZE CHECK\n output message \n
 *
 *                       KIND is ok, exit, refused or the error's kind; MESSAGE the error's, a
 *                       refusal's or the exit status. CHECK is `-`, or what RELEASE does wrong:
 *                       the program is run again with every RELEASE as POP and as FREE, and
 *                       compiled with ownership off in all functions and in every other one, and
 *                       must do the same.
 *   pyrun --check FILE...    The same five runs of each file, and of a file with a line
 *                       `# heap: N` in it at most N bytes of heap.
 *   pyrun --compile FILE...  Compiles each: a program, or a refusal that is no syntax error.
 *   pyrun --refusals FILE...  Shows all that is refused in each.
 *   pyrun --speed FILE...    Compiles each and says how fast.
 *
 * The last line of the last three is `N passed, N failed`. */
#define _GNU_SOURCE /* memmem */
#include <inttypes.h>
#include <time.h>

#include "core/front/python/compile.h"
#include "core/machine/ops.h"
#include "tests/machines.h"

typedef struct Outcome {
    BobStatus status;
    uint32_t line;
    uint64_t heap, instructions;
    bool exited;
    Text output, message;
} Outcome;

static const char heap_mark[] = "# heap: ";

static void outcome_free(Outcome *o)
{
    text_free(&o->output);
    text_free(&o->message);
}

static const char *engine; /* NULL: the default */

static void run(const BobProgram *program, uint64_t fuel, uint64_t heap, Outcome *o)
{
    BobConfig config;
    BobMachine *machine;
    BobError error;
    const BobError *e;
    int64_t code;
    char number[24];
    memset(o, 0, sizeof *o);
    bob_config_init(&config);
    config.warm_up = 0;
    config.engine = engine;
    config.fuel = fuel;
    config.heap = heap;
    config.output = heap;
    config.depth = 20000;
    config.write = text_write;
    config.write_ctx = &o->output;
    if (bob_machine_new(program, &config, 0, NULL, &machine, &error) != BOB_OK) {
        fprintf(stderr, "%s\n", error.message);
        exit(70);
    }
    o->status = bob_machine_run(machine);
    e = bob_machine_error(machine);
    o->heap = bob_machine_heap_bytes(machine);
    o->instructions = bob_machine_instructions(machine);
    if (o->status != BOB_OK) {
        const char *text = e->long_message != NULL ? e->long_message : e->message;
        o->line = e->line;
        if (e->kind == BOB_USER_ERROR && e->exception != NULL) { /* as the program's own are told */
            text_write(&o->message, e->exception, strlen(e->exception));
            text_write(&o->message, ": ", 2);
        }
        text_write(&o->message, text, strlen(text));
    } else if (bob_machine_exited(machine, &code)) {
        o->exited = true;
        snprintf(number, sizeof number, "%d", (int)(code & 0xFF));
        text_write(&o->message, number, strlen(number));
    }
    bob_machine_free(machine);
}

/* Every `from` becomes `to`: RELEASE, POP and FREE take one value and leave none. */
static void rewrite(BobProgram *p, unsigned from, unsigned to, bool *marks)
{
    size_t at = 0;
    for (uint32_t f = 0; f < p->function_count; f++)
        for (uint32_t i = 0; i < p->functions[f].code_size; i++, at++) {
            BobWord *w = &p->functions[f].code[i];
            if (from == OP_RELEASE && bob_opcode(*w) == from)
                marks[at] = true;
            if (marks[at])
                *w = bob_word(to, 0);
        }
}

static bool same(const Outcome *a, const Outcome *b)
{
    return a->status == b->status && a->line == b->line && a->instructions == b->instructions &&
           text_same(&a->output, &b->output) && text_same(&a->message, &b->message);
}

/* NULL, or what the two other runs show. */
static const char *check_release(BobProgram *p, uint64_t fuel, uint64_t heap,
                                 const Outcome *released)
{
    Outcome popped, freed;
    size_t n = 0;
    bool *marks, any = false;
    const char *found = NULL;
    for (uint32_t f = 0; f < p->function_count; f++)
        n += p->functions[f].code_size;
    marks = calloc(n + 1, sizeof *marks);
    rewrite(p, OP_RELEASE, OP_POP, marks);
    for (size_t i = 0; i < n && !any; i++)
        any = marks[i];
    if (any) {
        run(p, fuel, heap, &popped);
        if (released->status != BOB_OUT_OF_MEMORY && popped.status != BOB_OUT_OF_MEMORY) {
            if (!same(released, &popped))
                found = "RELEASE-differs-from-POP";
            rewrite(p, OP_POP, OP_FREE, marks);
            run(p, fuel, heap, &freed);
            if (found == NULL && freed.status != BOB_OUT_OF_MEMORY && !same(&freed, &popped))
                found = freed.status == BOB_USE_AFTER_FREE ? "use-after-release"
                                                           : "FREE-differs-from-POP";
            outcome_free(&freed);
        }
        outcome_free(&popped);
    }
    free(marks);
    return found;
}

/* ---- ownership switched off ---- */

static bool everywhere(void *ctx, uint32_t function)
{
    (void)ctx;
    (void)function;
    return true;
}

/* In the module's code and every other function: those that release and those that do not call
 * each other. */
static bool here_and_there(void *ctx, uint32_t function)
{
    (void)ctx;
    return function % 2 == 0;
}

static bool has_release(const BobProgram *p, uint32_t functions)
{
    for (uint32_t f = 0; f < functions && f < p->function_count; f++)
        for (uint32_t i = 0; i < p->functions[f].code_size; i++)
            if (bob_opcode(p->functions[f].code[i]) == OP_RELEASE)
                return true;
    return false;
}

/* The program without its RELEASEs does the same in more instructions or fewer, and more memory:
 * NULL, or what is different. */
static const char *check_unowned(const char *text, size_t n, const char *name, PyUnowned *unowned,
                                 uint64_t fuel, uint64_t heap, const Outcome *released)
{
    BobProgram *p;
    BobError error;
    Outcome o;
    const char *found = NULL;
    if (bob_py_compile_unowned(text, n, name, &bob_malloc_allocator, unowned, NULL, &p, &error) !=
        BOB_OK)
        return "unowned-does-not-compile";
    if (has_release(p, unowned == everywhere ? p->function_count : 1))
        found = "RELEASE-where-unowned";
    run(p, fuel, heap, &o);
    if (found == NULL && released->status != BOB_OUT_OF_FUEL && o.status != BOB_OUT_OF_FUEL &&
        released->status != BOB_OUT_OF_MEMORY && o.status != BOB_OUT_OF_MEMORY &&
        (o.status != released->status || o.line != released->line ||
         !text_same(&o.output, &released->output) || !text_same(&o.message, &released->message)))
        found = "unowned-differs";
    outcome_free(&o);
    bob_program_free(p);
    return found;
}

static const char *check_ownership(BobProgram *p, const char *text, size_t n, const char *name,
                                   uint64_t fuel, uint64_t heap, const Outcome *released)
{
    const char *found = check_release(p, fuel, heap, released);
    if (found == NULL)
        found = check_unowned(text, n, name, everywhere, fuel, heap, released);
    if (found == NULL)
        found = check_unowned(text, n, name, here_and_there, fuel, heap, released);
    return found;
}

/* ---- many programs of one file ---- */

static char *read_file(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    char *text = NULL;
    size_t room = 0, got;
    *n = 0;
    if (f == NULL) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(2);
    }
    do {
        if (*n == room)
            text = realloc(text, room = room * 2 + 65536);
        got = fread(text + *n, 1, room - *n, f);
        *n += got;
    } while (got > 0);
    fclose(f);
    return text;
}

static void put_text(const Text *t)
{
    if (t->size > 0)
        fwrite(t->bytes, 1, t->size, stdout);
}

static void run_one(const char *text, size_t n)
{
    BobProgram *program;
    BobError error;
    Outcome o;
    const char *found, *kind;
    const uint64_t fuel = 500000, heap = 1 << 24;
    if (bob_py_compile(text, n, "program.py", &bob_malloc_allocator, NULL, &program, &error) !=
        BOB_OK) {
        printf("refused %u 0 0 %zu -\n%s\n", error.line, strlen(error.message), error.message);
        return;
    }
    run(program, fuel, heap, &o);
    found = check_ownership(program, text, n, "program.py", fuel, heap, &o);
    kind = o.exited ? "exit" : bob_status_name(o.status);
    printf("%s %u %" PRIu64 " %zu %zu %s\n", kind, o.line, o.heap, o.output.size, o.message.size,
           found != NULL ? found : "-");
    put_text(&o.output);
    put_text(&o.message);
    putchar('\n');
    outcome_free(&o);
    bob_program_free(program);
}

static int run_many(const char *path)
{
    size_t n, at = 0;
    char *text = read_file(path, &n);
    while (at < n) {
        char *end;
        size_t size = strtoul(text + at, &end, 10);
        char *copy;
        at = (size_t)(end - text) + 1;
        if (size > n - at) {
            fprintf(stderr, "%s: damaged\n", path);
            return 2;
        }
        copy = malloc(size + 1); /* exactly so long, for the sanitizer */
        memcpy(copy, text + at, size);
        run_one(copy, size);
        free(copy);
        at += size;
    }
    free(text);
    return 0;
}

/* ---- files ---- */

static bool check_file(const char *path)
{
    size_t n;
    char *text = read_file(path, &n), *mark;
    BobProgram *program;
    BobError error;
    Outcome o;
    const char *found;
    bool passed = true;
    uint64_t fuel;
    if (bob_py_compile(text, n, path, &bob_malloc_allocator, NULL, &program, &error) != BOB_OK) {
        free(text);
        return true; /* the conformance suite says what is to be refused */
    }
    mark = memmem(text, n, heap_mark, sizeof heap_mark - 1);
    fuel = mark != NULL ? BOB_UNLIMITED : 200000000;
    run(program, fuel, 1 << 28, &o);
    found = check_ownership(program, text, n, path, fuel, 1 << 28, &o);
    if (found != NULL) {
        printf("%s: %s\n", path, found);
        passed = false;
    }
    if (mark != NULL) {
        uint64_t most = strtoull(mark + sizeof heap_mark - 1, NULL, 10);
        if (o.status != BOB_OK || o.heap > most) {
            printf("%s: %s, %" PRIu64 " bytes of heap, %" PRIu64 " allowed\n", path,
                   bob_status_name(o.status), o.heap, most);
            passed = false;
        }
    }
    outcome_free(&o);
    bob_program_free(program);
    free(text);
    return passed;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

typedef struct Refusals {
    const BobError *first;
    bool show, right;
    unsigned count;
} Refusals;

/* The first is the error that compiling gave, the others stand in the order of the source. */
static void take_refusal(void *ctx, const BobError *e)
{
    static uint32_t line;
    Refusals *r = ctx;
    if (r->count == 0)
        r->right = e->line == r->first->line && e->column == r->first->column &&
                   strcmp(e->message, r->first->message) == 0;
    else
        r->right &= (r->count == 1 || e->line >= line) && e->line > 0 && e->message[0] != '\0';
    line = e->line;
    r->count++;
    if (r->show)
        printf("%u:%u: %s\n", e->line, e->column, e->message);
}

static bool check_refusals(const char *text, size_t n, const char *path, const BobError *first,
                           bool show)
{
    Refusals r = {.first = first, .show = show};
    BobStatus status = bob_py_refusals(text, n, path, &bob_malloc_allocator, take_refusal, &r);
    return status == first->kind && r.count > 0 && r.right;
}

static bool compile_file(const char *path, bool speed)
{
    size_t n, lines = 0;
    char *text = read_file(path, &n);
    BobProgram *program;
    BobError error;
    double start = now(), took;
    bool compiled =
             bob_py_compile(text, n, path, &bob_malloc_allocator, NULL, &program, &error) == BOB_OK,
         passed = compiled;
    took = now() - start;
    if (!compiled) {
        passed = error.kind == BOB_INVALID_PROGRAM && error.line > 0 && error.column > 0 &&
                 (strstr(error.message, "not supported") != NULL ||
                  strstr(error.message, "nested too deeply") != NULL) &&
                 check_refusals(text, n, path, &error, false);
        if (!passed || speed)
            printf("%s:%u:%u: %s\n", path, error.line, error.column, error.message);
    }
    if (speed) {
        for (size_t i = 0; i < n; i++)
            lines += text[i] == '\n';
        printf("%s: %zu lines in %.3f s, %.0f lines a second\n", path, lines, took,
               (double)lines / took);
    }
    if (compiled)
        bob_program_free(program);
    free(text);
    return passed;
}

static bool show_refusals(const char *path)
{
    size_t n;
    char *text = read_file(path, &n);
    BobProgram *program;
    BobError error;
    BobStatus status = bob_py_compile(text, n, path, &bob_malloc_allocator, NULL, &program, &error);
    bool right = status == BOB_OK || check_refusals(text, n, path, &error, true);
    if (status == BOB_OK)
        bob_program_free(program);
    free(text);
    return right;
}

int main(int argc, char **argv)
{
    int passed = 0, failed = 0;
    if (argc > 2 && strcmp(argv[1], "--engine") == 0) {
        engine = argv[2];
        argc -= 2;
        argv += 2;
    }
    if (argc == 2 && argv[1][0] != '-')
        return run_many(argv[1]);
    if (argc < 3 || (strcmp(argv[1], "--check") != 0 && strcmp(argv[1], "--compile") != 0 &&
                     strcmp(argv[1], "--refusals") != 0 && strcmp(argv[1], "--speed") != 0)) {
        fprintf(stderr,
                "usage: pyrun [--engine NAME] FILE | pyrun --check|--compile|--refusals|--speed "
                "FILE...\n");
        return 2;
    }
    for (int i = 2; i < argc; i++) {
        bool good = strcmp(argv[1], "--refusals") == 0 ? show_refusals(argv[i])
                    : strcmp(argv[1], "--check") == 0
                        ? check_file(argv[i])
                        : compile_file(argv[i], strcmp(argv[1], "--speed") == 0);
        passed += good;
        failed += !good;
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
