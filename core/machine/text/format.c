/* format(value, spec): the mini language of format specs, as CPython 3.11 has it
 * (Python/formatter_unicode.c), down to the messages. How the digits of floats lie is in
 * format_float.c; % formatting and str.format are in format_percent.c and format_str.c. */
#include <string.h>

#include "core/base/digits.h"
#include "core/base/utf8.h"
#include "core/machine/builtins/builtins.h"

typedef struct Spec {
    uint32_t fill;
    uint32_t type;               /* 0 where the spec has none */
    int64_t width, precision;    /* -1 where the spec has none */
    char align, sign, thousands; /* 0 where the spec has none; thousands ',' or '_' */
    bool alternate, no_negative_zero;
} Spec;

typedef struct Reader {
    const char *at, *end;
} Reader;

/* The next code point, 0 at the end. */
static uint32_t peek(const Reader *in)
{
    unsigned size;
    return in->at < in->end ? bob_utf8_decode(in->at, &size) : 0;
}

static void skip(Reader *in)
{
    in->at += bob_utf8_size((unsigned char)*in->at);
}

static bool accept(Reader *in, char c)
{
    if (in->at == in->end || *in->at != c)
        return false;
    in->at++;
    return true;
}

static bool is_align(uint32_t c)
{
    return c == '<' || c == '>' || c == '=' || c == '^';
}

/* A number, -1 where there is none. */
static BobStatus read_number(BobState *s, Reader *in, int64_t *out)
{
    int64_t n = 0;
    *out = -1;
    for (; in->at < in->end && *in->at >= '0' && *in->at <= '9'; in->at++) {
        if (i64_mul(n, 10, &n) != BOB_OK || i64_add(n, *in->at - '0', &n) != BOB_OK)
            return bob_fail(s, BOB_VALUE_ERROR, "Too many decimal digits in format string");
        *out = n;
    }
    return BOB_OK;
}

/* [[fill]align][sign][z][#][0]; fill_given tells whether there was one. */
static void read_flags(Reader *in, Spec *f, char default_align)
{
    Reader second = *in;
    bool fill_given = false, align_given = true;
    if (second.at < second.end)
        skip(&second);
    if (is_align(peek(&second))) {
        f->fill = peek(in);
        f->align = *second.at;
        fill_given = true;
        in->at = second.at + 1;
    } else if (is_align(peek(in))) {
        f->align = *in->at++;
    } else {
        align_given = false;
    }
    if (peek(in) == ' ' || peek(in) == '+' || peek(in) == '-')
        f->sign = *in->at++;
    f->no_negative_zero = accept(in, 'z');
    f->alternate = accept(in, '#');
    if (!fill_given && accept(in, '0')) {
        f->fill = '0';
        if (!align_given && default_align == '>')
            f->align = '=';
    }
}

static BobStatus check_thousands(BobState *s, const Spec *f, char default_type)
{
    uint32_t type = f->type != 0 ? f->type : (unsigned char)default_type;
    if (f->thousands == 0 || (type < 128 && memchr("defgEG%F", (int)type, 8) != NULL) ||
        type == 0 ||
        (f->thousands == '_' && (type == 'b' || type == 'o' || type == 'x' || type == 'X')))
        return BOB_OK;
    if (type > 32 && type < 128)
        return bob_fail(s, BOB_VALUE_ERROR, "Cannot specify '%c' with '%c'.", f->thousands,
                        (char)type);
    return bob_fail(s, BOB_VALUE_ERROR, "Cannot specify '%c' with '\\x%x'.", f->thousands, type);
}

