/* Comparison: numbers by exact value, strings by code point, lists and tuples element by
 * element, nested ones too. One walk finds how two values relate; what the six operators
 * and IN make of that is decided at the end. */
#include <string.h>

#include "core/base/find.h"

#include "core/machine/sem.h"
#include "core/machine/types/dict.h"
#include "core/machine/types/set.h"

/* A search asks for an interruption after so many bytes. */
#define FIND_WINDOW ((size_t)16 * BOB_POLL_UNITS)

struct BobComparison {
    BobState *s;
    BobCompare op;
    uint64_t work; /* elements and bytes examined */
    uint64_t limit;
    uint64_t pause; /* more work than that has to look closer: look_up() */
};

static const char *const op_text[] = {"==", "!=", "<", "<=", ">", ">="};

static bool is_ordering(BobCompare op)
{
    return op >= CMP_LT;
}

static BobRelation from_order(BobOrder order)
{
    return order == ORDER_NONE ? REL_UNORDERED
           : order < 0         ? REL_LESS
           : order > 0         ? REL_MORE
                               : REL_SAME;
}

static BobRelation relate_numbers(BobValue a, BobValue b)
{
    BobOrder order;
    if (a.tag == TAG_FLOAT && b.tag == TAG_FLOAT)
        return a.f < b.f ? REL_LESS : a.f > b.f ? REL_MORE : a.f == b.f ? REL_SAME : REL_UNORDERED;
    if (a.tag != TAG_FLOAT && b.tag != TAG_FLOAT)
        return a.i < b.i ? REL_LESS : a.i > b.i ? REL_MORE : REL_SAME;
    if (b.tag == TAG_FLOAT)
        return from_order(bob_num_compare_i64_f64(a.i, b.f));
    order = bob_num_compare_i64_f64(b.i, a.f);
    return from_order(order == ORDER_NONE ? order : (BobOrder)-order);
}

/* Every so often: BOB_OUT_OF_FUEL or BOB_YIELDED to give up. */
static COLD BobStatus look_up(BobComparison *w)
{
    if (w->work > w->limit)
        return BOB_OUT_OF_FUEL;
    w->pause = w->limit - w->work > BOB_POLL_UNITS ? w->work + BOB_POLL_UNITS : w->limit;
    return bob_poll(w->s);
}

/* How many bytes two texts of n begin with alike. Where the run is interrupted it is too few, but
 * so many that the next question for that comes before the result is used. */
static uint32_t common_bytes(const BobState *s, const char *x, const char *y, uint32_t n)
{
    uint32_t i = 0;
    while (n - i >= 4096 && memcmp(x + i, y + i, 4096) == 0) {
        i += 4096;
        if (i > BOB_POLL_UNITS && bob_interrupted(s))
            return i;
    }
    for (; n - i >= 8; i += 8) {
        uint64_t a, b;
        memcpy(&a, x + i, 8);
        memcpy(&b, y + i, 8);
        if (a != b)
            break;
    }
    while (i < n && x[i] == y[i])
        i++;
    return i;
}

/* UTF-8 orders as its code points do. */
static BobRelation relate_strings(const BobState *s, BobCompare op, const BobObject *a,
                                  const BobObject *b, uint64_t *work)
{
    uint32_t n = a->size < b->size ? a->size : b->size, i;
    const char *x = bob_str_bytes(a), *y = bob_str_bytes(b);
    if (!is_ordering(op) && a->size != b->size)
        return REL_DIFFERENT;
    i = common_bytes(s, x, y, n);
    *work += i < n ? i + 1u : n;
    if (i < n)
        return (unsigned char)x[i] < (unsigned char)y[i] ? REL_LESS : REL_MORE;
    return a->size < b->size ? REL_LESS : a->size > b->size ? REL_MORE : REL_SAME;
}

static BobStatus relate(BobComparison *w, BobValue a, BobValue b, unsigned depth, BobRelation *r);

static bool same_number(BobValue x, BobValue y)
{
    return x.tag == y.tag && (x.tag == TAG_FLOAT ? x.f == y.f : bob_is_integral(x) && x.i == y.i);
}

/* How far from i on, to `to` at most, two sequences hold equal numbers of one type each, as they
 * lie there: what most sequences that are compared begin with. */
