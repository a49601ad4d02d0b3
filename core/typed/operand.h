/* Operands of handlers: registers, slots of the frame, and what is in the code. */
#ifndef BOB_OPERAND_H
#define BOB_OPERAND_H

#include "core/typed/context.h"

typedef enum OperandKind { IN_REG, IN_SLOT, IN_CODE, TO_EDGE, TO_CELL, A_CALL } OperandKind;

/* There are many: it is kept small. */
typedef struct Operand {
    uint8_t kind; /* an OperandKind */
    uint8_t reg;
    bool returns_next; /* A_CALL: the code after the call follows it directly */
    int32_t slot;      /* offset from fp in bytes */
    union {
        int64_t i;
        double f;
        Edge *edge;
        TypedCell *cell;
    };
    int64_t fuel;
} Operand;

static inline Operand bob_reg(unsigned n)
{
    return (Operand){.kind = IN_REG, .reg = (uint8_t)n};
}
/* Argument n of the next call. */
static inline Operand bob_out(uint32_t n)
{
    return (Operand){.kind = IN_SLOT, .slot = (int32_t)(1 + n) * 8};
}
static inline Operand bob_imm(int64_t i)
{
    return (Operand){.kind = IN_CODE, .i = i};
}
static inline Operand bob_immf(double f)
{
    return (Operand){.kind = IN_CODE, .f = f};
}

/* True if both are the same register or the same slot. Of registers the class is not compared: an
 * int and a float register of one number are the same here, and callers who can meet both ask
 * for the class too. */
static inline bool same_location(Operand a, Operand b)
{
    return a.kind == b.kind && (a.kind == IN_REG    ? a.reg == b.reg
                                : a.kind == IN_SLOT ? a.slot == b.slot
                                                    : false);
}

/* Slot n of the frame, and which one an operand is; 0: of the next callee. */
Operand bob_slot(const Decode *d, uint32_t n);
uint32_t bob_slot_number(const Decode *d, Operand at);
/* Where the value of a var is. A copy must be a plain one: where its original is. */
Operand bob_location(const Decode *d, const Var *v);

#endif
