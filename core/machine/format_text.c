/* Texts with values in them: text % values (CPython's unicode_format) and str.format. */
#include <string.h>

#include "core/base/utf8.h"
#include "core/machine/builtins.h"

/* ---- text % values ---- */

typedef struct Percent {
    BobState *s;
    BobSink *k;
    const char *text, *at, *end;
    BobValue values; /* a tuple, or the one value */
    uint32_t next;
} Percent;

/* One conversion: %[flags][width][.precision]style */
typedef struct Conversion {
    bool left, sign, blank, alternate, zero;
    int64_t width, precision; /* -1 where there is none */
    uint32_t style;
} Conversion;

static uint32_t value_count(const Percent *p)
{
    return bob_is_tuple(p->values) ? p->values.ref->size : 1;
}

static BobStatus next_value(Percent *p, BobValue *v)
{
    if (p->next >= value_count(p))
        return bob_fail(p->s, BOB_TYPE_ERROR, "not enough arguments for format string");
    *v = bob_is_tuple(p->values) ? bob_element(p->values.ref, p->next) : p->values;
    p->next++;
    return bob_check_alive(p->s, *v);
}

static BobStatus incomplete(Percent *p)
{
    return bob_fail(p->s, BOB_VALUE_ERROR, "incomplete format");
}

/* Digits, or * for the next value. */
static BobStatus read_count(Percent *p, int64_t most, const char *too_big, int64_t *out)
{
    BobValue v;
    if (p->at < p->end && *p->at == '*') {
        p->at++;
        TRY(next_value(p, &v));
        if (!bob_is_integral(v))
            return bob_fail(p->s, BOB_TYPE_ERROR, "* wants int");
        if (v.i > most || v.i < -most)
            return bob_fail(p->s, BOB_VALUE_ERROR, "%s", too_big);
        *out = v.i;
        return BOB_OK;
    }
    for (; p->at < p->end && *p->at >= '0' && *p->at <= '9'; p->at++) {
        int64_t digit = *p->at - '0';
        if (*out < 0)
            *out = 0;
        if (*out > (most - digit) / 10)
            return bob_fail(p->s, BOB_VALUE_ERROR, "%s", too_big);
        *out = *out * 10 + digit;
    }
    return BOB_OK;
}

static BobStatus read_conversion(Percent *p, Conversion *c)
{
    unsigned size;
    *c = (Conversion){.width = -1, .precision = -1};
    if (p->at < p->end && *p->at == '(')
        return bob_fail(p->s, BOB_TYPE_ERROR, "format requires a mapping");
    for (; p->at < p->end && strchr("-+ #0", *p->at) != NULL && *p->at != '\0'; p->at++) {
        c->left |= *p->at == '-';
        c->sign |= *p->at == '+';
        c->blank |= *p->at == ' ';
        c->alternate |= *p->at == '#';
        c->zero |= *p->at == '0';
    }
    TRY(read_count(p, INT64_MAX, "width too big", &c->width));
    if (c->width < -1 || (c->width == -1 && p->at[-1] == '*')) {
        c->left = true;
        c->width = -c->width;
    }
    if (p->at < p->end && *p->at == '.') {
        p->at++;
        c->precision = 0;
        TRY(read_count(p, INT32_MAX, "precision too big", &c->precision));
        if (c->precision < 0)
            c->precision = 0;
    }
    if (p->at < p->end && (*p->at == 'h' || *p->at == 'l' || *p->at == 'L'))
        p->at++;
    if (p->at == p->end)
        return incomplete(p);
    c->style = bob_utf8_decode(p->at, &size);
    p->at += size;
    return BOB_OK;
}

