/* Numbers, with the errors CPython's tokenizer has for them, and the characters of names. */
#include "core/front/python/parse/lex.h"

#include <string.h>

#include "core/base/utf8.h"

typedef struct Range {
    uint32_t first, last;
} Range;

#include "core/front/python/parse/identifiers.inc"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c) ||
           (unsigned char)c >= 0x80;
}

static bool in_ranges(const Range *ranges, size_t count, uint32_t point)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (point > ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && point >= ranges[low].first;
}

bool bob_py_is_name_char(uint32_t point, bool first)
{
    return first ? in_ranges(name_first, COUNT_OF(name_first), point)
                 : in_ranges(name_more, COUNT_OF(name_more), point);
}

/* The text ends with a NUL, or an f-string goes on after its expression: reading one
 * character past l->end is fine, taking it for a part of the number is not. */
static char at(const PyLexer *l, const char *p)
{
    return p < l->end ? *p : '\0';
}

static bool peek_is_underscore(const PyLexer *l)
{
    return at(l, l->at) == '_';
}

bool bob_py_lex_name(PyLexer *l, PyToken *token)
{
    bool first = true;
    token->ascii = true;
    for (; is_name_byte(at(l, l->at)); first = false) {
        unsigned size = 1;
        if ((unsigned char)*l->at >= 0x80) {
            uint32_t point = bob_utf8_decode(l->at, &size);
            token->ascii = false;
            if (!bob_py_is_name_char(point, first))
                return bob_py_lex_raise(l, l->at, "invalid character '%.*s' (U+%04X)", (int)size,
                                        l->at, (unsigned)point);
        }
        l->at += size;
    }
    return true;
}

static bool bad(PyLexer *l, const char *kind)
{
    return bob_py_lex_raise(l, l->at, "invalid %s literal", kind);
}

/* What follows a number directly must not look like a part of it, but for keywords,
 * which CPython still allows there: `1if x else 2`. */
static bool check_end(PyLexer *l, const char *p, const char *kind)
{
    static const char *const allowed[] = {"and", "else", "for", "if", "in", "is", "or", "not"};
    for (unsigned i = 0; i < COUNT_OF(allowed); i++) {
        size_t n = strlen(allowed[i]);
        if ((size_t)(l->end - p) >= n && memcmp(p, allowed[i], n) == 0)
            return true;
    }
    return !is_name_byte(at(l, p)) || bad(l, kind);
}

static bool digits_of(char c, unsigned base)
{
    if (base == 16)
        return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
    return c >= '0' && c < (char)('0' + base);
}

/* 0x, 0o, 0b: l->at is after the letter. */
static bool lex_radix(PyLexer *l, unsigned base, const char *kind)
{
    do {
        if (peek_is_underscore(l))
            l->at++;
        if (base < 10 && is_digit(at(l, l->at)) && !digits_of(*l->at, base))
            return bob_py_lex_raise(l, l->at, "invalid digit '%c' in %s literal", *l->at, kind);
        if (!digits_of(at(l, l->at), base))
            return bad(l, kind);
        while (digits_of(at(l, l->at), base))
            l->at++;
    } while (peek_is_underscore(l));
    if (base < 10 && is_digit(at(l, l->at)))
        return bob_py_lex_raise(l, l->at, "invalid digit '%c' in %s literal", *l->at, kind);
    return check_end(l, l->at, kind);
}

/* Digits with single underscores between them; l->at is at the first. */
static bool lex_digits(PyLexer *l)
{
    for (;;) {
        while (is_digit(at(l, l->at)))
            l->at++;
        if (!peek_is_underscore(l))
            return true;
        l->at++;
        if (!is_digit(at(l, l->at)))
            return bad(l, "decimal");
    }
}

/* [. digits] [e digits] [j] after a number's whole part. */
static bool lex_fraction(PyLexer *l)
{
    if (at(l, l->at) == '.') {
        l->at++;
        if (is_digit(at(l, l->at)) && !lex_digits(l))
            return false;
    }
    if ((at(l, l->at) | 0x20) == 'e') {
        const char *e = l->at++;
        if (at(l, l->at) == '+' || at(l, l->at) == '-') {
            l->at++;
            if (!is_digit(at(l, l->at)))
                return bad(l, "decimal");
        } else if (!is_digit(at(l, l->at))) {
            l->at = e;
            return check_end(l, e, "decimal");
        }
        if (!lex_digits(l))
            return false;
    }
    if ((at(l, l->at) | 0x20) != 'j')
        return check_end(l, l->at, "decimal");
    l->at++;
    return check_end(l, l->at, "imaginary");
}

bool bob_py_lex_number(PyLexer *l)
{
    const char *start = l->at;
    char c;
    bool nonzero = false;
    if (*start != '0')
        return (*start == '.' || lex_digits(l)) && lex_fraction(l);
    c = (char)(at(l, start + 1) | 0x20);
    if (c == 'x' || c == 'o' || c == 'b') {
        l->at += 2;
        return lex_radix(l,
                         c == 'x'   ? 16
                         : c == 'o' ? 8
                                    : 2,
                         c == 'x'   ? "hexadecimal"
                         : c == 'o' ? "octal"
                                    : "binary");
    }
    if (!lex_digits(l))
        return false;
    for (const char *p = start; p < l->at; p++)
        nonzero |= *p >= '1' && *p <= '9';
    c = at(l, l->at);
    if (nonzero && c != '.' && (c | 0x20) != 'e' && (c | 0x20) != 'j')
        return bob_py_lex_raise(l, start,
                                "leading zeros in decimal integer literals are not permitted; "
                                "use an 0o prefix for octal integers");
    return lex_fraction(l);
}
