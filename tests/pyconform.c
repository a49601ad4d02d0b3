/* The Python suite: every program below tests/python on every engine, whole and in slices of
 * 7 instructions, held against the stored answers of CPython. The files are described in
 * tests/python/README.md.
 *
 *   pyconform [--whole | --first N] [--every N] [--engine NAME] [DIR...]
 *
 * For programs that run for seconds, as the kernels of the benchmarks (bench/kernels), --whole
 * leaves out the slices (--every takes one program of so many alone), and --first runs the first N
 * instructions alone: each engine stops now and then on the way, and there its snapshot must be the
 * reference engine's, byte for byte. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/bobbin_lab.h"

#define MOST_ARGS 16
#define SLICE 7
#define FIRST_STOPS 8

/* Small machines are quick to make; CPython's stack is smaller still. */
#define SMALL_DEPTH 10000
#define SMALL_ARENA (1u << 18)

static const char *only_engine; /* NULL: all of them */
static bool only_whole;
static uint64_t only_first;           /* instructions; 0: to the end */
static unsigned long every = 1, seen; /* programs */
static unsigned long passed, failed;

/* ---- texts ---- */

typedef struct Text {
    char *bytes;
    size_t size, room;
} Text;

static void *must(void *p)
{
    if (p == NULL) {
        fprintf(stderr, "pyconform: out of memory\n");
        exit(70);
    }
    return p;
}

static void add(Text *t, const char *bytes, size_t n)
{
    if (t->size + n + 1 > t->room) {
        t->room = 2 * (t->size + n + 1);
        t->bytes = must(realloc(t->bytes, t->room));
    }
    if (n > 0)
        memcpy(t->bytes + t->size, bytes, n);
    t->size += n;
    t->bytes[t->size] = '\0';
}

static void drop(Text *t)
{
    free(t->bytes);
    *t = (Text){0};
}

static int write_to_text(void *ctx, const char *bytes, size_t n)
{
    add(ctx, bytes, n);
    return 0;
}

static bool read_file(const char *path, Text *t)
{
    char piece[65536];
    size_t n;
    FILE *f = fopen(path, "rb");
    *t = (Text){0};
    add(t, "", 0);
    if (f == NULL)
        return false;
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        add(t, piece, n);
    fclose(f);
    return true;
}

