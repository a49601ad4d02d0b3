/* Methods of strings. Places and lengths are code points for the program, bytes inside. */
#include <string.h>

#include "core/base/copy.h"
#include "core/base/find.h"
#include "core/base/utf8.h"
#include "core/machine/builtins/builtins.h"

bool bob_is_space(uint32_t c)
{
    return (c >= 9 && c <= 13) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 ||
           c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
           c == 0x202F || c == 0x205F || c == 0x3000;
}

/* White space of one byte. */
static const bool ascii_space[256] = {
    ['\t'] = true, ['\n'] = true, ['\v'] = true, ['\f'] = true, ['\r'] = true,
    [0x1C] = true, [0x1D] = true, [0x1E] = true, [0x1F] = true, [' '] = true,
};

static inline bool is_ascii_space(char c)
{
    return ascii_space[(unsigned char)c];
}

/* Whether a code point is white space, and its bytes. */
static inline bool space_at(const char *text, unsigned *size)
{
    if ((unsigned char)*text < 0x80) {
        *size = 1;
        return is_ascii_space(*text);
    }
    return bob_is_space(bob_utf8_decode(text, size));
}

/* ---- a new string, filled in place ---- */

typedef struct Maker {
    BobObject *o;
    char small[1];
    char *bytes; /* n of them */
    uint64_t n;
    bool began; /* bob_begin_long */
} Maker;

/* `units` of work in all; more than a few can be interrupted. */
static BobStatus maker_begin(BobState *s, Maker *m, uint64_t n, uint64_t points, uint64_t units)
{
    m->n = n;
    m->bytes = m->small;
    m->began = bob_begin_long(s, units);
    if (n <= 1) /* one that charges nothing */
        return BOB_OK;
    if (bob_heap_new_str(&s->heap, NULL, n, points, &m->o) != BOB_OK)
        return bob_end_long(s, m->began, bob_no_memory(s));
    m->bytes = ((BobText *)m->o->data)->bytes;
    return BOB_OK;
}

static BobStatus maker_end(BobState *s, const Maker *m, BobValue *r)
{
    TRY(bob_end_long(s, m->began, m->began ? bob_poll(s) : BOB_OK));
    if (m->n <= 1)
        return bob_str_new(s, m->small, m->n, r);
    *r = bob_ref(m->o);
    return BOB_OK;
}

/* Interrupted, it leaves out what it likes: maker_end() fails then. */
static char *put(BobState *s, char *at, const char *text, size_t n)
{
    if (n > BOB_POLL_UNITS)
        (void)!bob_copy_long(s, at, text, n);
    else if (n > 16)
        bob_copy(at, text, n);
    else
        bob_copy_small(at, text, n);
    return at + n;
}

/* ---- arguments ---- */

static BobStatus arg_str_or_none(BobState *s, BobValue v, const char *message, bool named)
{
    TRY(bob_check_alive(s, v));
    if (v.tag != TAG_NONE && !bob_is_str(v))
        return bob_fail(s, BOB_TYPE_ERROR, named ? "%s, not %s" : "%s", message, bob_type_name(v));
    return BOB_OK;
}

/* ---- join, split, strip ---- */

