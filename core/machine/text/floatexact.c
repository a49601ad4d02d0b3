#include "core/machine/text/floatexact.h"

#include <string.h>

#include "core/base/digits.h"

#define MOST_POWER 19 /* of ten, in 64 bits */
#define MOST_DIGITS 19

typedef unsigned __int128 Wide;

/* clang-format off */
static const uint64_t powers[MOST_POWER + 1] = {
    1u, 10u, 100u, 1000u, 10000u, 100000u, 1000000u, 10000000u, 100000000u, 1000000000u,
    10000000000u, 100000000000u, 1000000000000u, 10000000000000u, 100000000000000u,
    1000000000000000u, 10000000000000000u, 100000000000000000u, 1000000000000000000u,
    10000000000000000000u};
/* clang-format on */

static unsigned bit_length(Wide n)
{
    uint64_t high = (uint64_t)(n >> 64);
    return high != 0 ? 64 + bob_bit_length(high) : bob_bit_length((uint64_t)n);
}

/* 2^e, in the range of normal doubles. */
static double power_of_two(int e)
{
    uint64_t bits = (uint64_t)(e + 1023) << 52;
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* n * 2^e, rounded half to even; `more`: it is a little more than that. */
static double rounded(Wide n, int e, bool more)
{
    unsigned length = bit_length(n), drop;
    uint64_t mantissa;
    Wide rest, half;
    if (length <= 53)
        return (double)(uint64_t)n * power_of_two(e); /* `more` comes with many bits */
    drop = length - 53;
    mantissa = (uint64_t)(n >> drop);
    rest = n & (((Wide)1 << drop) - 1);
    half = (Wide)1 << (drop - 1);
    mantissa += rest > half || (rest == half && (more || (mantissa & 1) != 0));
    return (double)mantissa * power_of_two(e + (int)drop);
}

bool bob_exact_decimal(uint64_t m, int exponent, double *x)
{
    const uint64_t exact = (uint64_t)1 << 53; /* a double holds each int up to it */
    unsigned shift;
    uint64_t by;
    Wide n;
    if (exponent < -MOST_POWER || exponent > MOST_POWER)
        return false;
    by = powers[exponent < 0 ? -exponent : exponent];
    if (m == 0) {
        *x = 0.0;
    } else if (exponent >= 0) {
        *x = rounded((Wide)m * by, 0, false);
    } else if (m <= exact && by <= exact) { /* one rounding, of a quotient of exact numbers */
        *x = (double)m / (double)by;
    } else {
        shift = 128 - bob_bit_length(m); /* so that the quotient has 64 bits or more */
        n = (Wide)m << shift;
        *x = rounded(n / by, -(int)shift, n % by != 0);
    }
    return true;
}

/* ---- reading ---- */

/* Digits at *at, added to *m; how many, more than MOST_DIGITS where they do not fit. */
static unsigned take_digits(const char **at, const char *end, unsigned before, uint64_t *m)
{
    unsigned n = before;
    for (; *at < end && (unsigned char)(**at - '0') < 10 && n <= MOST_DIGITS; ++*at, n++)
        *m = *m * 10 + (uint64_t)(**at - '0');
    return n;
}

bool bob_exact_read(const char *text, size_t n, double *x)
{
    const char *at = text, *end = text + n;
    bool negative = n > 0 && *at == '-', down;
    unsigned whole, digits, count;
    uint64_t m = 0, power = 0;
    int exponent;
    at += n > 0 && (*at == '-' || *at == '+');
    whole = digits = take_digits(&at, end, 0, &m);
    if (at < end && *at == '.') {
        at++;
        digits = take_digits(&at, end, whole, &m);
    }
    if (digits == 0 || digits > MOST_DIGITS)
        return false;
    exponent = (int)whole - (int)digits;
    if (at < end && (*at | 0x20) == 'e') {
        at++;
        down = at < end && *at == '-';
        at += at < end && (*at == '-' || *at == '+');
        count = take_digits(&at, end, 0, &power);
        if (count == 0 || count > 4)
            return false;
        exponent += down ? -(int)power : (int)power;
    }
    /* a power of ten more, where the digits are so few that they hold it */
    if (at == end && exponent > MOST_POWER && exponent <= MOST_POWER + 3 && m < 1000000000000000u) {
        m *= powers[exponent - MOST_POWER];
        exponent = MOST_POWER;
    }
    if (at != end || !bob_exact_decimal(m, exponent, x))
        return false;
    if (negative)
        *x = -*x;
    return true;
}

/* ---- writing ---- */

bool bob_exact_places(double x, int places, uint64_t *result)
{
    uint64_t bits, mantissa;
    int exponent;
    Wide n, rest, half;
    memcpy(&bits, &x, sizeof bits);
    exponent = (int)(bits >> 52);
    if (places < 0 || places > MOST_POWER || exponent > 1023 + 63) /* infinite and nan too */
        return false;
    mantissa = (bits & 0xFFFFFFFFFFFFFu) | (exponent == 0 ? 0 : (uint64_t)1 << 52);
    exponent = (exponent == 0 ? 1 : exponent) - 1075;
    n = (Wide)mantissa * powers[places]; /* below 2^117 */
    if (exponent >= 0) {
        n <<= exponent; /* at most 11 more */
        *result = (uint64_t)n;
        return n >> 64 == 0;
    }
    if (exponent <= -119) { /* less than a half */
        *result = 0;
        return true;
    }
    rest = n & (((Wide)1 << -exponent) - 1);
    half = (Wide)1 << (-exponent - 1);
    n >>= -exponent;
    n += rest > half || (rest == half && (n & 1) != 0);
    *result = (uint64_t)n;
    return n >> 64 == 0;
}

size_t bob_exact_fixed(char out[BOB_EXACT_TEXT], double x, int places)
{
    char text[2 * BOB_EXACT_TEXT], *end = text + sizeof text, *at;
    size_t n, whole;
    uint64_t m;
    if (!bob_exact_places(x, places, &m))
        return 0;
    at = bob_digits_before(end, m);
    while (end - at <= places) /* a digit before the point */
        *--at = '0';
    n = (size_t)(end - at);
    whole = n - (size_t)places;
    memcpy(out, at, whole);
    if (places > 0) {
        out[whole] = '.';
        memcpy(out + whole + 1, at + whole, (size_t)places);
        n++;
    }
    out[n] = '\0';
    return n;
}
