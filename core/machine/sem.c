/* The meaning of names and arithmetic. Comparison is in compare.c, sequences in seq.c,
 * conversions in convert.c, built-ins in builtins.c. */
#include "core/machine/sem.h"
#include "core/machine/types/dict.h"
#include "core/machine/types/set.h"

#include <math.h>
#include <string.h>

#include "core/machine/call.h"

BobStatus bob_fail_freed(BobState *s, BobValue v)
{
    return bob_fail(s, BOB_USE_AFTER_FREE, "a %s is used after it was freed", bob_type_name(v));
}

BobStatus bob_sem_truth_slow(BobState *s, BobValue v, bool *r)
{
    BobStatus status = bob_check_alive(s, v);
    if (status != BOB_OK)
        return status;
    switch ((BobTag)v.tag) {
    case TAG_NONE:
        *r = false;
        break;
    case TAG_FLOAT:
        *r = v.f != 0.0;
        break;
    case TAG_REF:
        if (v.ref->type == OBJ_OBJECT) {
            *r = true;
            return bob_operand_to_truth(s, v);
        }
        *r = !bob_type_has(v, TYPE_SIZED) || bob_seq_size(v.ref) != 0;
        break;
    case TAG_FUNC:
        *r = true;
        break;
    case TAG_BOOL:
    case TAG_INT:
        *r = v.i != 0;
        break;
    case TAG_UNBOUND: /* is no operand */
    case TAG_COUNT:
        ASSERT(false);
        *r = false;
        break;
    }
    return BOB_OK;
}

/* ---- constants and names ---- */

BobStatus bob_sem_PUSH_CONST(BobState *s, uint32_t n, BobValue *r)
{
    *r = s->program->constants[n];
    return BOB_OK;
}

BobStatus bob_sem_PUSH_FUNC(BobState *s, uint32_t n, BobValue *r)
{
    (void)s;
    *r = bob_func(n);
    return BOB_OK;
}

/* The place of a local of the top frame, NULL where the function has none of that name. */
static BobValue *local(const BobState *s, uint32_t name)
{
    const BobFrame *f = bob_top_frame(s);
    uint32_t slot = bob_function_slot(bob_frame_function(s, f), name);
    return slot == BOB_NO_SLOT ? NULL : &f->locals[slot];
}

/* The module's names, those of main, are in CPython's words no local variables. */
static COLD BobStatus unbound(BobState *s, uint32_t name, bool is_local)
{
    const char *text = bob_program_name(s->program, name);
    if (is_local &&
        bob_frame_function(s, bob_top_frame(s)) != &s->program->functions[s->program->main])
        return bob_throw(
            s, EXC_UnboundLocalError,
            "cannot access local variable '%s' where it is not associated with a value", text);
    return bob_fail(s, BOB_UNDEFINED_VARIABLE, "name '%s' is not defined", text);
}

static BobStatus loaded(BobState *s, const BobValue *v, uint32_t name, bool is_local, BobValue *r)
{
    if (v != NULL && v->tag != TAG_UNBOUND) {
        *r = *v;
        return BOB_OK;
    }
    if (s->allow_undefined) {
        *r = bob_none();
        return BOB_OK;
    }
    return unbound(s, name, is_local);
}

BobStatus bob_sem_LOAD_NAME(BobState *s, uint32_t n, BobValue *r)
{
    const BobValue *v = local(s, n);
    return loaded(s, v != NULL && v->tag != TAG_UNBOUND ? v : &s->globals[n], n, false, r);
}

BobStatus bob_sem_LOAD_LOCAL(BobState *s, uint32_t n, BobValue *r)
{
    return loaded(s, local(s, n), n, true, r);
}

BobStatus bob_sem_LOAD_GLOBAL(BobState *s, uint32_t n, BobValue *r)
{
    return loaded(s, &s->globals[n], n, false, r);
}

