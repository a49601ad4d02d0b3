/* Values as text; what holds others is walked along a path (path.h). */
#include "core/machine/text/text.h"

#include <string.h>

#include "core/base/digits.h"
#include "core/base/utf8.h"
#include "core/machine/exceptions.h"
#include "core/machine/sem.h"
#include "core/machine/text/path.h"
#include "core/machine/types/class.h"

/* ---- sinks ---- */

/* The walk ends where fuel or what can be kept does, so that no limit makes another allow more
 * work. */
BobSink bob_sink(BobState *s, uint64_t keep)
{
    uint64_t left = bob_work_left(s), most = keep + BOB_COUNTED_BEYOND;
    s->scratch.size = 0;
    s->scratch.failed = false;
    return (BobSink){.state = s,
                     .buffer = &s->scratch,
                     .keep = keep,
                     .stop = most >= keep && most < left ? most : left};
}

BobSink bob_sink_apart(const BobSink *k, BobBuffer *buffer)
{
    return (BobSink){.state = k->state, .buffer = buffer, .keep = k->keep, .stop = k->stop};
}

void bob_sink_add(BobSink *k, const char *bytes, size_t n)
{
    if (k->size < k->keep) {
        uint64_t room = k->keep - k->size;
        bob_buffer_add(k->buffer, bytes, n < room ? n : (size_t)room);
    }
    k->size += n;
}

static void add_text(BobSink *k, const char *text)
{
    bob_sink_add(k, text, strlen(text));
}

bool bob_sink_look(BobSink *k)
{
    if (k->size > k->stop || k->buffer->failed || bob_interrupted(k->state))
        return true;
    k->pause = k->stop - k->size > BOB_POLL_UNITS ? k->size + BOB_POLL_UNITS : k->stop;
    return false;
}

/* A long string, in pieces; what there is of it beyond the end of the walk is counted. */
static void add_string(BobSink *k, const char *bytes, size_t n)
{
    while (n > BOB_POLL_UNITS && !bob_sink_gave_up(k)) {
        bob_sink_add(k, bytes, BOB_POLL_UNITS);
        bytes += BOB_POLL_UNITS;
        n -= BOB_POLL_UNITS;
    }
    if (n > BOB_POLL_UNITS)
        k->size += n;
    else
        bob_sink_add(k, bytes, n);
}

BobStatus bob_sink_finish(BobState *s, BobSink *k, BobStatus exceeded)
{
    BobStatus status = bob_poll(s); /* the writers may have given up because of that */
    if (status == BOB_OK)
        status = bob_charge(s, k->size);
    if (status != BOB_OK)
        return status;
    if (k->size > k->keep && exceeded == BOB_OUTPUT_EXCEEDED)
        return bob_fail(s, exceeded, "output would pass its limit of %llu bytes",
                        (unsigned long long)s->output_limit);
    s->heap.limit_reached |= k->size > k->keep;
    if (k->size > k->keep)
        return bob_fail(s, exceeded, "a text would be longer than %llu bytes",
                        (unsigned long long)k->keep);
    return k->buffer->failed ? bob_no_memory(s) : BOB_OK;
}

/* ---- strings ---- */

static const uint32_t changes[] = {
#include "core/machine/text/unicode.inc"
};

bool bob_is_printable(uint32_t point)
{
    size_t low = 0, high = COUNT_OF(changes);
    if (point < 0x7F)
        return point >= ' ';
    while (low < high) { /* low: how many changes are at or below point */
        size_t middle = (low + high) / 2;
        if (changes[middle] <= point)
            low = middle + 1;
        else
            high = middle;
    }
    return (low & 1) != 0;
}

static void add_hex(BobSink *k, char letter, uint32_t point, unsigned digits)
{
    char text[10] = {'\\', letter};
    unsigned i;
    for (i = digits; i > 0; i--, point >>= 4)
        text[1 + i] = "0123456789abcdef"[point & 15];
    bob_sink_add(k, text, 2 + digits);
}

static void add_escaped(BobSink *k, uint32_t point)
{
    char pair[2] = {'\\', (char)point};
    if (point == '\n' || point == '\r' || point == '\t')
        pair[1] = point == '\n' ? 'n' : point == '\r' ? 'r' : 't';
    if (pair[1] != (char)point || point == '\\' || point == '\'')
        bob_sink_add(k, pair, 2);
    else if (point < 0x100)
        add_hex(k, 'x', point, 2);
    else if (point < 0x10000)
        add_hex(k, 'u', point, 4);
    else
        add_hex(k, 'U', point, 8);
}

/* A long string is walked in pieces, so that one whose text is given up (a trace
 * shows 60 bytes of it) costs no more than a piece. */
#define QUOTED_PIECE ((size_t)4096)