/* A number's text: sign, prefix, zeros, the rest with `inner` zeros after `split` bytes. */
static void put_number(Percent *p, const Conversion *c, bool negative, const char *prefix, uint64_t zeros,
                       const char *digits, size_t n, size_t split, uint64_t inner)
{
    char sign = negative ? '-' : c->sign ? '+' : c->blank ? ' ' : 0;
    uint64_t size = (sign != 0) + strlen(prefix) + zeros + n + inner;
    uint64_t padding = c->width > 0 && (uint64_t)c->width > size ? (uint64_t)c->width - size : 0;
    if (!c->left && !c->zero)
        bob_sink_fill(p->k, " ", 1, padding);
    if (sign != 0)
        bob_sink_add(p->k, &sign, 1);
    bob_sink_add(p->k, prefix, strlen(prefix));
    if (!c->left && c->zero)
        bob_sink_fill(p->k, "0", 1, padding);
    bob_sink_fill(p->k, "0", 1, zeros);
    bob_sink_add(p->k, digits, split);
    bob_sink_fill(p->k, "0", 1, inner);
    bob_sink_add(p->k, digits + split, n - split);
    if (c->left)
        bob_sink_fill(p->k, " ", 1, padding);
}

static BobStatus put_int(Percent *p, const Conversion *c, BobValue v)
{
    char style = (char)c->style, text[32], prefix[3] = {'0', style, '\0'}, *at = text + sizeof text;
    bool decimal = style == 'd' || style == 'i' || style == 'u';
    unsigned base = decimal ? 10 : style == 'o' ? 8 : 16;
    const char *symbols = style == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    uint64_t left, n;
    if (!(decimal ? bob_is_number(v) : bob_is_integral(v)))
        return bob_fail(p->s, BOB_TYPE_ERROR, "%%%c format: %s is required, not %s", style,
                        decimal ? "a real number" : "an integer", bob_type_name(v));
    if (v.tag == TAG_FLOAT)
        TRY(sem_TO_INT(p->s, v, &v));
    left = v.i < 0 ? 0 - (uint64_t)v.i : (uint64_t)v.i;
    do
        *--at = symbols[left % base];
    while ((left /= base) != 0);
    n = (uint64_t)(text + sizeof text - at);
    put_number(p, c, v.i < 0, c->alternate && !decimal ? prefix : "",
               c->precision > (int64_t)n ? (uint64_t)c->precision - n : 0, at, n, n, 0);
    return BOB_OK;
}

static BobStatus put_float(Percent *p, const Conversion *c, BobValue v)
{
    BobFloatText t;
    double x;
    TRY(bob_arg_real(p->s, v, &x));
    bob_float_layout(&t, x, (char)c->style, c->precision, c->alternate ? FLOAT_ALTERNATE : 0);
    put_number(p, c, t.negative, "", 0, t.bytes, t.size, t.mantissa, t.zeros);
    return BOB_OK;
}

/* n bytes of text, cut to the precision, filled up to the width with spaces. */
static void put_text(Percent *p, const Conversion *c, const char *text, size_t n, uint64_t points)
{
    uint64_t padding;
    if (c->precision >= 0 && (uint64_t)c->precision < points) {
        points = (uint64_t)c->precision;
        n = bob_utf8_offset(text, points);
    }
    padding = c->width > 0 && (uint64_t)c->width > points ? (uint64_t)c->width - points : 0;
    if (!c->left)
        bob_sink_fill(p->k, " ", 1, padding);
    bob_sink_add(p->k, text, n);
    if (c->left)
        bob_sink_fill(p->k, " ", 1, padding);
}

/* The text of a value in a buffer of its own, where its length matters before it is written;
 * the sink's limits hold for it too. */
static BobStatus text_apart(BobState *s, const BobSink *k, BobValue v, bool str, BobBuffer *out)
{
    BobSink apart = {.buffer = out, .keep = k->keep, .stop = k->stop};
    *out = (BobBuffer){.allocator = &s->allocator};
    return str ? bob_write_str(s, &apart, v) : bob_write_repr(s, &apart, v);
}

/* ascii(): what is not ASCII, already fit to print, as escapes. */
static void escape(const BobBuffer *in, BobBuffer *out)
{
    size_t i = 0;
    while (i < in->size) {
        unsigned size;
        uint32_t point = bob_utf8_decode(in->bytes + i, &size);
        if (point < 128)
            bob_buffer_byte(out, (char)point);
        else if (point < 0x100)
            bob_buffer_printf(out, "\\x%02x", point);
        else if (point < 0x10000)
            bob_buffer_printf(out, "\\u%04x", point);
        else
            bob_buffer_printf(out, "\\U%08x", point);
        i += size;
    }
}