void bob_sem_store_name(BobState *s, uint32_t name, BobValue v)
{
    *local(s, name) = v; /* a stored name is a local name */
}

BobStatus bob_sem_delete_name(BobState *s, uint32_t name)
{
    BobValue *v = local(s, name);
    if (v == NULL || v->tag == TAG_UNBOUND)
        return unbound(s, name, true);
    v->tag = TAG_UNBOUND;
    v->i = 0;
    return BOB_OK;
}

BobStatus bob_sem_ARG_COUNT(BobState *s, uint32_t n, BobValue *r)
{
    (void)n;
    *r = bob_int(s->arg_count);
    return BOB_OK;
}

BobStatus bob_sem_ARG(BobState *s, BobValue a, BobValue *r)
{
    uint32_t i;
    BobStatus status = bob_index(s, a, s->arg_count, "argument", &i);
    return status == BOB_OK ? bob_str_new(s, s->args[i], strlen(s->args[i]), r) : status;
}

/* ---- arithmetic ---- */

/* What is not two numbers. */
static COLD BobStatus bad_operands(BobState *s, const char *op, BobValue a, BobValue b)
{
    BobStatus status = bob_check_alive(s, a);
    if (status == BOB_OK)
        status = bob_check_alive(s, b);
    if (status != BOB_OK)
        return status;
    return bob_fail(s, BOB_TYPE_ERROR, "unsupported operand type(s) for %s: '%s' and '%s'", op,
                    bob_type_name(a), bob_type_name(b));
}

/* What a kernel refused, in CPython's words. */
static COLD BobStatus arithmetic_error(BobState *s, BobStatus status, const char *op, bool floats)
{
    switch (status) {
    case BOB_INTEGER_OVERFLOW:
        return bob_fail(s, status, "the result of %s does not fit 64 bits", op);
    case BOB_DIVISION_BY_ZERO:
        if (op[0] == '*')
            return bob_fail(s, status, "0.0 cannot be raised to a negative power");
        if (floats && op[0] == '%')
            return bob_fail(s, status, "float modulo");
        if (floats && op[1] == '/')
            return bob_fail(s, status, "float floor division by zero");
        return bob_fail(s, status, "%s",
                        op[0] == '%'   ? "integer modulo by zero"
                        : op[1] == '/' ? "integer division or modulo by zero"
                        : floats       ? "float division by zero"
                                       : "division by zero");
    default: /* BOB_VALUE_ERROR: no kernel fails with another */
        ASSERT(status == BOB_VALUE_ERROR);
        return bob_fail(s, status, "%s",
                        op[0] == '*' ? "(34, 'Numerical result out of range')"
                                     : "negative shift count");
    }
}

static double to_f64(BobValue v)
{
    return v.tag == TAG_FLOAT ? v.f : (double)v.i;
}

typedef BobStatus (*IntKernel)(int64_t, int64_t, int64_t *);
typedef BobStatus (*FloatKernel)(double, double, double *);

/* The tag test around two kernels. */
static BobStatus arithmetic(BobState *s, const char *op, IntKernel ikernel, FloatKernel fkernel,
                            BobValue a, BobValue b, BobValue *r)
{
    bool floats = a.tag == TAG_FLOAT || b.tag == TAG_FLOAT;
    int64_t i = 0;
    double f = 0.0;
    BobStatus status;
    if (!bob_is_number(a) || !bob_is_number(b))
        return bad_operands(s, op, a, b);
    status = floats ? fkernel(to_f64(a), to_f64(b), &f) : ikernel(a.i, b.i, &i);
    if (status != BOB_OK)
        return arithmetic_error(s, status, op, floats);
    *r = floats ? bob_float(f) : bob_int(i);
    return BOB_OK;
}

BobStatus bob_sem_ADD(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    if (a.tag == TAG_REF || b.tag == TAG_REF)
        return bob_join(s, a, b, r);
    return arithmetic(s, "+", i64_add, f64_add, a, b, r);
}

