#include <stdarg.h>

#include "tests/conform/conform.h"

/* Small machines are quick to make; `; limits: defaults=1` asks for the real ones. */
#define SMALL_DEPTH 10000
#define SMALL_ARENA (1u << 18)

unsigned long passed, failed;
static bool case_failed; /* the case at hand, on the engine at hand */

void fail(const Case *c, const char *engine, const char *format, ...)
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

void fail_pair(const Case *c, const char *engine, const char *what, const char *expected,
               const char *got)
{
    fail(c, engine, "%s:\n    expected %s\n    got      %s", what, expected, got);
}

void count_engine(void)
{
    if (case_failed)
        failed++;
    else
        passed++;
    case_failed = false;
}

char *keep(Case *c, const char *s, size_t n)
{
    char *copy = malloc(n + 1);
    if (copy == NULL)
        abort();
    memcpy(copy, s, n);
    copy[n] = '\0';
    if (c->string_count == COUNT_OF(c->strings)) {
        fprintf(stderr, "conform: %s:%u: too many directives\n", c->file, c->line);
        exit(2);
    }
    return c->strings[c->string_count++] = copy;
}

void case_begin(Case *c, const char *file, unsigned line)
{
    *c = (Case){.file = file, .line = line};
    c->ip = c->error_line = c->count = c->heap = c->depth = -1;
    bob_config_init(&c->config);
    c->config.warm_up = 0;
    c->config.depth = SMALL_DEPTH;
    c->config.arena = SMALL_ARENA;
}

void case_end(Case *c)
{
    while (c->string_count > 0)
        free(c->strings[--c->string_count]);
    text_free(&c->source);
    text_free(&c->output);
}

void take_snapshot(Run *r)
{
    BobError ignored;
    char *bytes;
    size_t n;
    r->snapshot.size = 0;
    if (bob_machine_snapshot(r->machine, &bytes, &n, &ignored) == BOB_OK) {
        add(&r->snapshot, bytes, n);
        free(bytes); /* from malloc, as programs here are loaded without an allocator */
    }
}

void look(Run *r)
{
    (void)bob_machine_outcome_json(r->machine, text_write, &r->outcome);
    (void)bob_machine_state_json(r->machine, text_write, &r->state);
    text_drop_engine(&r->outcome);
    text_drop_engine(&r->state);
    take_snapshot(r);
}

bool run_begin(const Case *c, const BobProgram *p, const char *engine, Run *r)
{
    BobConfig config = c->config;
    BobError error;
    *r = (Run){0};
    config.engine = engine;
    config.write = text_write;
    config.write_ctx = &r->output;
    r->status =
        bob_machine_new(p, &config, c->argc, (const char *const *)c->args, &r->machine, &error);
    if (r->status == BOB_OK)
        return true;
    fail(c, engine, "no machine: %s", error.message);
    return false;
}

void run_end(Run *r)
{
    bob_machine_free(r->machine);
    text_free(&r->output);
    text_free(&r->outcome);
    text_free(&r->state);
    text_free(&r->snapshot);
}

bool run_case(const Case *c, const BobProgram *p, const char *engine, uint64_t slice, Run *r)
{
    if (!run_begin(c, p, engine, r))
        return false;
    if (slice == 0)
        r->status = answered_run(r->machine);
    else
        do
            r->status = answered_slice(r->machine, slice);
        while (r->status == BOB_YIELDED);
    look(r);
    return true;
}
