/* Methods of strings that fill up to a width, and those that take a string apart at places found
 * from its end, at a separator, at its lines. */
#include <string.h>

#include "core/base/utf8.h"
#include "core/machine/builtins/builtins.h"
#include "core/machine/types/str_index.h"

/* ---- up to a width ---- */

typedef struct Padding {
    int64_t width;
    char fill[4];
    unsigned size; /* bytes of fill */
} Padding;

static BobStatus arg_padding(BobState *s, const BobValue *args, uint32_t argc, const char *method,
                             Padding *p)
{
    TRY(bob_arg_self(s, args[0], OBJ_STR, method));
    TRY(bob_arg_int(s, args[1], &p->width));
    p->fill[0] = ' ';
    p->size = 1;
    if (argc < 3)
        return BOB_OK;
    TRY(bob_check_alive(s, args[2]));
    if (!bob_is_str(args[2]))
        return bob_fail(s, BOB_TYPE_ERROR, "The fill character must be a unicode character, not %s",
                        bob_type_name(args[2]));
    if (args[2].ref->points != 1)
        return bob_fail(s, BOB_TYPE_ERROR, "The fill character must be exactly one character long");
    p->size = args[2].ref->size;
    memcpy(p->fill, bob_str_bytes(args[2].ref), p->size);
    return BOB_OK;
}

/* How many characters it takes to have the width. */
static uint64_t missing(const Padding *p, const BobObject *o)
{
    return p->width > (int64_t)o->points ? (uint64_t)p->width - o->points : 0;
}

static BobStatus padded(BobState *s, const BobObject *o, const Padding *p, uint64_t left,
                        uint64_t right, BobValue *r)
{
    BobSink k = bob_sink_for_str(s);
    bob_sink_fill(&k, p->fill, p->size, left);
    if (!bob_sink_gave_up(&k))
        bob_sink_add(&k, bob_str_bytes(o), o->size);
    bob_sink_fill(&k, p->fill, p->size, right);
    return bob_sink_str(s, &k, r);
}

DEFINE_BUILTIN(ljust)
{
    Padding p;
    TRY(arg_padding(s, args, argc, "ljust", &p));
    return padded(s, args[0].ref, &p, 0, missing(&p, args[0].ref), r);
}

DEFINE_BUILTIN(rjust)
{
    Padding p;
    TRY(arg_padding(s, args, argc, "rjust", &p));
    return padded(s, args[0].ref, &p, missing(&p, args[0].ref), 0, r);
}

DEFINE_BUILTIN(center)
{
    Padding p;
    uint64_t n, left;
    TRY(arg_padding(s, args, argc, "center", &p));
    n = missing(&p, args[0].ref);
    left = n / 2 + (n & (uint64_t)p.width & 1);
    return padded(s, args[0].ref, &p, left, n - left, r);
}

DEFINE_BUILTIN(zfill)
{
    const BobObject *o = args[0].ref;
    bool sign;
    Padding p;
    BobSink k;
    TRY(arg_padding(s, args, argc, "zfill", &p));
    sign = o->size > 0 && (*bob_str_bytes(o) == '+' || *bob_str_bytes(o) == '-');
    k = bob_sink_for_str(s);
    bob_sink_add(&k, bob_str_bytes(o), sign);
    bob_sink_fill(&k, "0", 1, missing(&p, o));
    if (!bob_sink_gave_up(&k))
        bob_sink_add(&k, bob_str_bytes(o) + sign, o->size - sign);
    return bob_sink_str(s, &k, r);
}

