/* The exact conversions against the C library's: the same digits, the same bits. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/digits.h"
#include "core/base/find.h"
#include "core/machine/text/floatexact.h"

#define CASES 200000

static uint64_t random_state;

static uint64_t random_bits(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    return random_state ^= random_state << 17;
}

/* Of all sizes, many with halves at their ends. */
static double some_double(void)
{
    uint64_t bits = random_bits();
    double x;
    switch (random_bits() % 5) {
    case 0:
        return (double)(bits >> 11) / (double)((uint64_t)1 << random_bits() % 60);
    case 1:
        return (double)(bits % 100000000) / 1000.0;
    case 2:
        return (double)(bits % 1000000) + 0.5 / (double)(1 << random_bits() % 10);
    case 3: /* near the edges of what applies */
        bits = (bits & 0xFFFFFFFFFFFFFu) | (900 + random_bits() % 200) << 52;
        break;
    default:
        bits >>= 1;
    }
    memcpy(&x, &bits, sizeof x);
    return x;
}

static bool same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

Test(floatexact, fixed_point)
{
    char want[400], got[BOB_EXACT_TEXT];
    int i, applied = 0;
    random_state = 88172645463325252u;
    for (i = 0; i < CASES; i++) {
        double x = some_double();
        int places = (int)(random_bits() % 20);
        if (bob_exact_fixed(got, x, places) == 0)
            continue;
        applied++;
        (void)snprintf(want, sizeof want, "%.*f", places, x);
        cr_assert_str_eq(got, want, "%.17g with %d places", x, places);
    }
    cr_assert_gt(applied, CASES / 2);
}

static void some_text(char *text, size_t room)
{
    uint64_t bits = random_bits();
    switch (random_bits() % 6) {
    case 0:
        (void)snprintf(text, room, "%.17g", some_double());
        break;
    case 1:
        (void)snprintf(text, room, "%.*f", (int)(random_bits() % 8), (double)(bits >> 30) / 977.0);
        break;
    case 2:
        (void)snprintf(text, room, "%llue%d", (unsigned long long)(bits >> random_bits() % 64),
                       (int)(random_bits() % 50) - 25);
        break;
    case 3:
        (void)snprintf(text, room, "-%llu.%llu", (unsigned long long)(bits % 1000),
                       (unsigned long long)(bits >> random_bits() % 64));
        break;
    case 4:
        (void)snprintf(text, room, "%.*e", (int)(random_bits() % 18), some_double());
        break;
    default: /* halfway between two doubles */
        (void)snprintf(text, room, "%llu",
                       (unsigned long long)((((uint64_t)1 << 53) + (bits >> 12)) * 2 + 1));
    }
}

Test(floatexact, reading)
{
    char text[80];
    double x, y;
    int i, applied = 0;
    random_state = 1234567;
    for (i = 0; i < CASES; i++) {
        uint64_t m = random_bits() >> random_bits() % 64;
        int exponent = (int)(random_bits() % 39) - 19;
        some_text(text, sizeof text);
        if (bob_exact_read(text, strlen(text), &x)) {
            applied++;
            cr_assert(same_bits(x, strtod(text, NULL)), "%s is read as %.17g", text, x);
        }
        (void)snprintf(text, sizeof text, "%llue%d", (unsigned long long)m, exponent);
        cr_assert(bob_exact_decimal(m, exponent, &y));
        cr_assert(same_bits(y, strtod(text, NULL)), "%s is %.17g", text, y);
    }
    cr_assert_gt(applied, CASES / 2);
}

Test(floatexact, what_is_no_number)
{
    static const char *const texts[] = {"",    ".",       "-",    "+",    "1e",    "1e+",
                                        "e5",  "1_0",     " 1.5", "1.5 ", "1.2.3", "0x10",
                                        "inf", "1e12345", "--1",  "1.5f"};
    double x;
    size_t i;
    for (i = 0; i < COUNT_OF(texts); i++)
        cr_expect_not(bob_exact_read(texts[i], strlen(texts[i]), &x), "%s", texts[i]);
}

Test(floatexact, digits_of_ints)
{
    char room[20], want[24];
    int i;
    random_state = 42;
    for (i = 0; i < CASES; i++) {
        int64_t n = i < 300 ? i - 150 : (int64_t)random_bits() >> random_bits() % 64;
        const char *at;
        if (i == 0)
            n = INT64_MIN;
        at = bob_int_before(room + sizeof room, n);
        (void)snprintf(want, sizeof want, "%lld", (long long)n);
        cr_assert_eq((size_t)(room + sizeof room - at), strlen(want));
        cr_assert_eq(memcmp(at, want, strlen(want)), 0, "%s", want);
    }
}

/* Against the plainest search, on texts of few letters, so that many places begin like sub. */
Test(find, the_first_place)
{
    char text[200], sub[12];
    int i;
    random_state = 7;
    for (i = 0; i < CASES; i++) {
        size_t n = random_bits() % sizeof text, m = random_bits() % sizeof sub, k;
        const char *want = NULL;
        for (k = 0; k < n; k++)
            text[k] = (char)('a' + (random_bits() % 16 == 0));
        for (k = 0; k < m; k++)
            sub[k] = (char)('a' + (random_bits() % 16 == 0));
        for (k = 0; k + m <= n && want == NULL; k++)
            if (memcmp(text + k, sub, m) == 0)
                want = text + k;
        cr_assert_eq(bob_find(text, n, sub, m), want);
    }
}