static uint32_t equal_numbers(const BobObject *a, const BobObject *b, uint32_t i, uint32_t to)
{
    if (a->kind != b->kind)
        return i;
    if (a->kind == KIND_INT || a->kind == KIND_BOOL) {
        const int64_t *x = a->data, *y = b->data;
        while (i < to && x[i] == y[i])
            i++;
    } else if (a->kind == KIND_FLOAT) {
        const double *x = a->data, *y = b->data;
        while (i < to && x[i] == y[i])
            i++;
    } else if (a->kind == KIND_MIXED) {
        const BobValue *x = a->data, *y = b->data;
        while (i < to && same_number(x[i], y[i]))
            i++;
    }
    return i;
}

BobStatus bob_elements_relate(BobComparison *w, const BobObject *a, const BobObject *b,
                              unsigned depth, BobRelation *r)
{
    uint32_t n = a->size < b->size ? a->size : b->size, i;
    if (depth > BOB_MAX_NESTING)
        return bob_fail(w->s, BOB_VALUE_ERROR, "comparison nested deeper than %u", BOB_MAX_NESTING);
    if (!is_ordering(w->op) && a->size != b->size) {
        *r = REL_DIFFERENT;
        return BOB_OK;
    }
    for (i = 0; i < n; i++) {
        uint64_t unasked = w->pause > w->work ? w->pause - w->work : 0;
        uint32_t same = equal_numbers(a, b, i, unasked < n - i ? i + (uint32_t)unasked : n);
        BobValue x, y;
        BobStatus status;
        w->work += same - i;
        i = same;
        if (i == n)
            break;
        x = bob_element(a, i), y = bob_element(b, i);
        if (++w->work > w->pause && (status = look_up(w)) != BOB_OK)
            return status;
        if (x.tag == TAG_REF && y.tag == TAG_REF && x.ref == y.ref && !bob_is_freed(x))
            continue;
        status = relate(w, x, y, depth, r);
        if (status != BOB_OK)
            return status;
        if (*r == REL_DIFFERENT && is_ordering(w->op))
            return bob_fail(w->s, BOB_TYPE_ERROR,
                            "'%s' not supported between instances of '%s' and '%s'", op_text[w->op],
                            bob_type_name(x), bob_type_name(y));
        if (*r != REL_SAME)
            return BOB_OK;
    }
    *r = a->size < b->size ? REL_LESS : a->size > b->size ? REL_MORE : REL_SAME;
    return BOB_OK;
}

BobStatus bob_str_relate(BobComparison *w, const BobObject *a, const BobObject *b,
                         UNUSED unsigned depth, BobRelation *r)
{
    *r = relate_strings(w->s, w->op, a, b, &w->work);
    return w->work > w->pause ? look_up(w) : BOB_OK;
}

/* Each value of `a` against that of the same key in `b`; keys come before values. */
static BobStatus relate_entries(BobComparison *w, const BobObject *a, const BobObject *b,
                                unsigned depth, BobRelation *r)
{
    const BobEntry *entries = bob_dict_entries(a);
    uint32_t i, found;
    BobStatus status;
    for (i = bob_dict_next(a, 0); i != BOB_NO_ENTRY; i = bob_dict_next(a, i + 1)) {
        BobValue x = entries[i].value, y;
        if (++w->work > w->pause && (status = look_up(w)) != BOB_OK)
            return status;
        status = bob_dict_find(w->s, b, entries[i].key, entries[i].hash, &w->work, &found);
        if (status != BOB_OK)
            return status;
        *r = REL_DIFFERENT;
        if (found == BOB_NO_ENTRY)
            return BOB_OK;
        y = bob_dict_entries(b)[found].value;
        if (x.tag == TAG_REF && y.tag == TAG_REF && x.ref == y.ref && !bob_is_freed(x))
            continue;
        status = relate(w, x, y, depth, r);
        if (status != BOB_OK || *r != REL_SAME)
            return status;
    }
    *r = REL_SAME;
    return BOB_OK;
}

