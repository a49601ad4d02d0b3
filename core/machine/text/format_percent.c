/* text % values: CPython's unicode_format(). */
#include <string.h>

#include "core/base/digits.h"
#include "core/base/utf8.h"
#include "core/machine/builtins/builtins.h"

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

static bool is_flag(char c)
{
    return c == '-' || c == '+' || c == ' ' || c == '#' || c == '0';
}

static BobStatus read_conversion(Percent *p, Conversion *c)
{
    unsigned size;
    *c = (Conversion){.width = -1, .precision = -1};
    if (p->at < p->end && *p->at == '(')
        return bob_fail(p->s, BOB_TYPE_ERROR, "format requires a mapping");
    for (; p->at < p->end && is_flag(*p->at); p->at++) {
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
static void put_number(Percent *p, const Conversion *c, bool negative, const char *prefix,
                       uint64_t zeros, const char *digits, size_t n, size_t split, uint64_t inner)
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
        TRY(bob_sem_TO_INT(p->s, v, &v));
    left = v.i < 0 ? 0 - (uint64_t)v.i : (uint64_t)v.i;
    if (decimal) {
        at = bob_digits_before(at, left);
    } else {
        do
            *--at = symbols[left % base];
        while ((left /= base) != 0);
    }
    n = (uint64_t)(text + sizeof text - at);
    put_number(p, c, v.i < 0, c->alternate && !decimal ? prefix : "",
               c->precision > (int64_t)n ? (uint64_t)c->precision - n : 0, at, n, n, 0);
    return BOB_OK;
}

static BobStatus put_float(Percent *p, const Conversion *c, BobValue v)
{
    UNINITIALIZED BobFloatText t;
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
        n = bob_utf8_offset(text, n, points);
    }
    padding = c->width > 0 && (uint64_t)c->width > points ? (uint64_t)c->width - points : 0;
    if (!c->left)
        bob_sink_fill(p->k, " ", 1, padding);
    bob_sink_add(p->k, text, n);
    if (c->left)
        bob_sink_fill(p->k, " ", 1, padding);
}

/* A text that was cut at what may be kept can end inside a character: takes that off. */
static void drop_part_of_character(BobBuffer *b)
{
    size_t lead = b->size;
    while (lead > 0 && ((unsigned char)b->bytes[lead - 1] & 0xC0) == 0x80)
        lead--;
    if (lead > 0 && lead - 1 + bob_utf8_size((unsigned char)b->bytes[lead - 1]) > b->size)
        b->size = lead - 1;
}

BobStatus bob_text_apart(BobState *s, const BobSink *k, BobValue v, bool str, BobBuffer *out)
{
    /* What is shown and what is cut off are charged apart, each in full units: two more than
     * the fuel left pays for are sure to be too many, so a text given up there is an error. */
    const uint64_t spare = 2 * BOB_UNITS_PER_FUEL;
    BobSink apart = bob_sink_apart(k, out);
    BobStatus status;
    apart.stop = k->stop > UINT64_MAX - spare ? UINT64_MAX : k->stop + spare;
    *out = (BobBuffer){.allocator = &s->allocator};
    status = str ? bob_write_str(s, &apart, v) : bob_write_repr(s, &apart, v);
    if (status == BOB_OK) /* given up because of that, it would look like a shorter one */
        status = bob_poll(s);
    if (status == BOB_OK && out->size > apart.stop)
        status = bob_charge(s, out->size - BOB_UNITS_PER_FUEL);
    drop_part_of_character(out);
    return status;
}

BobStatus bob_charge_cut(BobState *s, const BobSink *k, uint64_t before, uint64_t made)
{
    uint64_t shown = k->size - before;
    return made > shown ? bob_charge(s, made - shown) : BOB_OK;
}

void bob_text_escape(const BobBuffer *in, BobBuffer *out)
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
    uint64_t before = p->k->size;
    BobStatus status;
    if (c->style == 's' && bob_is_str(v)) {
        put_text(p, c, bob_str_bytes(v.ref), v.ref->size, v.ref->points);
        return BOB_OK;
    }
    if (c->style != 'a' && c->width < 0 && c->precision < 0)
        return c->style == 's' ? bob_write_str(p->s, p->k, v) : bob_write_repr(p->s, p->k, v);
    status = bob_text_apart(p->s, p->k, v, c->style == 's', &text);
    if (status == BOB_OK && c->style == 'a') {
        bob_text_escape(&text, &escaped);
        shown = &escaped;
    }
    if (status == BOB_OK && (text.failed || escaped.failed))
        status = bob_no_memory(p->s);
    if (status == BOB_OK) {
        put_text(p, c, shown->bytes, shown->size, bob_utf8_points(shown->bytes, shown->size));
        status = bob_charge_cut(p->s, p->k, before, text.size);
    }
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
    if (p->at < p->end && *p->at == '%') {
        p->at++;
        bob_sink_add(p->k, "%", 1);
        return BOB_OK;
    }
    TRY(read_conversion(p, &c));
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
        return bob_fail(p->s, BOB_VALUE_ERROR,
                        "unsupported format character '%c' (0x%x) at index %zu",
                        c.style > 31 && c.style < 127 ? (char)c.style : '?', c.style,
                        bob_utf8_points(p->text, (size_t)(p->at - p->text)) - 1);
    }
}

BobStatus bob_format_percent(BobState *s, BobSink *k, const BobObject *text, BobValue values)
{
    Percent p = {.s = s, .k = k, .text = bob_str_bytes(text), .values = values};
    p.at = p.text;
    p.end = p.text + text->size;
    while (p.at < p.end && !bob_sink_gave_up(k)) {
        const char *percent = memchr(p.at, '%', (size_t)(p.end - p.at));
        const char *stop = percent == NULL ? p.end : percent;
        bob_sink_add(k, p.at, (size_t)(stop - p.at));
        p.at = stop;
        if (percent != NULL) {
            p.at++;
            TRY(convert(&p));
        }
    }
    if (p.at == p.end && p.next < value_count(&p) &&
        !bob_is_list(values)) /* a list counts as a mapping there */
        return bob_fail(s, BOB_TYPE_ERROR, "not all arguments converted during string formatting");
    return k->buffer->failed ? bob_no_memory(s) : BOB_OK;
}
