/* Floats to text and back, row by row and by the million, against CPython's answers
 * (tests/data/make_floats.py). */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/memory.h"
#include "core/machine/text/floattext.h"
#include "core/machine/types/num.h"

static uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static double double_of(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* The same number, or both nan. */
static bool same(double a, double b)
{
    return (isnan(a) && isnan(b)) || bits_of(a) == bits_of(b);
}

static double read_text(const char *text)
{
    double x = 0;
    cr_assert_eq(bob_float_read(NULL, text, strlen(text), &x), BOB_OK);
    return x;
}

static void check_repr(double x, const char *expected)
{
    char text[BOB_FLOAT_TEXT];
    size_t n = bob_float_repr(x, text);
    cr_assert_str_eq(text, expected, "repr of %016" PRIx64 ": %s, not %s", bits_of(x), text,
                     expected);
    cr_assert_eq(n, strlen(text));
    if (isfinite(x))
        cr_assert(same(read_text(text), x), "%s does not read back", text);
}

static void check_round(double x, const char *row)
{
    char *rest;
    long long places = strtoll(row, &rest, 10);
    double r = 0;
    BobStatus status = bob_num_round_f64(x, places, &r);
    rest++;
    if (*rest == '!') {
        cr_assert_eq(status, BOB_VALUE_ERROR, "round(%a, %lld)", x, places);
        return;
    }
    cr_assert_eq(status, BOB_OK, "round(%a, %lld)", x, places);
    cr_assert(same(r, double_of(strtoull(rest, NULL, 16))), "round(%a, %lld): %a", x, places, r);
}

static void check_row(const char *row)
{
    double x = double_of(strtoull(row + 2, NULL, 16));
    const char *rest = row + 2 + 16 + 1;
    switch (row[0]) {
    case 'r':
        check_repr(x, rest);
        break;
    case 's':
        cr_assert(same(read_text(rest), x), "%s", rest);
        break;
    default:
        check_round(x, rest);
    }
}

static unsigned check_rows(void)
{
    char row[2048];
    unsigned rows = 0;
    FILE *f = fopen("tests/data/floats.txt", "r");
    cr_assert_not_null(f, "tests are run from the root of the repository");
    while (fgets(row, sizeof row, f) != NULL) {
        row[strcspn(row, "\n")] = '\0';
        check_row(row);
        rows++;
    }
    fclose(f);
    return rows;
}

Test(floattext, rows)
{
    cr_assert_gt(check_rows(), 3000);
}

/* ---- a million ---- */

static uint64_t splitmix(uint64_t i)
{
    uint64_t z = (i + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static uint64_t ten_to(unsigned n)
{
    uint64_t r = 1;
    while (n-- > 0)
        r *= 10;
    return r;
}

static double beside_power_of_ten(uint64_t a, uint64_t b)
{
    char text[16];
    (void)snprintf(text, sizeof text, "1e%d", (int)(a % 616) - 307);
    return double_of(bits_of(strtod(text, NULL)) + b % 5 - 2);
}

static double short_decimal(uint64_t a, uint64_t b)
{
    unsigned places = b / 16 % 23;
    double scale =
        places > 19 ? (double)ten_to(19) * (double)ten_to(places - 19) : (double)ten_to(places);
    return (double)(a % ten_to(b % 15 + 1)) / scale;
}

/* numbered_double() of make_floats.py */
static double numbered_double(uint64_t i)
{
    uint64_t a = splitmix(2 * i), b = splitmix(2 * i + 1);
    switch (i % 10) {
    case 2:
    case 3:
        return double_of((a & ((UINT64_C(1) << 52) - 1)) + ((983 + b % 100) << 52));
    case 4:
        return double_of((a & ((UINT64_C(1) << 52) - 1)) >> b % 52);
    case 5:
        return double_of(((a % 2045 + 1) << 52) + b % 3 - 1);
    case 6:
        return short_decimal(a, b);
    case 7:
        return (double)(a >> b % 64);
    case 8:
        return (double)(a >> 24) / (double)(UINT64_C(1) << b % 60);
    case 9:
        return beside_power_of_ten(a, b);
    default:
        return double_of((a >> 52 & 0x7FF) != 0x7FF ? a : a & ~(UINT64_C(1) << 62));
    }
}

static uint64_t hash_block(uint64_t first)
{
    uint64_t h = 0xCBF29CE484222325u, i;
    char text[BOB_FLOAT_TEXT];
    for (i = first; i < first + 1000; i++) {
        size_t n = bob_float_repr(numbered_double(i), text), k;
        text[n++] = '\n';
        for (k = 0; k < n; k++)
            h = (h ^ (unsigned char)text[k]) * 0x100000001B3u;
    }
    return h;
}

Test(floattext, million)
{
    uint64_t block = 0, expected;
    FILE *f = fopen("tests/data/float_hashes.txt", "r");
    cr_assert_not_null(f);
    for (; fscanf(f, "%" SCNx64, &expected) == 1; block++)
        cr_assert_eq(hash_block(block * 1000), expected,
                     "a repr differs among numbered_double(%" PRIu64 "000) and the next 999",
                     block);
    fclose(f);
    cr_assert_eq(block, 1000);
}

/* ---- the rest of the interface ---- */

static const struct {
    double x;
    const char *digits;
    int point;
} shortest[] = {
    {0.0, "0", 1},           {-0.0, "0", 1},
    {1.0, "1", 1},           {-12.5, "125", 2},
    {0.001, "1", -2},        {1e300, "1", 301},
    {5e-324, "5", -323},     {0x1p-44, "5684341886080802", -13},
    {123456.0, "123456", 6},
};

Test(floattext, shortest)
{
    char digits[20];
    int point;
    for (size_t i = 0; i < COUNT_OF(shortest); i++) {
        bob_float_shortest(shortest[i].x, digits, &point);
        cr_assert_str_eq(digits, shortest[i].digits);
        cr_assert_eq(point, shortest[i].point, "%s: %d", digits, point);
    }
}

static const struct {
    char style;
    int precision;
    bool alternate;
    double x;
    const char *text;
} formats[] = {
    {'f', 2, false, 2.675, "2.67"},    {'f', 0, false, 2.5, "2"},
    {'f', 0, true, 2.5, "2."},         {'e', 3, false, 12345.0, "1.234e+04"},
    {'e', 0, false, 5e-324, "5e-324"}, {'g', 6, false, 1e20, "1e+20"},
    {'g', 6, true, 1.5, "1.50000"},    {'f', 1, false, -0.04, "-0.0"},
    {'f', 3, false, INFINITY, "inf"},  {'f', 20, false, 0.1, "0.10000000000000000555"},
};

static void check_formats(void)
{
    char out[64];
    for (size_t i = 0; i < COUNT_OF(formats); i++) {
        size_t n = bob_float_format(out, sizeof out, formats[i].style, formats[i].precision,
                                    formats[i].alternate, formats[i].x);
        cr_assert_str_eq(out, formats[i].text);
        cr_assert_eq(n, strlen(formats[i].text));
        cr_assert_eq(bob_float_format(out, 2, formats[i].style, formats[i].precision,
                                      formats[i].alternate, formats[i].x),
                     n);
        cr_assert_eq(strlen(out), 1);
    }
}

Test(floattext, formats)
{
    check_formats();
}

/* Where no locale with a decimal comma is installed, this repeats the tests above. */
Test(floattext, locale)
{
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "ps_AF.UTF-8"};
    for (size_t i = 0; i < COUNT_OF(names) && setlocale(LC_ALL, names[i]) == NULL; i++)
        ;
    check_rows();
    check_formats();
}
