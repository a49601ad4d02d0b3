/* The type iterator: where a walk over an iterable stands. What is walked and how stands in its
 * elements, so that snapshots and the heap need not know of it:
 *
 *   0  what is walked, none once the walk has ended
 *   1  position: index, byte, number of an entry or of a slot; of enumerate its number
 *   2  the size that a dict or set had when the walk began, -1 once that was wrong
 *   3  kind and flags, below
 *   4  the element that a loop has asked for, or the tuple that is reused
 *   5  how many elements a loop has got
 *
 * A loop over what need not be a sequence is the same bytecode as one over a list: it compares its
 * counter with LEN and takes INDEX_GET. Of an iterator made for a loop (ITER_LOOP) LEN is one more
 * than what the loop has got, where there is a further element; INDEX_GET is that element. Both may
 * be executed again before the other is. */
#ifndef BOB_ITERATOR_H
#define BOB_ITERATOR_H

#include "core/machine/types/types.h"

enum {
    ITER_FORWARD,   /* an object that has elements */
    ITER_BACKWARD,  /* the same, from the end */
    ITER_FORWARDS,  /* another iterator */
    ITER_ENUMERATE, /* an iterator, with numbers */
    ITER_ZIP,       /* a tuple of iterators */
    ITER_STRICT,    /* the same, which must end together */
    ITER_KINDS = 7,
    ITER_LOOP = 8,   /* made for a loop */
    ITER_HELD = 16,  /* element 4 is what the loop asked for last */
    ITER_TAKEN = 32, /* and it has taken it */
    ITER_REUSE = 64, /* pairs of an items view are taken apart at once: one tuple will do */
};
#define BOB_ITER_FIELDS 6u

/* Whether an object can be walked. */
bool bob_can_iterate(BobValue v);
/* An iterator over v; an iterator is its own. TypeError where v is not iterable. */
NODISCARD BobStatus bob_iter_new(BobState *s, BobValue v, BobValue *r);
/* One of that kind with those flags over v, which is what the kind says. */
NODISCARD BobStatus bob_iter_make(BobState *s, BobValue source, int64_t position, unsigned kind,
                                  BobValue *r);
/* The next element; *more is false, and nothing else happens, at the end. Without effect where it
 * fails. */
NODISCARD BobStatus bob_iter_next(BobState *s, BobObject *it, BobValue *v, bool *more);
/* The object that a loop over v indexes: v itself, or an iterator made for the loop. */
NODISCARD BobStatus bob_loop_new(BobState *s, BobValue v, bool reuse, BobValue *r);
/* LEN of an iterator made for a loop. */
NODISCARD BobStatus bob_loop_len(BobState *s, BobObject *it, BobValue *r);
static inline bool bob_is_loop(const BobObject *o)
{
    return bob_object_is(o, OBJ_ITERATOR) && o->size == BOB_ITER_FIELDS &&
           (((const BobValue *)o->data)[3].i & ITER_LOOP) != 0;
}

/* ---- all elements at once ---- */

/* What is iterable as a list for the time of an instruction: of a str, tuple or list itself, else a
 * list in host memory. Objects that are made for it are journaled, and iterators that are used up
 * go back to where they stood unless bob_gather_end is told that all went well. */
typedef struct BobGathered {
    BobValue seq;
    BobObject list;
    BobValue *values;
    size_t room;
    struct BobIterSaved *saved;
    size_t saved_count;
    bool began;
} BobGathered;

NODISCARD BobStatus bob_gather(BobState *s, BobValue v, BobGathered *g);
/* `status` is that of what was done with them; it is the result. */
NODISCARD BobStatus bob_gather_end(BobState *s, BobGathered *g, BobStatus status);

/* A view of a dict: its one element is the dict. */
NODISCARD BobStatus bob_view_of_dict(BobState *s, BobObjectType type, BobObject *dict, BobValue *r);
static inline BobObject *bob_viewed(const BobObject *view)
{
    return view->size == 1 && bob_is_object(((const BobValue *)view->data)[0], OBJ_DICT)
               ? ((const BobValue *)view->data)[0].ref
               : NULL;
}

#endif
