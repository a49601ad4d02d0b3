/* `bobbin ops`: the operation table, also as JSON and as docs/ops.md. */
#include <string.h>
#include <unistd.h>

#include "core/machine/ops.h"
#include "tools/bobbin/tool.h"

static const char *or_dash(const char *text)
{
    return text[0] != '\0' ? text : "-";
}

static void ops_text(BobBuffer *b)
{
    for (unsigned i = 0; i < OP_COUNT; i++) {
        const BobOpInfo *op = &bob_ops[i];
        bob_buffer_printf(b, "%3u  %-20s  %-7s  %-28s  %s\n", i, op->name,
                          bob_operand_names[op->operand], op->effect, or_dash(op->errors));
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

static void ops_json(BobBuffer *b)
{
    for (unsigned i = 0; i < OP_COUNT; i++) {
        const BobOpInfo *op = &bob_ops[i];
        bob_buffer_printf(b, "%s{\"opcode\":%u,\"name\":\"%s\",\"operand\":\"%s\",\"effect\":",
                          i == 0 ? "[" : ",\n ", i, op->name, bob_operand_names[op->operand]);
        json_text(b, op->effect);
        bob_buffer_text(b, ",\"errors\":");
        json_words(b, op->errors);
        bob_buffer_text(b, ",\"cost\":");
        json_text(b, op->cost);
        bob_buffer_text(b, ",\"summary\":");
        json_text(b, op->summary);
        bob_buffer_byte(b, '}');
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

static void ops_markdown(BobBuffer *b)
{
    bob_buffer_text(b, intro);
    bob_buffer_text(b, "\n## Instructions\n\n"
                       "| opcode | name | operand | stack | effect | errors | surcharge |\n"
                       "|---:|---|---|---|---|---|---|\n");
    for (unsigned i = 0; i < OP_COUNT; i++) {
        const BobOpInfo *op = &bob_ops[i];
        bob_buffer_byte(b, '|');
        number_cell(b, i);
        cell(b, op->name, true);
        cell(b, bob_operand_names[op->operand], false);
        cell(b, op->effect, true);
        cell(b, op->summary, false);
        cell(b, op->errors, false);
        cell(b, op->cost, false);
        bob_buffer_byte(b, '\n');
    }
    bob_buffer_text(
        b, "\n## Functions of `MATH`\n\n"
           "As those of Python's `math` module. Where Python raises OverflowError the error is\n"
           "`ValueError`.\n\n"
           "| number | name | arguments |\n|---:|---|---:|\n");
    for (uint32_t i = 0; bob_math_name(i) != NULL; i++) {
        bob_buffer_byte(b, '|');
        number_cell(b, i);
        cell(b, bob_math_name(i), true);
        number_cell(b, bob_math_arity(i));
        bob_buffer_byte(b, '\n');
    }
    bob_buffer_text(b,
                    "\n## Built-ins of `CALL_BUILTIN`\n\n"
                    "Another number of arguments is a `TypeError` when the call is reached.\n\n"
                    "| number | name | signature | effect | surcharge |\n|---:|---|---|---|---|\n");
    for (unsigned i = 0; i < BOB_BUILTIN_COUNT; i++) {
        const BobBuiltinInfo *row = &bob_builtins[i];
        bob_buffer_byte(b, '|');
        number_cell(b, i);
        cell(b, row->name, true);
        cell(b, row->signature, true);
        cell(b, row->summary, false);
        cell(b, row->cost, false);
        bob_buffer_byte(b, '\n');
    }
}

static int ops_run(const Options *o)
{
    if (o->json && o->markdown)
        return wrong_usage(o->command, "--json and --markdown exclude each other");
    BobBuffer b = {.allocator = &bob_malloc_allocator};
    if (o->json)
        ops_json(&b);
    else if (o->markdown)
        ops_markdown(&b);
    else
        ops_text(&b);
    int status = standard_write(STDOUT_FILENO, &b);
    bob_buffer_free(&b);
    return status;
}

const Command command_ops = {
    .name = "ops",
    .synopsis = "ops [--json | --markdown]",
    .summary = "print the operation table",
    .help =
        "Prints the operations, one a line: opcode number, name, what the operand is, the effect "
        "on\n"
        "the operand stack with the top at the right, and the errors beyond those that every\n"
        "instruction can have. --markdown prints the manual (docs/ops.md), with meanings, costs,\n"
        "math functions and built-ins; --json an array of objects.",
    .statuses = "0    printed\n"
                "2    wrong usage\n"
                "70   standard output can't be written",
    .examples = "bobbin ops | grep JUMP\n"
                "bobbin ops --markdown > docs/ops.md",
    .options = OPT_JSON | OPT_MARKDOWN,
    .word_names = "",
    .run = ops_run,
};
