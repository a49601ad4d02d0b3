/* Texts of less than a unit of fuel, written where they are wanted at once: most results of
 * formatting are so short, and what prepares for longer ones takes several times as long as the
 * digits. Each function does what the ones with a sink (text.c, format*.c) do for common specs and
 * values, and returns false for all others and for what does not fit: they are asked then. */
#include <string.h>

#include "core/base/copy.h"
#include "core/base/digits.h"
#include "core/base/utf8.h"
#include "core/machine/builtins/builtins.h"
#include "core/machine/text/floatexact.h"

#define ROOM (BOB_UNITS_PER_FUEL - 1u) /* what charges nothing */

BobStatus bob_short_str(BobState *s, const BobShort *t, BobValue *r)
{
    if (t->size > s->heap.limit) { /* also of what charges nothing */
        s->heap.limit_reached = true;
        return bob_no_memory(s);
    }
    return bob_str_of_points(s, t->bytes, t->size, t->points, r);
}

static inline bool fits(const BobShort *t, uint64_t n)
{
    return n <= ROOM - t->size;
}

static inline void put(BobShort *t, const char *bytes, uint32_t n, uint32_t points)
{
    bob_copy_small(t->bytes + t->size, bytes, n);
    t->size += n;
    t->points += points;
}

static inline void pad(BobShort *t, char c, uint32_t n)
{
    uint32_t i;
    for (i = 0; i < n; i++)
        t->bytes[t->size + i] = c;
    t->size += n;
    t->points += n;
}

/* Of bytes that are parts of characters: a character's points are counted with its first. */
static inline bool put_byte(BobShort *t, char c)
{
    if (t->size == ROOM)
        return false;
    t->bytes[t->size++] = c;
    t->points += ((unsigned char)c & 0xC0) != 0x80;
    return true;
}

/* ---- specs ---- */

/* [<>][0][width][.precision][d|f|s], or the same of a % conversion, where - is <. */
typedef struct Spec {
    char align; /* 0 where there is none */
    char type;
    bool zero;
    uint8_t width, precision; /* NONE where there is none */
} Spec;

#define NONE 0xFF

static inline bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* At most two digits; a third makes the type a wrong one. */
static inline const char *read_number(const char *at, const char *end, uint8_t *out)
{
    if (at < end && is_digit(*at)) {
        *out = (uint8_t)(*at++ - '0');
        if (at < end && is_digit(*at))
            *out = (uint8_t)(10 * *out + (*at++ - '0'));
    }
    return at;
}

/* From the zero on; the type's place, or `end`. */
static inline const char *read_rest(const char *at, const char *end, Spec *f)
{
    f->zero = at < end && *at == '0';
    f->width = 0;
    f->precision = NONE;
    at = read_number(at + f->zero, end, &f->width);
    if (at + 1 < end && *at == '.' && is_digit(at[1])) /* else `.` is where the type is wanted */
        at = read_number(at + 1, end, &f->precision);
    return at;
}

/* ---- values ---- */

/* n bytes of a number without its sign, where they fit. */
static bool put_number(BobShort *t, const Spec *f, bool negative, const char *digits, uint32_t n)
{
    uint32_t size = n + negative, padding = f->width > size ? f->width - size : 0;
    bool left = f->align == '<';
    if (!fits(t, size + padding))
        return false;
    if (!left && !f->zero)
        pad(t, ' ', padding);
    if (negative)
        pad(t, '-', 1);
    if (!left && f->zero)
        pad(t, '0', padding);
    put(t, digits, n, n);
    if (left)
        pad(t, ' ', padding);
    return true;
}

static bool put_int(BobShort *t, const Spec *f, int64_t i)
{
    char text[20], *end = text + sizeof text;
    const char *at = bob_digits_before(end, i < 0 ? 0 - (uint64_t)i : (uint64_t)i);
    return put_number(t, f, i < 0, at, (uint32_t)(end - at));
}

static bool put_fixed(BobShort *t, const Spec *f, double x)
{
    char text[BOB_EXACT_TEXT];
    int places = f->precision == NONE ? 6 : f->precision;
    size_t n = places > 17 ? 0 : bob_exact_fixed(text, fabs(x), places);
    return n > 0 && put_number(t, f, signbit(x) != 0, text, (uint32_t)n);
}

