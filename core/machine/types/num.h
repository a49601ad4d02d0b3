/* Kernels: one operation on one C type each, and nothing else. Checked ones return a
 * status and leave *r alone on failure. Every engine's arithmetic ends here.
 *
 * Python's rules for floor division and modulo of floats follow CPython's float_divmod
 * (Objects/floatobject.c), whose results are the contract. */
#ifndef BOB_NUM_H
#define BOB_NUM_H

#include <math.h>

#include "core/base/base.h"
#include "core/bobbin.h"

/* A call in an engine's loop would spill its registers. */
#define ALWAYS_INLINE static inline __attribute__((always_inline))

static inline BobStatus i64_add(int64_t a, int64_t b, int64_t *r)
{
    int64_t t;
    if (__builtin_add_overflow(a, b, &t))
        return BOB_INTEGER_OVERFLOW;
    *r = t;
    return BOB_OK;
}
static inline BobStatus i64_sub(int64_t a, int64_t b, int64_t *r)
{
    int64_t t;
    if (__builtin_sub_overflow(a, b, &t))
        return BOB_INTEGER_OVERFLOW;
    *r = t;
    return BOB_OK;
}
static inline BobStatus i64_mul(int64_t a, int64_t b, int64_t *r)
{
    int64_t t;
    if (__builtin_mul_overflow(a, b, &t))
        return BOB_INTEGER_OVERFLOW;
    *r = t;
    return BOB_OK;
}
ALWAYS_INLINE BobStatus i64_floordiv(int64_t a, int64_t b, int64_t *r)
{
    int64_t q;
    if (b == 0)
        return BOB_DIVISION_BY_ZERO;
    if (a == INT64_MIN && b == -1)
        return BOB_INTEGER_OVERFLOW;
    q = a / b;
    *r = q - ((a % b != 0) & ((a ^ b) < 0));
    return BOB_OK;
}
ALWAYS_INLINE BobStatus i64_mod(int64_t a, int64_t b, int64_t *r)
{
    int64_t m;
    if (b == 0)
        return BOB_DIVISION_BY_ZERO;
    if (b == -1) { /* INT64_MIN % -1 traps on x86 */
        *r = 0;
        return BOB_OK;
    }
    m = a % b;
    *r = m != 0 && (m ^ b) < 0 ? m + b : m;
    return BOB_OK;
}
static inline BobStatus i64_neg(int64_t a, int64_t *r)
{
    return i64_sub(0, a, r);
}
static inline BobStatus i64_abs(int64_t a, int64_t *r)
{
    return a < 0 ? i64_neg(a, r) : (*r = a, BOB_OK);
}
/* b is not negative. */
ALWAYS_INLINE BobStatus i64_shl(int64_t a, int64_t b, int64_t *r)
{
    int64_t t;
    if (b < 0)
        return BOB_VALUE_ERROR;
    if (a == 0) {
        *r = 0;
        return BOB_OK;
    }
    if (b > 63)
        return BOB_INTEGER_OVERFLOW;
    t = (int64_t)((uint64_t)a << b);
    if (t >> b != a)
        return BOB_INTEGER_OVERFLOW;
    *r = t;
    return BOB_OK;
}
static inline BobStatus i64_shr(int64_t a, int64_t b, int64_t *r)
{
    if (b < 0)
        return BOB_VALUE_ERROR;
    *r = a >> (b > 63 ? 63 : b);
    return BOB_OK;
}
static inline BobStatus i64_and(int64_t a, int64_t b, int64_t *r)
{
    *r = a & b;
    return BOB_OK;
}
static inline BobStatus i64_or(int64_t a, int64_t b, int64_t *r)
{
    *r = a | b;
    return BOB_OK;
}
static inline BobStatus i64_xor(int64_t a, int64_t b, int64_t *r)
{
    *r = a ^ b;
    return BOB_OK;
}
static inline BobStatus i64_wrap_add(int64_t a, int64_t b, int64_t *r)
{
    *r = (int64_t)((uint64_t)a + (uint64_t)b);
    return BOB_OK;
}
static inline BobStatus i64_wrap_sub(int64_t a, int64_t b, int64_t *r)
{
    *r = (int64_t)((uint64_t)a - (uint64_t)b);
    return BOB_OK;
}
static inline BobStatus i64_wrap_mul(int64_t a, int64_t b, int64_t *r)
{
    *r = (int64_t)((uint64_t)a * (uint64_t)b);
    return BOB_OK;
}
static inline BobStatus i64_wrap_shl(int64_t a, int64_t b, int64_t *r)
{
    if (b < 0)
        return BOB_VALUE_ERROR;
    *r = b > 63 ? 0 : (int64_t)((uint64_t)a << b);
    return BOB_OK;
}
static inline BobStatus i64_shr_logical(int64_t a, int64_t b, int64_t *r)
{
    if (b < 0)
        return BOB_VALUE_ERROR;
    *r = b > 63 ? 0 : (int64_t)((uint64_t)a >> b);
    return BOB_OK;
}

