/* The tables made of ops.def, math.def and builtins.def, and look-ups in them. */
#include "core/machine/ops.h"

#include <string.h>

#include "core/base/hash.h"
#include "core/base/nearest.h"

const BobOpInfo bob_ops[OP_COUNT] = {
#define OP(name, shape, operand, pops, pushes, effect, errors, cost, summary)                      \
    {#name, SHAPE_##shape, OPERAND_##operand, effect, errors, cost, summary},
#include "core/machine/ops.def"
};

const char *const bob_operand_names[] = {
    [OPERAND_NONE] = "none", [OPERAND_CONST] = "const",     [OPERAND_NAME] = "name",
    [OPERAND_FUNC] = "func", [OPERAND_TARGET] = "target",   [OPERAND_COUNT] = "count",
    [OPERAND_MATH] = "math", [OPERAND_BUILTIN] = "builtin", [OPERAND_EXCEPTION] = "exception",
    [OPERAND_ASK] = "ask",
};

/* The row past the last keeps the tables from being empty. */
const BobBuiltinInfo bob_builtins[] = {
#define BUILTIN(name, least, most, signature, cost, summary)                                       \
    {#name, least, most, signature, cost, summary},
#include "core/machine/builtins/builtins.def"
    {NULL, 0, 0, NULL, NULL, NULL},
};

static const char *const math_names[] = {
#define MATH(name, ...) #name,
#include "core/machine/builtins/math.def"
};
const uint8_t bob_math_arities[] = {
#define MATH(name, arity, ...) arity,
#include "core/machine/builtins/math.def"
};

_Static_assert(OP_COUNT < OP_NEVER, "opcode 255 stays unassigned");
_Static_assert(BOB_BUILTIN_COUNT <= 1 << 16, "an operand of 24 bits holds built-in and argc");
_Static_assert(COUNT_OF(math_names) == BOB_MATH_COUNT, "one row a function");
_Static_assert(COUNT_OF(bob_builtins) == BOB_BUILTIN_COUNT + 1, "one row a built-in");

const char *bob_operand_noun(unsigned opcode)
{
    static const char *const nouns[] = {
        [OPERAND_NONE] = "operand",        [OPERAND_CONST] = "constant",
        [OPERAND_NAME] = "name",           [OPERAND_FUNC] = "function",
        [OPERAND_TARGET] = "label",        [OPERAND_COUNT] = "count",
        [OPERAND_MATH] = "math function",  [OPERAND_BUILTIN] = "built-in",
        [OPERAND_EXCEPTION] = "exception", [OPERAND_ASK] = "asked name",
    };
    return nouns[bob_ops[opcode].operand];
}

/* Lengths first: the assembler asks once a line, and few names have one length. */
int bob_op_find(const char *name, size_t n)
{
    static const uint8_t sizes[OP_COUNT] = {
#define OP(name, ...) sizeof #name - 1,
#include "core/machine/ops.def"
    };
    int i;
    for (i = 0; i < OP_COUNT; i++)
        if (sizes[i] == n && memcmp(bob_ops[i].name, name, n) == 0)
            return i;
    return -1;
}

const char *bob_op_nearest(const char *name, size_t n)
{
    BobNearest near = {.text = name, .size = n};
    int i;
    for (i = 0; i < OP_COUNT; i++)
        bob_nearest_consider(&near, bob_ops[i].name, strlen(bob_ops[i].name));
    return near.best;
}

bool bob_reaches_next(unsigned opcode)
{
    switch (bob_ops[opcode].shape) {
    case SHAPE_PUSH:
    case SHAPE_UN:
    case SHAPE_UNF:
    case SHAPE_BIN:
    case SHAPE_BINF:
    case SHAPE_ARGS:
    case SHAPE_ARGSF:
    case SHAPE_SPREAD:
    case SHAPE_MOVE:
    case SHAPE_BRANCH:
    case SHAPE_KEEP:
    case SHAPE_CALL:
        return true;
    case SHAPE_JUMP:
    case SHAPE_RETURN:
    case SHAPE_END:
        return false;
    }
    return false;
}

bool bob_goes_straight_on(unsigned opcode)
{
    return bob_reaches_next(opcode) && !bob_is_branch(opcode) &&
           bob_ops[opcode].shape != SHAPE_CALL;
}

/* What a program's or a snapshot's meaning hangs on; not the prose. Shapes stand in it by the
 * names that they had when the formats were made: how an engine runs a row is not its meaning. */
#define FORMAT_PUSH "PUSH"
#define FORMAT_UN "UN"
#define FORMAT_BIN "BIN"
#define FORMAT_UNF "UNF"
#define FORMAT_BINF "BINF"
#define FORMAT_ARGS "CTL"
#define FORMAT_ARGSF "CTL"
#define FORMAT_SPREAD "CTL"
#define FORMAT_MOVE "CTL"
#define FORMAT_JUMP "CTL"
#define FORMAT_BRANCH "CTL"
#define FORMAT_KEEP "CTL"
#define FORMAT_CALL "CTL"
#define FORMAT_RETURN "CTL"
#define FORMAT_END "CTL"
uint64_t bob_ops_hash(void)
{
    static const char *const rows[] = {
#define OP(name, shape, operand, pops, pushes, effect, errors, cost, summary)                      \
#name " " FORMAT_##shape " " #operand " " #pops " " #pushes,
#include "core/machine/ops.def"
#define MATH(name, arity, ...) "math " #name " " #arity,
#include "core/machine/builtins/math.def"
#define BUILTIN(name, least, most, signature, cost, summary) "builtin " #name " " #least " " #most,
#include "core/machine/builtins/builtins.def"
    };
    unsigned char bytes[8 * COUNT_OF(rows)];
    size_t i, k;
    for (i = 0; i < COUNT_OF(rows); i++) {
        uint64_t hash = bob_hash(rows[i], strlen(rows[i]));
        for (k = 0; k < 8; k++)
            bytes[8 * i + k] = (unsigned char)(hash >> (8 * k));
    }
    return bob_hash(bytes, sizeof bytes);
}

int bob_math_find(const char *name, size_t n)
{
    int i;
    for (i = 0; i < BOB_MATH_COUNT; i++)
        if (strlen(math_names[i]) == n && memcmp(math_names[i], name, n) == 0)
            return i;
    return -1;
}

const char *bob_math_name(uint32_t fn)
{
    return fn < BOB_MATH_COUNT ? math_names[fn] : NULL;
}

int bob_builtin_number(const char *name, size_t n)
{
    int i;
    for (i = 0; i < BOB_BUILTIN_COUNT; i++)
        if (strlen(bob_builtins[i].name) == n && memcmp(bob_builtins[i].name, name, n) == 0)
            return i;
    return -1;
}
