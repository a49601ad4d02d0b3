/* The types set and frozenset: CPython's table, since its order shows. The room of 2^(k+5) bytes,
 * k >= 3, holds a head and 2^k slots; an empty set without a room is one of eight slots. */
#ifndef BOB_SET_H
#define BOB_SET_H

#include "core/machine/types/hash.h"

typedef struct BobSlot {
    BobValue key; /* unbound where there is none: hash is 0 where none ever was, else -1 */
    int64_t hash;
} BobSlot;

typedef struct BobSetHead {
    uint32_t fill, finger; /* slots in use or used; where pop() looks first */
    uint64_t reserved;
    BobSlot slots[];
} BobSetHead;

#define BOB_SET_LEAST 3u
#define BOB_SET_ROOM(k) ((k) + 5u)
#define BOB_NO_SLOT UINT32_MAX

static inline bool bob_is_set(BobValue v)
{
    return v.tag == TAG_REF && (v.ref->type == OBJ_SET || v.ref->type == OBJ_FROZENSET) &&
           (v.ref->flags & OBJ_FREED) == 0;
}
static inline BobSetHead *bob_set_head(const BobObject *o)
{
    return o->data;
}
static inline uint32_t bob_set_mask(const BobObject *o)
{
    return o->data == NULL ? 7 : (uint32_t)((UINT64_C(1) << (o->room_class - 5u)) - 1);
}
/* The first element at slot i or after it, or BOB_NO_SLOT. */
uint32_t bob_set_next(const BobObject *o, uint32_t i);
/* The slot of a key whose hash is known. Counts its work. */
NODISCARD BobStatus bob_set_find(BobState *s, const BobObject *o, BobValue key, int64_t hash,
                                 uint64_t *work, uint32_t *slot);

typedef enum BobSetOperator { SET_OR, SET_AND, SET_SUB, SET_XOR } BobSetOperator;

/* A new set or frozenset of the elements of an iterable. */
NODISCARD BobStatus bob_set_of(BobState *s, BobObjectType type, BobValue from, BobValue *r);
/* a op b1 op b2 ..., each b a set or any iterable, of SET_XOR one; the result is of a's type. */
NODISCARD BobStatus bob_set_operate(BobState *s, BobSetOperator op, BobObject *a, const BobValue *b,
                                    uint32_t n, BobValue *r);
/* The same in place. */
NODISCARD BobStatus bob_set_change(BobState *s, BobSetOperator op, BobObject *a, const BobValue *b,
                                   uint32_t n);
NODISCARD BobStatus bob_set_add(BobState *s, BobObject *o, BobValue key);
/* Whether it was there. */
NODISCARD BobStatus bob_set_discard(BobState *s, BobObject *o, BobValue key, bool *found);
NODISCARD BobStatus bob_set_pop(BobState *s, BobObject *o, BobValue *r);
NODISCARD BobStatus bob_set_clear(BobState *s, BobObject *o);
/* Whether all elements of a are in b; whether they have none in common. */
NODISCARD BobStatus bob_set_within(BobState *s, const BobObject *a, const BobObject *b,
                                   uint64_t *work, bool *within);
NODISCARD BobStatus bob_set_disjoint(BobState *s, const BobObject *a, const BobObject *b,
                                     bool *disjoint);

#endif
