/* What literals mean: numbers, strings in a row, escapes. */
#include <string.h>

#include "core/base/utf8.h"
#include "core/front/python/parse/parse_state.h"
#include "core/machine/text/floattext.h"

/* CPython's default limit for decimal integers, which it also has for literals. */
#define MAX_INT_DIGITS 4300u

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* ---- numbers ---- */

static void *too_long(PyParser *p, PyPlace place, size_t digits)
{
    return bob_py_fail(p, place,
                       "Exceeds the limit (%u digits) for integer string conversion: value has "
                       "%zu digits; use sys.set_int_max_str_digits() to increase the limit",
                       MAX_INT_DIGITS, digits);
}

/* Digits without underscores, the prefix of a radix included. */
static bool int_value(PyParser *p, PyExpr *e, const char *s, size_t n)
{
    unsigned base = 10;
    uint64_t value = 0;
    bool over = false;
    char letter = n > 1 ? (char)(s[1] | 0x20) : '\0';
    if (s[0] == '0' && (letter == 'x' || letter == 'o' || letter == 'b')) {
        base = letter == 'x' ? 16 : letter == 'o' ? 8 : 2;
        s += 2;
        n -= 2;
    } else if (n > MAX_INT_DIGITS) {
        return too_long(p, e->place, n) != NULL;
    }
    for (size_t i = 0; i < n; i++) {
        over |= __builtin_mul_overflow(value, base, &value);
        over |= __builtin_add_overflow(value, (uint64_t)digit_of(s[i]), &value);
    }
    e->constant.type = PY_CONST_INT;
    e->constant.overflow = over || value > INT64_MAX;
    if (!e->constant.overflow)
        e->constant.integer = (int64_t)value;
    else
        e->constant.integer = !over && value == (uint64_t)INT64_MAX + 1 ? INT64_MIN : 0;
    return true;
}

static bool is_float(const char *s, size_t n)
{
    bool radix = n > 1 && s[0] == '0' && (s[1] | 0x20) > 'e';
    if (n > 1 && s[0] == '0' && (s[1] | 0x20) == 'b')
        radix = true;
    return !radix &&
           (memchr(s, '.', n) != NULL || memchr(s, 'e', n) != NULL || memchr(s, 'E', n) != NULL);
}

static bool number_value(PyParser *p, PyExpr *e, const char *s, size_t n)
{
    if (!is_float(s, n))
        return int_value(p, e, s, n);
    e->constant.type = PY_CONST_FLOAT;
    return bob_float_read(NULL, s, n, &e->constant.number) == BOB_OK;
}

/* The text without its underscores, in p->text above the mark where there are any. */
static const char *without_underscores(PyParser *p, const PyToken *t, size_t *n)
{
    size_t mark = p->text.size;
    *n = t->size;
    if (memchr(t->text, '_', t->size) == NULL)
        return t->text;
    for (uint32_t i = 0; i < t->size; i++)
        if (t->text[i] != '_')
            bob_buffer_byte(&p->text, t->text[i]);
    if (p->text.failed)
        return bob_py_no_memory(p);
    *n = p->text.size - mark;
    return p->text.bytes + mark;
}

PyExpr *bob_py_number(PyParser *p)
{
    PyToken t = p->tok;
    size_t n, mark = p->text.size;
    const char *s;
    PyExpr *e;
    bool hex = t.size > 1 && (t.text[1] | 0x20) == 'x';
    bob_py_next(p);
    if ((t.text[t.size - 1] | 0x20) == 'j' && !hex)
        return bob_py_odd(p, PY_ODD_LITERAL, "complex literal", t.place, NULL);
    e = bob_py_expr(p, PY_CONSTANT, t.place);
    s = e == NULL ? NULL : without_underscores(p, &t, &n);
    if (s == NULL || !number_value(p, e, s, n))
        return NULL;
    p->text.size = mark;
    return e;
}

/* ---- escapes ---- */

typedef struct Escape {
    PyParser *p;
    const PyStringToken *t;
    const char *start, *s, *end; /* s: after the backslash */
} Escape;

