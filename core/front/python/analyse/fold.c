/* Operators on int literals, worked out by the compiler as CPython does: on the path to a result
 * that fits, a step may be 2^63 (`-2**63`, `2**63 - 1`). What fails or does not fit is left to the
 * machine, which fails there. */
#include "core/front/python/compiler.h"

typedef __int128 Wide;

/* Beyond this nothing is worked out: steps of two such numbers fit Wide. */
#define MOST ((Wide)1 << 63)

static bool value_of(const PyExpr *e, Wide *v)
{
    *v = 0;
    if (e->folded != PY_NOT_FOLDED) {
        *v = e->folded == PY_FOLDED_2_63
                 ? MOST
                 : (e->kind == PY_BIN_OP ? e->binary.value : e->unary.value);
        return true;
    }
    if (e->kind != PY_CONSTANT || e->constant.type != PY_CONST_INT)
        return false;
    *v = e->constant.overflow ? MOST : e->constant.integer;
    return !e->constant.overflow || e->constant.integer == INT64_MIN;
}

static bool power(Wide base, Wide exponent, Wide *r)
{
    *r = 1;
    if (exponent < 0 || (exponent > 63 && base != 0 && base != 1 && base != -1))
        return false;
    if (exponent > 63)
        exponent = base == -1 ? exponent % 2 : 1;
    for (; exponent > 0; exponent--) {
        *r *= base;
        if (*r > MOST || *r < -MOST)
            return false;
    }
    return true;
}

static Wide floor_div(Wide a, Wide b)
{
    Wide q = a / b;
    return a % b != 0 && (a < 0) != (b < 0) ? q - 1 : q;
}

static bool binary(unsigned op, Wide a, Wide b, Wide *r)
{
    switch ((PyOperator)op) {
    case PY_ADD:
        *r = a + b;
        return true;
    case PY_SUB:
        *r = a - b;
        return true;
    case PY_MULT:
        *r = a * b;
        return true;
    case PY_FLOOR_DIV:
    case PY_MOD:
        if (b == 0)
            return false;
        *r = floor_div(a, b);
        if (op == PY_MOD)
            *r = a - *r * b;
        return true;
    case PY_POW:
        return power(a, b, r);
    case PY_L_SHIFT:
        if (b < 0 || b > 63)
            return false;
        *r = a * ((Wide)1 << b);
        return true;
    case PY_R_SHIFT:
        if (b < 0)
            return false;
        *r = a >> (b > 100 ? 100 : b);
        return true;
    case PY_BIT_AND:
        *r = a & b;
        return true;
    case PY_BIT_OR:
        *r = a | b;
        return true;
    case PY_BIT_XOR:
        *r = a ^ b;
        return true;
    case PY_DIV: /* a float */
    case PY_MAT_MULT:
        return false;
    }
    return false;
}

/* In the padding and operands of the node: a large module has many. */
static void keep(PyExpr *e, int64_t *value, Wide v)
{
    e->folded = v == MOST                                      ? PY_FOLDED_2_63
                : v >= (Wide)INT64_MIN && v <= (Wide)INT64_MAX ? PY_FOLDED
                                                               : PY_NOT_FOLDED;
    *value = e->folded == PY_FOLDED ? (int64_t)v : 0;
}

void bob_py_fold(PyExpr *e)
{
    Wide a, b, r = 0;
    if (e->kind == PY_BIN_OP && value_of(e->binary.left, &a) && value_of(e->binary.right, &b) &&
        binary(e->binary.op, a, b, &r))
        keep(e, &e->binary.value, r);
    if (e->kind == PY_UNARY_OP && e->unary.op != PY_NOT && value_of(e->unary.operand, &a))
        keep(e, &e->unary.value, e->unary.op == PY_USUB ? -a : e->unary.op == PY_UADD ? a : ~a);
}

bool bob_py_literal_int(const PyExpr *e, int64_t *v)
{
    Wide wide;
    bool known = value_of(e, &wide) && wide < MOST;
    *v = known ? (int64_t)wide : 0;
    return known;
}