static int hex(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* Adds n bytes with \\ and \xNN undone. */
static void add_unescaped(Text *t, const char *s, size_t n)
{
    size_t i;
    for (i = 0; i < n; i++) {
        char c = s[i];
        if (c == '\\' && i + 3 < n && s[i + 1] == 'x') {
            c = (char)(hex(s[i + 2]) * 16 + hex(s[i + 3]));
            i += 3;
        } else if (c == '\\' && i + 1 < n) {
            i++;
        }
        add(t, &c, 1);
    }
}

/* ---- a program and what is expected of it ---- */

typedef struct Case {
    char path[1024];
    const char *name; /* the end of path */
    Text source, output;
    Text error; /* "Kind line N: message", "exit N" */
    bool any_message;
    char args_text[256];
    const char *args[MOST_ARGS];
    int argc;
} Case;

typedef struct Run {
    BobStatus status;
    Text output, error;
    uint64_t instructions;
} Run;

static void end_run(Run *r)
{
    drop(&r->output);
    drop(&r->error);
}

static bool same(const Text *a, const Text *b)
{
    return a->size == b->size && (a->size == 0 || memcmp(a->bytes, b->bytes, a->size) == 0);
}

static void take_outcome(const BobMachine *m, Run *r)
{
    const BobError *e = bob_machine_error(m);
    const char *message = e->long_message != NULL ? e->long_message : e->message;
    char text[200];
    int64_t code = 0;
    add(&r->error, "", 0);
    if (r->status == BOB_OK) {
        (void)bob_machine_exited(m, &code);
        (void)snprintf(text, sizeof text, "exit %d", (int)((uint64_t)code & 0xFF));
        add(&r->error, text, strlen(text));
        return;
    }
    if (r->status == BOB_USER_ERROR && strncmp(message, "SystemExit: ", 12) == 0) {
        add(&r->error, message, strlen(message));
        return;
    }
    (void)snprintf(text, sizeof text, "%s line %u", bob_status_name(r->status), e->line);
    add(&r->error, text, strlen(text));
    add(&r->error, ": ", 2);
    if (r->status == BOB_USER_ERROR && e->exception != NULL) { /* as CPython shows it */
        add(&r->error, e->exception, strlen(e->exception));
        add(&r->error, ": ", message[0] != '\0' ? 2 : 0);
    }
    add(&r->error, message, strlen(message));
}

/* What CPython says must be what the machine says, where it says anything. */
static bool same_error(const Case *c, const Run *r)
{
    return same(&c->error, &r->error) ||
           (c->any_message && r->error.size > c->error.size &&
            memcmp(c->error.bytes, r->error.bytes, c->error.size) == 0 &&
            r->error.bytes[c->error.size] == ':');
}

/* A machine that writes to r; NULL, and a word about it, where there can be none. */
static BobMachine *new_machine(const Case *c, const BobProgram *p, const char *engine, Run *r)
{
    BobConfig config;
    BobMachine *m;
    BobError error;
    *r = (Run){0};
    bob_config_init(&config);
    config.warm_up = 0;
    config.engine = engine;
    config.depth = SMALL_DEPTH;
    config.arena = SMALL_ARENA;
    config.write = write_to_text;
    config.write_ctx = &r->output;
    if (bob_machine_new(p, &config, c->argc, c->args, &m, &error) == BOB_OK)
        return m;
    printf("%s [%s] no machine: %s\n", c->path, engine, error.message);
    return NULL;
}

/* Slices of `slice` instructions to the end; 0 is all at once. */
static bool run(const Case *c, const BobProgram *p, const char *engine, uint64_t slice, Run *r)
{
    BobMachine *m = new_machine(c, p, engine, r);
    if (m == NULL)
        return false;
    if (slice == 0)
        r->status = bob_machine_run(m);
    else
        do
            r->status = bob_machine_run_slice(m, slice);
        while (r->status == BOB_YIELDED);
    r->instructions = bob_machine_instructions(m);
    take_outcome(m, r);
    bob_machine_free(m);
    return true;
}

static void show_difference(const Text *expected, const Text *got)
{
    size_t i = 0, start = 0, line = 1;
    const char *a = expected->size > 0 ? expected->bytes : "", *b = got->size > 0 ? got->bytes : "";
    while (i < expected->size && i < got->size && a[i] == b[i]) {
        if (a[i] == '\n') {
            line++;
            start = i + 1;
        }
        i++;
    }
    printf("  output differs in line %zu\n", line);
    printf("    expected %.*s\n", (int)strcspn(a + start, "\n"), a + start);
    printf("    got      %.*s\n", (int)strcspn(b + start, "\n"), b + start);
}

static bool check_run(const Case *c, const char *engine, const char *how, const Run *r)
{
    if (same(&c->output, &r->output) && same_error(c, r))
        return true;
    printf("%s [%s%s]\n", c->path, engine, how);
    if (!same(&c->output, &r->output))
        show_difference(&c->output, &r->output);
    if (!same_error(c, r))
        printf("    expected %s\n    got      %s\n", c->error.bytes, r->error.bytes);
    return false;
}

static bool check_engine(const Case *c, const BobProgram *p, const char *engine)
{
    Run whole, sliced;
    bool fine;
    if (!run(c, p, engine, 0, &whole))
        return false;
    fine = check_run(c, engine, "", &whole);
    if (fine && !only_whole) {
        fine = run(c, p, engine, SLICE, &sliced) && check_run(c, engine, ", sliced", &sliced);
        if (fine && sliced.instructions != whole.instructions) {
            printf("%s [%s] %llu instructions, in slices %llu\n", c->path, engine,
                   (unsigned long long)whole.instructions, (unsigned long long)sliced.instructions);
            fine = false;
        }
        end_run(&sliced);
    }
    end_run(&whole);
    return fine;
}

/* What a machine that has not ended looks like: its snapshot. */
static bool take_state(const BobMachine *m, const BobProgram *p, const char *engine, Text *state)
{
    BobError error = {0};
    char *bytes;
    size_t n;
    state->size = 0;
    if (bob_machine_snapshot(m, &bytes, &n, &error) != BOB_OK) {
        printf("[%s] no snapshot: %s\n", engine, error.message);
        return false;
    }
    add(state, bytes, n);
    bob_bytes_free(p, bytes, n);
    return true;
}

/* The reference and an engine side by side; the slices differ, so that they end anywhere. */
static bool check_first(const Case *c, const BobProgram *p, const char *engine)
{
    Run expected = {0}, got = {0};
    Text a = {0}, b = {0};
    BobMachine *reference = new_machine(c, p, bob_engine_name(0, NULL), &expected);
    BobMachine *m = new_machine(c, p, engine, &got);
    bool fine = reference != NULL && m != NULL;
    uint64_t i;
    for (i = 0; fine && i < FIRST_STOPS; i++) {
        uint64_t slice = only_first / FIRST_STOPS + i;
        expected.status = bob_machine_run_slice(reference, slice);
        got.status = bob_machine_run_slice(m, slice);
        if (expected.status != BOB_YIELDED || got.status != BOB_YIELDED)
            break;
        fine = take_state(reference, p, "reference", &a) && take_state(m, p, engine, &b);
        if (fine && !same(&a, &b)) {
            printf("%s [%s] another state than the reference's after %llu instructions\n", c->path,
                   engine, (unsigned long long)bob_machine_instructions(reference));
            fine = false;
        }
    }
    if (fine && (expected.status != got.status || !same(&expected.output, &got.output) ||
                 bob_machine_instructions(reference) != bob_machine_instructions(m))) {
        printf("%s [%s] ends otherwise than the reference\n", c->path, engine);
        fine = false;
    }
    drop(&a);
    drop(&b);
    end_run(&expected);
    end_run(&got);
    bob_machine_free(reference);
    bob_machine_free(m);
    return fine;
}

static void count(bool fine)
{
    if (fine)
        passed++;
    else
        failed++;
}

static void check_program(const Case *c)
{
    BobProgram *p;
    BobError error = {0};
    BobEngineInfo e = {.size = sizeof e};
    unsigned i;
    if (bob_program_load(c->source.bytes, c->source.size, c->name, NULL, &p, &error) != BOB_OK) {
        printf("%s:%u:%u: %s\n", c->path, error.line, error.column, error.message);
        failed++;
        return;
    }
    for (i = 0; bob_engine_info(i, &e);
         i++) /* the other cells share all but their dispatch with a rung */
        if (only_engine == NULL ? e.rung : strcmp(e.name, only_engine) == 0)
            count(only_first > 0 ? check_first(c, p, e.name) : check_engine(c, p, e.name));
    bob_program_free(p);
}

/* `# args: A B` in the first line. */
static void take_args(Case *c)
{
    size_t n;
    char *word;
    c->argc = 0;
    if (strncmp(c->source.bytes, "# args: ", 8) != 0)
        return;
    n = strcspn(c->source.bytes + 8, "\n");
    if (n >= sizeof c->args_text)
        n = sizeof c->args_text - 1;
    memcpy(c->args_text, c->source.bytes + 8, n);
    c->args_text[n] = '\0';
    for (word = strtok(c->args_text, " "); word != NULL && c->argc < MOST_ARGS;
         word = strtok(NULL, " "))
        c->args[c->argc++] = word;
}

/* "name.py Kind line N: Type: message": without the type, but for a UserError; and without the
 * message where a limit is in the machine's words. */
static void take_error(Case *c, const char *text, size_t n)
{
    size_t kind = 0, type;
    c->error.size = 0;
    c->any_message = false;
    if (strncmp(text, "UserError", 9) == 0 || strncmp(text, "SystemExit", 10) == 0 ||
        strncmp(text, "exit", 4) == 0) {
        add_unescaped(&c->error, text, n);
        return;
    }
    while (kind < n && text[kind] != ':')
        kind++;
    add(&c->error, text, kind);
    for (type = kind + 1; type < n && text[type] != ':'; type++)
        ;
    c->any_message =
        type >= n || strncmp(text, "CallDepth", 9) == 0 || strncmp(text, "OutOfMemory", 11) == 0;
    if (!c->any_message)
        add_unescaped(&c->error, text + type, n - type);
}

/* Line by line through `expect`. */
static void check_topic(const char *dir, const Text *expect)
{
    const char *p = expect->bytes, *end = p + expect->size;
    Case c = {0};
    while (p < end) {
        size_t n = strcspn(p, "\n"), name = strcspn(p, " ");
        if (*p == '#') {
            p += n + 1;
            continue;
        }
        (void)snprintf(c.path, sizeof c.path, "%s/%.*s", dir, (int)name, p);
        c.name = strrchr(c.path, '/') + 1;
        take_error(&c, p + name + 1, n - name - 1);
        c.output.size = 0;
        for (p += n + 1; p < end && (*p == '|' || *p == '>'); p += n + 1) {
            n = strcspn(p, "\n");
            add_unescaped(&c.output, p + 1, n - 1);
            if (*p == '|')
                add(&c.output, "\n", 1);
        }
        if (seen++ % every != 0)
            continue;
        if (!read_file(c.path, &c.source)) {
            printf("%s: no such program\n", c.path);
            failed++;
        } else {
            take_args(&c);
            check_program(&c);
        }
        drop(&c.source);
    }
    drop(&c.output);
    drop(&c.error);
}

/* ---- refusals ---- */

static void check_refusal(const char *path, unsigned line, const char *head, size_t head_size,
                          const char *source, size_t n)
{
    BobProgram *p = NULL;
    BobError error = {0};
    char message[300];
    unsigned at_line = 0, column = 0;
    int used = 0;
    if (sscanf(head, "== %u:%u %n", &at_line, &column, &used) != 2 || (size_t)used >= head_size) {
        printf("%s:%u: no LINE:COLUMN and message\n", path, line);
        failed++;
        return;
    }
    (void)snprintf(message, sizeof message, "%.*s", (int)(head_size - (size_t)used), head + used);
    if (bob_program_load(source, n, "refuse.py", NULL, &p, &error) == BOB_OK) {
        printf("%s:%u: not refused; expected %u:%u %s\n", path, line, at_line, column, message);
        bob_program_free(p);
        failed++;
    } else if (error.kind != BOB_INVALID_PROGRAM || error.line != at_line ||
               error.column != column || strstr(error.message, message) == NULL) {
        printf("%s:%u:\n    expected %u:%u %s\n    got      %u:%u %s\n", path, line, at_line,
               column, message, error.line, error.column, error.message);
        failed++;
    } else {
        passed++;
    }
}

static void check_refusals(const char *path)
{
    Text text;
    const char *p, *next;
    unsigned line = 1;
    (void)read_file(path, &text);
    p = strncmp(text.bytes, "== ", 3) == 0 ? text.bytes : strstr(text.bytes, "\n== ");
    for (; p != NULL; p = next) {
        const char *source;
        size_t head;
        if (*p == '\n')
            p++;
        head = strcspn(p, "\n");
        source = p[head] != '\0' ? p + head + 1 : p + head;
        next = strncmp(source, "== ", 3) == 0 ? source : strstr(source, "\n== ");
        {
            const char *end = next == NULL    ? text.bytes + text.size
                              : *next == '\n' ? next + 1
                                              : next;
            const char *q;
            for (line = 1, q = text.bytes; q < p; q++)
                line += *q == '\n';
            check_refusal(path, line, p, head, source, (size_t)(end - source));
        }
    }
    drop(&text);
}

/* ---- finding them ---- */

static void walk(const char *dir)
{
    struct dirent **entries;
    int n, i;
    n = scandir(dir, &entries, NULL, alphasort);
    if (n < 0) {
        printf("%s: no such directory\n", dir);
        failed++;
        return;
    }
    for (i = 0; i < n; i++) {
        const char *name = entries[i]->d_name, *dot = strrchr(name, '.');
        char path[1024];
        struct stat info;
        Text expect;
        (void)snprintf(path, sizeof path, "%s/%s", dir, name);
        if (name[0] == '.' || stat(path, &info) != 0) {
            /* not ours */
        } else if (S_ISDIR(info.st_mode)) {
            walk(path);
        } else if (strcmp(name, "expect") == 0) {
            (void)read_file(path, &expect);
            check_topic(dir, &expect);
            drop(&expect);
        } else if (dot != NULL && strcmp(dot, ".txt") == 0) {
            check_refusals(path);
        }
        free(entries[i]);
    }
    free(entries);
}

int main(int argc, char **argv)
{
    bool all = true;
    int i;
    for (i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--whole") == 0) {
            only_whole = true;
        } else if (strcmp(argv[i], "--first") == 0 && i + 1 < argc) {
            only_first = strtoull(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--every") == 0 && i + 1 < argc) {
            every = strtoul(argv[++i], NULL, 10);
            every += every == 0;
        } else if (strcmp(argv[i], "--engine") == 0 && i + 1 < argc) {
            only_engine = argv[++i];
        } else {
            all = false;
            walk(argv[i]);
        }
    }
    if (all)
        walk("tests/python");
    printf("%lu passed, %lu failed\n", passed, failed);
    return failed > 0 || passed == 0;
}