BobStatus bob_dict_relate(BobComparison *w, const BobObject *a, const BobObject *b, unsigned depth,
                          BobRelation *r)
{
    BobCompare op = w->op;
    BobStatus status;
    if (depth > BOB_MAX_NESTING)
        return bob_fail(w->s, BOB_VALUE_ERROR, "comparison nested deeper than %u", BOB_MAX_NESTING);
    *r = REL_DIFFERENT;
    if (a->size != b->size)
        return BOB_OK;
    w->op = CMP_EQ; /* within a sequence that is ordered too */
    status = relate_entries(w, a, b, depth, r);
    w->op = op;
    if (status == BOB_OK && *r != REL_SAME)
        *r = REL_DIFFERENT;
    return status;
}

/* Less is a subset, more a superset; what is neither has no order. */
BobStatus bob_set_relate(BobComparison *w, const BobObject *a, const BobObject *b,
                         UNUSED unsigned depth, BobRelation *r)
{
    bool within;
    BobStatus status = bob_set_within(w->s, a->size <= b->size ? a : b, a->size <= b->size ? b : a,
                                      &w->work, &within);
    *r = !within              ? REL_UNORDERED
         : a->size == b->size ? REL_SAME
         : a->size < b->size  ? REL_LESS
                              : REL_MORE;
    if (status == BOB_OK && w->work > w->pause)
        return look_up(w);
    return status;
}

/* Objects that are compared by what they hold; a set is as a frozenset. */
static bool of_one_type(BobValue a, BobValue b)
{
    return a.tag == TAG_REF && b.tag == TAG_REF &&
           (a.ref->type == b.ref->type || (bob_is_set(a) && bob_is_set(b)));
}

/* depth: how many objects enclose the two. */
static BobStatus relate(BobComparison *w, BobValue a, BobValue b, unsigned depth, BobRelation *r)
{
    BobStatus status = bob_check_alive(w->s, a);
    if (status == BOB_OK)
        status = bob_check_alive(w->s, b);
    if (status != BOB_OK)
        return status;
    if (bob_is_number(a) && bob_is_number(b)) {
        *r = relate_numbers(a, b);
    } else if (of_one_type(a, b)) {
        const BobTypeOps *ops = bob_ops_of(a.ref);
        if (ops->relate != NULL)
            return ops->relate(w, a.ref, b.ref, depth + 1, r);
        *r = a.ref == b.ref ? REL_SAME : REL_DIFFERENT;
    } else {
        *r = a.tag == b.tag && a.tag != TAG_REF && a.i == b.i ? REL_SAME : REL_DIFFERENT;
    }
    return BOB_OK;
}

static bool decide(BobCompare op, BobRelation r)
{
    switch (op) {
    case CMP_EQ:
        return r == REL_SAME;
    case CMP_NE:
        return r != REL_SAME;
    case CMP_LT:
        return r == REL_LESS;
    case CMP_LE:
        return r == REL_LESS || r == REL_SAME;
    case CMP_GT:
        return r == REL_MORE;
    case CMP_GE:
        break;
    }
    return r == REL_MORE || r == REL_SAME;
}

static bool has_order(BobValue a, BobValue b)
{
    return (bob_is_number(a) && bob_is_number(b)) ||
           (of_one_type(a, b) && bob_ops_of(a.ref)->relate != NULL &&
            !bob_ops_of(a.ref)->equal_only);
}

BobStatus bob_compare(BobState *s, BobCompare op, BobValue a, BobValue b, uint64_t *work, bool *r)
{
    uint64_t left = bob_work_left(s);
    uint64_t pause = *work | (BOB_POLL_UNITS - 1);
    BobComparison w = {s, op, *work, left, pause < left ? pause : left};
    BobRelation relation = REL_DIFFERENT;
    BobStatus status = bob_check_alive(s, a);
    if (status == BOB_OK)
        status = bob_check_alive(s, b);
    if (status != BOB_OK)
        return status;
    if (is_ordering(op) && !has_order(a, b))
        return bob_fail(s, BOB_TYPE_ERROR, "'%s' not supported between instances of '%s' and '%s'",
                        op_text[op], bob_type_name(a), bob_type_name(b));
    status = relate(&w, a, b, 0, &relation);
    *work = w.work;
    *r = decide(op, relation);
    if (status == BOB_OUT_OF_FUEL)
        return bob_charge(s, w.work);
    return status;
}