static inline BobStatus f64_add(double a, double b, double *r)
{
    *r = a + b;
    return BOB_OK;
}
static inline BobStatus f64_sub(double a, double b, double *r)
{
    *r = a - b;
    return BOB_OK;
}
static inline BobStatus f64_mul(double a, double b, double *r)
{
    *r = a * b;
    return BOB_OK;
}
static inline BobStatus f64_div(double a, double b, double *r)
{
    if (b == 0.0)
        return BOB_DIVISION_BY_ZERO;
    *r = a / b;
    return BOB_OK;
}
static inline BobStatus f64_mod(double a, double b, double *r)
{
    double m;
    if (b == 0.0)
        return BOB_DIVISION_BY_ZERO;
    m = fmod(a, b);
    if (m == 0.0)
        m = copysign(0.0, b);
    else if ((b < 0.0) != (m < 0.0))
        m += b;
    *r = m;
    return BOB_OK;
}
static inline BobStatus f64_floordiv(double a, double b, double *r)
{
    double m, q, f;
    if (b == 0.0)
        return BOB_DIVISION_BY_ZERO;
    m = fmod(a, b);
    q = (a - m) / b;
    if (m != 0.0 && (b < 0.0) != (m < 0.0))
        q -= 1.0;
    if (q == 0.0) {
        *r = copysign(0.0, a / b);
        return BOB_OK;
    }
    f = floor(q);
    *r = q - f > 0.5 ? f + 1.0 : f;
    return BOB_OK;
}

static inline bool i64_eq(int64_t a, int64_t b)
{
    return a == b;
}
static inline bool i64_ne(int64_t a, int64_t b)
{
    return a != b;
}
static inline bool i64_lt(int64_t a, int64_t b)
{
    return a < b;
}
static inline bool i64_le(int64_t a, int64_t b)
{
    return a <= b;
}
static inline bool i64_gt(int64_t a, int64_t b)
{
    return a > b;
}
static inline bool i64_ge(int64_t a, int64_t b)
{
    return a >= b;
}
static inline bool f64_eq(double a, double b)
{
    return a == b;
}
static inline bool f64_ne(double a, double b)
{
    return a != b;
}
static inline bool f64_lt(double a, double b)
{
    return a < b;
}
static inline bool f64_le(double a, double b)
{
    return a <= b;
}
static inline bool f64_gt(double a, double b)
{
    return a > b;
}
static inline bool f64_ge(double a, double b)
{
    return a >= b;
}

/* How a and b compare, exactly; ORDER_NONE where b is nan. */
typedef enum BobOrder { ORDER_LESS = -1, ORDER_EQUAL = 0, ORDER_MORE = 1, ORDER_NONE = 2 } BobOrder;
BobOrder bob_num_compare_i64_f64(int64_t a, double b);

/* The correctly rounded quotient. BOB_OK or BOB_DIVISION_BY_ZERO. */
BobStatus bob_num_divide_i64(int64_t a, int64_t b, double *r);
/* Exponentiation by squaring, exponent >= 0. BOB_OK or BOB_INTEGER_OVERFLOW. */
BobStatus bob_num_power_i64(int64_t a, int64_t exponent, int64_t *r);
/* BOB_OK, BOB_DIVISION_BY_ZERO (zero to a negative power) or BOB_VALUE_ERROR (a negative
 * base with a fractional exponent, or a result out of range). */
BobStatus bob_num_power_f64(double a, double b, double *r);
/* Truncates. BOB_OK, BOB_INTEGER_OVERFLOW (also for infinities) or BOB_VALUE_ERROR (nan). */
BobStatus bob_num_f64_to_i64(double a, int64_t *r);
/* The length of (x, y), to within half a unit and a hair: CPython's, digit for digit. */
double bob_num_hypot(double x, double y);
/* Round half to even at `digits` decimal places, as Python's round(x, n). BOB_OK or
 * BOB_VALUE_ERROR (the result is out of range). */
BobStatus bob_num_round_f64(double a, int64_t digits, double *r);

#endif