DEFINE_OVER(join, 1, 2)
{
    const BobObject *sep = args[0].ref, *o = args[1].ref;
    BobObject *const *refs;
    uint64_t n = 0, points = 0;
    uint32_t i, count;
    BobCursor c;
    Maker m;
    char *at;
    TRY(bob_arg_self(s, args[0], OBJ_STR, "join"));
    TRY(bob_check_alive(s, args[1]));
    if (!bob_type_has(args[1], TYPE_SEQUENCE))
        return bob_fail(s, BOB_TYPE_ERROR, "can only join an iterable");
    count = bob_seq_size(o);
    refs = o->type == OBJ_LIST && o->kind == KIND_REF ? o->data : NULL;
    for (i = 0; refs != NULL && i < count && i < BOB_POLL_UNITS - 1; i++) {
        if (!bob_object_is(refs[i], OBJ_STR))
            break;
        n += refs[i]->size;
        points += refs[i]->points;
    }
    for (; i < count && bob_has_elements(o); i++) {
        BobValue v = bob_element(o, i);
        BOB_POLL_AT(s, i);
        TRY(bob_check_alive(s, v));
        if (!bob_is_str(v))
            return bob_fail(s, BOB_TYPE_ERROR, "sequence item %u: expected str instance, %s found",
                            i, bob_type_name(v));
        n += v.ref->size;
        points += v.ref->points;
    }
    if (o->type == OBJ_STR) {
        n = o->size;
        points = o->points;
    }
    if (count > 1) {
        n += (uint64_t)sep->size * (count - 1);
        points += (uint64_t)sep->points * (count - 1);
    }
    TRY(bob_charge(s, points > count ? points : count)); /* empty ones are examined too */
    TRY(maker_begin(s, &m, n, points, n + count));
    at = m.bytes;
    for (c = bob_cursor(args[1]); c.i < count && !(m.began && bob_interrupted(s));) {
        if (c.i > 0 && sep->size == 1)
            *at++ = *bob_str_bytes(sep);
        else if (c.i > 0 && sep->size > 0)
            at = put(s, at, bob_str_bytes(sep), sep->size);
        if (o->type == OBJ_STR) {
            unsigned size = bob_utf8_size((unsigned char)bob_str_bytes(o)[c.byte]);
            memcpy(at, bob_str_bytes(o) + c.byte, size);
            at += size;
            c.byte += size;
            c.i++;
        } else {
            const BobObject *str = refs != NULL ? refs[c.i] : bob_element(o, c.i).ref;
            c.i++;
            if (str->size == 1)
                *at++ = *bob_str_bytes(str);
            else
                at = put(s, at, bob_str_bytes(str), str->size);
        }
    }
    return maker_end(s, &m, r);
}

/* The parts of a string: each call finds the next one, false at the end. */
typedef struct Parts {
    const char *text;
    uint32_t size, at;
    const BobObject *sep; /* NULL: white space */
    const BobState *s;    /* interrupted, it finds the end early */
    int64_t left;         /* splits, negative for any number */
    bool ended;
} Parts;

static void skip_space(Parts *p, bool space)
{
    while (p->at < p->size && !bob_interrupted(p->s)) {
        unsigned size;
        if (space_at(p->text + p->at, &size) != space)
            return;
        p->at += size;
    }
}

static bool next_part(Parts *p, uint32_t *start, uint32_t *stop)
{
    const char *found;
    if (bob_interrupted(p->s))
        return false;
    if (p->sep == NULL) {
        skip_space(p, true);
        *start = p->at;
        if (p->at == p->size)
            return false;
        if (p->left-- == 0) /* the rest, with the space at its end, as Python has it */
            p->at = p->size;
        skip_space(p, false);
        *stop = p->at;
        return true;
    }
    if (p->ended)
        return false;
    *start = p->at;
    found = p->left-- == 0 ? NULL : bob_find_text(p->s, p->text + p->at, p->size - p->at, p->sep);
    *stop = found == NULL ? p->size : (uint32_t)(found - p->text);
    p->ended = found == NULL;
    p->at = *stop + p->sep->size;
    return true;
}

static BobStatus make_parts(BobState *s, Parts p, uint32_t n, BobValue *r)
{
    BobObject *list;
    uint32_t start, stop;
    BobValue v;
    if (bob_heap_new(&s->heap, OBJ_LIST, n, &list) != BOB_OK)
        return bob_no_memory(s);
    while (next_part(&p, &start, &stop)) {
        TRY(bob_str_new(s, p.text + start, stop - start, &v));
        bob_seq_add(list, v);
    }
    *r = bob_ref(list);
    return bob_poll(s);
}

/* ---- all parts of a short text, where each byte tells for itself what separates ---- */

/* How many of n bytes are c; eight at a time. */
static uint32_t count_byte(const char *text, uint32_t n, char c)
{
    const uint64_t ones = UINT64_MAX / 255, low = ones * 0x7F;
    uint32_t count = 0, i = 0;
    for (; n - i >= 8; i += 8) {
        uint64_t w;
        memcpy(&w, text + i, sizeof w);
        w ^= ones * (unsigned char)c;
        w = ~(((w & low) + low) | w | low); /* 0x80 where a byte is 0 */
        count += (uint32_t)((w >> 7) * ones >> 56);
    }
    for (; i < n; i++)
        count += text[i] == c;
    return count;
}