static BobStatus read_spec(BobState *s, const char *spec, size_t n, const char *type_name,
                           char default_type, char default_align, Spec *f)
{
    Reader in = {spec, spec + n};
    *f = (Spec){.fill = ' ', .align = default_align, .width = -1, .precision = -1};
    read_flags(&in, f, default_align);
    TRY(read_number(s, &in, &f->width));
    if (accept(&in, ','))
        f->thousands = ',';
    if (accept(&in, '_')) {
        if (f->thousands != 0)
            return bob_fail(s, BOB_VALUE_ERROR, "Cannot specify both ',' and '_'.");
        f->thousands = '_';
    }
    if (peek(&in) == ',' && f->thousands == '_')
        return bob_fail(s, BOB_VALUE_ERROR, "Cannot specify both ',' and '_'.");
    if (accept(&in, '.')) {
        TRY(read_number(s, &in, &f->precision));
        if (f->precision < 0)
            return bob_fail(s, BOB_VALUE_ERROR, "Format specifier missing precision");
    }
    if (in.at < in.end) {
        f->type = peek(&in);
        skip(&in);
    }
    if (in.at < in.end)
        return bob_fail(s, BOB_VALUE_ERROR,
                        "Invalid format specifier '%.*s' for object of type '%s'",
                        (int)(n < 100 ? n : 100), spec, type_name);
    return check_thousands(s, f, default_type);
}

static BobStatus unknown_type(BobState *s, uint32_t type, const char *type_name)
{
    if (type > 32 && type < 128)
        return bob_fail(s, BOB_VALUE_ERROR, "Unknown format code '%c' for object of type '%s'",
                        (char)type, type_name);
    return bob_fail(s, BOB_VALUE_ERROR, "Unknown format code '\\x%x' for object of type '%s'", type,
                    type_name);
}

/* ---- writing ---- */

/* What is not kept is only counted; the most that a width can ask for adds up to no more
 * than a number that no limit allows. */
static void count_only(BobSink *k, uint64_t n)
{
    const uint64_t most = (uint64_t)1 << 62;
    k->size = n > most || k->size > most - n ? most : k->size + n;
}

void bob_sink_fill_some(BobSink *k, const char *text, unsigned size, uint64_t n)
{
    UNINITIALIZED char block[256];
    uint64_t in_block = sizeof block / size, i;
    for (i = 0; i < in_block && i < n; i++)
        memcpy(block + i * size, text, size);
    while (n > 0 && k->size < k->keep && !bob_sink_gave_up(k)) {
        uint64_t now = n < in_block ? n : in_block;
        bob_sink_add(k, block, now * size);
        n -= now;
    }
    count_only(k, n > UINT64_MAX / 8 ? UINT64_MAX : n * size);
}

static void fill_with(BobSink *k, uint32_t fill, uint64_t n)
{
    char text[4];
    if (n > 0)
        bob_sink_fill(k, text, bob_utf8_encode(fill, text), n);
}

/* How many of n fills belong before the text. */
static uint64_t left_part(char align, uint64_t n)
{
    return align == '<' ? 0 : align == '^' ? n / 2 : n;
}

/* A number in its parts: sign, prefix, digits before the point, the rest with `zeros`
 * somewhere inside it. */
typedef struct Number {
    char sign; /* '-' or 0 */
    const char *prefix;
    const char *digits;
    uint32_t digit_count;
    const char *rest;
    uint32_t rest_size, rest_split; /* the zeros go after rest_split bytes */
    uint64_t zeros;
} Number;

/* Digits with separators fill `width` places: how many digits that takes. */
static uint64_t grouped_digits(uint64_t digits, int64_t width, unsigned group)
{
    uint64_t rest, want;
    if (width <= 0)
        return digits;
    if (group == 0)
        return digits > (uint64_t)width ? digits : (uint64_t)width;
    rest = (uint64_t)width % (group + 1);
    want = (uint64_t)width / (group + 1) * group + (rest == 0 ? 1 : rest);
    return digits > want ? digits : want;
}

static void write_grouped(BobSink *k, const Number *x, uint64_t total, unsigned group,
                          char separator)
{
    uint64_t i;
    if (group == 0) {
        bob_sink_fill(k, "0", 1, total - x->digit_count);
        bob_sink_add(k, x->digits, x->digit_count);
        return;
    }
    for (i = total; i > 0 && k->size < k->keep && !bob_sink_gave_up(k); i--) {
        bob_sink_add(k, i > x->digit_count ? "0" : x->digits + (x->digit_count - i), 1);
        if (i > 1 && (i - 1) % group == 0)
            bob_sink_add(k, &separator, 1);
    }
    count_only(k, i + i / group);
}