BobStatus bob_same_or_equal(BobState *s, BobValue a, BobValue b, uint64_t *work, bool *r)
{
    if (a.tag == TAG_REF && b.tag == TAG_REF && a.ref == b.ref && !bob_is_freed(a)) {
        *r = true;
        return BOB_OK;
    }
    return bob_compare(s, CMP_EQ, a, b, work, r);
}

/* ---- the operations ---- */

static BobStatus compare_and_charge(BobState *s, BobCompare op, BobValue a, BobValue b, bool *r)
{
    uint64_t work = 0;
    BobStatus status = BOB_OK;
    if (bob_is_str(a) && bob_is_str(b))
        *r = decide(op, relate_strings(s, op, a.ref, b.ref, &work));
    else
        status = bob_compare(s, op, a, b, &work, r);
    return status == BOB_OK ? bob_charge(s, work) : status;
}

#define COMPARE(name, ikernel, fkernel, ...)                                                       \
    BobStatus bob_sem_##name(BobState *s, BobValue a, BobValue b, BobValue *r)                     \
    {                                                                                              \
        bool t;                                                                                    \
        BobStatus status;                                                                          \
        if (a.tag == TAG_INT && b.tag == TAG_INT) {                                                \
            *r = bob_bool(ikernel(a.i, b.i));                                                      \
            return BOB_OK;                                                                         \
        }                                                                                          \
        if (a.tag == TAG_FLOAT && b.tag == TAG_FLOAT) {                                            \
            *r = bob_bool(fkernel(a.f, b.f));                                                      \
            return BOB_OK;                                                                         \
        }                                                                                          \
        status = compare_and_charge(s, CMP_##name, a, b, &t);                                      \
        if (status == BOB_OK)                                                                      \
            *r = bob_bool(t);                                                                      \
        return status;                                                                             \
    }
#include "core/machine/ops.def"

BobStatus bob_sem_MIN(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    bool less;
    BobStatus status = compare_and_charge(s, CMP_LT, b, a, &less);
    if (status == BOB_OK)
        *r = less ? b : a;
    return status;
}

BobStatus bob_sem_MAX(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    bool more;
    BobStatus status = compare_and_charge(s, CMP_GT, b, a, &more);
    if (status == BOB_OK)
        *r = more ? b : a;
    return status;
}

/* Types whose identity Python leaves open can't be asked for it. */
BobStatus bob_sem_IS(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    BobStatus status = bob_check_alive(s, a);
    if (status == BOB_OK)
        status = bob_check_alive(s, b);
    if (status != BOB_OK)
        return status;
    if (a.tag != b.tag) {
        *r = bob_bool(false);
        return BOB_OK;
    }
    if (a.tag == TAG_INT || a.tag == TAG_FLOAT ||
        (a.tag == TAG_REF && a.ref->type == b.ref->type &&
         (bob_object_flags(a.ref) & TYPE_MUTABLE) == 0))
        return bob_fail(s, BOB_TYPE_ERROR, "the identity of two values of type '%s' is not defined",
                        bob_type_name(a));
    *r = bob_bool(a.tag == TAG_REF ? a.ref == b.ref : a.i == b.i);
    return BOB_OK;
}

const char *bob_find_text(const BobState *s, const char *text, size_t n, const BobObject *sub)
{
    const char *bytes = bob_str_bytes(sub), *at = NULL, *end = text + n;
    size_t m = sub->size, window = FIND_WINDOW + m - 1;
    if (m > FIND_WINDOW) /* rare: in one go */
        return bob_find(text, n, bytes, m);
    while (at == NULL && (size_t)(end - text) > window && !bob_interrupted(s)) {
        at = bob_find(text, window, bytes, m);
        text += FIND_WINDOW;
    }
    if (at != NULL || bob_interrupted(s))
        return at;
    return bob_find(text, (size_t)(end - text), bytes, m);
}

/* Whether comparing the elements with x is comparing their 8 bytes. */
static bool is_plain(const BobObject *o, BobValue x)
{
    return bob_is_integral(x) && (o->kind == KIND_INT || o->kind == KIND_BOOL);
}

/* The first of elements from..to that is x, or to. */
static uint32_t find_plain(const BobObject *o, int64_t x, uint32_t from, uint32_t to)
{
    const int64_t *e = o->data;
    uint32_t i = from;
    for (; to - i >= 4; i += 4)
        if ((e[i] == x) | (e[i + 1] == x) | (e[i + 2] == x) | (e[i + 3] == x))
            break;
    while (i < to && e[i] != x)
        i++;
    return i;
}

static uint32_t count_plain(const BobObject *o, int64_t x, uint32_t from, uint32_t to)
{
    const int64_t *e = o->data;
    uint32_t i, n = 0;
    for (i = from; i < to; i++)
        n += e[i] == x;
    return n;
}

/* Whether a text is x, which is one of n bytes. */
static bool is_text(const BobState *s, const BobObject *o, const BobObject *x, uint64_t *work)
{
    uint32_t same;
    if (o->size != x->size)
        return false;
    same = common_bytes(s, bob_str_bytes(o), bob_str_bytes(x), x->size);
    *work += same < x->size ? same + 1u : same;
    return same == x->size;
}

/* As bob_same_or_equal, for what is most often searched. */
static inline BobStatus is_element(BobState *s, BobValue e, BobValue x, uint64_t *work, bool *r)
{
    if (bob_is_number(e) && bob_is_number(x)) {
        *r = relate_numbers(e, x) == REL_SAME;
        return BOB_OK;
    }
    if (bob_is_str(e) && bob_is_str(x) && e.ref != x.ref && *work <= bob_work_left(s)) {
        *r = is_text(s, e.ref, x.ref, work);
        return BOB_OK;
    }
    return bob_same_or_equal(s, e, x, work, r);
}

static BobStatus search_plain(BobState *s, const BobObject *o, int64_t x, uint32_t from,
                              uint32_t to, uint64_t left, bool first, uint64_t *work,
                              uint32_t *result)
{
    uint32_t end = to - from <= left ? to : from + (uint32_t)left, i = from, found = 0, stop;
    for (; i < end; i = stop) {
        stop = end - i < BOB_POLL_UNITS ? end : i + BOB_POLL_UNITS;
        if (!first) {
            found += count_plain(o, x, i, stop);
        } else {
            i = find_plain(o, x, i, stop);
            if (i < stop)
                break;
        }
        if (stop < end && bob_poll(s) != BOB_OK)
            return BOB_YIELDED;
    }
    *result = first ? i : found;
    *work = i - from + (i < to); /* one more than can be paid, where there are more */
    return BOB_OK;
}

BobStatus bob_search(BobState *s, const BobObject *o, BobValue x, uint32_t from, uint32_t to,
                     bool first, uint64_t *work, uint32_t *result)
{
    uint64_t left = bob_work_left(s), pause = BOB_POLL_UNITS;
    uint32_t i, found = 0;
    *work = 0;
    if (is_plain(o, x))
        return search_plain(s, o, x.i, from, to, left, first, work, result);
    for (i = from; i < to && *work <= left; i++) {
        bool same;
        BobStatus status;
        if (++*work > pause) {
            pause = *work + BOB_POLL_UNITS;
            if (bob_poll(s) != BOB_OK)
                return BOB_YIELDED;
        }

        status = is_element(s, bob_element(o, i), x, work, &same);
        if (status != BOB_OK)
            return status;
        found += same;
        if (same && first)
            break;
    }
    *result = first ? i : found;
    return BOB_OK;
}

BobStatus bob_elements_contain(BobState *s, const BobObject *o, BobValue x, BobValue *r)
{
    uint64_t work;
    uint32_t at;
    BobStatus status = bob_search(s, o, x, 0, o->size, true, &work, &at);
    if (status == BOB_OK)
        status = bob_charge(s, work); /* fails where the search gave up */
    if (status == BOB_OK)
        *r = bob_bool(at < o->size);
    return status;
}

BobStatus bob_sem_IN(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    BobStatus status = bob_check_alive(s, a);
    if (status == BOB_OK)
        status = bob_check_alive(s, b);
    if (status != BOB_OK)
        return status;
    if (b.tag != TAG_REF || bob_ops_of(b.ref)->contains == NULL)
        return bob_fail(s, BOB_TYPE_ERROR, "argument of type '%s' is not iterable",
                        bob_type_name(b));
    return bob_ops_of(b.ref)->contains(s, b.ref, a, r);
}
