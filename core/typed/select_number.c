/* Which handlers calculate: arithmetic, conversions, the mathematical functions. */
#include "core/typed/select.h"

/* A number as a float. The conversion is not written to the context: until the instruction
 * is done its operand is an int. `other` has been used before. */
static Operand as_float(Decode *d, Var *v)
{
    Operand from;
    Var temp;
    if (is_float(v->type))
        return bob_use(d, v);
    if (v->where == AT_CONST)
        return bob_immf((double)v->i);
    from = bob_use(d, v);
    temp = bob_new_temp(d, TAG_FLOAT);
    bob_op(d, ROW_I2F, 2, bob_location(d, &temp), from);
    return bob_location(d, &temp);
}

static void floats(Decode *d, Var *a, Var *b, Operand *x, Operand *y)
{
    if (is_float(a->type)) {
        *x = as_float(d, a);
        *y = as_float(d, b);
    } else {
        *y = as_float(d, b);
        *x = as_float(d, a);
    }
    if (x->kind == IN_CODE && y->kind == IN_CODE) {
        Var temp = bob_new_temp(d, TAG_FLOAT);
        bob_op(d, ROW_FLDK, 2, bob_location(d, &temp), *x);
        *x = bob_location(d, &temp);
    }
}

static bool float_arithmetic(Decode *d, unsigned opcode)
{
    Var *a = top(d, 1), *b = top(d, 0);
    Operand x, y;
    if (opcode != OP_ADD && opcode != OP_SUB && opcode != OP_MUL && opcode != OP_DIV) {
        return bob_select_generic(d, 2, 1);
    }
    floats(d, a, b, &x, &y);
    if (y.kind == IN_CODE) {
        if (opcode == OP_DIV && y.f == 0.0)
            return bob_select_leave(d);
        if (opcode == OP_SUB)
            y.f = -y.f;
        RESULT(opcode == OP_MUL   ? ROW_FMULK
               : opcode == OP_DIV ? ROW_FDIVK
                                  : ROW_FADDK,
               2, TAG_FLOAT, x, y);
    } else if (x.kind == IN_CODE) {
        RESULT(opcode == OP_MUL   ? ROW_FMULK
               : opcode == OP_DIV ? ROW_RFDIVK
               : opcode == OP_SUB ? ROW_RFSUBK
                                  : ROW_FADDK,
               2, TAG_FLOAT, y, x);
    } else {
        RESULT(opcode == OP_ADD   ? ROW_FADD
               : opcode == OP_SUB ? ROW_FSUB
               : opcode == OP_MUL ? ROW_FMUL
                                  : ROW_FDIV,
               2, TAG_FLOAT, x, y);
    }
    return next(d);
}

/* 2^(64+s) / k, rounded up, where s is the bit length of k less 1: an int of 64 bits. */
static int64_t reciprocal(int64_t k)
{
    unsigned bits = bob_log2_ceil((uint64_t)k);
    return (int64_t)(uint64_t)(((unsigned __int128)1 << (63 + bits)) / (uint64_t)k + 1);
}

static bool divide_by_constant(Decode *d, unsigned opcode, int64_t k)
{
    Operand a = bob_settled(d, top(d, 1));
    bool mod = opcode == OP_MOD;
    if (k > 0 && (k & (k - 1)) == 0)
        RESULT(mod ? ROW_ANDK : ROW_SHRK, 2, TAG_INT, a,
               bob_imm(mod ? k - 1 : __builtin_ctzll((uint64_t)k)));
    else if (k > 1)
        RESULT(mod ? ROW_MODMAGIC : ROW_DIVMAGIC, 2, TAG_INT, a, bob_imm(k), bob_imm(reciprocal(k)),
               bob_imm(bob_log2_ceil((uint64_t)k) - 1));
    else
        RESULT(mod ? ROW_MODK : ROW_FLOORDIVK, 2, TAG_INT, a, bob_imm(k));
    return next(d);
}

/* What an operation is called on two registers or slots, and on a constant at the right; 0
 * (MOV) where there is none. */
