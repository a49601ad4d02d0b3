/* `bobbin ops`: the operation table, also as JSON and as docs/ops.md. */
#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "core/bobbin_lab.h"
#include "tools/bobbin/tool.h"

static const char *or_dash(const char *text)
{
    return text[0] != '\0' ? text : "-";
}

/* Whether the words name the operation; without words all are meant. */
static bool is_named(const Options *o, const char *name)
{
    for (int i = 0; i < o->word_count; i++)
        if (strcasecmp(o->words[i], name) == 0)
            return true;
    return o->word_count == 0;
}

static void ops_text(BobBuffer *b, const Options *o)
{
    BobOperation op;
    for (unsigned i = 0; bob_operation(i, &op); i++) {
        if (!is_named(o, op.name))
            continue;
        bob_buffer_printf(b, "%3u  %-20s  %-7s  %-28s  %s\n", i, op.name, op.operand, op.effect,
                          or_dash(op.errors));
        if (o->word_count > 0)
            bob_buffer_printf(b, "     %s; surcharge: %s\n", op.summary,
                              op.cost[0] != '\0' ? op.cost : "none");
    }
}

/* Words as a JSON array of strings; none of them needs escapes. */
static void json_words(BobBuffer *b, const char *words)
{
    bob_buffer_byte(b, '[');
    for (bool first = true; *words != '\0'; first = false) {
        size_t n = strcspn(words, " ");
        bob_buffer_printf(b, "%s\"%.*s\"", first ? "" : ",", (int)n, words);
        words += n + strspn(words + n, " ");
    }
    bob_buffer_byte(b, ']');
}

static void ops_json(BobBuffer *b, const Options *o)
{
    BobOperation op;
    bool first = true;
    for (unsigned i = 0; bob_operation(i, &op); i++) {
        if (!is_named(o, op.name))
            continue;
        bob_buffer_printf(b, "%s{\"opcode\":%u,\"name\":\"%s\",\"operand\":\"%s\",\"effect\":",
                          first ? "[" : ",\n ", i, op.name, op.operand);
        json_text(b, op.effect);
        bob_buffer_text(b, ",\"errors\":");
        json_words(b, op.errors);
        bob_buffer_text(b, ",\"cost\":");
        json_text(b, op.cost);
        bob_buffer_text(b, ",\"summary\":");
        json_text(b, op.summary);
        bob_buffer_byte(b, '}');
        first = false;
    }
    bob_buffer_text(b, "]\n");
}

/* ---- docs/ops.md ---- */

/* A table's cell: bars are escaped. */
static void cell(BobBuffer *b, const char *text, bool code)
{
    bob_buffer_text(b, code && text[0] != '\0' ? " `" : " ");
    for (; *text != '\0'; text++) {
        if (*text == '|' || (*text == '*' && !code))
            bob_buffer_byte(b, '\\');
        bob_buffer_byte(b, *text);
    }
    bob_buffer_text(b, code && text[-1] != ' ' ? "` |" : " |");
}

static void number_cell(BobBuffer *b, unsigned n)
{
    bob_buffer_printf(b, " %u |", n);
}

static const char intro[] =
    "# Operations\n"
    "\n"
    "This page is made by `bobbin ops --markdown` from `core/machine/ops.def`, `math.def` and\n"
    "`builtins.def`; change those, not this. What a program means is in [machine.md](machine.md).\n"
    "\n"
    "## How to read it\n"
    "\n"
    "- **opcode**: the low 8 bits of an instruction on the wire. 255 is never assigned.\n"
    "- **operand**: what the upper 24 bits mean. `none`: nothing, and 0; `const`: a constant's "
    "index;\n"
    "  `name`: a name's index; `func`: a function's index; `target`: the index of an instruction "
    "in the\n"
    "  same function; `count`: a number; `math`: a function of the second table; `builtin`: a row "
    "of the\n"
    "  third table times 256, plus the number of arguments. Assembly writes constants, labels and "
    "names\n"
    "  themselves.\n"
    "- **stack**: `( before -- after )`, the top at the right.\n"
    "- **errors**: the kinds that the operation can fail with, besides those that every "
    "instruction\n"
    "  can: `OutOfFuel`, `StackUnderflow` where it takes something, `StackOverflow` where it "
    "leaves more\n"
    "  than it takes. A failing instruction has no effect.\n"
    "- **surcharge**: each instruction costs 1 of fuel, and one more for each full 64 units of "
    "this.\n";