void bob_write_quoted(BobSink *k, const BobObject *str)
{
    const char *text = bob_str_bytes(str);
    size_t n = str->size;
    bool single = memchr(text, '\'', n) == NULL || memchr(text, '"', n) != NULL;
    char quote = single ? '\'' : '"';
    size_t i = 0, plain = 0; /* text[plain..i) is to be written as it is */
    size_t pause = QUOTED_PIECE;
    bob_sink_add(k, &quote, 1);
    while (i < n) {
        unsigned size;
        uint32_t point = bob_utf8_decode(text + i, &size);
        if (point == '\\' || (point == '\'' && single) || !bob_is_printable(point)) {
            bob_sink_add(k, text + plain, i - plain);
            add_escaped(k, point);
            plain = i + size;
        }
        i += size;
        if (i >= pause) {
            bob_sink_add(k, text + plain, i - plain);
            plain = i;
            pause = i + QUOTED_PIECE;
            if (bob_sink_gave_up(k))
                return;
        }
    }
    bob_sink_add(k, text + plain, n - plain);
    bob_sink_add(k, &quote, 1);
}

/* ---- what holds no other value ---- */

static void add_int(BobSink *k, int64_t i)
{
    char text[20], *end = text + sizeof text, *p = bob_int_before(end, i);
    bob_sink_add(k, p, (size_t)(end - p));
}

static void add_float(BobSink *k, double x)
{
    char text[BOB_FLOAT_TEXT];
    bob_sink_add(k, text, bob_float_repr(x, text));
}

void bob_write_function(BobSink *k, uint32_t function)
{
    const BobFunction *f = &k->state->program->functions[function];
    add_text(k, "<function ");
    bob_sink_add(k, f->name, bob_shown_name(f));
    add_text(k, ">");
}

static void add_object(BobSink *k, const BobObject *o)
{
    if (bob_ops_of(o)->write != NULL) {
        bob_ops_of(o)->write(k, o);
    } else {
        add_text(k, "<");
        add_text(k, bob_object_type_name((BobObjectType)o->type));
        add_text(k, ">");
    }
}

static void add_leaf(BobSink *k, BobValue v)
{
    switch ((BobTag)v.tag) {
    case TAG_BOOL:
        add_text(k, v.i != 0 ? "True" : "False");
        break;
    case TAG_INT:
        add_int(k, v.i);
        break;
    case TAG_FLOAT:
        add_float(k, v.f);
        break;
    case TAG_FUNC:
        bob_write_function(k, (uint32_t)v.i);
        break;
    case TAG_REF:
        add_object(k, v.ref);
        break;
    case TAG_NONE:
    case TAG_UNBOUND: /* no operand is, but what is read of a name may be */
    case TAG_COUNT:
        add_text(k, "None");
    }
}

/* ---- what holds others ---- */

static BobStatus enter(BobState *s, BobSink *k, BobPath *p, BobObject *o)
{
    if (o->size == 0 && bob_ops_of(o)->empty != NULL) {
        add_text(k, bob_ops_of(o)->empty);
        return BOB_OK;
    }
    switch (bob_path_enter(p, o)) {
    case PATH_ENTERED:
        if (o->type == OBJ_EXCEPTION)
            add_text(k, bob_type_name(bob_ref(o)));
        add_text(k, bob_ops_of(o)->open);
        break;
    case PATH_INSIDE_ITSELF:
        add_text(k, bob_ops_of(o)->inside);
        break;
    case PATH_TOO_DEEP:
        return bob_fail(s, BOB_VALUE_ERROR, "a text of values nested deeper than %u",
                        BOB_MAX_NESTING);
    }
    return BOB_OK;
}

static void leave(BobSink *k, BobPath *p)
{
    const BobObject *o = bob_path_leave(p);
    add_text(k, o->size == 1 ? bob_ops_of(o)->close_one : bob_ops_of(o)->close);
}

/* What is shown between an object's brackets: its elements, or an exception's arguments. NULL:
 * these were given back. */
static const BobObject *shown_inside(const BobObject *o)
{
    if (o->type == OBJ_EXCEPTION && o->size == EXC_PARTS)
        return bob_exception_args(o);
    return o;
}

/* Whether a function of the program makes its text, which no writer can call. */
static bool has_method(const BobState *s, const BobSink *k, BobValue v)
{
    uint64_t work = 0;
    return bob_is_object(v, OBJ_OBJECT) && !k->looks &&
           (bob_special(s, v, SPECIAL_repr, &work) != NULL ||
            bob_special(s, v, SPECIAL_str, &work) != NULL);
}

