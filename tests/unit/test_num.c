/* The kernels on every pair of edge numbers, against CPython (tests/data/make_num.py). */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/machine/types/num.h"

typedef struct Number {
    bool is_float;
    int64_t i;
    double f; /* of an int too: what it becomes where it meets a float */
} Number;

typedef BobStatus IntKernel(int64_t, int64_t, int64_t *);
typedef BobStatus FloatKernel(double, double, double *);

/* ---- a row's words ---- */

static Number number(const char *word)
{
    Number n = {.is_float = word[0] == 'f'};
    uint64_t bits;
    if (!n.is_float) {
        n.i = strtoll(word, NULL, 10);
        n.f = (double)n.i;
        return n;
    }
    bits = strcmp(word, "fnan") == 0 ? 0x7FF8000000000000u : strtoull(word + 1, NULL, 16);
    memcpy(&n.f, &bits, sizeof bits);
    return n;
}

static void print_float(char *out, double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    if (isnan(x))
        strcpy(out, "fnan");
    else
        sprintf(out, "f%016" PRIx64, bits);
}

static void print_status(char *out, BobStatus status)
{
    static const char *const names[] = {[BOB_DIVISION_BY_ZERO] = "DivisionByZero",
                                        [BOB_VALUE_ERROR] = "ValueError",
                                        [BOB_INTEGER_OVERFLOW] = "IntegerOverflow"};
    strcpy(out, names[status]);
}

/* ---- the operations: what they answer, in the words of a row ---- */

static void of_ints(char *out, IntKernel *kernel, Number a, Number b)
{
    int64_t r = 4711;
    BobStatus status = kernel(a.i, b.i, &r);
    if (status == BOB_OK) {
        sprintf(out, "%" PRId64, r);
        return;
    }
    cr_assert_eq(r, 4711);
    print_status(out, status);
}

static void of_floats(char *out, FloatKernel *kernel, Number a, Number b)
{
    double r = 4711;
    BobStatus status = kernel(a.f, b.f, &r);
    if (status == BOB_OK) {
        print_float(out, r);
        return;
    }
    cr_assert_eq(r, 4711);
    print_status(out, status);
}

static void quotient_of_ints(char *out, Number a, Number b)
{
    double r = 0;
    BobStatus status = bob_num_divide_i64(a.i, b.i, &r);
    if (status == BOB_OK)
        print_float(out, r);
    else
        print_status(out, status);
}

static const struct {
    const char *op;
    IntKernel *ints;
    FloatKernel *floats;
} operations[] = {
    {"+", i64_add, f64_add},
    {"-", i64_sub, f64_sub},
    {"*", i64_mul, f64_mul},
    {"/", NULL, f64_div},
    {"//", i64_floordiv, f64_floordiv},
    {"%", i64_mod, f64_mod},
    {"**", bob_num_power_i64, bob_num_power_f64},
    {"<<", i64_shl, NULL},
    {">>", i64_shr, NULL},
    {"&", i64_and, NULL},
    {"|", i64_or, NULL},
    {"^", i64_xor, NULL},
};

static void answer(char *out, size_t op, Number a, Number b)
{
    bool floats = a.is_float || b.is_float;
    bool power = operations[op].ints == bob_num_power_i64;
    if (floats && operations[op].floats == NULL)
        strcpy(out, "-");
    else if (floats || (power && b.i < 0))
        of_floats(out, operations[op].floats, a, b);
    else if (operations[op].ints == NULL)
        quotient_of_ints(out, a, b);
    else
        of_ints(out, operations[op].ints, a, b);
}

static BobOrder order(Number a, Number b)
{
    BobOrder o;
    if (!a.is_float && b.is_float)
        return bob_num_compare_i64_f64(a.i, b.f);
    if (a.is_float && !b.is_float) {
        o = bob_num_compare_i64_f64(b.i, a.f);
        return o == ORDER_NONE ? o : (BobOrder)-o;
    }
    if (a.is_float)
        return f64_lt(a.f, b.f) ? ORDER_LESS : f64_eq(a.f, b.f) ? ORDER_EQUAL : ORDER_MORE;
    return i64_lt(a.i, b.i) ? ORDER_LESS : i64_eq(a.i, b.i) ? ORDER_EQUAL : ORDER_MORE;
}

