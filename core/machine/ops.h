/* The operation table as C: opcode numbers and what is known of each operation. */
#ifndef BOB_OPS_H
#define BOB_OPS_H

#include "core/base/base.h"

typedef enum BobOpcode {
#define OP(name, ...) OP_##name,
#include "core/machine/ops.def"
} BobOpcode;
enum { /* not among them, so that a switch over the opcodes needs no case for these */
       OP_COUNT = 0
#define OP(name, ...) +1
#include "core/machine/ops.def"
       ,
       OP_NEVER = 255 /* never assigned */
};

/* Those that an engine has to know one by one, since the row does not say all (ops.def). */
typedef enum BobControl {
#define CONTROL(name) CONTROL_##name = OP_##name,
#include "core/machine/ops.def"
} BobControl;

typedef enum BobOperand {
    OPERAND_NONE,
    OPERAND_CONST,
    OPERAND_NAME,
    OPERAND_FUNC,
    OPERAND_TARGET,
    OPERAND_COUNT,
    OPERAND_MATH,
    OPERAND_BUILTIN,   /* builtin << 8 | argc */
    OPERAND_EXCEPTION, /* class << 8 | argc, of exceptions.def */
    OPERAND_ASK,       /* ask << 8 | argc */
} BobOperand;

typedef enum BobShape {
    SHAPE_PUSH,
    SHAPE_UN,
    SHAPE_UNF,
    SHAPE_BIN,
    SHAPE_BINF,
    SHAPE_ARGS,
    SHAPE_ARGSF,
    SHAPE_SPREAD,
    SHAPE_MOVE,
    SHAPE_JUMP,
    SHAPE_BRANCH,
    SHAPE_KEEP,
    SHAPE_CALL,
    SHAPE_RETURN,
    SHAPE_END,
} BobShape;

typedef struct BobOpInfo {
    const char *name;
    BobShape shape;
    BobOperand operand;
    const char *effect;
    const char *errors;
    const char *cost;
    const char *summary;
} BobOpInfo;

extern const BobOpInfo bob_ops[OP_COUNT];
extern const char *const bob_operand_names[]; /* "none", "const", ... */

/* What the operand of an assigned opcode names: "constant", "name", "function", ... */
const char *bob_operand_noun(unsigned opcode);

/* The opcode of that name, or -1. */
int bob_op_find(const char *name, size_t n);

/* The operation whose name is nearest to n bytes of text by edit distance, or NULL where
 * none is near. */
const char *bob_op_nearest(const char *name, size_t n);

/* Identifies the table: changes when an operation, a built-in or a math function does. */
uint64_t bob_ops_hash(void);

/* An instruction on the wire: opcode in the low 8 bits, operand above. */
typedef uint32_t BobWord;

static inline BobWord bob_word(unsigned opcode, uint32_t operand)
{
    return opcode | operand << 8;
}
static inline unsigned bob_opcode(BobWord w)
{
    return w & 0xFF;
}
static inline uint32_t bob_operand(BobWord w)
{
    return w >> 8;
}
static inline bool bob_is_branch(unsigned opcode)
{
    return opcode < OP_COUNT && bob_ops[opcode].operand == OPERAND_TARGET;
}

/* Whether it calls what is found at run time. */
static inline bool bob_calls_value(unsigned opcode)
{
    return opcode < OP_COUNT && bob_ops[opcode].shape == SHAPE_CALL && opcode != OP_CALL_FUNC;
}

/* Where execution goes on after an assigned opcode: at the next instruction of the function,
 * whatever comes between; at a target too; or at the next and nowhere else. */
bool bob_reaches_next(unsigned opcode);
bool bob_goes_straight_on(unsigned opcode);

/* The functions of MATH: their count, the number of a name or -1, name (NULL past the last)
 * and arity (0 past the last). */
typedef enum BobMath {
#define MATH(name, arity, ...) MATH_##name,
#include "core/machine/builtins/math.def"
} BobMath;
enum {
    BOB_MATH_COUNT = 0
#define MATH(name, ...) +1
#include "core/machine/builtins/math.def"
};
int bob_math_find(const char *name, size_t n);
const char *bob_math_name(uint32_t fn);
extern const uint8_t bob_math_arities[];
static inline uint32_t bob_math_arity(uint32_t fn)
{
    return fn < BOB_MATH_COUNT ? bob_math_arities[fn] : 0;
}

/* The built-ins of CALL_BUILTIN, whose operand is builtin << 8 | argc. The rows are in
 * builtins.def: BUILTIN(name, least arguments, most arguments, signature, cost, summary). */
enum {
#define BUILTIN(name, ...) BUILTIN_##name,
#include "core/machine/builtins/builtins.def"
    BOB_BUILTIN_COUNT
};
typedef struct BobBuiltinInfo {
    const char *name;
    uint8_t least, most; /* arguments; any other number is a TypeError when it is called */
    const char *signature;
    const char *cost;
    const char *summary;
} BobBuiltinInfo;
extern const BobBuiltinInfo bob_builtins[];
int bob_builtin_number(const char *name, size_t n);

#endif