static uint32_t count_words(const char *text, uint32_t n)
{
    uint32_t count = 0, i;
    unsigned after = 1; /* a space */
    for (i = 0; i < n; i++) {
        unsigned space = is_ascii_space(text[i]);
        count += after & ~space;
        after = space;
    }
    return count;
}

/* The n parts; sep NULL: white space. */
static BobStatus make_short_parts(BobState *s, const BobObject *o, const char *sep, uint32_t n,
                                  BobValue *r)
{
    const char *at = bob_str_bytes(o), *end = at + o->size, *stop;
    BobObject *list;
    uint32_t i;
    BobValue v;
    if (bob_heap_new(&s->heap, OBJ_LIST, n, &list) != BOB_OK)
        return bob_no_memory(s);
    if (n > 0)
        bob_list_set_kind(list, KIND_REF);
    for (i = 0; i < n; i++, at = stop + (sep != NULL)) {
        size_t size;
        if (sep == NULL) {
            while (is_ascii_space(*at))
                at++;
            for (stop = at; stop < end && !is_ascii_space(*stop); stop++)
                ;
        } else {
            stop = i + 1 < n ? memchr(at, *sep, (size_t)(end - at)) : end;
        }
        size = (size_t)(stop - at);
        if (size == 1) { /* as bob_str_of_points() has it, without the call */
            ((BobObject **)list->data)[i] = bob_static_str(s->program, (unsigned char)*at);
            continue;
        }
        TRY(bob_str_of_points(s, at, size, bob_str_is_ascii(o) ? size : bob_utf8_points(at, size),
                              &v));
        ((BobObject **)list->data)[i] = v.ref;
    }
    bob_set_size(list, n);
    *r = bob_ref(list);
    return BOB_OK;
}

static bool is_short_split(const BobObject *o, const BobObject *sep)
{
    return o->size <= BOB_POLL_UNITS && (sep == NULL ? bob_str_is_ascii(o) : sep->size == 1);
}

static BobStatus split_short(BobState *s, const BobObject *o, const BobObject *sep, BobValue *r)
{
    const char *text = bob_str_bytes(o), *byte = sep == NULL ? NULL : bob_str_bytes(sep);
    uint32_t n = sep == NULL ? count_words(text, o->size) : count_byte(text, o->size, *byte) + 1;
    BobStatus status;
    TRY(bob_charge(s, (uint64_t)o->size + n));
    bob_heap_begin(&s->heap);
    status = make_short_parts(s, o, byte, n, r);
    if (status == BOB_OK)
        bob_heap_commit(&s->heap);
    else
        bob_heap_rollback(&s->heap);
    return status;
}

DEFINE_BUILTIN(split)
{
    BobValue sep = bob_arg(args, argc, 1);
    Parts p = {.left = -1, .s = s}, counting;
    uint32_t n = 0, start, stop;
    BobStatus status;
    TRY(bob_arg_self(s, args[0], OBJ_STR, "split"));
    if (argc > 2)
        TRY(bob_arg_int(s, args[2], &p.left));
    TRY(arg_str_or_none(s, sep, "must be str or None", true));
    if (p.left < 0)
        p.left = INT64_MAX;
    if (bob_is_str(sep) && sep.ref->size == 0)
        return bob_fail(s, BOB_VALUE_ERROR, "empty separator");
    p.text = bob_str_bytes(args[0].ref);
    p.size = args[0].ref->size;
    p.sep = bob_is_str(sep) ? sep.ref : NULL;
    if (p.left == INT64_MAX && is_short_split(args[0].ref, p.sep))
        return split_short(s, args[0].ref, p.sep, r);
    counting = p;
    while (next_part(&counting, &start, &stop))
        n++;
    TRY(bob_poll(s));
    TRY(bob_charge(s, (uint64_t)p.size + n));
    bob_heap_begin(&s->heap);
    status = make_parts(s, p, n, r);
    if (status == BOB_OK)
        bob_heap_commit(&s->heap);
    else
        bob_heap_rollback(&s->heap);
    return status;
}

/* What strip() takes off, and the work of finding out. */
typedef struct Strip {
    const BobObject *chars; /* NULL: white space */
    bool ascii[128];
    uint64_t work, left;
    const BobState *s; /* interrupted, nothing more comes off */
} Strip;