static void check_row(char *row)
{
    char *words[2 + COUNT_OF(operations) + 2], *rest = row, out[40];
    size_t i;
    for (i = 0; i < COUNT_OF(words); i++)
        words[i] = strsep(&rest, " \n");
    Number a = number(words[0]), b = number(words[1]);
    for (i = 0; i < COUNT_OF(operations); i++) {
        answer(out, i, a, b);
        cr_expect_str_eq(out, words[2 + i], "%s %s %s: %s, not %s", words[0], operations[i].op,
                         words[1], out, words[2 + i]);
    }
    cr_expect_eq(order(a, b) == ORDER_LESS, words[i + 2][0] == '1', "%s < %s", words[0], words[1]);
    cr_expect_eq(order(a, b) == ORDER_EQUAL, words[i + 3][0] == '1', "%s == %s", words[0],
                 words[1]);
}

Test(num, table)
{
    char row[1024];
    unsigned rows = 0;
    FILE *f = fopen("tests/data/num.txt", "r");
    cr_assert_not_null(f, "tests are run from the root of the repository");
    for (; fgets(row, sizeof row, f) != NULL; rows++)
        check_row(row);
    fclose(f);
    cr_assert_gt(rows, 1000);
}

static const struct {
    double x;
    BobStatus status;
    int64_t i;
} truncations[] = {
    {0x1p63, BOB_INTEGER_OVERFLOW, 0},
    {-0x1p63, BOB_OK, INT64_MIN},
    {INFINITY, BOB_INTEGER_OVERFLOW, 0},
    {-INFINITY, BOB_INTEGER_OVERFLOW, 0},
    {NAN, BOB_VALUE_ERROR, 0},
    {-2.9, BOB_OK, -2},
    {0x1.fffffffffffffp62, BOB_OK, 9223372036854774784},
    {-0.5, BOB_OK, 0},
};

static const struct {
    IntKernel *kernel;
    int64_t a, b, r;
} wraps[] = {
    {i64_wrap_add, INT64_MAX, 1, INT64_MIN},
    {i64_wrap_sub, INT64_MIN, 1, INT64_MAX},
    {i64_wrap_mul, INT64_MAX, 2, -2},
    {i64_wrap_shl, 1, 63, INT64_MIN},
    {i64_wrap_shl, 1, 64, 0},
    {i64_wrap_shl, -1, 1, -2},
    {i64_shr_logical, -1, 63, 1},
    {i64_shr_logical, -1, 64, 0},
    {i64_shr_logical, -1, 0, -1},
};

Test(num, rest)
{
    int64_t r = 0;
    for (size_t i = 0; i < COUNT_OF(truncations); i++) {
        r = 0;
        cr_expect_eq(bob_num_f64_to_i64(truncations[i].x, &r), truncations[i].status);
        cr_expect_eq(r, truncations[i].i, "%a: %" PRId64, truncations[i].x, r);
    }
    for (size_t i = 0; i < COUNT_OF(wraps); i++) {
        cr_expect_eq(wraps[i].kernel(wraps[i].a, wraps[i].b, &r), BOB_OK);
        cr_expect_eq(r, wraps[i].r, "row %zu: %" PRId64, i, r);
    }
    cr_expect_eq(i64_wrap_shl(1, -1, &r), BOB_VALUE_ERROR);
    cr_expect_eq(i64_shr_logical(1, -1, &r), BOB_VALUE_ERROR);
    cr_expect_eq(i64_neg(INT64_MIN, &r), BOB_INTEGER_OVERFLOW);
    cr_expect_eq(i64_abs(INT64_MIN, &r), BOB_INTEGER_OVERFLOW);
}
