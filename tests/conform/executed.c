/* Which operations, functions of MATH and built-ins have been executed with success, by what the
 * tracer writes: a line for each instruction that succeeded. */
#define _GNU_SOURCE /* memmem */
#include "tests/conform/conform.h"

static struct {
    const char *kind, *name;
    bool done;
} rows[] = {
#define OP(name, ...) {"operation", #name, false},
#include "core/machine/ops.def"
#define MATH(name, ...) {"MATH", #name, false},
#include "core/machine/builtins/math.def"
#define BUILTIN(name, ...) {"CALL_BUILTIN", #name, false},
#include "core/machine/builtins/builtins.def"
};

static void mark(const char *kind, const char *name, size_t n)
{
    size_t i;
    for (i = 0; i < COUNT_OF(rows); i++)
        if (strcmp(rows[i].kind, kind) == 0 && strlen(rows[i].name) == n &&
            memcmp(rows[i].name, name, n) == 0)
            rows[i].done = true;
}

/* The text of a string field, at which *n bytes are; NULL where the line has none. Inside texts
 * quotes are escaped, so that nothing else looks like a field. */
static const char *field(const char *line, const char *end, const char *name, size_t *n)
{
    size_t size = strlen(name);
    const char *at = memmem(line, (size_t)(end - line), name, size), *quote;
    if (at == NULL)
        return NULL;
    at += size;
    quote = memchr(at, '"', (size_t)(end - at));
    *n = quote == NULL ? 0 : (size_t)(quote - at);
    return quote == NULL ? NULL : at;
}

/* Whole lines. */
int see_executed(void *ctx, const char *bytes, size_t size)
{
    const char *line = bytes, *end;
    (void)ctx;
    for (; (end = memchr(line, '\n', (size_t)(bytes + size - line))) != NULL; line = end + 1) {
        size_t n, k;
        const char *op = field(line, end, ",\"op\":\"", &n), *name;
        if (op == NULL)
            continue;
        mark("operation", op, n);
        name = field(op, end, ",\"name\":\"", &k);
        if (name != NULL && n == 4 && memcmp(op, "MATH", n) == 0)
            mark("MATH", name, k);
        if (name != NULL && n == 12 && memcmp(op, "CALL_BUILTIN", n) == 0)
            mark("CALL_BUILTIN", name, k);
    }
    return 0;
}

/* What always fails is executed where a program that has it ends with an error of its kind. */
void see_error(const Case *c, BobStatus status)
{
    static const struct {
        const char *name, *text;
        BobStatus status;
    } fails[] = {
        {"RAISE", "RAISE", BOB_USER_ERROR},
        {"type_error", "CALL_BUILTIN type_error", BOB_TYPE_ERROR},
        {"value_error", "CALL_BUILTIN value_error", BOB_VALUE_ERROR},
        {"operand_error", "CALL_BUILTIN operand_error", BOB_TYPE_ERROR},
    };
    size_t i;
    for (i = 0; i < COUNT_OF(fails); i++)
        if (status == fails[i].status && strstr(text_of(&c->source), fails[i].text) != NULL)
            mark(i == 0 ? "operation" : "CALL_BUILTIN", fails[i].name, strlen(fails[i].name));
}

void check_executed(void)
{
    size_t i;
    for (i = 0; i < COUNT_OF(rows); i++) {
        passed += rows[i].done;
        failed += !rows[i].done;
        if (!rows[i].done)
            printf("no program executes %s %s\n", rows[i].kind, rows[i].name);
    }
}
