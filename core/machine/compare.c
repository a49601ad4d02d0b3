/* Comparison: numbers by exact value, strings by code point, lists and tuples element by
 * element, nested ones too. One walk finds how two values relate; what the six operators
 * and IN make of that is decided at the end. */
#define _GNU_SOURCE /* memmem */
#include <string.h>

#include "core/machine/sem.h"

typedef enum Relation {
    LESS,
    SAME,
    MORE,
    UNORDERED, /* numbers, one of them nan */
    DIFFERENT, /* not equal, and no order between such types */
} Relation;

typedef struct Walk {
    BobState *s;
    BobCompare op;
    uint64_t work; /* elements and bytes looked at */
    uint64_t limit;
} Walk;

static const char *const op_text[] = {"==", "!=", "<", "<=", ">", ">="};

static bool is_ordering(BobCompare op)
{
    return op >= CMP_LT;
}

static Relation from_order(BobOrder order)
{
    return order == ORDER_NONE ? UNORDERED : order < 0 ? LESS : order > 0 ? MORE : SAME;
}

static Relation relate_numbers(BobValue a, BobValue b)
{
    BobOrder order;
    if (a.tag == TAG_FLOAT && b.tag == TAG_FLOAT)
        return a.f < b.f ? LESS : a.f > b.f ? MORE : a.f == b.f ? SAME : UNORDERED;
    if (a.tag != TAG_FLOAT && b.tag != TAG_FLOAT)
        return a.i < b.i ? LESS : a.i > b.i ? MORE : SAME;
    if (b.tag == TAG_FLOAT)
        return from_order(num_compare_i64_f64(a.i, b.f));
    order = num_compare_i64_f64(b.i, a.f);
    return from_order(order == ORDER_NONE ? order : (BobOrder)-order);
}

/* UTF-8 orders as its code points do. */
static Relation relate_strings(Walk *w, const BobObject *a, const BobObject *b)
{
    uint32_t n = a->size < b->size ? a->size : b->size, i = 0;
    const unsigned char *x = (const unsigned char *)bob_str_bytes(a);
    const unsigned char *y = (const unsigned char *)bob_str_bytes(b);
    if (!is_ordering(w->op) && a->size != b->size)
        return DIFFERENT;
    while (n - i >= 4096 && memcmp(x + i, y + i, 4096) == 0)
        i += 4096;
    while (i < n && x[i] == y[i])
        i++;
    w->work += i < n ? i + 1u : n;
    if (i < n)
        return x[i] < y[i] ? LESS : MORE;
    return a->size < b->size ? LESS : a->size > b->size ? MORE : SAME;
}

static BobStatus relate(Walk *w, BobValue a, BobValue b, unsigned depth, Relation *r);

static BobStatus relate_sequences(Walk *w, const BobObject *a, const BobObject *b, unsigned depth,
                                  Relation *r)
{
    uint32_t n = a->size < b->size ? a->size : b->size, i;
    if (depth > BOB_MAX_NESTING)
        return bob_fail(w->s, BOB_VALUE_ERROR, "comparison nested deeper than %u", BOB_MAX_NESTING);
    if (!is_ordering(w->op) && a->size != b->size) {
        *r = DIFFERENT;
        return BOB_OK;
    }
    for (i = 0; i < n; i++) {
        BobValue x = bob_element(a, i), y = bob_element(b, i);
        BobStatus status;
        if (++w->work > w->limit)
            return BOB_OUT_OF_FUEL;
        if (x.tag == TAG_REF && y.tag == TAG_REF && x.ref == y.ref && !bob_is_freed(x))
            continue;
        status = relate(w, x, y, depth, r);
        if (status != BOB_OK)
            return status;
        if (*r == DIFFERENT && is_ordering(w->op))
            return bob_fail(w->s, BOB_TYPE_ERROR,
                            "'%s' not supported between instances of '%s' and '%s'", op_text[w->op],
                            bob_type_name(x), bob_type_name(y));
        if (*r != SAME)
            return BOB_OK;
    }
    *r = a->size < b->size ? LESS : a->size > b->size ? MORE : SAME;
    return BOB_OK;
}

