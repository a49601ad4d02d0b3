/* The conformance suite: every case below tests/programs, on every engine, whole and in
 * slices. What a case may expect is described in tests/programs/README.md.
 *
 *   conform [DIR or FILE...]
 *
 * An engine passes a case where it meets the expectations, where slices of 1, 2 and 7
 * instructions come to the same end, where a failed instruction left everything as it was
 * one instruction earlier, and where it agrees with the first engine. */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/bobbin.h"

#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))
#define MOST_ARGS 16

/* Small machines are quick to make; `; limits: defaults=1` asks for the real ones. */
#define SMALL_DEPTH 10000
#define SMALL_ARENA (1u << 18)

/* A traced run writes much: programs longer than this are not traced. */
#define LONGEST_TRACE 20000

/* ---- texts ---- */

typedef struct Text {
    char *bytes;
    size_t size, room;
} Text;

static void *must(void *p)
{
    if (p == NULL) {
        fprintf(stderr, "conform: out of memory\n");
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

static void add_text(Text *t, const char *text)
{
    add(t, text, strlen(text));
}

static void __attribute__((format(printf, 2, 3))) add_format(Text *t, const char *format, ...)
{
    char line[400];
    va_list ap;
    va_start(ap, format);
    (void)vsnprintf(line, sizeof line, format, ap);
    va_end(ap);
    add_text(t, line);
}

static const char *text_of(const Text *t)
{
    return t->bytes != NULL ? t->bytes : "";
}

static bool same_text(const Text *a, const Text *b)
{
    return a->size == b->size && (a->size == 0 || memcmp(a->bytes, b->bytes, a->size) == 0);
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

static int write_to_nothing(void *ctx, const char *bytes, size_t n)
{
    (void)ctx;
    (void)bytes;
    (void)n;
    return 0;
}

/* ---- JSON, as Bobbin writes it ---- */

/* The end of the value that begins at p. */
static const char *json_end(const char *p)
{
    unsigned open = 0;
    bool inside = false;
    for (; *p != '\0'; p++) {
        if (inside) {
            if (*p == '\\')
                p++;
            else if (*p == '"')
                inside = false;
            else
                continue;
            if (!inside && open == 0)
                return p + 1;
            continue;
        }
        if (open == 0 && (*p == ',' || *p == '}' || *p == ']'))
            return p;
        if (*p == '"') {
            inside = true;
        } else if (*p == '[' || *p == '{') {
            open++;
        } else if ((*p == ']' || *p == '}') && --open == 0) {
            return p + 1;
        }
    }
    return p;
}

/* The value of a key of the object at p, as text; false where there is none. */
static bool json_field(const char *p, const char *key, Text *out)
{
    size_t n = strlen(key);
    out->size = 0;
    add(out, "", 0);
    if (p == NULL || *p != '{')
        return false;
    for (p++; *p == '"';) {
        const char *name = p + 1, *end = json_end(p), *value = end + 1;
        end = json_end(value);
        if (strncmp(name, key, n) == 0 && name[n] == '"') {
            add(out, value, (size_t)(end - value));
            return true;
        }
        p = *end == ',' ? end + 1 : end;
    }
    return false;
}

/* The last element of the array at p, NULL where it is empty. */
static const char *json_last(const char *p)
{
    const char *last = NULL;
    if (*p != '[' || p[1] == ']')
        return NULL;
    for (p++; *p != '\0'; p++) {
        last = p;
        p = json_end(p);
        if (*p != ',')
            break;
    }
    return last;
}

/* Whether two JSON texts are the same; `loose` may have spaces between its tokens. */
static bool json_same(const char *loose, const char *tight)
{
    bool inside = false;
    for (; *loose != '\0'; loose++) {
        if (!inside && *loose == ' ')
            continue;
        if (*loose != *tight++)
            return false;
        if (inside && *loose == '\\' && loose[1] != '\0') {
            if (*++loose != *tight++)
                return false;
        } else if (*loose == '"') {
            inside = !inside;
        }
    }
    return *tight == '\0';
}

/* ---- values as Python writes them, written again for the sake of the test ---- */

static void add_float(Text *t, double x)
{
    char digits[40], *e;
    int precision = 0, exponent, i, count;
    if (isnan(x) || isinf(x)) {
        add_text(t, isnan(x) ? "nan" : x < 0 ? "-inf" : "inf");
        return;
    }
    do
        (void)snprintf(digits, sizeof digits, "%.*e", precision, fabs(x));
    while (strtod(digits, NULL) != fabs(x) && precision++ < 17);
    e = strchr(digits, 'e');
    exponent = atoi(e + 1);
    *e = '\0';
    if (digits[1] == '.')
        memmove(digits + 1, digits + 2, strlen(digits + 2) + 1);
    count = (int)strlen(digits);
    if (signbit(x))
        add_text(t, "-");
    if (exponent < -4 || exponent >= 16) {
        add(t, digits, 1);
        if (count > 1)
            add_format(t, ".%s", digits + 1);
        add_format(t, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
    } else if (exponent < 0) {
        add_text(t, "0.");
        for (i = exponent + 1; i < 0; i++)
            add_text(t, "0");
        add_text(t, digits);
    } else {
        for (i = 0; i <= exponent || i < count; i++) {
            if (i == exponent + 1)
                add_text(t, ".");
            add(t, i < count ? digits + i : "0", 1);
        }
        if (count <= exponent + 1)
            add_text(t, ".0");
    }
}

static void add_quoted(Text *t, const char *s, size_t n)
{
    char quote = memchr(s, '\'', n) != NULL && memchr(s, '"', n) == NULL ? '"' : '\'';
    size_t i;
    add(t, &quote, 1);
    for (i = 0; i < n; i++) {
        const char *at = s[i] == '\0' ? NULL : strchr("\nn\rr\tt\\\\", s[i]);
        if (at != NULL && (s[i] < ' ' || s[i] == '\\'))
            add_format(t, "\\%c", s[i] == '\\' ? '\\' : at[1]);
        else if (s[i] == quote)
            add_format(t, "\\%c", quote);
        else if ((unsigned char)s[i] < ' ' || s[i] == 0x7F)
            add_format(t, "\\x%02x", (unsigned)s[i]);
        else
            add(t, &s[i], 1);
    }
    add(t, &quote, 1);
}

static void add_value(Text *t, BobView v, unsigned depth)
{
    size_t i;
    switch (v.type) {
    case BOB_BOOL:
        add_text(t, v.boolean ? "True" : "False");
        break;
    case BOB_INT:
        add_format(t, "%" PRId64, v.integer);
        break;
    case BOB_FLOAT:
        add_float(t, v.number);
        break;
    case BOB_STR:
        add_quoted(t, v.text, v.length);
        break;
    case BOB_FUNC:
        add_format(t, "<function %s>", v.text);
        break;
    case BOB_FREED:
        add_text(t, "<freed>");
        break;
    case BOB_TUPLE:
    case BOB_LIST:
        add_text(t, v.type == BOB_LIST ? "[" : "(");
        for (i = 0; i < v.length && depth < 20; i++) {
            add_text(t, i > 0 ? ", " : "");
            add_value(t, bob_view_item(v, i), depth + 1);
        }
        add_text(t, v.type == BOB_LIST ? "]" : v.length == 1 ? ",)" : ")");
        break;
    default:
        add_text(t, "None");
    }
}

/* ---- cases ---- */

typedef struct Case {
    const char *file;
    unsigned line; /* where it begins in the file */
    char *name;
    Text source;
    Text output; /* the whole of it */
    unsigned expectations;
    /* NULL or -1 where nothing is expected */
    char *result, *row, *top, *locals, *globals, *message, *kind, *function;
    bool refused;
    int64_t ip, error_line, count, heap, exit, depth;
    bool exits;
    char *args[MOST_ARGS];
    int argc;
    BobConfig config;
    char *strings[64]; /* what the above point to, to be freed */
    unsigned string_count;
} Case;

static unsigned long passed, failed;
static bool case_failed; /* the case at hand, on the engine at hand */

static void __attribute__((format(printf, 3, 4)))
fail(const Case *c, const char *engine, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    printf("%s:%u: %s%s[%s] ", c->file, c->line, c->name != NULL ? c->name : "",
           c->name != NULL ? " " : "", engine);
    vprintf(format, ap);
    printf("\n");
    va_end(ap);
    case_failed = true;
}

static void fail_pair(const Case *c, const char *engine, const char *what, const char *expected,
                      const char *got)
{
    fail(c, engine, "%s:\n    expected %s\n    got      %s", what, expected, got);
}

static void count_engine(void)
{
    if (case_failed)
        failed++;
    else
        passed++;
    case_failed = false;
}

static char *keep(Case *c, const char *s, size_t n)
{
    char *copy = must(malloc(n + 1));
    memcpy(copy, s, n);
    copy[n] = '\0';
    if (c->string_count == COUNT_OF(c->strings)) {
        fprintf(stderr, "conform: %s:%u: too many directives\n", c->file, c->line);
        exit(2);
    }
    return c->strings[c->string_count++] = copy;
}

static void case_begin(Case *c, const char *file, unsigned line)
{
    *c = (Case){.file = file, .line = line};
    c->ip = c->error_line = c->count = c->heap = c->depth = -1;
    bob_config_init(&c->config);
    c->config.depth = SMALL_DEPTH;
    c->config.arena = SMALL_ARENA;
}

static void case_end(Case *c)
{
    while (c->string_count > 0)
        free(c->strings[--c->string_count]);
    drop(&c->source);
    drop(&c->output);
}

/* ---- running ---- */

typedef struct Run {
    BobMachine *machine;
    BobStatus status;
    Text output, outcome, state, snapshot;
} Run;

/* What remains of an outcome without the engine's name. */
static void cut_engine(Text *json)
{
    char *from = json->size > 0 ? strstr(json->bytes, "\"engine\":\"") : NULL;
    char *to = from != NULL ? strchr(from + 10, '"') : NULL;
    if (to == NULL)
        return;
    memmove(from + 10, to, strlen(to) + 1);
    json->size -= (size_t)(to - from - 10);
}

static void look(Run *r)
{
    BobError ignored;
    char *bytes;
    size_t n;
    (void)bob_machine_outcome_json(r->machine, write_to_text, &r->outcome);
    (void)bob_machine_state_json(r->machine, write_to_text, &r->state);
    cut_engine(&r->outcome);
    cut_engine(&r->state);
    if (bob_machine_snapshot(r->machine, &bytes, &n, &ignored) == BOB_OK) {
        add(&r->snapshot, bytes, n);
        free(bytes); /* from malloc, as programs here are loaded without an allocator */
    }
}

static bool run_begin(const Case *c, const BobProgram *p, const char *engine, Run *r)
{
    BobConfig config = c->config;
    BobError error;
    *r = (Run){0};
    config.engine = engine;
    config.write = write_to_text;
    config.write_ctx = &r->output;
    r->status =
        bob_machine_new(p, &config, c->argc, (const char *const *)c->args, &r->machine, &error);
    if (r->status == BOB_OK)
        return true;
    fail(c, engine, "no machine: %s", error.message);
    return false;
}

static void run_end(Run *r)
{
    bob_machine_free(r->machine);
    drop(&r->output);
    drop(&r->outcome);
    drop(&r->state);
    drop(&r->snapshot);
}

/* Slices of `slice` instructions to the end; 0 is all at once. */
static bool run_case(const Case *c, const BobProgram *p, const char *engine, uint64_t slice, Run *r)
{
    if (!run_begin(c, p, engine, r))
        return false;
    if (slice == 0)
        r->status = bob_machine_run(r->machine);
    else
        do
            r->status = bob_machine_run_slice(r->machine, slice);
        while (r->status == BOB_YIELDED);
    look(r);
    return true;
}

/* ---- checks ---- */

static void check_number(const Case *c, const char *engine, const char *what, int64_t expected,
                         int64_t got)
{
    if (expected != -1 && expected != got)
        fail(c, engine, "%s: expected %" PRId64 ", got %" PRId64, what, expected, got);
}

static void check_json(const Case *c, const char *engine, const char *what, const char *expected,
                       const char *got)
{
    if (expected != NULL && !json_same(expected, got))
        fail_pair(c, engine, what, expected, got);
}

static void check_state(const Case *c, const char *engine, const Run *r)
{
    Text frames = {0}, field = {0};
    const char *top;
    (void)json_field(r->state.bytes, "frames", &frames);
    top = json_last(frames.bytes);
    (void)json_field(top, "stack", &field);
    check_json(c, engine, "stack of the top frame", c->top, field.bytes);
    (void)json_field(top, "locals", &field);
    check_json(c, engine, "locals of the top frame", c->locals, field.bytes);
    (void)json_field(r->state.bytes, "globals", &field);
    check_json(c, engine, "globals", c->globals, field.bytes);
    drop(&frames);
    drop(&field);
}

static void check_error(const Case *c, const char *engine, const Run *r)
{
    const BobError *e = bob_machine_error(r->machine);
    const char *message = e->long_message != NULL ? e->long_message : e->message;
    const char *status = bob_status_name(r->status);
    if (strcmp(status, c->kind != NULL ? c->kind : "ok") != 0) {
        fail(c, engine, "status:\n    expected %s\n    got      %s%s%s",
             c->kind != NULL ? c->kind : "ok", status, r->status != BOB_OK ? ": " : "",
             r->status != BOB_OK ? message : "");
        return;
    }
    if (c->kind == NULL)
        return;
    if (e->kind != r->status)
        fail_pair(c, engine, "kind of the error", status, bob_status_name(e->kind));
    if (c->function != NULL && (e->function == NULL || strcmp(c->function, e->function) != 0))
        fail_pair(c, engine, "function", c->function, e->function != NULL ? e->function : "none");
    check_number(c, engine, "ip", c->ip, e->ip);
    check_number(c, engine, "line", c->error_line, e->line);
    if (e->instructions != bob_machine_instructions(r->machine))
        fail(c, engine, "the error counts %" PRIu64 " instructions, the machine %" PRIu64,
             e->instructions, bob_machine_instructions(r->machine));
    if (c->message != NULL && strstr(message, c->message) == NULL)
        fail_pair(c, engine, "message", c->message, message);
}

static void check_row(const Case *c, const char *engine, const Run *r)
{
    BobView stack = bob_machine_result(r->machine);
    Text got = {0};
    size_t i;
    add(&got, "", 0);
    for (i = 0; i < stack.length; i++) {
        add_text(&got, i > 0 ? " " : "");
        add_value(&got, bob_view_item(stack, i), 0);
    }
    if (strcmp(c->row, got.bytes) != 0)
        fail_pair(c, engine, "result", c->row, got.bytes);
    drop(&got);
}

static void check_end(const Case *c, const char *engine, const Run *r)
{
    Text field = {0};
    int64_t code = 0;
    bool exited = bob_machine_exited(r->machine, &code);
    check_error(c, engine, r);
    if (!same_text(&c->output, &r->output))
        fail_pair(c, engine, "output", text_of(&c->output), text_of(&r->output));
    if (c->row != NULL && r->status == BOB_OK)
        check_row(c, engine, r);
    (void)json_field(r->outcome.bytes, "result", &field);
    check_json(c, engine, "result", c->result, field.bytes);
    drop(&field);
    check_state(c, engine, r);
    check_number(c, engine, "instructions", c->count,
                 (int64_t)bob_machine_instructions(r->machine));
    check_number(c, engine, "heap", c->heap, (int64_t)bob_machine_heap_bytes(r->machine));
    check_number(c, engine, "frames", c->depth, bob_machine_depth(r->machine));
    if (r->output.size != bob_machine_output_bytes(r->machine))
        fail(c, engine, "%zu bytes written, %" PRIu64 " counted", r->output.size,
             bob_machine_output_bytes(r->machine));
    if (exited != c->exits)
        fail(c, engine, exited ? "ended by EXIT" : "did not end by EXIT");
    else if (exited && code != c->exit)
        fail(c, engine, "exit: expected %" PRId64 ", got %" PRId64, c->exit, code);
}

/* Two runs that must have come to the same end. */
static void check_same(const Case *c, const char *engine, const char *how, const Run *a,
                       const Run *b)
{
    char what[80];
    (void)snprintf(what, sizeof what, "%s: output", how);
    if (!same_text(&a->output, &b->output))
        fail_pair(c, engine, what, text_of(&a->output), text_of(&b->output));
    (void)snprintf(what, sizeof what, "%s: outcome", how);
    if (!same_text(&a->outcome, &b->outcome))
        fail_pair(c, engine, what, text_of(&a->outcome), text_of(&b->outcome));
    (void)snprintf(what, sizeof what, "%s: state", how);
    if (!same_text(&a->state, &b->state))
        fail_pair(c, engine, what, text_of(&a->state), text_of(&b->state));
    if (!same_text(&a->snapshot, &b->snapshot))
        fail(c, engine, "%s: snapshots differ", how);
}

/* A failed instruction has no effect: a machine that stops before it is in the same state. */
static void check_untouched(const Case *c, const BobProgram *p, const char *engine, const Run *r)
{
    uint64_t count = bob_machine_instructions(r->machine);
    Text a = {0}, b = {0};
    Run before;
    if (count == 0 || !run_begin(c, p, engine, &before))
        return;
    before.status = bob_machine_run_slice(before.machine, count);
    look(&before);
    (void)json_field(r->state.bytes, "frames", &a);
    (void)json_field(before.state.bytes, "frames", &b);
    if (!same_text(&a, &b))
        fail_pair(c, engine, "frames before and after the error", b.bytes, a.bytes);
    (void)json_field(r->state.bytes, "globals", &a);
    (void)json_field(before.state.bytes, "globals", &b);
    if (!same_text(&a, &b))
        fail_pair(c, engine, "globals before and after the error", b.bytes, a.bytes);
    check_number(c, engine, "heap before and after the error",
                 (int64_t)bob_machine_heap_bytes(before.machine),
                 (int64_t)bob_machine_heap_bytes(r->machine));
    if (!same_text(&before.output, &r->output))
        fail_pair(c, engine, "output before and after the error", text_of(&before.output),
                  text_of(&r->output));
    if (!same_text(&before.snapshot, &r->snapshot))
        fail(c, engine, "snapshots before and after the error differ");
    drop(&a);
    drop(&b);
    run_end(&before);
}

static void check_slices(const Case *c, const BobProgram *p, const char *engine, const Run *whole)
{
    static const uint64_t slices[] = {1, 2, 7};
    size_t i;
    for (i = 0; i < COUNT_OF(slices); i++) {
        char how[40];
        Run r;
        (void)snprintf(how, sizeof how, "in slices of %" PRIu64, slices[i]);
        if (!run_case(c, p, engine, slices[i], &r))
            continue;
        check_same(c, engine, how, whole, &r);
        run_end(&r);
    }
}

static void check_traced(const Case *c, const BobProgram *p, const Run *first)
{
    Run r;
    if (bob_machine_instructions(first->machine) > LONGEST_TRACE || !run_begin(c, p, NULL, &r))
        return;
    (void)bob_machine_trace(r.machine, write_to_nothing, NULL);
    r.status = bob_machine_run(r.machine);
    look(&r);
    check_same(c, "trace", "traced", first, &r);
    run_end(&r);
    count_engine();
}

static void check_engines(const Case *c, const BobProgram *p)
{
    const char *engine;
    Run first = {0};
    unsigned i;
    for (i = 0; (engine = bob_engine_name(i, NULL)) != NULL; i++) {
        Run r;
        if (run_case(c, p, engine, 0, &r)) {
            check_end(c, engine, &r);
            check_slices(c, p, engine, &r);
            if (r.status != BOB_OK)
                check_untouched(c, p, engine, &r);
            if (i == 0)
                first = r;
            else
                check_same(c, engine, "against the first engine", &first, &r);
            if (i > 0)
                run_end(&r);
        }
        count_engine();
    }
    if (first.machine != NULL) {
        check_traced(c, p, &first);
        run_end(&first);
    }
}

static void check_refusal(const Case *c, BobStatus status, const BobError *e)
{
    if (status != BOB_INVALID_PROGRAM)
        fail_pair(c, "load", "status", "InvalidProgram", bob_status_name(status));
    else if (c->message != NULL && strstr(e->message, c->message) == NULL)
        fail_pair(c, "load", "message", c->message, e->message);
    else
        check_number(c, "load", "line", c->error_line, e->line);
    count_engine();
}

static void check_case(const Case *c)
{
    BobProgram *p;
    BobError e;
    BobStatus status;
    if (c->expectations == 0) {
        fail(c, "suite", "the case expects nothing");
        count_engine();
        return;
    }
    status = bob_program_load(text_of(&c->source), c->source.size, c->file, NULL, &p, &e);
    if (c->refused) {
        check_refusal(c, status, &e);
    } else if (status != BOB_OK) {
        fail(c, "load", "refused, line %u: %s", e.line, e.message);
        count_engine();
    } else {
        check_engines(c, p);
    }
    bob_program_free(p);
}

/* ---- reading programs ---- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static const char *skip_space(const char *p)
{
    while (is_space(*p))
        p++;
    return p;
}

/* The next word of a directive, its length in *n; 0 at the end. */
static const char *next_word(const char *p, size_t *n)
{
    p = skip_space(p);
    for (*n = 0; p[*n] != '\0' && !is_space(p[*n]);)
        ++*n;
    return p;
}

static bool is_word(const char *p, size_t n, const char *word)
{
    return strlen(word) == n && strncmp(p, word, n) == 0;
}

/* "[function[:ip]] [line N]" */
static void read_place(Case *c, const char *p)
{
    size_t n;
    for (p = next_word(p, &n); n > 0; p = next_word(p + n, &n)) {
        const char *colon = memchr(p, ':', n);
        if (is_word(p, n, "line")) {
            p = next_word(p + n, &n);
            c->error_line = strtoll(p, NULL, 10);
            continue;
        }
        c->function = keep(c, p, colon != NULL ? (size_t)(colon - p) : n);
        if (colon != NULL)
            c->ip = strtoll(colon + 1, NULL, 10);
    }
}

static void read_error(Case *c, const char *p)
{
    size_t n;
    p = next_word(p, &n);
    c->kind = keep(c, p, n);
    read_place(c, p + n);
}

static bool read_limit(Case *c, const char *p, size_t n)
{
    const char *equals = memchr(p, '=', n);
    size_t name = equals != NULL ? (size_t)(equals - p) : n;
    uint64_t value = equals != NULL ? strtoull(equals + 1, NULL, 0) : 0;
    if (is_word(p, name, "stack"))
        c->config.stack = (uint32_t)value;
    else if (is_word(p, name, "depth"))
        c->config.depth = (uint32_t)value;
    else if (is_word(p, name, "arena"))
        c->config.arena = value;
    else if (is_word(p, name, "fuel"))
        c->config.fuel = value;
    else if (is_word(p, name, "heap"))
        c->config.heap = value;
    else if (is_word(p, name, "output"))
        c->config.output = value;
    else if (is_word(p, name, "defaults"))
        bob_config_init(&c->config);
    else if (is_word(p, name, "undefined"))
        c->config.allow_undefined = value != 0;
    else
        return false;
    return true;
}

/* `; output: TEXT` with \n and \\, and no newline of its own. */
static void read_output(Case *c, const char *p)
{
    for (; *p != '\0'; p++) {
        if (*p != '\\' || p[1] == '\0') {
            add(&c->output, p, 1);
            continue;
        }
        p++;
        add(&c->output, *p == 'n' ? "\n" : p, 1);
    }
}

/* Directives that are a text, or a number, of the case. */
static const struct {
    const char *name;
    size_t at;
} text_directives[] =
    {
        {"result", offsetof(Case, result)},   {"top", offsetof(Case, top)},
        {"locals", offsetof(Case, locals)},   {"globals", offsetof(Case, globals)},
        {"message", offsetof(Case, message)},
},
  number_directives[] = {
      {"count", offsetof(Case, count)},  {"heap", offsetof(Case, heap)},
      {"frames", offsetof(Case, depth)}, {"line", offsetof(Case, error_line)},
      {"exit", offsetof(Case, exit)},
};

static bool simple_directive(Case *c, const char *name, size_t n, const char *value)
{
    size_t i;
    for (i = 0; i < COUNT_OF(text_directives); i++)
        if (is_word(name, n, text_directives[i].name)) {
            *(char **)((char *)c + text_directives[i].at) = keep(c, value, strlen(value));
            return true;
        }
    for (i = 0; i < COUNT_OF(number_directives); i++)
        if (is_word(name, n, number_directives[i].name)) {
            *(int64_t *)((char *)c + number_directives[i].at) = strtoll(value, NULL, 10);
            c->exits |= is_word(name, n, "exit");
            return true;
        }
    return false;
}

static bool expectation(Case *c, const char *name, size_t n, const char *value)
{
    if (simple_directive(c, name, n, value))
        return true;
    if (is_word(name, n, "expect")) {
        add_text(&c->output, value);
        add_text(&c->output, "\n");
    } else if (is_word(name, n, "output")) {
        read_output(c, value);
    } else if (is_word(name, n, "error")) {
        read_error(c, value);
    } else if (is_word(name, n, "refused")) {
        c->refused = true;
        c->message = keep(c, value, strlen(value));
    } else {
        return false;
    }
    return true;
}

static bool condition(Case *c, const char *name, size_t n, const char *value)
{
    size_t size;
    const char *p = next_word(value, &size);
    if (is_word(name, n, "args")) {
        for (; size > 0 && c->argc < MOST_ARGS; p = next_word(p + size, &size))
            c->args[c->argc++] = keep(c, p, size);
        return size == 0;
    }
    if (!is_word(name, n, "limits"))
        return false;
    for (; size > 0; p = next_word(p + size, &size))
        if (!read_limit(c, p, size))
            return false;
    return true;
}

/* A line that is a comment may be a directive: a small word and a colon. */
static void read_comment(Case *c, const char *line, unsigned number)
{
    const char *name = skip_space(line + 1), *value;
    size_t n = 0;
    while (name[n] >= 'a' && name[n] <= 'z')
        n++;
    if (n == 0 || name[n] != ':')
        return;
    value = name + n + 1;
    if (*value == ' ')
        value++;
    if (expectation(c, name, n, value)) {
        c->expectations++;
    } else if (!condition(c, name, n, value)) {
        fprintf(stderr, "conform: %s:%u: bad directive: %s\n", c->file, number, line);
        exit(2);
    }
}

static void programs(const char *file, char *text)
{
    unsigned number = 0;
    bool any = false; /* instructions in the case at hand */
    char *line, *next;
    Case c;
    case_begin(&c, file, 1);
    for (line = text; line != NULL; line = next) {
        const char *start;
        next = strchr(line, '\n');
        if (next != NULL)
            *next++ = '\0';
        number++;
        start = skip_space(line);
        if (strncmp(start, ";;;", 3) == 0) {
            if (any || c.expectations > 0)
                check_case(&c);
            case_end(&c);
            case_begin(&c, file, number);
            start = skip_space(start + 3);
            c.name = keep(&c, start, strlen(start));
            any = false;
            continue; /* the line after it is line 1 */
        }
        if (*start == ';')
            read_comment(&c, start, number);
        else if (*start != '\0')
            any = true;
        add_text(&c.source, line);
        add_text(&c.source, "\n");
    }
    check_case(&c);
    case_end(&c);
}

/* ---- reading rows ---- */

static unsigned bob_math_arity(const char *name)
{
#define MATH(fn, arity)                                                                            \
    if (strcmp(name, #fn) == 0)                                                                    \
        return arity;
#include "core/machine/math.def"
    return 1;
}

/* What an instruction does to the height of the stack. `n` is a COUNT or the number of
 * arguments of a built-in, `name` the operand's text. */
static long effect(const char *op, unsigned n, const char *name)
{
    long pops_ = 0, pushes_ = 0;
#define PARAMS(n) (name[0] == 'g' ? 1u : 0u)
#define bob_math_arity(n) bob_math_arity(name)
#define OP(op_name, shape, operand, pops, pushes, ...)                                             \
    if (strcmp(op, #op_name) == 0)                                                                 \
        pops_ = (long)(pops), pushes_ = (long)(pushes);
#include "core/machine/ops.def"
#undef bob_math_arity
#undef PARAMS
    return pushes_ - pops_;
}

typedef struct Row {
    Case *c;
    const char *at;
    long depth;
    long instructions;
} Row;

static void emit(Row *r, const char *line, size_t n, long change)
{
    add_text(&r->c->source, "  ");
    add(&r->c->source, line, n);
    add_text(&r->c->source, "\n");
    r->instructions++;
    r->depth += change;
}

static void row_fault(const Row *r, const char *why)
{
    fprintf(stderr, "conform: %s:%u: %s: %s\n", r->c->file, r->c->line, why, r->at);
    exit(2);
}

static void row_value(Row *r);

static void row_display(Row *r, char close)
{
    char line[40];
    long count = 0;
    int n;
    r->at = skip_space(r->at + 1);
    while (*r->at != close) {
        row_value(r);
        count++;
        r->at = skip_space(r->at);
        if (*r->at == ',')
            r->at = skip_space(r->at + 1);
        else if (*r->at != close)
            row_fault(r, "a comma is expected");
    }
    r->at++;
    n = snprintf(line, sizeof line, "%s %ld", close == ']' ? "LIST_NEW" : "TUPLE_NEW", count);
    emit(r, line, (size_t)n, 1 - count);
}

/* The length of a literal or word at p. */
static size_t token_size(const char *p)
{
    size_t n = 0;
    if (*p == '"') {
        for (n = 1; p[n] != '"' && p[n] != '\0'; n++)
            n += p[n] == '\\' && p[n + 1] != '\0';
        return n + 1;
    }
    while (p[n] != '\0' && !is_space(p[n]) && strchr(",])", p[n]) == NULL)
        n++;
    return n;
}

static void row_value(Row *r)
{
    size_t n;
    Text line = {0};
    if (*r->at == '[' || *r->at == '(') {
        row_display(r, *r->at == '[' ? ']' : ')');
        return;
    }
    n = token_size(r->at);
    add_text(&line, *r->at == '&' ? "PUSH_FUNC " : "PUSH_CONST ");
    add(&line, r->at + (*r->at == '&'), n - (*r->at == '&'));
    emit(r, line.bytes, line.size, 1);
    drop(&line);
    r->at += n;
}

/* INSTRUCTION, INSTRUCTION:operand or CALL_BUILTIN:name:argc */
static void row_instruction(Row *r)
{
    char words[200], op[40], *colon, *operand;
    size_t n = token_size(r->at), i;
    if (n >= sizeof words)
        row_fault(r, "too long");
    memcpy(words, r->at, n);
    words[n] = '\0';
    (void)snprintf(op, sizeof op, "%.*s", (int)strcspn(words, ":"), words);
    colon = strrchr(words, ':');
    operand = strchr(words, ':');
    for (i = 0; i < n; i++)
        if (words[i] == ':')
            words[i] = ' ';
    emit(r, words, n,
         effect(op, colon != NULL ? (unsigned)strtoul(colon + 1, NULL, 10) : 0,
                operand != NULL ? operand + 1 : ""));
    r->at += n;
}

/* One line of a .rows file as a case. */
static void row(const char *file, unsigned number, const char *line)
{
    char last[40];
    const char *expected;
    Case c;
    Row r = {.c = &c, .at = skip_space(line)};
    case_begin(&c, file, number);
    c.config.stack = 512;
    c.config.arena = 4096;
    c.config.depth = 64;
    add_text(&c.source, ".func main\n");
    while (strncmp(r.at, "->", 2) != 0) {
        if (*r.at == '\0')
            row_fault(&r, "-> is expected");
        if (*r.at >= 'A' && *r.at <= 'Z')
            row_instruction(&r);
        else
            row_value(&r);
        r.at = skip_space(r.at);
    }
    expected = skip_space(r.at + 2);
    if (*expected == '!') {
        c.kind = keep(&c, expected + 1, strlen(expected + 1));
        c.ip = r.instructions - 1; /* an error is of the last instruction */
    } else {
        c.row = keep(&c, expected, strlen(expected));
    }
    (void)snprintf(last, sizeof last, "  TUPLE_NEW %ld\n  HALT\n", r.depth > 0 ? r.depth : 0);
    add_text(&c.source, last);
    add_text(&c.source, ".func f\n  PUSH_CONST none\n  RETURN_VAL\n"
                        ".func g x\n  LOAD_NAME x\n  RETURN_VAL\n");
    c.name = keep(&c, line, strlen(line));
    c.expectations = 1;
    check_case(&c);
    case_end(&c);
}

static void rows(const char *file, char *text)
{
    unsigned number = 0;
    char *line, *next;
    for (line = text; line != NULL; line = next) {
        next = strchr(line, '\n');
        if (next != NULL)
            *next++ = '\0';
        number++;
        if (*skip_space(line) != '\0' && *skip_space(line) != ';')
            row(file, number, line);
    }
}

/* ---- files ---- */

static bool ends_in(const char *name, const char *end)
{
    size_t n = strlen(name), k = strlen(end);
    return n >= k && strcmp(name + n - k, end) == 0;
}

static void read_file(const char *path)
{
    Text text = {0};
    char piece[65536];
    size_t n;
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        fprintf(stderr, "conform: %s: %s\n", path, strerror(errno));
        exit(2);
    }
    add(&text, "", 0);
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        add(&text, piece, n);
    (void)fclose(f);
    if (ends_in(path, ".rows"))
        rows(path, text.bytes);
    else
        programs(path, text.bytes);
    drop(&text);
}

static void walk(const char *path)
{
    struct dirent **entries;
    struct stat info;
    int i, n;
    if (stat(path, &info) != 0) {
        fprintf(stderr, "conform: %s: %s\n", path, strerror(errno));
        exit(2);
    }
    if (!S_ISDIR(info.st_mode)) {
        read_file(path);
        return;
    }
    n = scandir(path, &entries, NULL, alphasort);
    for (i = 0; i < n; i++) {
        const char *name = entries[i]->d_name;
        char below[4096];
        int size = snprintf(below, sizeof below, "%s/%s", path, name);
        if (name[0] != '.' && size < (int)sizeof below && stat(below, &info) == 0 &&
            (S_ISDIR(info.st_mode) || ends_in(name, ".boba") || ends_in(name, ".rows")))
            walk(below);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
}

int main(int argc, char **argv)
{
    int i;
    if (argc < 2)
        walk("tests/programs");
    for (i = 1; i < argc; i++)
        walk(argv[i]);
    printf("%lu passed, %lu failed\n", passed, failed);
    return failed > 0 || passed == 0;
}