DEFINE_BUILTIN(expandtabs)
{
    const BobObject *o = args[0].ref;
    int64_t tab = 8;
    uint64_t column = 0;
    uint32_t i, from;
    BobSink k;
    TRY(bob_arg_self(s, args[0], OBJ_STR, "expandtabs"));
    if (argc > 1)
        TRY(bob_arg_int(s, args[1], &tab));
    TRY(bob_charge(s, o->size));
    k = bob_sink_for_str(s);
    for (i = from = 0; i < o->size && !bob_sink_gave_up(&k); i++) {
        char c = bob_str_bytes(o)[i];
        BOB_POLL_AT(s, i);
        if (c == '\t') {
            uint64_t n = tab > 0 ? (uint64_t)tab - column % (uint64_t)tab : 0;
            bob_sink_add(&k, bob_str_bytes(o) + from, i - from);
            bob_sink_fill(&k, " ", 1, n);
            column += n;
            from = i + 1;
        } else if (c == '\n' || c == '\r') {
            column = 0;
        } else {
            column += ((unsigned char)c & 0xC0) != 0x80;
        }
    }
    if (!bob_sink_gave_up(&k))
        bob_sink_add(&k, bob_str_bytes(o) + from, o->size - from);
    return bob_sink_str(s, &k, r);
}

/* ---- searches from the end ---- */

/* A search, and its work so far; it ends early where the fuel left does not pay for that, or where
 * the run is interrupted. */
typedef struct Backward {
    BobState *s;
    const char *text;
    const BobObject *sub;
    uint64_t work, left;
} Backward;

/* The last place of sub in the bytes from..to, which end it; false where there is none. */
static bool find_last(Backward *b, uint32_t from, uint32_t to, uint32_t *at)
{
    const char *sub = bob_str_bytes(b->sub);
    uint32_t m = b->sub->size, i;
    if (to < from || to - from < m)
        return false;
    for (i = to - m;; i--) {
        uint32_t same = 0;
        while (same < m && b->text[i + same] == sub[same])
            same++;
        b->work += same + 1u;
        *at = i;
        if (same == m)
            return true;
        if (i == from || b->work > b->left || bob_interrupted(b->s))
            return false;
    }
}

static Backward backward(BobState *s, const BobObject *o, const BobObject *sub)
{
    return (Backward){s, bob_str_bytes(o), sub, 0, bob_work_left(s)};
}

static BobStatus find_from_end(BobState *s, const BobValue *args, uint32_t argc, const char *method,
                               bool must, BobValue *r)
{
    const BobObject *o = args[0].ref;
    uint32_t from, to, at = 0;
    bool found;
    Backward b;
    TRY(bob_arg_self(s, args[0], OBJ_STR, method));
    TRY(bob_arg_part(s, bob_arg(args, argc, 2), bob_arg(args, argc, 3), true, o->points, &from,
                     &to));
    TRY(bob_arg_str(s, args[1], ""));
    b = backward(s, o, args[1].ref);
    /* A start past the end finds nothing, not even the empty string. */
    found = from <= to &&
            !(argc > 2 && bob_is_integral(args[2]) && args[2].i > (int64_t)o->points) &&
            find_last(&b, bob_str_offset(&s->heap, o, from), bob_str_offset(&s->heap, o, to), &at);
    TRY(bob_poll(s));
    if (!found && must && b.work <= b.left)
        return bob_fail(s, BOB_VALUE_ERROR, "substring not found");
    TRY(bob_charge(s, b.work));
    *r = bob_int(found ? (int64_t)bob_str_point(&s->heap, o, at) : -1);
    return BOB_OK;
}

DEFINE_BUILTIN(rfind)
{
    return find_from_end(s, args, argc, "rfind", false, r);
}

DEFINE_BUILTIN(rindex)
{
    return find_from_end(s, args, argc, "rindex", true, r);
}

/* ---- a tuple of three ---- */

static BobStatus three(BobState *s, const char *text, const uint32_t ends[4], BobValue *r)
{
    BobValue parts[3];
    BobObject *o;
    unsigned i;
    for (i = 0; i < 3; i++)
        TRY(bob_str_new(s, text + ends[i], ends[i + 1] - ends[i], &parts[i]));
    if (bob_seq_new(&s->heap, OBJ_TUPLE, parts, 3, &o) != BOB_OK)
        return bob_no_memory(s);
    *r = bob_ref(o);
    return BOB_OK;
}

