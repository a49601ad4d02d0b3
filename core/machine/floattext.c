/* The conversions are exact where they can be done in one rounding of a double, else the C
 * library's, whose digits are picked apart without looking at its decimal point: it may be
 * a comma, or several bytes. What is read back is written as digits and an exponent. */
#include "core/machine/floattext.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/machine/num.h"

/* The powers of ten that a double holds exactly. */
static const double exact_powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                      1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                      1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
#define EXACT_POWERS ((int)COUNT_OF(exact_powers) - 1)

/* A halfway point between doubles has at most 768 significant digits. */
#define DIGITS_THAT_MATTER 770
#define EXPONENT_ROOM 16

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

/* count digits times 10^exponent, correctly rounded. digits has EXPONENT_ROOM bytes more. */
static double decimal(char *digits, size_t count, int64_t exponent)
{
    uint64_t m = 0;
    size_t i;
    while (count > 0 && *digits == '0')
        digits++, count--;
    if (count == 0)
        return 0.0;
    if (count <= 15 && exponent >= -EXACT_POWERS && exponent <= EXACT_POWERS) {
        for (i = 0; i < count; i++)
            m = m * 10 + (uint64_t)(digits[i] - '0');
        return exponent < 0 ? (double)m / exact_powers[-exponent]
                            : (double)m * exact_powers[exponent];
    }
    if (exponent > 99999) /* far outside whatever the digits are; keeps the text short */
        exponent = 99999;
    if (exponent < -99999)
        exponent = -99999;
    (void)snprintf(digits + count, EXPONENT_ROOM, "e%d", (int)exponent);
    return strtod(digits, NULL);
}

/* ---- the shortest digits ---- */

static void put_digits(uint64_t m, char digits[20], int *count)
{
    char reversed[20];
    int n = 0, i;
    for (; m > 0; m /= 10)
        reversed[n++] = (char)('0' + m % 10);
    for (i = 0; i < n; i++)
        digits[i] = reversed[n - 1 - i];
    digits[n] = '\0';
    *count = n;
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
    if (places < 0 || places > EXACT_POWERS)
        return false;
    scaled = x * exact_powers[places];
    if (scaled >= 999999999999999.5) {
        if (places == 0)
            return false;
        scaled = x * exact_powers[--places];
        if (scaled >= 999999999999999.5)
            return false;
    }
    m = (uint64_t)(scaled + 0.5);
    if ((double)m / exact_powers[places] != x)
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
    char text[20 + EXPONENT_ROOM];
    memcpy(text, digits, (size_t)count);
    return decimal(text, (size_t)count, point - count) == x;
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

/* |x| to a multiple of 10^zeros, zeros > 0, half to even. */
static double round_to_tens(double x, int zeros)
{
    char text[1 + 310 + EXPONENT_ROOM];
    double whole = trunc(x);
    int n, keep, i;
    bool above, half;
    text[0] = '0'; /* for the digit that 9 rounds to */
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
        step_up(text, keep, &i); /* the 0 in front takes the carry */
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
