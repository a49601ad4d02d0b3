/* Reading, formatting and rounding; repr is in shortest.c. The conversions are exact where
 * they can be done in one rounding of a double, else the C library's. Its decimal point may
 * be a comma, or several bytes: so its digits are picked apart without looking at what is
 * between them, and it is given digits and an exponent to read. */
#include "core/machine/text/floattext.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/machine/text/floatexact.h"
#include "core/machine/types/num.h"
#include "core/machine/state.h"

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

/* How many bytes at p are between '0' and `last`, of n. Eight at a time: a text may be long. */
static size_t digit_run(const char *p, size_t n, char last)
{
    const uint64_t ones = UINT64_MAX / 255, high = ones * 0x80;
    const uint64_t above = ones * (uint64_t)(0x7F - last), below = ones * (0x80 - '0');
    size_t i = 0;
    for (; n - i >= 8; i += 8) {
        uint64_t w;
        memcpy(&w, p + i, 8);
        /* of bytes below 0x80: not more than `last`, not less than '0' */
        if (((w | (w + above)) & high) != 0 || ((w + below) & high) != high)
            break;
    }
    while (i < n && p[i] >= '0' && p[i] <= last)
        i++;
    return i;
}

static void add_digits(Digits *d, const char *p, size_t n, bool fraction)
{
    size_t zeros = d->count == 0 ? digit_run(p, n, '0') : 0;
    size_t room = DIGITS_THAT_MATTER - d->count, take = n - zeros < room ? n - zeros : room;
    size_t rest = n - zeros - take;
    memcpy(d->bytes + d->count, p + zeros, take);
    d->count += take;
    if (rest > 0 && !d->more)
        d->more = digit_run(p + n - rest, rest, '0') < rest;
    if (fraction)
        d->exponent -= (int64_t)(zeros + take);
    else
        d->exponent += (int64_t)rest;
}

/* Up to a bound far outside the range whatever digits came before. */
static void add_exponent(int64_t *e, const char *p, size_t n)
{
    size_t i;
    for (i = 0; i < n && *e < (int64_t)1 << 50; i++)
        *e = *e * 10 + (p[i] - '0');
}

/* A text being read. */
typedef struct Reader {
    BobState *s; /* NULL: never interrupted */
    const char *at, *end;
    Digits digits;
    int64_t exponent;
} Reader;

typedef enum Part { WHOLE, FRACTION, EXPONENT } Part;

/* Digits with single underscores between them, none or more; what they mean depends on the
 * part. */
static BobStatus read_part(Reader *r, Part part, bool *any)
{
    const char *start = r->at;
    for (;;) {
        size_t left = (size_t)(r->end - r->at);
        size_t n = digit_run(r->at, left < BOB_POLL_UNITS ? left : BOB_POLL_UNITS, '9');
        if (n == 0 && (left == 0 || *r->at != '_'))
            return BOB_OK;
        if (n == 0) { /* an underscore */
            if (r->at == start || left == 1 || !is_digit(r->at[-1]) || !is_digit(r->at[1]))
                return BOB_VALUE_ERROR;
            r->at++;
            continue;
        }
        *any = true;
        if (part == EXPONENT)
            add_exponent(&r->exponent, r->at, n);
        else
            add_digits(&r->digits, r->at, n, part == FRACTION);
        r->at += n;
        if (r->s != NULL && bob_poll(r->s) != BOB_OK)
            return BOB_YIELDED;
    }
}

/* The sign of the number or of its exponent: whether it is negative. */
static bool read_sign(Reader *r)
{
    bool negative = r->at < r->end && *r->at == '-';
    if (negative || (r->at < r->end && *r->at == '+'))
        r->at++;
    return negative;
}

/* The digits, and in digits.exponent what power of ten they are multiplied by. */
static BobStatus read_number(Reader *r)
{
    bool any = false, negative;
    BobStatus status = read_part(r, WHOLE, &any);
    if (status == BOB_OK && r->at < r->end && *r->at == '.') {
        r->at++;
        status = read_part(r, FRACTION, &any);
    }
    if (status == BOB_OK && any && r->at < r->end && (*r->at | 0x20) == 'e') {
        any = false;
        r->at++;
        negative = read_sign(r);
        status = read_part(r, EXPONENT, &any);
        r->digits.exponent += negative ? -r->exponent : r->exponent;
    }
    return status != BOB_OK ? status : any && r->at == r->end ? BOB_OK : BOB_VALUE_ERROR;
}

BobStatus bob_float_read(BobState *s, const char *text, size_t n, double *out)
{
    Reader r;
    Digits *d = &r.digits;
    bool negative;
    double x;
    BobStatus status;
    r.s = s;
    r.at = text;
    r.end = text + n;
    r.exponent = 0;
    d->count = 0;
    d->exponent = 0;
    d->more = false;
    negative = read_sign(&r);
    status = read_number(&r);
    if (status != BOB_OK)
        return status;
    if (d->more) { /* a little more than the digits kept: decides what looks like halfway */
        d->bytes[d->count++] = '1';
        d->exponent--;
    }
    x = decimal(d->bytes, d->count, d->exponent);
    *out = negative ? -x : x;
    return BOB_OK;
}

/* ---- formatting ---- */

size_t bob_float_format(char *out, size_t room, char style, int precision, bool alternate, double x)
{
    char format[8] = {'%', '#', '.', '*', style, 0};
    locale_t c, before = (locale_t)0;
    int n;
    if (style == 'f' && (!alternate || precision > 0) && x >= 0.0 && precision <= 17 &&
        room >= BOB_EXACT_TEXT) {
        size_t size = bob_exact_fixed(out, x, precision);
        if (size > 0)
            return size;
    }
    c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
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
    UNINITIALIZED char text[309 + 1 + MOST_PLACES + 8 + EXPONENT_ROOM];
    size_t count = 0, i;
    uint64_t m;
    double exact;
    int n;
    if (bob_exact_places(x, places, &m) && bob_exact_decimal(m, -places, &exact))
        return exact;
    n = snprintf(text, sizeof text, "%.*f", places, x);
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

BobStatus bob_num_round_f64(double a, int64_t digits, double *r)
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