/* What stands before a value that is shown of o: `some`, others are before it. */
static void separate(BobSink *k, const BobObject *o, bool second, bool some)
{
    const BobTypeOps *ops = bob_ops_of(o);
    if (second)
        add_text(k, ops->pair_open != NULL ? ", " : ": ");
    else if (some && ops->pair_close != NULL)
        add_text(k, ops->pair_close);
    if (some && !second)
        bob_sink_add(k, ", ", 2);
    if (!second && ops->pair_open != NULL)
        add_text(k, ops->pair_open);
}

static BobStatus add_value(BobState *s, BobSink *k, BobPath *p, BobValue v)
{
    BobStatus status = bob_check_alive(s, v);
    if (status != BOB_OK)
        return status;
    if (bob_shows_elements(v))
        return enter(s, k, p, v.ref);
    if (has_method(s, k, v))
        return bob_fail(s, BOB_UNSUPPORTED, "the text of a '%s' object inside another",
                        bob_type_name(v));
    add_leaf(k, v);
    return BOB_OK;
}

static BobStatus write_sequence(BobState *s, BobSink *k, BobValue root)
{
    UNINITIALIZED BobPath p;
    BobStatus status;
    p.depth = 0;
    status = add_value(s, k, &p, root);
    while (status == BOB_OK && p.depth > 0 && !bob_sink_gave_up(k)) {
        const BobObject *o = shown_inside(p.levels[p.depth - 1].object);
        uint32_t i = p.levels[p.depth - 1].next++;
        BobValue v;
        if (o == NULL || i >= bob_shown_places(o)) {
            if (o != NULL && p.levels[p.depth - 1].some && bob_ops_of(o)->pair_close != NULL)
                add_text(k, bob_ops_of(o)->pair_close);
            leave(k, &p);
            continue;
        }
        v = bob_shown_place(o, i);
        if (v.tag == TAG_UNBOUND)
            continue;
        separate(k, o, bob_ops_of(o)->pairs && i % 2 == 1, p.levels[p.depth - 1].some);
        p.levels[p.depth - 1].some = true;
        status = add_value(s, k, &p, v);
    }
    bob_path_leave_all(&p);
    return status;
}

BobStatus bob_write_repr(BobState *s, BobSink *k, BobValue v)
{
    BobStatus status = bob_check_alive(s, v);
    if (status != BOB_OK)
        return status;
    if (bob_shows_elements(v))
        status = write_sequence(s, k, v);
    else if (has_method(s, k, v))
        status = bob_fail(s, BOB_UNSUPPORTED, "the text of a '%s' object here", bob_type_name(v));
    else
        add_leaf(k, v);
    return status == BOB_OK && k->buffer->failed ? bob_no_memory(s) : status;
}

/* str() of an exception: that of its one argument, or the repr of all. The repr of a KeyError's,
 * since '' would not be seen. */
static BobStatus write_exception(BobState *s, BobSink *k, const BobObject *o)
{
    const BobObject *args = bob_exception_args(o);
    BobExceptionClass c = bob_exception_class(o);
    unsigned depth;
    for (depth = 0; depth < BOB_MAX_NESTING;
         depth++) { /* an exception may be the argument of one */
        BobValue only;
        if (args == NULL)
            return bob_fail(s, BOB_USE_AFTER_FREE, "a tuple is used after it was freed");
        if (args->size == 0)
            return BOB_OK;
        if (args->size == 2 && bob_exception_inherits(c, EXC_OSError)) {
            BobStatus status;
            add_text(k, "[Errno ");
            status = bob_write_repr(s, k, bob_element(args, 0));
            add_text(k, "] ");
            only = bob_element(args, 1);
            return status != BOB_OK   ? status
                   : bob_is_str(only) ? bob_write_str(s, k, only)
                                      : bob_write_repr(s, k, only);
        }
        if (args->size != 1)
            return bob_write_repr(s, k, bob_ref((BobObject *)args));
        only = bob_element(args, 0);
        if (bob_exception_inherits(c, EXC_KeyError) || bob_is_str(only))
            return bob_is_str(only) && !bob_exception_inherits(c, EXC_KeyError)
                       ? bob_write_str(s, k, only)
                       : bob_write_repr(s, k, only);
        if (!bob_is_exception(only))
            return bob_write_repr(s, k, only);
        args = bob_exception_args(only.ref);
        c = bob_exception_class(only.ref);
    }
    return bob_fail(s, BOB_VALUE_ERROR, "a text of values nested deeper than %u", BOB_MAX_NESTING);
}

BobStatus bob_write_str(BobState *s, BobSink *k, BobValue v)
{
    if (bob_is_exception(v))
        return write_exception(s, k, v.ref);
    if (!bob_is_str(v))
        return bob_write_repr(s, k, v);
    add_string(k, bob_str_bytes(v.ref), v.ref->size);
    return k->buffer->failed ? bob_no_memory(s) : BOB_OK;
}
