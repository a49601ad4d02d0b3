/* A walk over what a value holds, and what that holds ..., with a path of its own instead of the C
 * stack: it is what finds cycles, and its length is the limit of nesting. */
#ifndef BOB_PATH_H
#define BOB_PATH_H

#include "core/base/limits.h"
#include "core/machine/value.h"

/* The objects holding values that are open, the outermost first, each marked OBJ_OPEN. Begin with
 * depth 0, and leave all that is open at the end. */
typedef struct BobPath {
    unsigned depth;
    struct {
        BobObject *object;
        uint32_t next;
        bool some; /* for the walker: whether it has met a value in it */
    } levels[BOB_MAX_NESTING];
} BobPath;

typedef enum BobPathStep { PATH_ENTERED, PATH_INSIDE_ITSELF, PATH_TOO_DEEP } BobPathStep;

static inline BobPathStep bob_path_enter(BobPath *p, BobObject *o)
{
    if ((o->flags & OBJ_OPEN) != 0)
        return PATH_INSIDE_ITSELF;
    if (p->depth == BOB_MAX_NESTING)
        return PATH_TOO_DEEP;
    p->levels[p->depth].object = o;
    p->levels[p->depth].next = 0;
    p->levels[p->depth].some = false;
    p->depth++;
    o->flags |= OBJ_OPEN;
    return PATH_ENTERED;
}

/* Leaves the innermost. */
static inline const BobObject *bob_path_leave(BobPath *p)
{
    BobObject *o = p->levels[--p->depth].object;
    o->flags &= (uint8_t)~OBJ_OPEN;
    return o;
}

static inline void bob_path_leave_all(BobPath *p)
{
    while (p->depth > 0)
        (void)bob_path_leave(p);
}

#endif
