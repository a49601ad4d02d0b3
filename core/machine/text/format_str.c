/* str.format: fields in braces, specs that hold fields themselves. Names, attributes and
 * elements in fields are refused. */
#include <string.h>

#include "core/base/utf8.h"
#include "core/machine/builtins/builtins.h"

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
        return refuse(
            f, empty
                   ? "cannot switch from manual field specification to automatic field numbering"
                   : "cannot switch from automatic field numbering to manual field specification");
    f->numbering = empty ? AUTOMATIC : MANUAL;
    if (empty)
        index = f->next++;
    if (index >= f->count)
        return bob_fail(f->s, BOB_INDEX_OUT_OF_RANGE,
                        "Replacement index %lld out of range for positional args tuple",
                        (long long)index);
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
    uint64_t before = k->size;
    BobStatus status = bob_text_apart(f->s, k, v, conversion == 's', &text);
    if (status == BOB_OK && conversion == 'a')
        bob_text_escape(&text, &escaped);
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
        if (status == BOB_OK)
            status = bob_charge_cut(f->s, k, before, text.size);
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
                   ? bob_fail(f->s, BOB_VALUE_ERROR, "Unknown conversion specifier %c",
                              (char)conversion)
                   : bob_fail(f->s, BOB_VALUE_ERROR, "Unknown conversion specifier \\x%x",
                              conversion);
    return write_converted(f, k, v, conversion, spec);
}

static BobStatus write_field(Format *f, BobSink *k, const Field *field, unsigned depth)
{
    BobBuffer text = {.allocator = &f->s->allocator};
    BobSink apart = bob_sink_apart(k, &text);
    BobValue v;
    BobStatus status;
    TRY(field_value(f, field, &v));
    if (!field->nested)
        return write_value(f, k, v, field->conversion, field->spec);
    status = write_format(f, &apart, field->spec, depth - 1);
    if (status == BOB_OK) /* given up because of that, the spec would be another one */
        status = bob_poll(f->s);
    if (status == BOB_OK && apart.size > k->stop)
        k->size += apart.size; /* too much work already */
    else if (status == BOB_OK && apart.size > text.size)
        status = bob_no_memory(f->s);
    else if (status == BOB_OK)
        status = bob_charge(f->s, text.size);
    if (status == BOB_OK && apart.size == text.size)
        status =
            write_value(f, k, v, field->conversion, (Piece){text.bytes, text.bytes + text.size});
    bob_buffer_free(&text);
    return status;
}

/* Two braces are one; one opens a field. `depth`: how deep specs may nest from here. */
static BobStatus write_format(Format *f, BobSink *k, Piece in, unsigned depth)
{
    if (depth == 0)
        return refuse(f, "Max string recursion exceeded");
    while (in.at < in.end && !bob_sink_gave_up(k)) {
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
    BobShort t;
    BobSink k;
    TRY(bob_arg_self(s, args[0], OBJ_STR, "format"));
    t.size = t.points = 0;
    if (bob_short_fields(&t, args[0].ref, args + 1, argc - 1))
        return bob_short_str(s, &t, r);
    k = bob_sink_for_str(s);
    TRY(write_format(
        &f, &k, (Piece){bob_str_bytes(args[0].ref), bob_str_bytes(args[0].ref) + args[0].ref->size},
        2));
    return bob_sink_str(s, &k, r);
}
