/* The shortest digits that read back as a double, and repr, which prints them.
 *
 * Most numbers have few digits or are of a size where 128-bit integers hold all that decides;
 * for the rest digits are tried, from the fewest on, with the C library's conversions. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/digits.h"
#include "core/machine/text/floattext.h"

static uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void put_digits(uint64_t m, char digits[20], int *count)
{
    char text[20], *at = bob_digits_before(text + sizeof text, m);
    *count = (int)(text + sizeof text - at);
    memcpy(digits, at, (size_t)*count);
    digits[*count] = '\0';
}

/* Numbers of up to 15 digits with a small exponent, which is most that programs print. The
 * quotient of two exact doubles is rounded once, so the test at the end proves that the
 * digits read back as x; and no other number of up to 15 digits does. */
static bool few_digits(double x, char digits[20], int *point)
{
    int log2 = (int)(bits_of(x) >> 52) - 1023, count;
    int places = 14 - ((log2 * 78913) >> 18); /* log10(2) * 2^18; at most one too many */
    double scaled;
    uint64_t m;
    if (places < 0 || places >= BOB_POWERS_OF_TEN)
        return false;
    scaled = x * bob_powers_of_ten[places];
    if (scaled >= 999999999999999.5) {
        if (places == 0)
            return false;
        scaled = x * bob_powers_of_ten[--places];
        if (scaled >= 999999999999999.5)
            return false;
    }
    m = (uint64_t)(scaled + 0.5);
    if ((double)m / bob_powers_of_ten[places] != x)
        return false;
    for (; m % 10 == 0; m /= 10)
        places--;
    put_digits(m, digits, &count);
    *point = count - places;
    return true;
}

static void strip_zeros(char *digits)
{
    size_t n = strlen(digits);
    while (n > 1 && digits[n - 1] == '0')
        n--;
    digits[n] = '\0';
}

/* x as a fixed-point number of 17 digits before the point and `shift` bits after it. */
typedef struct Scaled {
    unsigned __int128 value;
    unsigned __int128 above, below; /* how far from x a number may lie and still read as x */
    bool closed;                    /* and whether it may lie just so far */
    int shift;
    int places; /* value is x * 10^places * 2^shift */
} Scaled;

/* x * 10^places, where that has 17 digits. All of it is exact: 4 times a mantissa of 53
 * bits, times 5^24, has 111 bits. False outside the range that few_digits() decides. */
static bool scale(double x, Scaled *s)
{
    uint64_t bits = bits_of(x), mantissa = (bits & 0xFFFFFFFFFFFFFu) | (uint64_t)1 << 52;
    int exponent = (int)(bits >> 52) - 1075, i;
    s->places = 16 - (((exponent + 52) * 78913) >> 18);
    if (s->places < 16 - 14 || s->places > 16 + 8)
        return false;
    for (;; s->places--) { /* once or twice */
        unsigned __int128 power = 1;
        s->shift = 2 - exponent - s->places;
        for (i = 0; i < s->places; i++)
            power *= 5;
        s->value = power * (mantissa * 4);
        s->above = power * 2;
        s->below = bits << 12 == 0 ? power : power * 2;
        s->closed = mantissa % 2 == 0;
        if (s->value >> s->shift < 100000000000000000u)
            return true;
    }
}

static bool reaches(const Scaled *s, unsigned __int128 limit, unsigned __int128 distance)
{
    return distance < limit || (distance == limit && s->closed);
}

/* 16 or 17 digits, for a number that has no fewer: few_digits() refused it. */
static bool many_digits(double x, char digits[20], int *point)
{
    Scaled s;
    unsigned __int128 unit, rest;
    uint64_t n;
    int count;
    if (!scale(x, &s))
        return false;
    unit = (unsigned __int128)10 << s.shift;
    n = (uint64_t)(s.value >> s.shift) / 10;
    rest = s.value - n * unit;
    if (rest * 2 + n % 2 <= unit && reaches(&s, s.below, rest)) {
        s.places--;
    } else if (reaches(&s, s.above, unit - rest)) {
        n++;
        s.places--;
    } else {
        unit /= 10;
        n = (uint64_t)(s.value >> s.shift);
        rest = s.value - n * unit;
        n += rest * 2 + n % 2 > unit;
    }
    put_digits(n, digits, &count);
    *point = count - s.places;
    strip_zeros(digits);
    return true;
}