/* What Python programs call: of whom, name, signature, and what does it. */
static const struct {
    const char *of, *name, *signature, *by;
} python_rows[] = {
#define FUNCTION(name, builtin, op, at, signature, ...)                                            \
    {"built-in", #name, signature, #builtin " " #op},
#define METHOD(name, receivers, builtin, signature, ...) {#receivers, #name, signature, #builtin},
#include "core/machine/builtins/builtins.def"
#define MATH(name, arity, signature, style, result, builtin)                                       \
    {"math", #name, signature, "MATH " #builtin},
#include "core/machine/builtins/math.def"
#define MODULE_MATH(name, builtin, signature, ...) {"math", #name, signature, #builtin},
#include "core/machine/builtins/builtins.def"
#define MATH_CONSTANT(name, value) {"math", #name, NULL, ""},
#include "core/machine/builtins/math.def"
};

/* "T_LIST | T_TUPLE" as "list, tuple"; "math" as it is. */
static void owner_cell(BobBuffer *b, const char *of)
{
    bob_buffer_byte(b, ' ');
    for (; *of != '\0'; of++) {
        if (strncmp(of, "T_", 2) == 0)
            of++;
        else if (strncmp(of, " |", 2) == 0)
            bob_buffer_byte(b, ','), of++;
        else
            bob_buffer_byte(b, (unsigned char)tolower((unsigned char)*of));
    }
    bob_buffer_text(b, " |");
}

/* The words of `by`: operations as they are, built-ins without their prefix, no NO. */
static void by_cell(BobBuffer *b, const char *by)
{
    const char *gap = " ";
    while (*by != '\0') {
        size_t n = strcspn(by, " "), skip = 0;
        if (n > 3 && strncmp(by, "OP_", 3) == 0)
            skip = 3;
        if (n > 8 && strncmp(by, "BUILTIN_", 8) == 0)
            skip = 8;
        if (n != 2 || strncmp(by, "NO", 2) != 0) {
            bob_buffer_printf(b, "%s`%.*s`", gap, (int)(n - skip), by + skip);
            gap = ", ";
        }
        by += n;
        by += strspn(by, " ");
    }
    bob_buffer_text(b, " |");
}

static void python_markdown(BobBuffer *b)
{
    bob_buffer_text(
        b, "\n## What Python programs call\n\n"
           "The parameters as CPython documents them; `=` can be left out, `=!` is refused unless "
           "it is\n`None`. A method's receiver goes before them.\n\n"
           "| of | name | parameters | done by |\n|---|---|---|---|\n");
    for (unsigned i = 0; i < COUNT_OF(python_rows); i++) {
        bob_buffer_byte(b, '|');
        owner_cell(b, python_rows[i].of);
        cell(b, python_rows[i].name, true);
        if (python_rows[i].signature != NULL && python_rows[i].signature[0] != '\0')
            cell(b, python_rows[i].signature, true);
        else
            cell(b, python_rows[i].signature == NULL ? "a constant" : "", false);
        by_cell(b, python_rows[i].by);
        bob_buffer_byte(b, '\n');
    }
}

static void ops_markdown(BobBuffer *b)
{
    const char *name;
    unsigned arguments;
    BobBuiltinFunction row;
    bob_buffer_text(b, intro);
    bob_buffer_text(b, "\n## Instructions\n\n"
                       "| opcode | name | operand | stack | effect | errors | surcharge |\n"
                       "|---:|---|---|---|---|---|---|\n");
    BobOperation op;
    for (unsigned i = 0; bob_operation(i, &op); i++) {
        bob_buffer_byte(b, '|');
        number_cell(b, i);
        cell(b, op.name, true);
        cell(b, op.operand, false);
        cell(b, op.effect, true);
        cell(b, op.summary, false);
        cell(b, op.errors, false);
        cell(b, op.cost, false);
        bob_buffer_byte(b, '\n');
    }
    bob_buffer_text(
        b, "\n## Functions of `MATH`\n\n"
           "As those of Python's `math` module. Where Python raises OverflowError the error is\n"
           "`ValueError`.\n\n"
           "| number | name | arguments |\n|---:|---|---:|\n");
    for (unsigned i = 0; (name = bob_math_function(i, &arguments)) != NULL; i++) {
        bob_buffer_byte(b, '|');
        number_cell(b, i);
        cell(b, name, true);
        number_cell(b, arguments);
        bob_buffer_byte(b, '\n');
    }
    bob_buffer_text(b,
                    "\n## Built-ins of `CALL_BUILTIN`\n\n"
                    "Another number of arguments is a `TypeError` when the call is reached.\n\n"
                    "| number | name | signature | effect | surcharge |\n|---:|---|---|---|---|\n");
    for (unsigned i = 0; bob_builtin_function(i, &row); i++) {
        bob_buffer_byte(b, '|');
        number_cell(b, i);
        cell(b, row.name, true);
        cell(b, row.signature, true);
        cell(b, row.summary, false);
        cell(b, row.cost, false);
        bob_buffer_byte(b, '\n');
    }
    python_markdown(b);
}

/* A word that names no operation, or NULL. */
static const char *unknown_word(const Options *o)
{
    for (int i = 0; i < o->word_count; i++) {
        BobOperation op;
        unsigned k = 0;
        while (bob_operation(k, &op) && strcasecmp(o->words[i], op.name) != 0)
            k++;
        if (!bob_operation(k, &op))
            return o->words[i];
    }
    return NULL;
}

static int unknown_operation(const Options *o, const char *word)
{
    const char *names[257]; /* opcodes are bytes */
    BobOperation op;
    char upper[64];
    size_t n = 0;
    for (; word[n] != '\0' && n + 1 < sizeof upper; n++)
        upper[n] = word[n] >= 'a' && word[n] <= 'z' ? (char)(word[n] - 'a' + 'A') : word[n];
    upper[n] = '\0';
    for (n = 0; n < 256 && bob_operation((unsigned)n, &op); n++)
        names[n] = op.name;
    names[n] = NULL;
    const char *near = nearest(upper, names);
    if (near != NULL)
        return wrong_usage(o->command, "'%s' is no operation; did you mean '%s'?", word, near);
    return wrong_usage(o->command, "'%s' is no operation", word);
}

static int ops_run(const Options *o)
{
    const char *unknown = unknown_word(o);
    if (o->json && o->markdown)
        return wrong_usage(o->command, "--json and --markdown exclude each other");
    if (o->markdown && o->word_count > 0)
        return wrong_usage(o->command, "--markdown prints the whole manual, not '%s' alone",
                           o->words[0]);
    if (unknown != NULL)
        return unknown_operation(o, unknown);
    BobBuffer b = {.allocator = &bob_malloc_allocator};
    if (o->json)
        ops_json(&b, o);
    else if (o->markdown)
        ops_markdown(&b);
    else
        ops_text(&b, o);
    int status = standard_write(STDOUT_FILENO, &b);
    bob_buffer_free(&b);
    return status;
}

const Command command_ops = {
    .name = "ops",
    .bit = IN_OPS,
    .synopsis = "ops [--json | --markdown] [NAME...]",
    .summary = "print the operation table",
    .help =
        "Prints the operations, one a line: opcode number, name, what the operand is, the effect "
        "on\n"
        "the operand stack with the top at the right, and the errors beyond those that every\n"
        "instruction can have. With NAMEs these alone, with what they do and cost. --markdown\n"
        "prints the manual (docs/ops.md), with meanings, costs, math functions and built-ins;\n"
        "--json an array of objects.",
    .statuses = "0    printed\n"
                "2    wrong usage, such as a name that is no operation\n"
                "70   standard output can't be written",
    .examples = "bobbin ops | grep JUMP\n"
                "bobbin ops ADD INDEX_GET\n"
                "bobbin ops --markdown > docs/ops.md",
    .most = -1,
    .word_names = "NAME",
    .run = ops_run,
};