static bool bad_escape(const Escape *x, const char *from, const char *why)
{
    PyParser *p = x->p;
    if (x->t->bytes)
        return bob_py_fail(p, p->tok.place, "(value error) invalid \\x escape at position %zu",
                           (size_t)(from - x->start)) != NULL;
    return bob_py_fail(p, p->tok.place,
                       "(unicode error) 'unicodeescape' codec can't decode bytes in position "
                       "%zu-%zu: %s",
                       (size_t)(from - x->start), (size_t)(x->s - x->start) - 1, why) != NULL;
}

static void add_point(PyParser *p, uint32_t point)
{
    char out[4];
    bob_buffer_add(&p->text, out, bob_utf8_encode(point, out));
}

/* \x, \u and \U: `digits` hexadecimal digits. */
static bool hex_escape(Escape *x, unsigned digits, const char *why)
{
    const char *from = x->s - 1;
    uint32_t point = 0;
    x->s++;
    for (unsigned i = 0; i < digits; i++, x->s++) {
        if (x->s >= x->end || digit_of(*x->s) < 0)
            return bad_escape(x, from, why);
        point = point << 4 | (uint32_t)digit_of(*x->s);
    }
    if (point > 0x10FFFF)
        return bad_escape(x, from, "illegal Unicode character");
    if (point >= 0xD800 && point < 0xE000) {
        bob_py_record(x->p, "lone surrogate in a string", x->t->place);
        point = 0xFFFD;
    }
    add_point(x->p, point);
    return true;
}

static bool named_escape(Escape *x)
{
    const char *from = x->s - 1, *close;
    x->s++;
    close = x->s < x->end && *x->s == '{' ? memchr(x->s, '}', (size_t)(x->end - x->s)) : NULL;
    if (close == NULL || close == x->s + 1)
        return bad_escape(x, from, "malformed \\N character escape");
    x->s = close + 1;
    bob_py_record(x->p, "named escape", x->t->place);
    return true;
}

static bool escape(Escape *x)
{
    static const char plain[] = "\\\\''\"\"a\ab\bf\fn\nr\rt\tv\v";
    PyParser *p = x->p;
    uint32_t octal = 0;
    char c = *x->s;
    if (c == '\n') {
        x->s++;
        return true;
    }
    for (const char *q = plain; *q != '\0'; q += 2)
        if (*q == c) {
            bob_buffer_byte(&p->text, q[1]);
            x->s++;
            return true;
        }
    if (c >= '0' && c <= '7') {
        for (unsigned i = 0; i < 3 && x->s < x->end && *x->s >= '0' && *x->s <= '7'; i++)
            octal = octal * 8 + (uint32_t)(*x->s++ - '0');
        add_point(p, octal);
        return true;
    }
    if (c == 'x')
        return hex_escape(x, 2, "truncated \\xXX escape");
    if (c == 'u' && !x->t->bytes)
        return hex_escape(x, 4, "truncated \\uXXXX escape");
    if (c == 'U' && !x->t->bytes)
        return hex_escape(x, 8, "truncated \\UXXXXXXXX escape");
    if (c == 'N' && !x->t->bytes)
        return named_escape(x);
    bob_buffer_byte(&p->text, '\\'); /* not an escape: both characters stay */
    return true;
}

bool bob_py_unescape(PyParser *p, const PyStringToken *t, const char *s, const char *end)
{
    Escape x = {p, t, s, s, end};
    while (x.s < end) {
        const char *backslash = t->raw ? NULL : memchr(x.s, '\\', (size_t)(end - x.s));
        const char *stop = backslash != NULL ? backslash : end;
        bob_buffer_add(&p->text, x.s, (size_t)(stop - x.s));
        x.s = stop + 1;
        if (backslash == NULL)
            break;
        if (x.s >= end)
            bob_buffer_byte(&p->text, '\\');
        else if (!escape(&x))
            return false;
    }
    return !p->text.failed || bob_py_no_memory(p) != NULL;
}

/* ---- strings in a row ---- */