/* depth: how many sequences enclose the two. */
static BobStatus relate(Walk *w, BobValue a, BobValue b, unsigned depth, Relation *r)
{
    BobStatus status = bob_check_alive(w->s, a);
    if (status == BOB_OK)
        status = bob_check_alive(w->s, b);
    if (status != BOB_OK)
        return status;
    if (bob_is_number(a) && bob_is_number(b)) {
        *r = relate_numbers(a, b);
    } else if (a.tag == TAG_REF && b.tag == TAG_REF && a.ref->type == b.ref->type) {
        if (a.ref->type != OBJ_STR)
            return relate_sequences(w, a.ref, b.ref, depth + 1, r);
        *r = relate_strings(w, a.ref, b.ref);
        if (w->work > w->limit)
            return BOB_OUT_OF_FUEL;
    } else {
        *r = a.tag == b.tag && a.tag != TAG_REF && a.i == b.i ? SAME : DIFFERENT;
    }
    return BOB_OK;
}

static bool decide(BobCompare op, Relation r)
{
    switch (op) {
    case CMP_EQ:
        return r == SAME;
    case CMP_NE:
        return r != SAME;
    case CMP_LT:
        return r == LESS;
    case CMP_LE:
        return r == LESS || r == SAME;
    case CMP_GT:
        return r == MORE;
    default:
        return r == MORE || r == SAME;
    }
}

static bool has_order(BobValue a, BobValue b)
{
    return (bob_is_number(a) && bob_is_number(b)) ||
           (a.tag == TAG_REF && b.tag == TAG_REF && a.ref->type == b.ref->type);
}

BobStatus bob_compare(BobState *s, BobCompare op, BobValue a, BobValue b, uint64_t *work, bool *r)
{
    uint64_t left = bob_work_left(s);
    Walk w = {s, op, *work, left};
    Relation relation = DIFFERENT;
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
    BobStatus status = bob_compare(s, op, a, b, &work, r);
    return status == BOB_OK ? bob_charge(s, work) : status;
}

#define COMPARE(name, ikernel, fkernel, ...)                                                       \
    BobStatus sem_##name(BobState *s, BobValue a, BobValue b, BobValue *r)                         \
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

BobStatus sem_MIN(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    bool less;
    BobStatus status = compare_and_charge(s, CMP_LT, b, a, &less);
    if (status == BOB_OK)
        *r = less ? b : a;
    return status;
}

BobStatus sem_MAX(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    bool more;
    BobStatus status = compare_and_charge(s, CMP_GT, b, a, &more);
    if (status == BOB_OK)
        *r = more ? b : a;
    return status;
}

/* Types whose identity Python leaves open can't be asked for it. */
BobStatus sem_IS(BobState *s, BobValue a, BobValue b, BobValue *r)
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
        (a.tag == TAG_REF && a.ref->type == b.ref->type && a.ref->type != OBJ_LIST))
        return bob_fail(s, BOB_TYPE_ERROR, "the identity of two values of type '%s' is not defined",
                        bob_type_name(a));
    *r = bob_bool(a.tag == TAG_REF ? a.ref == b.ref : a.i == b.i);
    return BOB_OK;
}

static BobStatus in_string(BobState *s, BobValue item, const BobObject *str, BobValue *r)
{
    const char *at, *text = bob_str_bytes(str);
    BobStatus status;
    if (!bob_is_str(item))
        return bob_fail(s, BOB_TYPE_ERROR, "'in <string>' requires string as left operand, not %s",
                        bob_type_name(item));
    at = memmem(text, str->size, bob_str_bytes(item.ref), item.ref->size);
    status = bob_charge(s, at == NULL ? str->size : (uint64_t)(at - text) + item.ref->size);
    if (status == BOB_OK)
        *r = bob_bool(at != NULL);
    return status;
}

BobStatus sem_IN(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    uint64_t work = 0;
    uint32_t i;
    bool found = false;
    BobStatus status = bob_check_alive(s, a);
    if (status == BOB_OK)
        status = bob_check_alive(s, b);
    if (status != BOB_OK)
        return status;
    if (b.tag != TAG_REF)
        return bob_fail(s, BOB_TYPE_ERROR, "argument of type '%s' is not iterable",
                        bob_type_name(b));
    if (b.ref->type == OBJ_STR)
        return in_string(s, a, b.ref, r);
    for (i = 0; i < b.ref->size && !found; i++) {
        work++;
        status = bob_same_or_equal(s, bob_element(b.ref, i), a, &work, &found);
        if (status != BOB_OK)
            return status;
        if (work > bob_work_left(s))
            break; /* the charge below fails */
    }
    status = bob_charge(s, work);
    if (status == BOB_OK)
        *r = bob_bool(found);
    return status;
}
