/* The digits of floats laid out in the styles e, f, g and that of repr, for format specs and
 * % formatting alike, as CPython's PyOS_double_to_string() does. */
#include <string.h>

#include "core/machine/builtins/builtins.h"

#define MOST_DIGITS 1100 /* no double has more digits that are not zeros after its point */

/* The decimal digits of x for an exponent style, without zeros at the end unless `keep`;
 * the value is 0.DIGITS * 10^point. */
static uint32_t exact_digits(double x, int precision, bool keep, char *digits, int *point)
{
    UNINITIALIZED char text[MOST_DIGITS + 20];
    size_t n = bob_float_format(text, sizeof text, 'e', precision - 1, false, x);
    uint32_t count = 0;
    size_t i;
    int exponent = 0;
    bool negative;
    for (i = 0; i < n && text[i] != 'e'; i++)
        if (text[i] != '.')
            digits[count++] = text[i];
    negative = text[i + 1] == '-';
    for (i += 2; i < n; i++)
        exponent = exponent * 10 + (text[i] - '0');
    *point = (negative ? -exponent : exponent) + 1;
    while (!keep && count > 1 && digits[count - 1] == '0')
        count--;
    return count;
}

static void add(BobFloatText *t, const char *bytes, uint32_t n)
{
    memcpy(t->bytes + t->size, bytes, n);
    t->size += n;
}

static void add_zeros(BobFloatText *t, int n)
{
    for (; n > 0; n--)
        t->bytes[t->size++] = '0';
}

static void add_exponent(BobFloatText *t, int e, bool upper)
{
    char text[6];
    uint32_t n = 0;
    unsigned value = (unsigned)(e < 0 ? -e : e);
    text[n++] = upper ? 'E' : 'e';
    text[n++] = e < 0 ? '-' : '+';
    if (value >= 100)
        text[n++] = (char)('0' + value / 100);
    text[n++] = (char)('0' + value / 10 % 10);
    text[n++] = (char)('0' + value % 10);
    add(t, text, n);
}

/* The digits with a point in or around them, `point` of them before it. */
static void place_point(BobFloatText *t, const char *digits, uint32_t n, int point, bool dot,
                        bool dot_zero)
{
    if (point <= 0) {
        add(t, "0.", 2);
        add_zeros(t, -point);
        add(t, digits, n);
    } else if ((uint32_t)point >= n) {
        add(t, digits, n);
        add_zeros(t, point - (int)n);
        if (dot || dot_zero)
            add(t, ".", 1);
        if (dot_zero)
            add_zeros(t, 1);
    } else {
        add(t, digits, (uint32_t)point);
        add(t, ".", 1);
        add(t, digits + point, n - (uint32_t)point);
    }
}

static void layout_special(BobFloatText *t, double x, bool upper)
{
    add(t, isnan(x) ? (upper ? "NAN" : "nan") : upper ? "INF" : "inf", 3);
    t->mantissa = t->size;
    if (isnan(x))
        t->negative = false;
}

void bob_float_layout(BobFloatText *t, double x, char style, int64_t precision, unsigned flags)
{
    bool upper = style >= 'A' && style <= 'Z', alternate = (flags & FLOAT_ALTERNATE) != 0;
    bool dot_zero = (flags & FLOAT_DOT_ZERO) != 0, exponent = false;
    char kind = upper ? (char)(style | 0x20) : style;
    UNINITIALIZED char digits[MOST_DIGITS + 2];
    int point, used;
    uint32_t n;
    t->size = 0;
    t->zeros = 0;
    t->negative = signbit(x) != 0;
    if (!isfinite(x)) {
        layout_special(t, x, upper);
        return;
    }
    x = fabs(x);
    if (precision < 0)
        precision = 6;
    if (kind == 'g' && precision == 0)
        precision = 1;
    used = precision > MOST_DIGITS ? MOST_DIGITS : (int)precision;
    if (kind == 'f') {
        t->size = (uint32_t)bob_float_format(t->bytes, sizeof t->bytes, 'f', used, alternate, x);
        t->zeros = (uint64_t)(precision - used);
        t->mantissa = t->size;
        if ((flags & FLOAT_NO_NEGATIVE_ZERO) != 0 && strspn(t->bytes, "0.") == t->size)
            t->negative = false;
        return;
    }
    if (kind == 'r') {
        bob_float_shortest(x, digits, &point);
        n = (uint32_t)strlen(digits);
        exponent = point <= -4 || point > 16;
    } else if (kind == 'e') {
        if (used == MOST_DIGITS)
            used--; /* one digit comes before the point */
        n = exact_digits(x, used + 1, true, digits, &point);
        t->zeros = (uint64_t)(precision - used);
        exponent = true;
    } else {
        n = exact_digits(x, used, alternate, digits, &point);
        t->zeros = alternate ? (uint64_t)(precision - used) : 0;
        exponent = point <= -4 || point > precision - dot_zero;
    }
    if ((flags & FLOAT_NO_NEGATIVE_ZERO) != 0 && strspn(digits, "0") >= n)
        t->negative = false;
    if (x == 0.0 && kind != 'e')
        point = 1;
    place_point(t, digits, n, exponent ? 1 : point, alternate, dot_zero && !exponent);
    t->mantissa = t->size;
    if (exponent)
        add_exponent(t, x == 0.0 ? 0 : point - 1, upper);
}