static BobStatus in_three(BobState *s, const BobValue *args, const char *method, bool last,
                          BobValue *r)
{
    const BobObject *o = args[0].ref, *sep = args[1].ref;
    uint32_t at = 0, ends[4] = {0};
    bool found;
    BobStatus status;
    TRY(bob_arg_self(s, args[0], OBJ_STR, method));
    TRY(bob_arg_str(s, args[1], ""));
    if (sep->size == 0)
        return bob_fail(s, BOB_VALUE_ERROR, "empty separator");
    if (last) {
        Backward b = backward(s, o, sep);
        found = find_last(&b, 0, o->size, &at);
        TRY(bob_poll(s));
        TRY(bob_charge(s, b.work));
    } else {
        const char *place = bob_find_text(s, bob_str_bytes(o), o->size, sep);
        TRY(bob_poll(s));
        found = place != NULL;
        at = found ? (uint32_t)(place - bob_str_bytes(o)) : 0;
    }
    TRY(bob_charge(s, o->size));
    ends[3] = o->size;
    if (found) {
        ends[1] = at;
        ends[2] = at + sep->size;
    } else if (!last) {
        ends[1] = ends[2] = o->size;
    }
    bob_heap_begin(&s->heap);
    status = three(s, bob_str_bytes(o), ends, r);
    if (status == BOB_OK)
        bob_heap_commit(&s->heap);
    else
        bob_heap_rollback(&s->heap);
    return status;
}

DEFINE_BUILTIN(partition)
{
    return in_three(s, args, "partition", false, r);
}

DEFINE_BUILTIN(rpartition)
{
    return in_three(s, args, "rpartition", true, r);
}

/* ---- without a beginning or an end ---- */

static BobStatus without(BobState *s, const BobValue *args, const char *method, bool end,
                         BobValue *r)
{
    const BobObject *o = args[0].ref, *x = args[1].ref;
    uint32_t from = 0, size;
    TRY(bob_arg_self(s, args[0], OBJ_STR, method));
    TRY(bob_check_alive(s, args[1]));
    if (!bob_is_str(args[1]))
        return bob_fail(s, BOB_TYPE_ERROR, "%s() argument must be str, not %s", method,
                        bob_type_name(args[1]));
    TRY(bob_charge(s, (uint64_t)o->size + x->size));
    size = o->size;
    if (x->size <= size &&
        memcmp(bob_str_bytes(o) + (end ? size - x->size : 0), bob_str_bytes(x), x->size) == 0) {
        from = end ? 0 : x->size;
        size -= x->size;
    }
    return bob_str_new(s, bob_str_bytes(o) + from, size, r);
}

DEFINE_BUILTIN(removeprefix)
{
    return without(s, args, "removeprefix", false, r);
}

DEFINE_BUILTIN(removesuffix)
{
    return without(s, args, "removesuffix", true, r);
}

/* ---- lists of parts ---- */

/* What is between separators: each call finds the next part, false at the end. */
typedef struct Parts {
    BobState *s; /* interrupted, it finds the end early */
    const char *text;
    uint32_t from, to; /* what is left */
    int64_t left;      /* rsplit: splits */
    bool ended, keeps; /* splitlines: keeps the ends of lines */
    Backward search;   /* rsplit: its sub is NULL for white space */
} Parts;
typedef bool NextPart(Parts *p, uint32_t *start, uint32_t *stop);

static BobStatus add_parts(BobState *s, Parts p, NextPart *next, uint32_t n, BobObject **list)
{
    uint32_t start, stop, i;
    BobValue v;
    if (bob_heap_new(&s->heap, OBJ_LIST, n, list) != BOB_OK)
        return bob_no_memory(s);
    for (i = 0; i < n && next(&p, &start, &stop); i++) {
        TRY(bob_str_new(s, p.text + start, stop - start, &v));
        bob_seq_add(*list, v);
    }
    return bob_poll(s);
}

static BobStatus list_parts(BobState *s, Parts p, NextPart *next, bool reverse, BobValue *r)
{
    uint32_t n = 0, start, stop;
    Parts counting = p;
    BobObject *list = NULL;
    BobStatus status;
    BobValue none;
    while (next(&counting, &start, &stop))
        n++;
    TRY(bob_poll(s));
    TRY(bob_charge(s, (uint64_t)(p.to - p.from) + n + counting.search.work));
    bob_heap_begin(&s->heap);
    status = add_parts(s, p, next, n, &list);
    if (status == BOB_OK) {
        *r = bob_ref(list);
        if (reverse)
            status = bob_builtin_reverse(s, r, 1, &none);
    }
    if (status == BOB_OK)
        bob_heap_commit(&s->heap);
    else
        bob_heap_rollback(&s->heap);
    return status;
}

