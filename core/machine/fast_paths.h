/* The fast path of common operations on common operands, for engines to inline: each
 * returns false where it does not apply or would fail, and leaves it to bob_sem_NAME then.
 * Binary operations on numbers are made from their rows' kernels. */
#ifndef BOB_FAST_PATHS_H
#define BOB_FAST_PATHS_H

#include "core/machine/types/num.h"
#include "core/machine/value.h"

#define NO_KERNEL(a, b, r) BOB_TYPE_ERROR

#define ARITH(name, ikernel, fkernel, ...)                                                         \
    static inline bool fast_##name(BobValue a, BobValue b, BobValue *r)                            \
    {                                                                                              \
        if (a.tag == TAG_INT && b.tag == TAG_INT) {                                                \
            int64_t t UNUSED = 0;                                                                  \
            if (ikernel(a.i, b.i, &t) != BOB_OK)                                                   \
                return false;                                                                      \
            *r = bob_int(t);                                                                       \
            return true;                                                                           \
        }                                                                                          \
        if (a.tag == TAG_FLOAT && b.tag == TAG_FLOAT) {                                            \
            double t UNUSED = 0.0;                                                                 \
            if (fkernel(a.f, b.f, &t) != BOB_OK)                                                   \
                return false;                                                                      \
            *r = bob_float(t);                                                                     \
            return true;                                                                           \
        }                                                                                          \
        return false;                                                                              \
    }
#define BITS(name, kernel, ...)                                                                    \
    static inline bool fast_##name(BobValue a, BobValue b, BobValue *r)                            \
    {                                                                                              \
        int64_t t = 0;                                                                             \
        if (a.tag != TAG_INT || b.tag != TAG_INT || kernel(a.i, b.i, &t) != BOB_OK)                \
            return false;                                                                          \
        *r = bob_int(t);                                                                           \
        return true;                                                                               \
    }
#define COMPARE(name, ikernel, fkernel, ...)                                                       \
    static inline bool fast_##name(BobValue a, BobValue b, BobValue *r)                            \
    {                                                                                              \
        if (a.tag == TAG_INT && b.tag == TAG_INT)                                                  \
            *r = bob_bool(ikernel(a.i, b.i));                                                      \
        else if (a.tag == TAG_FLOAT && b.tag == TAG_FLOAT)                                         \
            *r = bob_bool(fkernel(a.f, b.f));                                                      \
        else                                                                                       \
            return false;                                                                          \
        return true;                                                                               \
    }
#include "core/machine/ops.def"

#undef NO_KERNEL

/* One comparison proves a living list of that kind and an index inside it. */
static inline bool fast_INDEX_GET(BobValue a, BobValue b, BobValue *r)
{
    if (a.tag != TAG_REF || b.tag != TAG_INT)
        return false;
    if ((uint64_t)b.i < a.ref->len[KIND_INT])
        *r = bob_int(((const int64_t *)a.ref->data)[b.i]);
    else if ((uint64_t)b.i < a.ref->len[KIND_FLOAT])
        *r = bob_float(((const double *)a.ref->data)[b.i]);
    else if ((uint64_t)b.i < a.ref->len[KIND_REF])
        *r = bob_ref(((BobObject *const *)a.ref->data)[b.i]);
    else if ((uint64_t)b.i < a.ref->len[KIND_BOOL])
        *r = bob_bool(((const int64_t *)a.ref->data)[b.i] != 0);
    else if ((uint64_t)b.i < a.ref->len[KIND_MIXED])
        *r = ((const BobValue *)a.ref->data)[b.i];
    else
        return false;
    return true;
}

static inline bool fast_INDEX_SET(BobValue list, BobValue i, BobValue v)
{
    if (list.tag != TAG_REF || i.tag != TAG_INT)
        return false;
    if (v.tag == TAG_INT && (uint64_t)i.i < list.ref->len[KIND_INT])
        ((int64_t *)list.ref->data)[i.i] = v.i;
    else if (v.tag == TAG_FLOAT && (uint64_t)i.i < list.ref->len[KIND_FLOAT])
        ((double *)list.ref->data)[i.i] = v.f;
    else if (v.tag == TAG_BOOL && (uint64_t)i.i < list.ref->len[KIND_BOOL])
        ((int64_t *)list.ref->data)[i.i] = v.i;
    else if (v.tag == TAG_REF && (uint64_t)i.i < list.ref->len[KIND_REF])
        ((BobObject **)list.ref->data)[i.i] = v.ref;
    else if ((uint64_t)i.i < list.ref->len[KIND_MIXED])
        ((BobValue *)list.ref->data)[i.i] = v;
    else
        return false;
    return true;
}

static inline bool fast_NOT(BobValue a, BobValue *r)
{
    if (a.tag != TAG_BOOL && a.tag != TAG_INT)
        return false;
    *r = bob_bool(a.i == 0);
    return true;
}

static inline bool fast_NEG(BobValue a, BobValue *r)
{
    if (a.tag == TAG_FLOAT)
        *r = bob_float(-a.f);
    else if (a.tag == TAG_INT && a.i != INT64_MIN)
        *r = bob_int(-a.i);
    else
        return false;
    return true;
}

static inline bool fast_LEN(BobValue a, BobValue *r)
{
    if (a.tag != TAG_REF || bob_is_freed(a) ||
        (a.ref->type != OBJ_LIST && a.ref->type != OBJ_TUPLE))
        return false;
    *r = bob_int(a.ref->size);
    return true;
}

static inline bool fast_TO_FLOAT(BobValue a, BobValue *r)
{
    if (a.tag != TAG_INT && a.tag != TAG_FLOAT)
        return false;
    *r = a.tag == TAG_FLOAT ? a : bob_float((double)a.i);
    return true;
}

static inline bool fast_TO_INT(BobValue a, BobValue *r)
{
    if (a.tag != TAG_INT)
        return false;
    *r = a;
    return true;
}

#endif