static BobStatus put_value(Percent *p, const Conversion *c, BobValue v)
{
    BobBuffer text, escaped = {.allocator = &p->s->allocator}, *shown = &text;
    BobStatus status;
    if (c->style == 's' && bob_is_str(v)) {
        put_text(p, c, bob_str_bytes(v.ref), v.ref->size, v.ref->points);
        return BOB_OK;
    }
    if (c->style != 'a' && c->width < 0 && c->precision < 0)
        return c->style == 's' ? bob_write_str(p->s, p->k, v) : bob_write_repr(p->s, p->k, v);
    status = text_apart(p->s, p->k, v, c->style == 's', &text);
    if (status == BOB_OK && c->style == 'a') {
        escape(&text, &escaped);
        shown = &escaped;
    }
    if (status == BOB_OK && (text.failed || escaped.failed))
        status = bob_no_memory(p->s);
    if (status == BOB_OK)
        put_text(p, c, shown->bytes, shown->size, bob_utf8_points(shown->bytes, shown->size));
    bob_buffer_free(&text);
    bob_buffer_free(&escaped);
    return status;
}

static BobStatus put_character(Percent *p, const Conversion *c, BobValue v)
{
    Conversion whole = *c;
    char text[4];
    whole.precision = -1;
    if (bob_is_str(v) && v.ref->points == 1) {
        put_text(p, &whole, bob_str_bytes(v.ref), v.ref->size, 1);
        return BOB_OK;
    }
    if (!bob_is_integral(v))
        return bob_fail(p->s, BOB_TYPE_ERROR, "%%c requires int or char");
    if (v.i < 0 || v.i > 0x10FFFF || (v.i >= 0xD800 && v.i <= 0xDFFF))
        return bob_fail(p->s, BOB_VALUE_ERROR, "%%c arg not in range(0x110000)");
    put_text(p, &whole, text, bob_utf8_encode((uint32_t)v.i, text), 1);
    return BOB_OK;
}

static BobStatus convert(Percent *p)
{
    Conversion c;
    BobValue v;
    TRY(read_conversion(p, &c));
    if (c.style == '%') {
        bob_sink_add(p->k, "%", 1);
        return BOB_OK;
    }
    TRY(next_value(p, &v));
    switch (c.style) {
    case 's':
    case 'r':
    case 'a':
        return put_value(p, &c, v);
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
        return put_int(p, &c, v);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
        return put_float(p, &c, v);
    case 'c':
        return put_character(p, &c, v);
    default:
        return bob_fail(p->s, BOB_VALUE_ERROR, "unsupported format character '%c' (0x%x) at index %zu",
                        c.style > 31 && c.style < 127 ? (char)c.style : '?', c.style,
                        bob_utf8_points(p->text, (size_t)(p->at - p->text)) - 1);
    }
}

BobStatus bob_format_percent(BobState *s, BobSink *k, const BobObject *text, BobValue values)
{
    Percent p = {.s = s, .k = k, .text = bob_str_bytes(text), .values = values};
    p.at = p.text;
    p.end = p.text + text->size;
    while (p.at < p.end && k->size <= k->stop) {
        const char *percent = memchr(p.at, '%', (size_t)(p.end - p.at));
        const char *stop = percent == NULL ? p.end : percent;
        bob_sink_add(k, p.at, (size_t)(stop - p.at));
        p.at = stop;
        if (percent != NULL) {
            p.at++;
            TRY(convert(&p));
        }
    }
    if (p.at == p.end && p.next < value_count(&p) && !bob_is_list(values)) /* a list counts as a mapping there */
        return bob_fail(s, BOB_TYPE_ERROR, "not all arguments converted during string formatting");
    return k->buffer->failed ? bob_no_memory(s) : BOB_OK;
}

/* ---- str.format ---- */

typedef struct Format {
    BobState *s;
    const BobValue *values;
    uint32_t count;
    enum { UNDECIDED, AUTOMATIC, MANUAL } numbering;
    uint32_t next;
} Format;

