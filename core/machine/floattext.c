/* Reading, formatting and rounding; repr is in shortest.c. The conversions are exact where
 * they can be done in one rounding of a double, else the C library's. Its decimal point may
 * be a comma, or several bytes: so its digits are picked apart without looking at what is
 * between them, and it is given digits and an exponent to read. */
#include "core/machine/floattext.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/machine/num.h"

const double bob_powers_of_ten[BOB_POWERS_OF_TEN] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                     1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                     1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* A halfway point between doubles has at most 768 significant digits. */
#define DIGITS_THAT_MATTER 770
#define EXPONENT_ROOM 16

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* count digits times 10^exponent, correctly rounded. digits has EXPONENT_ROOM bytes more. */
static double decimal(char *digits, size_t count, int64_t exponent)
{
    uint64_t m = 0;
    size_t i;
    while (count > 0 && *digits == '0')
        digits++, count--;
    if (count == 0)
        return 0.0;
    if (count <= 15 && exponent > -BOB_POWERS_OF_TEN && exponent < BOB_POWERS_OF_TEN) {
        for (i = 0; i < count; i++)
            m = m * 10 + (uint64_t)(digits[i] - '0');
        return exponent < 0 ? (double)m / bob_powers_of_ten[-exponent]
                            : (double)m * bob_powers_of_ten[exponent];
    }
    if (exponent > 99999) /* far outside whatever the digits are; keeps the text short */
        exponent = 99999;
    if (exponent < -99999)
        exponent = -99999;
    (void)snprintf(digits + count, EXPONENT_ROOM, "e%d", (int)exponent);
    return strtod(digits, NULL);
}

/* ---- reading ---- */

/* The significant digits of a text, as far as they matter. */
typedef struct Digits {
    char bytes[DIGITS_THAT_MATTER + 1 + EXPONENT_ROOM];
    size_t count;
    int64_t exponent;
    bool more; /* some digit beyond them is not zero */
} Digits;

static void add_digit(Digits *d, char c, bool fraction)
{
    bool leading = d->count == 0 && c == '0';
    bool room = d->count < DIGITS_THAT_MATTER;
    if (!leading && room)
        d->bytes[d->count++] = c;
    if (!leading && !room && c != '0')
        d->more = true;
    if (fraction && (leading || room))
        d->exponent--;
    if (!fraction && !leading && !room)
        d->exponent++;
}

/* Up to a bound far outside the range whatever digits came before. */
static int64_t read_exponent(const char *p, const char *end)
{
    int64_t e = 0;
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    for (; p < end && e < (int64_t)1 << 50; p++)
        e = e * 10 + (*p - '0');
    return negative ? -e : e;
}

BobStatus bob_float_read(const BobAllocator *a, const char *text, size_t n, double *out)
{
    Digits d;
    const char *p = text, *end = text + n;
    bool negative = n > 0 && *p == '-', fraction = false;
    double x;
    (void)a; /* 770 digits decide, so that the longest text needs no memory */
    d.count = 0;
    d.exponent = 0;
    d.more = false;
    if (n > 0 && (*p == '-' || *p == '+'))
        p++;
    for (; p < end && (is_digit(*p) || *p == '.'); p++) {
        if (*p == '.')
            fraction = true;
        else
            add_digit(&d, *p, fraction);
    }
    if (p < end)
        d.exponent += read_exponent(p + 1, end);
    if (d.more) { /* a little more than the digits kept: decides what looks like halfway */
        d.bytes[d.count++] = '1';
        d.exponent--;
    }
    x = decimal(d.bytes, d.count, d.exponent);
    *out = negative ? -x : x;
    return BOB_OK;
}

/* ---- formatting ---- */

size_t bob_float_format(char *out, size_t room, char style, int precision, bool alternate, double x)
{
    char format[8] = {'%', '#', '.', '*', style, 0};
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0), before = (locale_t)0;
    int n;
    if (!alternate)
        memcpy(format, (char[]){'%', '.', '*', style, 0}, 5);
    if (c != (locale_t)0) /* this thread alone; in the C library the C locale is a constant */
        before = uselocale(c);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    n = snprintf(out, room, format, precision, x);
#pragma GCC diagnostic pop
    if (c != (locale_t)0) {
        uselocale(before);
        freelocale(c);
    }
    return n < 0 ? 0 : (size_t)n;
}

/* ---- rounding ---- */

/* As in CPython's float.__round__: no double has a digit more than 323 places after the
 * point, and none reaches half of 10^309. */
#define MOST_PLACES 323
#define LEAST_PLACES (-308)

/* |x| to `places` >= 0 after the point. */
static double round_places(double x, int places)
{
    char text[309 + 1 + MOST_PLACES + 8 + EXPONENT_ROOM];
    size_t count = 0, i;
    int n = snprintf(text, sizeof text, "%.*f", places, x);
    for (i = 0; i < (size_t)n; i++)
        if (is_digit(text[i]))
            text[count++] = text[i];
    return decimal(text, count, -places);
}

/* Adds one to a number whose last digit this is; some digit before it is not 9. */
static void count_up(char *last)
{
    while (*last == '9')
        *last-- = '0';
    ++*last;
}

/* |x| to a multiple of 10^zeros, zeros > 0, half to even. */
static double round_to_tens(double x, int zeros)
{
    char text[1 + 310 + EXPONENT_ROOM];
    double whole = trunc(x);
    int n, keep, i;
    bool above, half;
    text[0] = '0';                                  /* takes the carry of 99.. */
    n = 1 + snprintf(text + 1, 311, "%.0f", whole); /* exact */
    keep = n - zeros;
    if (keep < 1)
        return 0.0;
    half = text[keep] == '5';
    above = text[keep] > '5';
    for (i = keep + 1; half && i < n; i++)
        above |= text[i] != '0';
    above |= half && (x != whole || (text[keep - 1] & 1) != 0);
    if (above)
        count_up(text + keep - 1);
    return decimal(text, (size_t)keep, zeros);
}

BobStatus num_round_f64(double a, int64_t digits, double *r)
{
    double x = fabs(a), rounded;
    if (!isfinite(a) || a == 0.0 || digits > MOST_PLACES) {
        *r = a;
        return BOB_OK;
    }
    if (digits < LEAST_PLACES)
        rounded = 0.0;
    else
        rounded = digits >= 0 ? round_places(x, (int)digits) : round_to_tens(x, (int)-digits);
    if (isinf(rounded))
        return BOB_VALUE_ERROR;
    *r = copysign(rounded, a);
    return BOB_OK;
}