static void write_number(BobSink *k, const Spec *f, const Number *x, unsigned group)
{
    char sign = x->sign == '-' ? '-' : f->sign == '+' || f->sign == ' ' ? f->sign : 0;
    uint64_t fixed = (sign != 0) + strlen(x->prefix) + x->rest_size + x->zeros;
    bool zero_fill = f->fill == '0' && f->align == '=';
    uint64_t digits =
        x->digit_count == 0
            ? 0
            : grouped_digits(x->digit_count, zero_fill ? f->width - (int64_t)fixed : 0, group);
    uint64_t size = fixed + digits + (group != 0 && digits > 0 ? (digits - 1) / group : 0);
    uint64_t padding = f->width > 0 && (uint64_t)f->width > size ? (uint64_t)f->width - size : 0;
    uint64_t before = f->align == '=' ? 0 : left_part(f->align, padding);
    fill_with(k, f->fill, before);
    if (sign != 0)
        bob_sink_add(k, &sign, 1);
    bob_sink_add(k, x->prefix, strlen(x->prefix));
    if (f->align == '=')
        fill_with(k, f->fill, padding);
    if (digits > 0)
        write_grouped(k, x, digits, group, f->thousands);
    bob_sink_add(k, x->rest, x->rest_split);
    bob_sink_fill(k, "0", 1, x->zeros);
    bob_sink_add(k, x->rest + x->rest_split, x->rest_size - x->rest_split);
    if (f->align != '=')
        fill_with(k, f->fill, padding - before);
}

/* ---- str ---- */

static BobStatus format_str(BobState *s, BobSink *k, const BobObject *o, const Spec *f)
{
    uint64_t points = o->points, padding, before;
    size_t bytes = o->size;
    if (f->type != 0 && f->type != 's')
        return unknown_type(s, f->type, "str");
    if (f->sign != 0)
        return bob_fail(s, BOB_VALUE_ERROR, "%s not allowed in string format specifier",
                        f->sign == ' ' ? "Space" : "Sign");
    if (f->no_negative_zero)
        return bob_fail(s, BOB_VALUE_ERROR,
                        "Negative zero coercion (z) not allowed in string format specifier");
    if (f->alternate)
        return bob_fail(s, BOB_VALUE_ERROR,
                        "Alternate form (#) not allowed in string format specifier");
    if (f->align == '=')
        return bob_fail(s, BOB_VALUE_ERROR, "'=' alignment not allowed in string format specifier");
    if (f->precision >= 0 && (uint64_t)f->precision < points) {
        points = (uint64_t)f->precision;
        bytes = bob_utf8_offset(bob_str_bytes(o), o->size, points);
    }
    padding = f->width > 0 && (uint64_t)f->width > points ? (uint64_t)f->width - points : 0;
    before = left_part(f->align, padding);
    fill_with(k, f->fill, before);
    bob_sink_add(k, bob_str_bytes(o), bytes);
    fill_with(k, f->fill, padding - before);
    return BOB_OK;
}

/* ---- int ---- */

static BobStatus format_character(BobState *s, BobSink *k, int64_t i, const Spec *f)
{
    char text[4];
    Number x = {.prefix = "", .rest = text};
    if (f->sign != 0)
        return bob_fail(s, BOB_VALUE_ERROR, "Sign not allowed with integer format specifier 'c'");
    if (f->alternate)
        return bob_fail(s, BOB_VALUE_ERROR,
                        "Alternate form (#) not allowed with integer format specifier 'c'");
    if (i < 0 || i > 0x10FFFF || (i >= 0xD800 && i <= 0xDFFF))
        return bob_fail(s, BOB_VALUE_ERROR, "%%c arg not in range(0x110000)");
    x.rest_size = x.rest_split = bob_utf8_encode((uint32_t)i, text);
    if (f->width > 0 && f->width < INT64_MAX - 4) { /* the width counts code points */
        Spec wider = *f;
        wider.width += x.rest_size - 1;
        write_number(k, &wider, &x, 0);
    } else {
        write_number(k, f, &x, 0);
    }
    return BOB_OK;
}

