/* Frames of the canonical state and frames of typed code. */
#ifndef BOB_FRAMES_H
#define BOB_FRAMES_H

#include "core/typed/lookup.h"

/* The frames below those that are running. */
typedef struct Below {
    uint32_t base;      /* so many canonical ones lie below the typed ones, */
    uint32_t then;      /* BobFrame.then of the lowest typed one; that of the others is 0 */
    uint64_t base_used; /* with so many values charged */
    Entry *entry;       /* of the lowest typed one */
    TypedSlot *fp;      /* the known point: it ends a frame, or is the stack */
    uint32_t count;     /* frames below it, with those of the state */
    uint64_t used;      /* values charged for them */
    TypedCell *link;    /* there, while the marker is in its place */
} Below;

void bob_frames_init(Typed *t);
/* The top frame becomes a typed one, false where it can't: in the context of *ready, of which there
 * is code to enter; or, where that is NULL, in *c. */
bool bob_frames_enter(Typed *t, Context *c, Version **ready);
/* After the last thing that may fail. */
void bob_frames_run(Typed *t);
/* Back, with the top frame in that context. */
void bob_frames_leave(Typed *t, const Context *c);
/* Before another engine executes n instructions. */
void bob_frames_prepare(Typed *t, uint64_t n);
/* The frame above the known point has returned; the loop's fp is that of its caller. Where to
 * continue, or NULL. */
TypedCell *bob_return_below(Typed *t);
/* The machine is after a return of that value to a canonical frame. */
void bob_return_canonical(Typed *t, BobValue v);

#endif