static bool goes(Strip *t, const char *text, unsigned *size)
{
    uint32_t point;
    if (bob_interrupted(t->s))
        return false;
    if (t->chars == NULL)
        return space_at(text, size);
    point = bob_utf8_decode(text, size);
    if (point < 128)
        return t->ascii[point];
    t->work += t->chars->size;
    return t->work <= t->left &&
           bob_find(bob_str_bytes(t->chars), t->chars->size, text, *size) != NULL;
}

/* White space off a short ASCII text. */
static BobStatus strip_short(BobState *s, const BobObject *o, BobValue *r)
{
    const char *at = bob_str_bytes(o), *end = at + o->size;
    while (at < end && is_ascii_space(*at))
        at++;
    while (end > at && is_ascii_space(end[-1]))
        end--;
    TRY(bob_charge(s, o->size));
    return bob_str_of_points(s, at, (uint64_t)(end - at), (uint64_t)(end - at), r);
}

static BobStatus strip_any(BobState *s, const BobValue *args, BobValue chars, bool left, bool right,
                           BobValue *r)
{
    Strip t = {.left = bob_work_left(s), .s = s};
    uint32_t start = 0, stop, i;
    const char *text;
    unsigned size;
    text = bob_str_bytes(args[0].ref);
    stop = args[0].ref->size;
    t.work = stop;
    if (bob_is_str(chars)) {
        t.chars = chars.ref;
        t.work += chars.ref->size;
        for (i = 0; i < chars.ref->size; i++)
            if ((unsigned char)bob_str_bytes(chars.ref)[i] < 128)
                t.ascii[(unsigned char)bob_str_bytes(chars.ref)[i]] = true;
    }
    while (left && start < stop && goes(&t, text + start, &size))
        start += size;
    while (right && stop > start) {
        uint32_t last = stop - 1;
        while (((unsigned char)text[last] & 0xC0) == 0x80)
            last--;
        if (!goes(&t, text + last, &size))
            break;
        stop = last;
    }
    TRY(bob_poll(s));
    TRY(bob_charge(s, t.work));
    return bob_str_new(s, text + start, stop - start, r);
}

DEFINE_BUILTIN(strip)
{
    BobValue chars = bob_arg(args, argc, 1);
    TRY(bob_arg_self(s, args[0], OBJ_STR, "strip"));
    TRY(arg_str_or_none(s, chars, "strip arg must be None or str", false));
    if (chars.tag == TAG_NONE && bob_str_is_ascii(args[0].ref) &&
        args[0].ref->size <= BOB_POLL_UNITS)
        return strip_short(s, args[0].ref, r);
    return strip_any(s, args, chars, true, true, r);
}

DEFINE_BUILTIN(lstrip)
{
    BobValue chars = bob_arg(args, argc, 1);
    TRY(bob_arg_self(s, args[0], OBJ_STR, "lstrip"));
    TRY(arg_str_or_none(s, chars, "lstrip arg must be None or str", false));
    return strip_any(s, args, chars, true, false, r);
}

DEFINE_BUILTIN(rstrip)
{
    BobValue chars = bob_arg(args, argc, 1);
    TRY(bob_arg_self(s, args[0], OBJ_STR, "rstrip"));
    TRY(arg_str_or_none(s, chars, "rstrip arg must be None or str", false));
    return strip_any(s, args, chars, false, true, r);
}

/* ---- case ---- */

/* ASCII letters first..last to the other case; eight bytes at a time. */
static void copy_changed(char *to, const char *text, size_t n, char first, char last)
{
    const uint64_t ones = UINT64_MAX / 255;
    const uint64_t from = ones * (uint64_t)(0x80 - first), beyond = ones * (uint64_t)(0x7F - last);
    size_t i;
    for (i = 0; n >= 8; i = n - i < 16 ? n - 8 : i + 8) { /* the last may be done twice */
        uint64_t w, letters;
        memcpy(&w, text + i, sizeof w);
        letters = (w + from) & ~(w + beyond) & (ones * 0x80); /* no byte is above 0x7F */
        w ^= letters >> 2;
        memcpy(to + i, &w, sizeof w);
        if (i + 8 == n)
            return;
    }
    for (; i < n; i++)
        to[i] = text[i] >= first && text[i] <= last ? (char)(text[i] ^ 0x20) : text[i];
}