static PyStringToken take_apart(const PyToken *t, PyPlace whole)
{
    PyStringToken s = {.body = t->text, .end = t->text + t->size, .place = whole};
    unsigned quotes;
    for (; *s.body != '"' && *s.body != '\''; s.body++) {
        char c = (char)(*s.body | 0x20);
        s.raw |= c == 'r';
        s.bytes |= c == 'b';
        s.format |= c == 'f';
    }
    quotes = s.end - s.body >= 6 && s.body[1] == s.body[0] && s.body[2] == s.body[0] ? 3 : 1;
    s.body += quotes;
    s.end -= quotes;
    s.body_place = t->place;
    s.body_place.column += (uint32_t)(s.body - t->text);
    return s;
}

bool bob_py_flush_text(PyParser *p, PyPlace place, size_t text_mark)
{
    size_t n = p->text.size - text_mark;
    PyExpr *e;
    char *text;
    if (n == 0)
        return true;
    e = bob_py_expr(p, PY_CONSTANT, place);
    text = e == NULL ? NULL : bob_py_alloc(p, n + 1);
    if (text == NULL)
        return false;
    memcpy(text, p->text.bytes + text_mark, n);
    p->text.size = text_mark;
    e->constant.type = PY_CONST_STR;
    e->constant.text = text;
    e->constant.size = (uint32_t)n;
    return bob_py_push(p, e);
}

static bool add_string(PyParser *p, const PyStringToken *s, bool bytes, size_t text_mark)
{
    if (s->bytes != bytes)
        return bob_py_fail(p, p->tok.place, "cannot mix bytes and nonbytes literals") != NULL;
    for (const char *c = s->body; s->bytes && c < s->end; c++)
        if ((unsigned char)*c >= 0x80)
            return bob_py_fail(p, p->tok.place,
                               "bytes can only contain ASCII literal characters") != NULL;
    return s->format ? bob_py_fstring(p, s, text_mark) : bob_py_unescape(p, s, s->body, s->end);
}

/* The node of what has been pushed and of the text that is left. */
static PyExpr *string_node(PyParser *p, PyPlace place, bool format, size_t mark, size_t text_mark)
{
    PyExpr *e;
    if (!bob_py_flush_text(p, place, text_mark))
        return NULL;
    if (!format && p->stack_count > mark)
        return p->stack[--p->stack_count];
    e = bob_py_expr(p, format ? PY_JOINED_STR : PY_CONSTANT, place);
    if (e == NULL)
        return NULL;
    if (format)
        return bob_py_take(p, mark, &e->joined.values) ? e : NULL;
    e->constant.type = PY_CONST_STR;
    e->constant.text = "";
    return e;
}

/* The STRING tokens: pushed, the first one excepted, which is mostly the only one. */
static bool collect(PyParser *p)
{
    while (bob_py_at(p, PY_T_STRING)) {
        PyToken *t = bob_py_alloc(p, sizeof *t);
        if (t == NULL)
            return false;
        *t = p->tok;
        if (!bob_py_push(p, t))
            return false;
        bob_py_next(p);
    }
    return !bob_py_at(p, PY_T_ERROR) || bob_py_unexpected(p) != NULL;
}

PyExpr *bob_py_strings(PyParser *p)
{
    PyToken first = p->tok;
    PyPlace whole = first.place;
    PyStringToken s;
    PyExprList rest = {0};
    size_t mark = p->stack_count, text_mark = p->text.size;
    bool format, bytes;
    bob_py_next(p);
    if (!collect(p) || !bob_py_take(p, mark, &rest))
        return NULL;
    whole.end_line = p->prev.place.end_line;
    whole.end_column = p->prev.place.end_column;
    s = take_apart(&first, whole);
    format = s.format;
    bytes = s.bytes;
    if (!add_string(p, &s, bytes, text_mark))
        return NULL;
    for (uint32_t i = 0; i < rest.count; i++) {
        s = take_apart((const PyToken *)(const void *)rest.items[i], whole);
        format |= s.format;
        if (!add_string(p, &s, bytes, text_mark))
            return NULL;
    }
    if (!bytes)
        return string_node(p, whole, format, mark, text_mark);
    p->text.size = text_mark;
    return bob_py_odd(p, PY_ODD_BYTES, "bytes literal", whole, NULL);
}