/* Of two sets, or of views of keys: false where they are none. */
static bool are_sets(BobValue a, BobValue b)
{
    return (bob_is_set(a) || bob_is_object(a, OBJ_DICT_KEYS) || bob_is_object(a, OBJ_DICT_ITEMS)) &&
           (bob_is_set(b) || bob_is_object(b, OBJ_DICT_KEYS) || bob_is_object(b, OBJ_DICT_ITEMS));
}

/* A view makes a set first, which goes when the operation is over. */
static COLD BobStatus set_operator(BobState *s, BobSetOperator op, BobValue a, BobValue b,
                                   BobValue *r)
{
    BobValue made;
    BobStatus status;
    if (bob_is_set(a))
        return bob_set_operate(s, op, a.ref, &b, 1, r);
    bob_heap_begin(&s->heap);
    status = bob_set_of(s, OBJ_SET, a, &made);
    if (status == BOB_OK)
        status = bob_set_operate(s, op, made.ref, &b, 1, r);
    if (status != BOB_OK) {
        bob_heap_rollback(&s->heap);
        return status;
    }
    bob_heap_commit(&s->heap);
    bob_heap_free(&s->heap, made.ref, true);
    return BOB_OK;
}

BobStatus bob_sem_SUB(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    if (a.tag == TAG_REF && are_sets(a, b))
        return set_operator(s, SET_SUB, a, b, r);
    return arithmetic(s, "-", i64_sub, f64_sub, a, b, r);
}

BobStatus bob_sem_MUL(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    if (a.tag == TAG_REF || b.tag == TAG_REF)
        return bob_repeat(s, a, b, r);
    return arithmetic(s, "*", i64_mul, f64_mul, a, b, r);
}

BobStatus bob_sem_DIV(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    double q;
    BobStatus status;
    if (!bob_is_integral(a) || !bob_is_integral(b))
        return arithmetic(s, "/", NULL, f64_div, a, b, r);
    status = bob_num_divide_i64(a.i, b.i, &q);
    if (status != BOB_OK)
        return arithmetic_error(s, status, "/", false);
    *r = bob_float(q);
    return BOB_OK;
}

BobStatus bob_sem_FLOORDIV(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    return arithmetic(s, "//", i64_floordiv, f64_floordiv, a, b, r);
}

BobStatus bob_sem_MOD(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    return arithmetic(s, "%", i64_mod, f64_mod, a, b, r);
}

BobStatus bob_sem_POW(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    BobStatus status;
    if (bob_is_integral(a) && bob_is_integral(b) && b.i < 0) {
        a = bob_float((double)a.i);
        b = bob_float((double)b.i);
    }
    status = arithmetic(s, "** or pow()", bob_num_power_i64, bob_num_power_f64, a, b, r);
    if (status == BOB_VALUE_ERROR && to_f64(a) < 0.0 && to_f64(b) != floor(to_f64(b)))
        return bob_fail(s, status, "a complex power is not supported");
    return status;
}

static BobStatus bits(BobState *s, const char *op, IntKernel kernel, BobValue a, BobValue b,
                      BobValue *r)
{
    int64_t i = 0;
    BobStatus status;
    if (!bob_is_integral(a) || !bob_is_integral(b))
        return bad_operands(s, op, a, b);
    status = kernel(a.i, b.i, &i);
    if (status != BOB_OK)
        return arithmetic_error(s, status, op, false);
    *r = bob_int(i);
    return BOB_OK;
}

/* Of two bools a bool. */
static BobStatus logic(BobState *s, const char *op, IntKernel kernel, BobValue a, BobValue b,
                       BobValue *r)
{
    BobStatus status = bits(s, op, kernel, a, b, r);
    if (status == BOB_OK && a.tag == TAG_BOOL && b.tag == TAG_BOOL)
        *r = bob_bool(r->i != 0);
    return status;
}