typedef struct Piece {
    const char *at, *end;
} Piece;

/* One field: its name, its conversion (0: none), its spec. */
typedef struct Field {
    Piece name, spec;
    uint32_t conversion;
    bool nested;
} Field;

static BobStatus refuse(Format *f, const char *message)
{
    return bob_fail(f->s, BOB_VALUE_ERROR, "%s", message);
}

static uint32_t take(Piece *p)
{
    unsigned size;
    uint32_t c = bob_utf8_decode(p->at, &size);
    p->at += size;
    return c;
}

/* The spec up to the brace that closes the field. */
static BobStatus read_field_spec(Format *f, Piece *in, Field *field)
{
    unsigned open = 1;
    field->spec.at = in->at;
    while (in->at < in->end) {
        char c = *in->at++;
        field->nested |= c == '{';
        open += c == '{';
        open -= c == '}';
        if (open == 0) {
            field->spec.end = in->at - 1;
            return BOB_OK;
        }
    }
    return refuse(f, "unmatched '{' in format spec");
}

static BobStatus read_field(Format *f, Piece *in, Field *field)
{
    char c = '\0';
    *field = (Field){.name = {in->at, in->at}};
    while (in->at < in->end) {
        c = *in->at++;
        if (c == '{')
            return refuse(f, "unexpected '{' in field name");
        if (c == '[')
            while (in->at < in->end && *in->at != ']')
                in->at++;
        if (c == '}' || c == ':' || c == '!')
            break;
    }
    if (c != '}' && c != ':' && c != '!')
        return refuse(f, "expected '}' before end of string");
    field->name.end = in->at - 1;
    if (c == '}')
        return BOB_OK;
    if (c == '!') {
        if (in->at == in->end)
            return refuse(f, "end of string while looking for conversion specifier");
        field->conversion = take(in);
        if (in->at < in->end) {
            c = *in->at++;
            if (c == '}')
                return BOB_OK;
            if (c != ':')
                return refuse(f, "expected ':' after conversion specifier");
        }
    }
    return read_field_spec(f, in, field);
}

/* The value that a field's name means: a number, or the next one. */
static BobStatus field_value(Format *f, const Field *field, BobValue *v)
{
    const char *at = field->name.at;
    bool empty;
    int64_t index = 0;
    while (at < field->name.end && *at >= '0' && *at <= '9') {
        if (i64_mul(index, 10, &index) != BOB_OK || i64_add(index, *at++ - '0', &index) != BOB_OK)
            return refuse(f, "Too many decimal digits in format string");
    }
    empty = at == field->name.at && (at == field->name.end || *at == '.' || *at == '[');
    if (at < field->name.end && *at != '.' && *at != '[')
        return refuse(f, "names as replacement fields are not supported");
    if (f->numbering != UNDECIDED && (f->numbering == AUTOMATIC) != empty)
        return refuse(f, empty ? "cannot switch from manual field specification to automatic field numbering"
                               : "cannot switch from automatic field numbering to manual field specification");
    f->numbering = empty ? AUTOMATIC : MANUAL;
    if (empty)
        index = f->next++;
    if (index >= f->count)
        return bob_fail(f->s, BOB_INDEX_OUT_OF_RANGE,
                        "Replacement index %lld out of range for positional args tuple", (long long)index);
    if (at < field->name.end)
        return refuse(f, "attributes and elements in replacement fields are not supported");
    *v = f->values[index];
    return bob_check_alive(f->s, *v);
}

static BobStatus write_format(Format *f, BobSink *k, Piece in, unsigned depth);

