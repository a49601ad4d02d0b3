/* The state of the engine, and of the decoding that is under way. */
#ifndef BOB_TYPED_STATE_H
#define BOB_TYPED_STATE_H

#include "core/typed/edge.h"
#include "core/typed/frames.h"
#include "core/typed/limits.h"
#include "core/typed/locations.h"
#include "core/typed/oplist.h"

/* A decoding under way. */
struct Decode {
    Typed *t;
    FunctionInfo *info;
    Context *c;
    uint32_t first;       /* cells there were when this decoding began */
    TypedCell *run_start; /* of the run being made */
    Context *run_context;
    Edge **stubs; /* to be put after all runs */
    uint32_t stub_count, stub_room;
    Op *ops;
    uint32_t op_count, op_room;
    uint32_t unfused;   /* the first so many stay as they are: their guards are tried one by one */
    uint32_t insert_at; /* something is put before this operation: what it and those after it use
                         * must not be overwritten there; or NO_OP */
    Move *moves;
    SideExit *side_exits;
    uint32_t side_exit_count, side_exit_room;
    Event *events; /* of the run */
    uint32_t event_count, event_room;
    uint32_t *last_event; /* by var: the number of its last event, from 1; 0: none */
    BobObject **hint;     /* by var: the object that it refers to just now, or NULL */
    bool failed;          /* memory is out, or the cells */
    bool resumed;         /* continues after a pause: the first instruction begins no version */
    bool exact;           /* the first instruction, whose operands can be inspected */
    bool skip_body;       /* a loop's condition was known: c->ip is no body then, */
    bool body_next;       /* its body begins after the next condition */
    bool returned;        /* from an inlined function, by one of several paths */
    unsigned pinned_regs; /* int registers that an instruction uses besides its operands */
    Version *version;     /* that begins the run */
    Edge *edge;
    TypedCell *start; /* of the first run */
};

struct Typed {
    TypedLoop loop;
    BobState *s;
    const void *const *labels;
    TypedCell *cells; /* one array, filled from the front; in it runs lie in order */
    uint32_t cell_count, cell_capacity;
    Run *runs;
    uint32_t run_count;
    uint32_t whole_runs;    /* those of decodes that succeeded; the others' cells are dead */
    FunctionInfo *info;     /* by function */
    uint8_t *inlined_vars;  /* by function: what it takes where it is inlined, or 0 */
    uint8_t *global_stores; /* by name: how many instructions bind the global; 2: or more */
    Table entries, versions, join_points, exits;
    uint32_t version_count;
    Version *all_versions;
    Edge no_edge;             /* where memory for one is out */
    Context *working, *spare; /* room for the largest context */
    Decode decode;
    TypedCell *guard_failed; /* the cell to which guards lead at first */
    uint64_t threshold;
    uint64_t longest;     /* path from one test of fuel to the next, where they are not fine */
    bool fine;            /* tests of fuel are (fuel.h), for short slices; */
    uint32_t others;      /* so many slices of the other length came last */
    struct Block *blocks; /* of memory: all that was made for versions */
    size_t bytes;
    bool full; /* no more versions */
    TypedSlot *stack;
    size_t stack_size;
    uint32_t smallest;   /* slots of a frame */
    struct Watch *watch; /* profiling (typed_counts.h); NULL: it is off */
    Below below;
    TypedSlot *hidden; /* ends the upper one of the frames that the state has not */
    TypedCell *marker;
    uint32_t batch; /* how many frames to take over at the next return to a canonical one */
    uint64_t largest_charge; /* values charged for a frame */
    bool left_already;       /* the state is canonical, count and all */
    uint64_t piece;          /* most fuel from one test for an interruption to the next */
    uint64_t stop;           /* of the piece under way */
    BobStatus status;        /* TYPED_FAIL */
    Context *at;             /* where the machine is, if no cell says it */
    Version entered;         /* marks contexts that were entered from the canonical state */
    uint64_t burst;          /* for the other engine, when it must go on */
    BobRest rest;            /* of slices */
    void *other_data;        /* of the engine that runs what this one can't */
    void (*other_free)(BobState *s);
};

/* True while the machine state is the one that the decoder is at, so that values can be
 * inspected: nothing has been decoded yet. */
static inline bool is_here(const Decode *d)
{
    return d->op_count == 0 && d->t->cell_count == d->first;
}

static inline bool is_inlining(const Decode *d)
{
    return d->c->inline_frame.info != NULL;
}

/* Of the code that is being decoded. */
static inline FunctionInfo *code_of(const Decode *d)
{
    return is_inlining(d) ? d->c->inline_frame.info : d->info;
}

static inline Var *top(Decode *d, uint32_t n) /* the nth from the top, 0 the top */
{
    return &d->c->var[d->info->locals + d->c->depth - 1 - n];
}

#endif
