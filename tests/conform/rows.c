/* A .rows file: each line becomes a program. */
#include "tests/conform/conform.h"

static unsigned bob_math_arity(const char *name)
{
#define MATH(fn, arity, ...)                                                                       \
    if (strcmp(name, #fn) == 0)                                                                    \
        return arity;
#include "core/machine/builtins/math.def"
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
    text_free(&line);
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

void read_rows(const char *file, char *text)
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