static BobStatus change_case(BobState *s, BobValue v, const char *method, char first, char last,
                             BobValue *r)
{
    const BobObject *o = v.ref;
    Maker m;
    uint32_t i, piece;
    TRY(bob_arg_self(s, v, OBJ_STR, method));
    if (!bob_str_is_ascii(o))
        return bob_fail(s, BOB_VALUE_ERROR, "%s() of text that is not ASCII is not supported",
                        method);
    TRY(bob_charge(s, o->size));
    if (o->size > 1 && o->size <= BOB_POLL_UNITS) {
        if (bob_heap_new_str(&s->heap, NULL, o->size, o->size, &m.o) != BOB_OK)
            return bob_no_memory(s);
        copy_changed(((BobText *)m.o->data)->bytes, bob_str_bytes(o), o->size, first, last);
        *r = bob_ref(m.o);
        return BOB_OK;
    }
    TRY(maker_begin(s, &m, o->size, o->size, o->size));
    for (i = 0; i < o->size && !(m.began && bob_interrupted(s)); i += piece) {
        piece = o->size - i < BOB_POLL_UNITS ? o->size - i : BOB_POLL_UNITS;
        copy_changed(m.bytes + i, bob_str_bytes(o) + i, piece, first, last);
    }
    return maker_end(s, &m, r);
}

DEFINE_BUILTIN(upper)
{
    return change_case(s, args[0], "upper", 'a', 'z', r);
}

DEFINE_BUILTIN(lower)
{
    return change_case(s, args[0], "lower", 'A', 'Z', r);
}

/* ---- replace ---- */

/* Where `old` is next at or after `from`; an empty one is before every code point and at
 * the end. */
static bool next_match(const BobState *s, const BobObject *o, const BobObject *old, uint32_t from,
                       bool first, uint32_t *at)
{
    const char *text = bob_str_bytes(o), *found;
    if (old->size == 0) {
        if (!first) {
            if (from == o->size)
                return false;
            from += bob_utf8_size((unsigned char)text[from]);
        }
        *at = from;
        return true;
    }
    found = bob_find_text(s, text + from, o->size - from, old);
    if (found == NULL)
        return false;
    *at = (uint32_t)(found - text);
    return true;
}

DEFINE_BUILTIN(replace)
{
    const BobObject *o = args[0].ref, *old = args[1].ref, *new = args[2].ref;
    int64_t limit = -1, n = 0, i;
    uint32_t from = 0, at, done = 0;
    uint64_t size, points;
    char *out;
    Maker m;
    TRY(bob_arg_self(s, args[0], OBJ_STR, "replace"));
    TRY(bob_arg_str(s, args[1], "replace() argument 1 "));
    TRY(bob_arg_str(s, args[2], "replace() argument 2 "));
    if (argc > 3)
        TRY(bob_arg_int(s, args[3], &limit));
    while (n != limit && next_match(s, o, old, from, n == 0, &at) && !bob_interrupted(s)) {
        from = at + old->size;
        n++;
    }
    TRY(bob_poll(s));
    size = o->size + (uint64_t)n * new->size - (uint64_t)n * old->size;
    points = o->points + (uint64_t)n * new->points - (uint64_t)n * old->points;
    TRY(bob_charge(s, (n == limit ? from : o->size) + (n == 0 ? 0 : points)));
    if (n == 0) /* a copy all the same: the result of a string method is always its own */
        return bob_str_new(s, bob_str_bytes(o), o->size, r);
    TRY(maker_begin(s, &m, size, points, o->size + size));
    out = m.bytes;
    for (i = 0, from = 0; i < n && !(m.began && bob_interrupted(s)); i++) {
        if (!next_match(s, o, old, from, i == 0, &at))
            break;
        out = put(s, out, bob_str_bytes(o) + done, at - done);
        out = put(s, out, bob_str_bytes(new), new->size);
        done = from = at + old->size;
    }
    (void)put(s, out, bob_str_bytes(o) + done, i < n ? 0 : o->size - done);
    return maker_end(s, &m, r);
}
