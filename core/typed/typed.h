/* The typed engine: what its loop and everything else share. Read in this order; a file calls only
 * those above it.
 *
 *   context.h    what is known at a point of the program: types, and where values are
 *   analyse.c    what is known of a function from its bytecode: join points, loops
 *   operand.c    operands of handlers; oplist.c operations that wait; liveness.c what is dead
 *   locations.c  registers and slots: moves, which locals a loop keeps in registers
 *   hoist.c      rows of tables that a loop leaves as they are
 *   lookup.c     finding what was decoded; edge.c where nothing was decoded yet
 *   emit.c       operations to cells
 *   check.c      what is always true of all these, asserted in debug builds
 *   fuse.c       neighbouring operations made one; fuse_*.c by kind
 *   runs.c       cells decoded in one go
 *   versions.c   join points: each block decoded once a context
 *   generic.c    what has no handler of its own: the shared meaning on boxed operands
 *   select.c     one bytecode instruction in a context: which handlers; select_*.c by kind
 *   inline.c     short functions in place of their calls
 *   blocks.c     blocks of bytecode, instruction by instruction
 *   frames.c     from the canonical state, and back, a frame or many
 *   stubs.c      what the loop calls: edges taken for the first time, failed guards
 *   generic_run.c  the same for what has no handler
 *   loop.c       the loop, made from handlers.def
 *   enter.c      the engine: into the loop, out of it, and what runs between
 *
 * A frame, in slots of 8 bytes without tags:
 *
 *   | link | locals | operand stack | scratch | <- fp
 *
 * fp points behind the frame, so that a frame knows its own size and nobody else's: a call
 * adds the callee's, a return subtracts its own, both constants in the code. The caller
 * writes arguments where the callee's first locals will be, at fp + 1 and on. The link is
 * the cell at which the caller goes on. */
#ifndef BOB_TYPED_H
#define BOB_TYPED_H

#include "core/decode/decode.h"
#include "core/engines/threaded.h"

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
    TYPED_FUEL,   /* little fuel is left; ip stands at an instruction */
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
    unsigned failed_guard; /* where in the cell at ip its other way stands */
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