/* A living string filled up to the width. */
static bool put_str(BobShort *t, const BobObject *o, uint32_t width, bool left)
{
    uint32_t padding = width > o->points ? width - o->points : 0;
    if (!fits(t, (uint64_t)o->size + padding))
        return false;
    if (!left)
        pad(t, ' ', padding);
    put(t, bob_str_bytes(o), o->size, o->points);
    if (left)
        pad(t, ' ', padding);
    return true;
}

bool bob_short_value(BobShort *t, BobValue v)
{
    static const Spec plain = {.type = 'd'};
    char text[BOB_FLOAT_TEXT];
    uint32_t n;
    if (bob_is_str(v))
        return put_str(t, v.ref, 0, true);
    if (v.tag == TAG_INT)
        return put_int(t, &plain, v.i);
    if (v.tag != TAG_FLOAT)
        return false;
    n = (uint32_t)bob_float_repr(v.f, text);
    if (!fits(t, n))
        return false;
    put(t, text, n, n);
    return true;
}

/* A number for d or f. */
static bool put_numeric(BobShort *t, const Spec *f, BobValue v)
{
    if (f->type == 'd')
        return v.tag == TAG_INT && f->precision == NONE && put_int(t, f, v.i);
    if (f->type != 'f')
        return false;
    return v.tag == TAG_FLOAT ? put_fixed(t, f, v.f)
                              : v.tag == TAG_INT && put_fixed(t, f, (double)v.i);
}

bool bob_short_format(BobShort *t, BobValue v, const char *spec, size_t n)
{
    const char *at = spec, *end = spec + n;
    Spec f;
    if (n == 0)
        return bob_short_value(t, v);
    f.align = *at == '<' || *at == '>' ? *at++ : '\0';
    at = read_rest(at, end, &f);
    f.type = at < end ? *at++ : '\0';
    if (at < end || (f.zero && f.align != '\0')) /* there, it is what fills */
        return false;
    if (bob_is_str(v))
        return (f.type == 's' || f.type == '\0') && !f.zero && f.precision == NONE &&
               put_str(t, v.ref, f.width, f.align != '>');
    if (f.type == '\0' && v.tag == TAG_INT)
        f.type = 'd';
    return put_numeric(t, &f, v);
}

/* ---- text % values ---- */

/* One conversion; *at is after the %. */
static inline bool put_conversion(BobShort *t, const char **at, const char *end, BobValue v)
{
    Spec f = {.precision = NONE};
    if (*at < end && !(**at == 'd' || **at == 's')) { /* these two are most of them */
        f.align = **at == '-' ? '<' : '\0';
        *at = read_rest(*at + (f.align != '\0'), end, &f);
    }
    if (*at == end)
        return false;
    f.type = *(*at)++;
    if (f.type != 's')
        return put_numeric(t, &f, v);
    if (bob_is_str(v))
        return f.precision == NONE && put_str(t, v.ref, f.width, f.align == '<');
    return f.width == 0 && f.precision == NONE && bob_short_value(t, v);
}

bool bob_short_percent(BobShort *t, const BobObject *text, BobValue values)
{
    const char *at = bob_str_bytes(text), *end = at + text->size;
    bool tuple = bob_is_tuple(values);
    uint32_t next = 0, count = tuple ? values.ref->size : 1;
    while (at < end) {
        char c = *at++;
        if (c != '%' || (at < end && *at == '%' && at++)) {
            if (!put_byte(t, c))
                return false;
        } else if (next == count ||
                   !put_conversion(t, &at, end, tuple ? bob_element(values.ref, next) : values)) {
            return false;
        } else {
            next++;
        }
    }
    return next == count;
}

/* ---- str.format ---- */

bool bob_short_fields(BobShort *t, const BobObject *text, const BobValue *values, uint32_t count)
{
    const char *at = bob_str_bytes(text), *end = at + text->size;
    uint32_t next = 0;
    while (at < end) {
        const char *spec;
        char c = *at++;
        if (c != '{' && c != '}') {
            if (!put_byte(t, c))
                return false;
            continue;
        }
        if (c == '}' || next == count || at == end) /* {{ and }} among what is left to others */
            return false;
        at += *at == ':';
        for (spec = at; at < end && *at != '}'; at++) {
            if (*at == '{')
                return false;
        }
        if (at == end || (at > spec && spec[-1] != ':') ||
            !bob_short_format(t, values[next++], spec, (size_t)(at - spec)))
            return false;
        at++;
    }
    return true;
}