/* x rounded to `count` digits. */
static void round_to(double x, int count, char digits[20], int *point)
{
    char text[64];
    const char *p = text;
    int i, exponent = 0;
    bool negative;
    (void)snprintf(text, sizeof text, "%.*e", count - 1, x);
    for (i = 0; i < count; p++)
        if (is_digit(*p))
            digits[i++] = *p;
    digits[count] = '\0';
    while (*p != 'e')
        p++;
    negative = p[1] == '-';
    for (p += 2; is_digit(*p); p++)
        exponent = exponent * 10 + (*p - '0');
    *point = (negative ? -exponent : exponent) + 1;
}

static bool reads_back(const char *digits, int count, int point, double x)
{
    char text[40];
    double back = 0.0;
    int n = snprintf(text, sizeof text, "%se%d", digits, point - count);
    return bob_float_read(NULL, text, (size_t)n, &back) == BOB_OK && back == x;
}

/* The next larger number of as many digits. */
static void step_up(char *digits, int count, int *point)
{
    int i = count - 1;
    while (i >= 0 && digits[i] == '9')
        digits[i--] = '0';
    if (i >= 0) {
        digits[i]++;
        return;
    }
    digits[0] = '1';
    ++*point;
}

/* If the nearest number of n digits does not read back as x, no other of n digits does:
 * save where x is a power of two, below which the doubles are twice as dense. There the
 * nearest may lie below and read as another, while the next one above reads as x. */
static void search_digits(double x, char digits[20], int *point)
{
    bool subnormal = bits_of(x) >> 52 == 0;
    bool power_of_two = bits_of(x) << 12 == 0;
    int count;
    for (count = subnormal ? 1 : 15; count < 17; count++) {
        round_to(x, count, digits, point);
        if (reads_back(digits, count, *point, x))
            break;
        if (power_of_two) {
            step_up(digits, count, point);
            if (reads_back(digits, count, *point, x))
                break;
        }
    }
    if (count == 17)
        round_to(x, count, digits, point);
    strip_zeros(digits);
}

void bob_float_shortest(double x, char digits[20], int *point)
{
    x = fabs(x);
    if (x == 0.0) {
        memcpy(digits, "0", 2);
        *point = 1;
        return;
    }
    if (!few_digits(x, digits, point) && !many_digits(x, digits, point))
        search_digits(x, digits, point);
}

/* ---- repr ---- */

static char *put(char *p, const char *bytes, size_t n)
{
    memcpy(p, bytes, n);
    return p + n;
}

static char *put_exponent(char *p, int exponent)
{
    *p++ = 'e';
    *p++ = exponent < 0 ? '-' : '+';
    exponent = abs(exponent);
    if (exponent >= 100)
        *p++ = (char)('0' + exponent / 100);
    *p++ = (char)('0' + exponent / 10 % 10);
    *p++ = (char)('0' + exponent % 10);
    return p;
}

/* CPython's format 'r': an exponent where the point is far from the digits. */
static char *put_number(char *p, const char *digits, int point)
{
    int count = (int)strlen(digits);
    if (point > 16 || point < -3) {
        *p++ = digits[0];
        if (count > 1) {
            *p++ = '.';
            p = put(p, digits + 1, (size_t)count - 1);
        }
        return put_exponent(p, point - 1);
    }
    if (point <= 0) {
        p = put(p, "0.000", 2 + (size_t)-point);
        return put(p, digits, (size_t)count);
    }
    if (point < count) {
        p = put(p, digits, (size_t)point);
        *p++ = '.';
        return put(p, digits + point, (size_t)(count - point));
    }
    p = put(p, digits, (size_t)count);
    p = put(p, "0000000000000000", (size_t)(point - count));
    return put(p, ".0", 2);
}

size_t bob_float_repr(double x, char out[BOB_FLOAT_TEXT])
{
    char digits[20], *p = out;
    int point;
    if (isnan(x)) {
        memcpy(out, "nan", 4);
        return 3;
    }
    if (signbit(x))
        *p++ = '-';
    if (isinf(x)) {
        p = put(p, "inf", 3);
    } else {
        bob_float_shortest(x, digits, &point);
        p = put_number(p, digits, point);
    }
    *p = '\0';
    return (size_t)(p - out);
}