/* The bytes of the character that ends at `to`, and whether it is white space. */
static bool space_before(const char *text, uint32_t to, unsigned *size)
{
    uint32_t at = to - 1;
    unsigned all;
    while (((unsigned char)text[at] & 0xC0) == 0x80)
        at--;
    *size = to - at;
    return bob_is_space(bob_utf8_decode(text + at, &all));
}

static void skip_back(Parts *p, bool space)
{
    unsigned size;
    while (p->to > p->from && !bob_interrupted(p->s) &&
           space_before(p->text, p->to, &size) == space)
        p->to -= size;
}

static bool last_part(Parts *p, uint32_t *start, uint32_t *stop)
{
    if (p->search.sub == NULL) {
        skip_back(p, true);
        *stop = p->to;
        if (p->to == p->from || bob_interrupted(p->s))
            return false;
        if (p->left-- == 0) /* the rest, with the space at its beginning, as Python has it */
            p->to = p->from;
        skip_back(p, false);
        *start = p->to;
        return true;
    }
    if (p->ended || bob_interrupted(p->s))
        return false;
    *stop = p->to;
    *start = p->from;
    if (p->left-- == 0 || !find_last(&p->search, p->from, p->to, &p->to))
        p->ended = true;
    else
        *start = p->to + p->search.sub->size;
    return p->search.work <= p->search.left;
}

DEFINE_BUILTIN(rsplit)
{
    BobValue sep = bob_arg(args, argc, 1);
    Parts p = {.s = s, .left = -1};
    TRY(bob_arg_self(s, args[0], OBJ_STR, "rsplit"));
    if (argc > 2)
        TRY(bob_arg_int(s, args[2], &p.left));
    TRY(bob_check_alive(s, sep));
    if (sep.tag != TAG_NONE && !bob_is_str(sep))
        return bob_fail(s, BOB_TYPE_ERROR, "must be str or None, not %s", bob_type_name(sep));
    if (p.left < 0)
        p.left = INT64_MAX;
    if (bob_is_str(sep) && sep.ref->size == 0)
        return bob_fail(s, BOB_VALUE_ERROR, "empty separator");
    p.text = bob_str_bytes(args[0].ref);
    p.to = args[0].ref->size;
    p.search = backward(s, args[0].ref, bob_is_str(sep) ? sep.ref : NULL);
    return list_parts(s, p, last_part, true, r);
}

/* The bytes of the end of a line at `text`, of which there are n; 0 where there is none. */
static unsigned line_end(const char *text, uint32_t n)
{
    unsigned char c = (unsigned char)*text;
    unsigned size;
    uint32_t point;
    if (c < 0x80)
        return c == '\r' && n > 1 && text[1] == '\n'
                   ? 2
                   : (c >= '\n' && c <= '\r') || (c >= 0x1C && c <= 0x1E);
    if (c != 0xC2 && c != 0xE2)
        return 0;
    point = bob_utf8_decode(text, &size);
    return point == 0x85 || point == 0x2028 || point == 0x2029 ? size : 0;
}

static bool next_line(Parts *p, uint32_t *start, uint32_t *stop)
{
    unsigned size = 0;
    *start = p->from;
    if (p->from == p->to || bob_interrupted(p->s))
        return false;
    while (p->from < p->to && size == 0) {
        size = line_end(p->text + p->from, p->to - p->from);
        p->from += size > 0 ? size : 1;
    }
    *stop = p->keeps ? p->from : p->from - size;
    return true;
}

DEFINE_BUILTIN(splitlines)
{
    Parts p = {.s = s};
    int64_t keeps = 0;
    TRY(bob_arg_self(s, args[0], OBJ_STR, "splitlines"));
    if (argc > 1)
        TRY(bob_arg_int(s, args[1], &keeps));
    p.text = bob_str_bytes(args[0].ref);
    p.to = args[0].ref->size;
    p.keeps = keeps != 0;
    return list_parts(s, p, next_line, false, r);
}