/* A value as converted text, formatted as a str. */
static BobStatus write_converted(Format *f, BobSink *k, BobValue v, uint32_t conversion, Piece spec)
{
    BobBuffer text, escaped = {.allocator = &f->s->allocator};
    const BobBuffer *shown = conversion == 'a' ? &escaped : &text;
    BobText *storage = NULL;
    BobObject o = {.type = OBJ_STR};
    size_t size = 0;
    BobStatus status = text_apart(f->s, k, v, conversion == 's', &text);
    if (status == BOB_OK && conversion == 'a')
        escape(&text, &escaped);
    if (status == BOB_OK) {
        size = sizeof *storage + shown->size;
        storage = bob_alloc(&f->s->allocator, size);
        if (storage == NULL || text.failed || escaped.failed)
            status = bob_no_memory(f->s);
    }
    if (status == BOB_OK) { /* a str for the time of formatting */
        if (shown->size > 0)
            memcpy(storage->bytes, shown->bytes, shown->size);
        o.data = storage;
        o.size = (uint32_t)shown->size;
        o.points = (uint32_t)bob_utf8_points(storage->bytes, shown->size);
        status = bob_format(f->s, k, bob_ref(&o), spec.at, (size_t)(spec.end - spec.at));
    }
    if (storage != NULL)
        bob_free(&f->s->allocator, storage, size);
    bob_buffer_free(&text);
    bob_buffer_free(&escaped);
    return status;
}

static BobStatus write_value(Format *f, BobSink *k, BobValue v, uint32_t conversion, Piece spec)
{
    if (conversion == 0)
        return bob_format(f->s, k, v, spec.at, (size_t)(spec.end - spec.at));
    if (conversion != 'r' && conversion != 's' && conversion != 'a')
        return conversion > 32 && conversion < 127
                   ? bob_fail(f->s, BOB_VALUE_ERROR, "Unknown conversion specifier %c", (char)conversion)
                   : bob_fail(f->s, BOB_VALUE_ERROR, "Unknown conversion specifier \\x%x", conversion);
    return write_converted(f, k, v, conversion, spec);
}

static BobStatus write_field(Format *f, BobSink *k, const Field *field, unsigned depth)
{
    BobBuffer text = {.allocator = &f->s->allocator};
    BobSink apart = {.buffer = &text, .keep = k->keep, .stop = k->stop};
    BobValue v;
    BobStatus status;
    TRY(field_value(f, field, &v));
    if (!field->nested)
        return write_value(f, k, v, field->conversion, field->spec);
    status = write_format(f, &apart, field->spec, depth - 1);
    if (status == BOB_OK && apart.size > k->stop)
        k->size += apart.size; /* too much work already */
    else if (status == BOB_OK && apart.size > text.size)
        status = bob_no_memory(f->s);
    else if (status == BOB_OK)
        status = write_value(f, k, v, field->conversion, (Piece){text.bytes, text.bytes + text.size});
    bob_buffer_free(&text);
    return status;
}

/* Two braces are one; one opens a field. `depth`: how deep specs may nest from here. */
static BobStatus write_format(Format *f, BobSink *k, Piece in, unsigned depth)
{
    if (depth == 0)
        return refuse(f, "Max string recursion exceeded");
    while (in.at < in.end && k->size <= k->stop) {
        const char *start = in.at;
        Field field;
        char c = '\0';
        while (in.at < in.end && c != '{' && c != '}')
            c = *in.at++;
        if (c != '{' && c != '}') {
            bob_sink_add(k, start, (size_t)(in.at - start));
            break;
        }
        if (c == '}' && (in.at == in.end || *in.at != '}'))
            return refuse(f, "Single '}' encountered in format string");
        if (in.at == in.end)
            return refuse(f, "Single '{' encountered in format string");
        if (*in.at == c) {
            bob_sink_add(k, start, (size_t)(in.at - start));
            in.at++;
            continue;
        }
        bob_sink_add(k, start, (size_t)(in.at - 1 - start));
        TRY(read_field(f, &in, &field));
        TRY(write_field(f, k, &field, depth));
    }
    return k->buffer->failed ? bob_no_memory(f->s) : BOB_OK;
}

DEFINE_BUILTIN(str_format)
{
    Format f = {.s = s, .values = args + 1, .count = argc - 1};
    BobSink k;
    TRY(bob_arg_self(s, args[0], OBJ_STR, "format"));
    k = bob_sink_for_str(s);
    TRY(write_format(&f, &k, (Piece){bob_str_bytes(args[0].ref), bob_str_bytes(args[0].ref) + args[0].ref->size}, 2));
    return bob_sink_str(s, &k, r);
}
