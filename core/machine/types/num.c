#include "core/machine/types/num.h"

BobOrder bob_num_compare_i64_f64(int64_t a, double b)
{
    int64_t whole;
    if (b != b)
        return ORDER_NONE;
    if (b >= 0x1p63)
        return ORDER_LESS;
    if (b < -0x1p63)
        return ORDER_MORE;
    whole = (int64_t)b; /* toward zero, in range by the tests above */
    if (a != whole)
        return a < whole ? ORDER_LESS : ORDER_MORE;
    if ((double)whole == b)
        return ORDER_EQUAL;
    return b > (double)whole ? ORDER_LESS : ORDER_MORE;
}

/* A quotient of at least 55 bits with a sticky last bit rounds to 53 bits as the exact one
 * does; below 2^53 both operands are exact and the division rounds once by itself. */
BobStatus bob_num_divide_i64(int64_t a, int64_t b, double *r)
{
    uint64_t x = a < 0 ? 0 - (uint64_t)a : (uint64_t)a;
    uint64_t y = b < 0 ? 0 - (uint64_t)b : (uint64_t)b;
    unsigned __int128 scaled, q;
    int shift;
    double d;
    if (b == 0)
        return BOB_DIVISION_BY_ZERO;
    if (((x | y) >> 53) == 0) {
        *r = (double)a / (double)b;
        return BOB_OK;
    }
    if (x == 0) {
        *r = b < 0 ? -0.0 : 0.0;
        return BOB_OK;
    }
    shift = 55 + (int)bob_bit_length(y) - (int)bob_bit_length(x);
    if (shift < 0)
        shift = 0;
    scaled = (unsigned __int128)x << shift;
    q = scaled / y;
    if (q * y != scaled)
        q |= 1;
    d = ldexp((double)(uint64_t)q, -shift);
    *r = (a < 0) != (b < 0) ? -d : d;
    return BOB_OK;
}

BobStatus bob_num_power_i64(int64_t a, int64_t exponent, int64_t *r)
{
    int64_t result = 1, base = a;
    while (exponent > 0) {
        if ((exponent & 1) != 0 && i64_mul(result, base, &result) != BOB_OK)
            return BOB_INTEGER_OVERFLOW;
        exponent >>= 1;
        if (exponent > 0 && i64_mul(base, base, &base) != BOB_OK)
            return BOB_INTEGER_OVERFLOW;
    }
    *r = result;
    return BOB_OK;
}

BobStatus bob_num_power_f64(double a, double b, double *r)
{
    double p;
    if (a == 0.0 && b < 0.0 && isfinite(b)) /* 0.0 ** -inf is inf, as in CPython */
        return BOB_DIVISION_BY_ZERO;
    if (a < 0.0 && isfinite(a) && isfinite(b) && b != floor(b))
        return BOB_VALUE_ERROR;
    p = pow(a, b);
    if (isinf(p) && isfinite(a) && isfinite(b))
        return BOB_VALUE_ERROR;
    *r = p;
    return BOB_OK;
}

BobStatus bob_num_f64_to_i64(double a, int64_t *r)
{
    if (a != a)
        return BOB_VALUE_ERROR;
    if (a >= 0x1p63 || a < -0x1p63)
        return BOB_INTEGER_OVERFLOW;
    *r = (int64_t)a;
    return BOB_OK;
}

/* A sum of doubles kept as a leading part (begun at 1, so that it is never the smaller
 * addend) and what rounding lost of each addition. */
typedef struct Sum {
    double lead, lost_squares, lost_crosses, rest;
} Sum;

static double add_to(double *lead, double x)
{
    double before = *lead;
    *lead += x;
    return before - *lead + x;
}

/* Adds sign * x * x, by Dekker's splitting of x into halves of 26 bits. */
static void add_square(Sum *sum, double x, double sign)
{
    double t = x * 134217729.0, hi = t - (t - x), lo = x - hi;
    sum->lost_squares += add_to(&sum->lead, sign * hi * hi);
    sum->lost_crosses += add_to(&sum->lead, sign * 2.0 * hi * lo);
    if (sign > 0)
        sum->rest += lo * lo;
    else
        sum->rest += add_to(&sum->lead, -lo * lo);
}

static double total(const Sum *sum)
{
    return sum->lead - 1.0 + (sum->lost_squares + sum->lost_crosses + sum->rest);
}

/* The method of CPython 3.11's math.hypot (Modules/mathmodule.c, vector_norm): scale by a
 * power of two, sum the squares with their rounding errors, correct the root once. */
double bob_num_hypot(double x, double y)
{
    double most, scale, h;
    Sum sum = {1.0, 0.0, 0.0, 0.0};
    int e;
    x = fabs(x);
    y = fabs(y);
    if (isinf(x) || isinf(y))
        return INFINITY;
    if (isnan(x) || isnan(y))
        return NAN;
    most = x > y ? x : y;
    if (most == 0.0)
        return most;
    (void)frexp(most, &e);
    if (e < -1023) /* the scale would overflow */
        return 0x1p-1022 * bob_num_hypot(x / 0x1p-1022, y / 0x1p-1022);
    scale = ldexp(1.0, -e);
    add_square(&sum, x * scale, 1.0);
    add_square(&sum, y * scale, 1.0);
    h = sqrt(total(&sum));
    add_square(&sum, h, -1.0);
    return (h + total(&sum) / (2.0 * h)) / scale;
}