static BobStatus format_int(BobState *s, BobSink *k, int64_t i, const Spec *f)
{
    uint64_t left = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    uint32_t type = f->type == 0 || f->type == 'n' ? 'd' : f->type;
    unsigned base = type == 'b' ? 2 : type == 'o' ? 8 : type == 'd' ? 10 : 16;
    const char *symbols = type == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    UNINITIALIZED char text[64];
    char prefix[3] = {'0', (char)type, '\0'}, *at = text + sizeof text;
    Number x = {.sign = i < 0 ? '-' : 0, .prefix = "", .rest = ""};
    if (f->precision >= 0)
        return bob_fail(s, BOB_VALUE_ERROR, "Precision not allowed in integer format specifier");
    if (f->no_negative_zero)
        return bob_fail(s, BOB_VALUE_ERROR,
                        "Negative zero coercion (z) not allowed in integer format specifier");
    if (type == 'c')
        return format_character(s, k, i, f);
    if (base == 10) {
        at = bob_digits_before(at, left);
    } else {
        do
            *--at = symbols[left % base];
        while ((left /= base) != 0);
    }
    x.digits = at;
    x.digit_count = (uint32_t)(text + sizeof text - at);
    if (f->alternate && base != 10)
        x.prefix = prefix;
    write_number(k, f, &x, f->thousands == 0 ? 0 : base == 10 ? 3 : 4);
    return BOB_OK;
}

/* ---- float ---- */

static BobStatus format_float(BobState *s, BobSink *k, double v, const Spec *f,
                              const char *type_name)
{
    char style = f->type == 0 ? 'r' : f->type == 'n' ? 'g' : f->type == '%' ? 'f' : (char)f->type;
    unsigned flags = (f->alternate ? FLOAT_ALTERNATE : 0) | (f->type == 0 ? FLOAT_DOT_ZERO : 0) |
                     (f->no_negative_zero ? FLOAT_NO_NEGATIVE_ZERO : 0);
    Number x = {.prefix = ""};
    UNINITIALIZED BobFloatText t;
    if (f->type != 0 && (f->type > 127 || memchr("eEfFgGn%", (int)f->type, 8) == NULL))
        return unknown_type(s, f->type, type_name);
    if (f->precision > INT32_MAX)
        return bob_fail(s, BOB_VALUE_ERROR, "precision too big");
    if (style == 'r' && f->precision >= 0)
        style = 'g';
    bob_float_layout(&t, f->type == '%' ? v * 100 : v, style, f->precision, flags);
    if (f->type == '%')
        t.bytes[t.size++] = '%';
    x.sign = t.negative ? '-' : 0;
    x.digits = t.bytes;
    while (x.digit_count < t.size && t.bytes[x.digit_count] >= '0' && t.bytes[x.digit_count] <= '9')
        x.digit_count++;
    x.rest = t.bytes + x.digit_count;
    x.rest_size = t.size - x.digit_count;
    x.rest_split = t.mantissa - x.digit_count;
    x.zeros = t.zeros;
    write_number(k, f, &x, f->thousands == 0 ? 0 : 3);
    return BOB_OK;
}

/* ---- any value ---- */

BobStatus bob_format(BobState *s, BobSink *k, BobValue v, const char *spec, size_t n)
{
    const char *name = bob_type_name(v);
    Spec f;
    TRY(bob_check_alive(s, v));
    if (n == 0)
        return bob_write_str(s, k, v);
    if (bob_is_str(v)) {
        TRY(read_spec(s, spec, n, name, 's', '<', &f));
        TRY(format_str(s, k, v.ref, &f));
    } else if (v.tag == TAG_FLOAT) {
        TRY(read_spec(s, spec, n, name, '\0', '>', &f));
        TRY(format_float(s, k, v.f, &f, name));
    } else if (bob_is_integral(v)) {
        TRY(read_spec(s, spec, n, name, 'd', '>', &f));
        if (f.type < 128 && f.type != 0 && memchr("eEfFgG%", (int)f.type, 7) != NULL)
            TRY(format_float(s, k, (double)v.i, &f, name));
        else if (f.type == 0 || (f.type < 128 && memchr("bcdoxXn", (int)f.type, 7) != NULL))
            TRY(format_int(s, k, v.i, &f));
        else
            return unknown_type(s, f.type, name);
    } else {
        return bob_fail(s, BOB_TYPE_ERROR, "unsupported format string passed to %s.__format__",
                        name);
    }
    return k->buffer->failed ? bob_no_memory(s) : BOB_OK;
}