static void int_rows(unsigned opcode, unsigned *both, unsigned *constant)
{
    *both = *constant = ROW_MOV;
    switch (opcode) {
    case OP_ADD:
        *both = ROW_ADD;
        *constant = ROW_ADDK;
        break;
    case OP_SUB:
        *both = ROW_SUB;
        break;
    case OP_MUL:
        *both = ROW_MUL;
        *constant = ROW_MULK;
        break;
    case OP_AND:
        *both = ROW_AND;
        *constant = ROW_ANDK;
        break;
    case OP_OR:
        *both = ROW_OR;
        *constant = ROW_ORK;
        break;
    case OP_XOR:
        *both = ROW_XOR;
        *constant = ROW_XORK;
        break;
    case OP_SHL:
        *both = ROW_SHL;
        break;
    case OP_SHR:
        *both = ROW_SHR;
        break;
    case OP_FLOORDIV:
        *both = ROW_FLOORDIV;
        break;
    case OP_MOD:
        *both = ROW_MOD;
        break;
    case OP_WRAP_ADD:
        *both = ROW_WRAP_ADD;
        break;
    case OP_WRAP_SUB:
        *both = ROW_WRAP_SUB;
        break;
    case OP_WRAP_MUL:
        *both = ROW_WRAP_MUL;
        break;
    case OP_WRAP_SHL:
        *both = ROW_WRAP_SHL;
        break;
    case OP_SHR_LOGICAL:
        *both = ROW_SHR_LOGICAL;
        break;
    default:
        break;
    }
}

static bool commutes(unsigned opcode)
{
    return opcode == OP_ADD || opcode == OP_MUL || opcode == OP_AND || opcode == OP_OR ||
           opcode == OP_XOR;
}

static bool int_arithmetic(Decode *d, unsigned opcode)
{
    Var *a = top(d, 1), *b = top(d, 0);
    bool bits = opcode == OP_AND || opcode == OP_OR || opcode == OP_XOR;
    unsigned type = bits && a->type == TAG_BOOL && b->type == TAG_BOOL ? TAG_BOOL : TAG_INT;
    unsigned both, constant;
    if (opcode == OP_DIV) {
        Operand x = bob_settled(d, a), y = bob_settled(d, b);
        RESULT(ROW_IDIV, 2, TAG_FLOAT, x, y, guard());
        return next(d);
    }
    if (opcode == OP_POW && b->where == AT_CONST && b->i == 2) {
        Operand x = bob_settled(d, a);
        RESULT(ROW_MUL, 2, TAG_INT, x, x);
        return next(d);
    }
    if (opcode == OP_OR && b->where == AT_CONST && b->i == 0 && type == TAG_INT) {
        Var same = *a; /* what the front end writes to make sure that something is an int */
        same.type = TAG_INT;
        bob_pop(d, 2);
        bob_push(d, same);
        return next(d);
    }
    int_rows(opcode, &both, &constant);
    if (both == ROW_MOV) {
        return bob_select_generic(d, 2, 1);
    }
    if ((opcode == OP_FLOORDIV || opcode == OP_MOD) && b->where == AT_CONST) {
        if (b->i == 0)
            return bob_select_leave(d);
        return divide_by_constant(d, opcode, b->i);
    }
    if (opcode == OP_SUB && b->where == AT_CONST && b->i != INT64_MIN) {
        Operand x = bob_settled(d, a);
        RESULT(ROW_ADDK, 2, TAG_INT, x, bob_imm(-b->i));
        return next(d);
    }
    if (opcode == OP_SUB && a->where == AT_CONST) {
        Operand y = bob_settled(d, b);
        RESULT(ROW_RSUBK, 2, TAG_INT, y, bob_imm(a->i));
        return next(d);
    }
    if ((opcode == OP_SHL || opcode == OP_SHR) && b->where == AT_CONST && b->i >= 0 && b->i < 64) {
        Operand x = bob_settled(d, a);
        RESULT(opcode == OP_SHL ? ROW_SHLK : ROW_SHRK, 2, TAG_INT, x, bob_imm(b->i));
        return next(d);
    }
    if (constant != ROW_MOV && b->where == AT_CONST) {
        Operand x = bob_settled(d, a);
        RESULT(constant, 2, type, x, bob_imm(b->i));
    } else if (constant != ROW_MOV && commutes(opcode) && a->where == AT_CONST) {
        Operand y = bob_settled(d, b);
        RESULT(constant, 2, type, y, bob_imm(a->i));
    } else {
        Operand x = bob_settled(d, a), y = bob_settled(d, b);
        RESULT(both, 2, type, x, y);
    }
    return next(d);
}

