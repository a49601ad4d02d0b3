/* What is known at one point of the program.
 *
 * A context says of each local and each operand its type and where its value is. Types are
 * always known: a block of bytecode is decoded once for each combination of types that
 * reaches it ("lazy basic block versioning", Chevalier-Boisvert and Feeley, ECOOP 2015).
 *
 * While a run of cells is decoded, each change of the context is recorded as an event, and each
 * cell as a side exit: how many events had happened before it. Replaying them from the run's first
 * context gives the context at any cell, so that execution can leave the code anywhere. */
#ifndef BOB_CONTEXT_H
#define BOB_CONTEXT_H

#include "core/typed/analyse.h"
#include "core/typed/typed.h"

typedef struct Decode Decode;
typedef struct Entry Entry;
typedef struct Edge Edge;
typedef struct Version Version;

typedef enum Where {
    AT_NOTHING, /* none and unbound: the type says all */
    AT_SLOT,    /* slot `n` of the frame */
    AT_REG,     /* register `reg` of the type's class */
    AT_COPY,    /* local `from`, plus `plus`, minus local `less` */
    AT_CONST,   /* the value itself; operands only */
    AT_OUT,     /* argument `n` of the call to come */
} Where;

#define NO_REG 0xFF
#define NO_LOCAL 0xFFFF
_Static_assert(MOST_VARS < NO_LOCAL, "Var.from and Var.less are locals or NO_LOCAL");
_Static_assert(BOB_TYPED_INTS < NO_REG && BOB_TYPED_FLOATS < NO_REG, "Var.reg");

/* A local or an operand. */
typedef struct Var {
    uint8_t type;  /* a BobTag */
    uint8_t where; /* a Where */
    uint8_t reg;   /* AT_REG; AT_COPY: the register it had and gets back, or NO_REG */
    bool synced;   /* AT_REG of a local: its slot has the value too */
    bool positive; /* an int that is known to be more than 0 */
    bool single;   /* a string of one ASCII character, of which there is one object each */
    bool shifted;  /* AT_COPY: its original has changed since */
    union {
        uint32_t n;
        struct {
            uint16_t from, less;
            int32_t plus;
        };
        int64_t i; /* of a copy: from, less and plus in one, for comparison (lookup.c) */
        double f;
    };
} Var;
_Static_assert(sizeof(Var) == 16, "contexts are copied again and again");

/* An element of a list of lists that was loaded before the loop and has a slot of its own
 * (hoist.h): that of local `list` at index local `at` plus `plus`. */
typedef struct HoistedLoad {
    bool valid;
    uint16_t list, at; /* at is NO_LOCAL: the index is `plus` alone */
    int32_t plus;
} HoistedLoad;

/* The function that is inlined here, and where its call is (inline.h). */
typedef struct InlineFrame {
    FunctionInfo *info; /* of the function, or NULL where none is inlined */
    uint32_t base;      /* the index of its first local: it is an operand of the caller */
    uint32_t ip, depth;
    int64_t fuel_offset; /* all three: the caller's, before the call */
} InlineFrame;

typedef struct Context {
    Entry *entry;
    uint32_t ip, depth;
    uint32_t skips; /* join points passed on the path here since the last version */
    /* The fuel that is left is fuel_left (TypedLoop), plus this, minus ip, plus the threshold.
     * Straight code takes no fuel: ip grows, and the difference is the fuel that it used. Jumps
     * that no test follows change the offset instead of fuel_left. */
    int64_t fuel_offset;
    struct Version *lp; /* the version that lp points to, or NULL */
    HoistedLoad hoisted[MOST_HOISTED];
    InlineFrame inline_frame; /* ip and fuel_offset are that function's, if there is one */
    Var var[];                /* locals, then operands */
} Context;
#define BOB_CONTEXT_SIZE (sizeof(Context) + (MOST_VARS + SPARE_VARS) * sizeof(Var))

/* One change of a context while a run was decoded. */
typedef struct Event {
    uint32_t index, before; /* the number of that var's last event before it, from 1; 0: none */
    Var var;
} Event;

/* The state with which execution leaves at a cell: the run's first context after so many events. */
typedef struct SideExit {
    uint32_t cell, ip, depth, events;
    int64_t fuel_offset;
    bool inlined; /* in an inlined function: what fails here resumes before its call */
    uint32_t call_ip, call_depth;
    int64_t call_offset; /* the call's fuel_offset, minus fuel_offset */
} SideExit;

/* Cells that were decoded in one go. */
typedef struct Run {
    TypedCell *start;
    uint32_t cells;
    Context *context; /* at its first cell */
    Version *version; /* that begins here, or NULL */
    Edge *edge;       /* the return's that led here, or NULL */
    SideExit *side_exits;
    uint32_t side_exit_count;
    Event *events;
    uint32_t event_count;
} Run;

static inline bool is_float(unsigned type)
{
    return type == TAG_FLOAT;
}
/* none and unbound have no value */
static inline bool has_value(unsigned type)
{
    return type >= TAG_BOOL;
}
_Static_assert(TAG_UNBOUND < TAG_BOOL && TAG_NONE < TAG_BOOL && TAG_REF > TAG_BOOL, "has_value");

size_t bob_context_size(const Context *c);
Context *bob_context_copy(Typed *t, const Context *c);

/* ---- changes, each recorded ---- */
void bob_set(Decode *d, uint32_t index, Var v);
void bob_push(Decode *d, Var v);
void bob_pop(Decode *d, uint32_t n);
/* Forgets the events after the first `count`. */
void bob_forget_events(Decode *d, uint32_t count);
uint32_t bob_index_of(const Decode *d, const Var *v);
/* The side exit of an operation that begins now. */
SideExit bob_side_exit(const Decode *d);
/* A local or operand as an operation with that side exit finds it. */
const Var *bob_var_at(const Decode *d, const SideExit *side_exit, uint32_t index);

/* ---- finding a context again ---- */

/* The run that a cell belongs to, and the context before that cell, written to *c. */
const Run *bob_run_of(const Typed *t, const TypedCell *cell);
void bob_context_at(const Typed *t, const TypedCell *cell, Context *c);
/* A context inside an inlined function becomes the one before its call. */
void bob_to_call(Context *c);
/* A value as the canonical state has it; c is the context of the frame at t->loop.fp. */
BobValue bob_box(const Typed *t, const Context *c, const Var *v);

#endif
