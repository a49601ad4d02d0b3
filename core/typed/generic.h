/* Instructions without handlers of their own (generic.c, generic_run.c). */
#ifndef BOB_GENERIC_H
#define BOB_GENERIC_H

#include "core/machine/sem.h"
#include "core/typed/context.h"

/* Where an operand is read, at an offset from the frame or an address of its own, and its box. */
typedef struct Source {
    uintptr_t at, of_frame; /* of_frame is all ones where `at` is an offset, or 0 */
    BobValue *box;
} Source;

/* Where execution continues for results of certain types. */
typedef struct Successor {
    uint8_t *types;
    TypedCell *start;
    struct Successor *next;
} Successor;

/* One such instruction at one point of the code. */
typedef struct GenericSite {
    BobBuiltin *meaning; /* all of them have its contract */
    uint32_t number, args, results;
    uint32_t sources;
    bool computed;    /* an argument that changes has no Source */
    uint64_t usual;   /* the tag of its result last time, none where it has none, */
    int64_t home;     /* the result's slot from fp, a spare one where it has none, */
    TypedCell *start; /* and where it continued then */
    uint32_t opcode, operand;
    Context *context; /* after it, without results */
    Source *source;
    BobValue *box; /* the operands, then room for the results */
    Var *arg;
    uint32_t *slot; /* of the results */
    int64_t size;   /* slots of the frame */
    Successor *successors;
    uint32_t successor_count;
} GenericSite;

/* The instruction at d->c->ip, with so many operands and results. The run ends with it. */
void bob_generic(Decode *d, uint32_t args, uint32_t results);

#endif
