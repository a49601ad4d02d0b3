/* Numbers and the other words that are constants. */
#include <string.h>

#include "core/base/nearest.h"
#include "core/front/assembly/asm_lex.h"
#include "core/machine/text/floattext.h"
#include "core/machine/program.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool equals(const char *s, size_t n, const char *word)
{
    return strlen(word) == n && memcmp(s, word, n) == 0;
}

/* The base that a prefix names; *skip receives the prefix's bytes. */
static unsigned base_of(const char *s, size_t n, size_t *skip)
{
    *skip = 0;
    if (n < 2 || s[0] != '0')
        return 10;
    *skip = 2;
    switch (s[1]) {
    case 'x':
    case 'X':
        return 16;
    case 'o':
    case 'O':
        return 8;
    case 'b':
    case 'B':
        return 2;
    default:
        *skip = 0;
        return 10;
    }
}

static unsigned digit_of(char c)
{
    if (is_digit(c))
        return (unsigned)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (unsigned)(c - 'a') + 10;
    return c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10 : 99;
}

const char *bob_asm_unsigned(const char *s, size_t n, uint64_t limit, uint64_t *out)
{
    size_t i, start;
    unsigned base = base_of(s, n, &start);
    bool too_large = false;
    *out = 0;
    if (start == n)
        return "it is not a number";
    for (i = start; i < n; i++) {
        unsigned digit = digit_of(s[i]);
        if (digit >= base)
            return "it is not a number";
        if (*out > (limit - (digit < limit ? digit : limit)) / base || digit > limit)
            too_large = true;
        else
            *out = *out * base + digit;
    }
    if (base == 10 && s[0] == '0' && *out != 0)
        return "a number must not begin with 0";
    return too_large ? "it is out of range" : NULL;
}

static size_t digits(const char *s, size_t n, size_t at)
{
    size_t start = at;
    while (at < n && is_digit(s[at]))
        at++;
    return at - start;
}

/* d* [. d*] [e [+-] d+] with a digit before the exponent, and a point or an exponent. */
static bool is_float(const char *s, size_t n)
{
    size_t at = digits(s, n, 0), count = at;
    bool point = at < n && s[at] == '.';
    if (point) {
        size_t more = digits(s, n, at + 1);
        at += 1 + more;
        count += more;
    }
    if (count == 0)
        return false;
    if (at == n)
        return point;
    if (s[at] != 'e' && s[at] != 'E')
        return false;
    at++;
    if (at < n && (s[at] == '+' || s[at] == '-'))
        at++;
    count = digits(s, n, at);
    return count > 0 && at + count == n;
}

static BobStatus number(const char *s, size_t n, BobValue *out, const char **why)
{
    bool sign = s[0] == '-' || s[0] == '+', negative = s[0] == '-';
    const char *bare = s + sign;
    size_t size = n - sign;
    uint64_t magnitude;
    if (is_float(bare, size)) {
        double f = 0.0;
        BobStatus status = bob_float_read(NULL, s, n, &f);
        *out = bob_float(f);
        return status;
    }
    *why = bob_asm_unsigned(bare, size, (uint64_t)INT64_MAX + negative, &magnitude);
    if (*why != NULL)
        return BOB_INVALID_PROGRAM;
    *out = bob_int((int64_t)(negative ? 0 - magnitude : magnitude));
    return BOB_OK;
}

bool bob_asm_is_constant_word(const char *s, size_t n, const char **nearest)
{
    static const char *const words[] = {"none", "true", "false", "inf", "nan"};
    BobNearest near = {.text = s, .size = n};
    size_t i;
    *nearest = NULL;
    for (i = 0; i < COUNT_OF(words); i++) {
        if (equals(s, n, words[i]))
            return true;
        bob_nearest_consider(&near, words[i], strlen(words[i]));
    }
    *nearest = near.best;
    return false;
}

BobStatus bob_asm_literal(const char *s, size_t n, BobValue *out, const char **why)
{
    double inf = __builtin_inf();
    if (equals(s, n, "none"))
        *out = bob_none();
    else if (equals(s, n, "true") || equals(s, n, "false"))
        *out = bob_bool(s[0] == 't');
    else if (equals(s, n, "inf") || equals(s, n, "+inf"))
        *out = bob_float(inf);
    else if (equals(s, n, "-inf"))
        *out = bob_float(-inf);
    else if (equals(s, n, "nan"))
        *out = bob_float(bob_quiet_nan());
    else
        return number(s, n, out, why);
    return BOB_OK;
}
