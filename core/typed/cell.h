/* What the loop of the typed engine works on: cells, frames, registers, and the functions that it
 * calls. The loop takes long to compile, so that this includes as little as it can: nothing that is
 * made of the list of operations or built-ins, no program and no state.
 *
 * A frame, in slots of 8 bytes without tags:
 *
 *   | link | locals | operand stack | scratch | <- fp
 *
 * fp points after the frame, so that a frame knows its own size and nobody else's: a call
 * adds the callee's, a return subtracts its own, both constants in the code. The caller
 * writes arguments where the callee's first locals will be, at fp + 1 and on. The link is
 * the cell at which the caller continues. */
#ifndef BOB_TYPED_CELL_H
#define BOB_TYPED_CELL_H

#include "core/machine/heap.h"

/* Registers of the machine in registers of the processor, of each class. */
#ifndef BOB_TYPED_INTS
#define BOB_TYPED_INTS 4
#endif
#ifndef BOB_TYPED_FLOATS
#define BOB_TYPED_FLOATS 4
#endif

/* Built without the handlers that fuse.c makes of several: for compilers that take too long. */
#ifndef BOB_TYPED_PLAIN
#define BOB_TYPED_PLAIN 0
#endif

typedef union TypedCell {
    const void *label;
    union TypedCell *target;
    void *data;
    BobValue *global;
    uint64_t u;
    int64_t i;
    double f;
} TypedCell;

typedef union TypedSlot {
    int64_t i;
    double f;
    BobObject *ref;
    TypedCell *link;
} TypedSlot;

/* Why the loop came back. */
typedef enum TypedExit {
    TYPED_TRAP,   /* the instruction at ip is for the reference engine */
    TYPED_FUEL,   /* little fuel is left; ip is at an instruction */
    TYPED_FAIL,   /* as TYPED_TRAP, but it must not be executed again: x->status */
    TYPED_CAPPED, /* too many versions here, or no memory for more: on in another engine */
} TypedExit;

typedef struct Typed Typed;

/* What the loop needs, and its registers while it calls C. */
typedef struct TypedLoop {
    TypedCell *ip, *lp;
    TypedSlot *fp;
    int64_t fuel_left;     /* see Context.fuel_offset */
    const TypedSlot *line; /* the callee's frame must end before it: limits of depth and arena */
    BobObject *statics;    /* strings of one character */
    BobHeap *heap;
    Typed *typed;
    TypedExit why;
    unsigned failed_guard; /* the word of the cell at ip that says where it leads */
    int64_t r[BOB_TYPED_INTS];
    double f[BOB_TYPED_FLOATS];
} TypedLoop;

/* Runs from x->ip. With x NULL it hands out its labels. */
TypedExit bob_typed_loop(TypedLoop *x, const void *const **labels);

/* What handlers call, with all registers in x: each returns the cell to go on at, or NULL to
 * leave the loop, with x->ip and x->why set. */
TypedCell *bob_typed_stub(TypedLoop *x);
TypedCell *bob_typed_generic(TypedLoop *x);
TypedCell *bob_typed_return(TypedLoop *x);
TypedCell *bob_typed_guard_failed(TypedLoop *x);

/* A slice of a list, tuple or text with bounds that are not negative, as a reference; 0 where it is
 * no such, long enough to cost fuel, or fails: nothing has happened then. */
int64_t bob_typed_slice(const TypedLoop *x, int64_t seq, int64_t from, int64_t stop);
TypedCell *bob_typed_marked(TypedLoop *x);

#endif