_Static_assert(OP_AND < OP_OR && OP_OR < OP_XOR && OP_XOR < OP_SHL && OP_SHL < OP_SHR &&
                   OP_SHR < OP_SHR_LOGICAL && OP_SHR_LOGICAL - OP_AND == 9,
               "from AND to SHR_LOGICAL are the operations on bits, and no others");

bool bob_select_arithmetic(Decode *d, unsigned opcode)
{
    Var *a = top(d, 1), *b = top(d, 0);
    bool bits = (opcode >= OP_AND && opcode <= OP_SHR_LOGICAL);
    if (is_int(a) && is_int(b))
        return int_arithmetic(d, opcode);
    if (is_number(a) && is_number(b) && !bits)
        return float_arithmetic(d, opcode);
    return bob_select_generic(d, 2, 1);
}
/* ---- conversions and the like ---- */

bool bob_select_unary(Decode *d, unsigned int_row, unsigned int_type, unsigned float_row,
                      unsigned float_type)
{
    Var *v = top(d, 0);
    Operand x;
    if (is_int(v) && int_row == ROW_MOV) { /* it is that already */
        Var same = *v;
        same.type = (uint8_t)int_type;
        bob_pop(d, 1);
        bob_push(d, same);
        return next(d);
    }
    if (is_int(v) && int_row != ROW_COUNT) {
        x = bob_settled(d, v);
        RESULT(int_row, 1, int_type, x);
        return next(d);
    }
    if (is_float(v->type) && float_row == ROW_FMOV)
        return next(d);
    if (is_float(v->type) && float_row != ROW_COUNT) {
        x = bob_settled(d, v);
        RESULT(float_row, 1, float_type, x);
        return next(d);
    }
    return bob_select_generic(d, 1, 1);
}

bool bob_select_least(Decode *d, bool most)
{
    Var *a = top(d, 1), *b = top(d, 0);
    Operand x, y;
    if (a->type == TAG_INT && b->type == TAG_INT) {
        x = bob_settled(d, a);
        y = bob_settled(d, b);
        RESULT(most ? ROW_MAX : ROW_MIN, 2, TAG_INT, x, y);
        return next(d);
    }
    if (is_float(a->type) && is_float(b->type)) {
        x = bob_settled(d, a);
        y = bob_settled(d, b);
        RESULT(most ? ROW_FMAX : ROW_FMIN, 2, TAG_FLOAT, x, y);
        return next(d);
    }
    return bob_select_generic(d, 2, 1);
}

bool bob_select_math(Decode *d, uint32_t fn)
{
    uint32_t arity = bob_math_arity(fn);
    Var *v = top(d, 0);
    Operand x;
    if (fn == MATH_sqrt && is_number(v)) {
        x = as_float(d, v);
        if (x.kind == IN_CODE) {
            Var temp = bob_new_temp(d, TAG_FLOAT);
            bob_op(d, ROW_FLDK, 2, bob_location(d, &temp), x);
            x = bob_location(d, &temp);
        }
        RESULT(ROW_FSQRT, 1, TAG_FLOAT, x);
        return next(d);
    }
    if (fn == MATH_floor && is_float(v->type)) {
        x = bob_settled(d, v);
        RESULT(ROW_FFLOOR, 1, TAG_INT, x);
        return next(d);
    }
    if (fn == MATH_fabs && is_float(v->type)) {
        x = bob_settled(d, v);
        RESULT(ROW_FABS, 1, TAG_FLOAT, x);
        return next(d);
    }
    return bob_select_generic(d, arity, 1);
}