BobStatus bob_sem_AND(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    if (a.tag == TAG_REF && are_sets(a, b))
        return set_operator(s, SET_AND, a, b, r);
    return logic(s, "&", i64_and, a, b, r);
}
BobStatus bob_sem_OR(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    if (a.tag == TAG_REF && are_sets(a, b))
        return set_operator(s, SET_OR, a, b, r);
    if (bob_is_object(a, OBJ_DICT) && bob_is_object(b, OBJ_DICT))
        return bob_dict_union(s, a.ref, b.ref, r);
    return logic(s, "|", i64_or, a, b, r);
}
BobStatus bob_sem_XOR(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    if (a.tag == TAG_REF && are_sets(a, b))
        return set_operator(s, SET_XOR, a, b, r);
    return logic(s, "^", i64_xor, a, b, r);
}
BobStatus bob_sem_SHL(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    return bits(s, "<<", i64_shl, a, b, r);
}
BobStatus bob_sem_SHR(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    return bits(s, ">>", i64_shr, a, b, r);
}
BobStatus bob_sem_WRAP_ADD(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    return bits(s, "+", i64_wrap_add, a, b, r);
}
BobStatus bob_sem_WRAP_SUB(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    return bits(s, "-", i64_wrap_sub, a, b, r);
}
BobStatus bob_sem_WRAP_MUL(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    return bits(s, "wrapping *", i64_wrap_mul, a, b, r);
}
BobStatus bob_sem_WRAP_SHL(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    return bits(s, "<<", i64_wrap_shl, a, b, r);
}
BobStatus bob_sem_SHR_LOGICAL(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    return bits(s, ">>", i64_shr_logical, a, b, r);
}

static COLD BobStatus bad_operand(BobState *s, const char *what, BobValue a)
{
    BobStatus status = bob_check_alive(s, a);
    return status != BOB_OK ? status
                            : bob_fail(s, BOB_TYPE_ERROR, "bad operand type for %s: '%s'", what,
                                       bob_type_name(a));
}

static COLD BobStatus negative_overflow(BobState *s)
{
    return bob_fail(s, BOB_INTEGER_OVERFLOW, "the negative of the least int does not fit 64 bits");
}

BobStatus bob_sem_NEG(BobState *s, BobValue a, BobValue *r)
{
    int64_t i;
    if (a.tag == TAG_FLOAT) {
        *r = bob_float(-a.f);
        return BOB_OK;
    }
    if (!bob_is_integral(a))
        return bad_operand(s, "unary -", a);
    if (i64_neg(a.i, &i) != BOB_OK)
        return negative_overflow(s);
    *r = bob_int(i);
    return BOB_OK;
}

BobStatus bob_sem_POS(BobState *s, BobValue a, BobValue *r)
{
    if (!bob_is_number(a))
        return bad_operand(s, "unary +", a);
    *r = a.tag == TAG_FLOAT ? a : bob_int(a.i);
    return BOB_OK;
}

BobStatus bob_sem_INVERT(BobState *s, BobValue a, BobValue *r)
{
    if (!bob_is_integral(a))
        return bad_operand(s, "unary ~", a);
    *r = bob_int(~a.i);
    return BOB_OK;
}

BobStatus bob_sem_NOT(BobState *s, BobValue a, BobValue *r)
{
    bool t;
    BobStatus status = bob_sem_truth(s, a, &t);
    if (status == BOB_OK)
        *r = bob_bool(!t);
    return status;
}

BobStatus bob_sem_ABS(BobState *s, BobValue a, BobValue *r)
{
    int64_t i;
    if (a.tag == TAG_FLOAT) {
        *r = bob_float(fabs(a.f));
        return BOB_OK;
    }
    if (!bob_is_integral(a))
        return bad_operand(s, "abs()", a);
    if (i64_abs(a.i, &i) != BOB_OK)
        return negative_overflow(s);
    *r = bob_int(i);
    return BOB_OK;
}
