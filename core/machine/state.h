/* The canonical state of a machine (docs/machine.md, 3), and the limits it runs under.
 *
 * Frames lie one after another in one fixed arena, each its local slots, then its operand
 * stack:
 *
 *   arena   | locals of main | its stack .... | locals of f | its stack ... |
 *             ^ frame[0].locals                 ^ frame[1].locals
 *
 * A frame takes as many values as it is charged: local names plus the deepest proven
 * stack, or the stack limit. An engine may keep anything else while it runs; where it
 * stops, this is exact. */
#ifndef BOB_STATE_H
#define BOB_STATE_H

#include <stdatomic.h>

#include "core/base/hash.h"
#include "core/machine/exceptions.h"
#include "core/machine/heap.h"
#include "core/machine/program.h"

typedef struct BobFrame {
    BobValue *locals; /* TAG_UNBOUND where not bound; the operand stack follows */
    uint32_t function;
    uint32_t ip; /* of a frame below the top: the instruction after its call */
    uint32_t depth;
    uint32_t then; /* what becomes of its result: call.h */
} BobFrame;

/* A call that an operation asks for (call.h). */
typedef struct BobPending {
    BobValue function, args[3];
    uint32_t argc, then;
} BobPending;
/* What a meaning returns then; no status of the interface. */
#define BOB_CALLS ((BobStatus)3)

typedef enum BobEnding {
    ENDING_NONE,
    ENDING_HALT,   /* HALT: the frames stay, the result is the top of stack */
    ENDING_RETURN, /* RETURN_VAL from main */
    ENDING_EXIT,   /* EXIT: exit_code */
} BobEnding;

/* Where a machine stands with its host. */
typedef enum BobPhase {
    PHASE_MAIN,     /* fresh, or running main */
    PHASE_IDLE,     /* main has ended well: functions may be called */
    PHASE_CALL,     /* one of them runs: its frame is the lowest */
    PHASE_FAILED,   /* main has failed */
    PHASE_FINISHED, /* nothing runs any more */
    PHASE_COUNT
} BobPhase;

/* Objects of arguments and results of calls that are over: core/host/drop.h. */
typedef struct BobDropped {
    BobObject **objects;
    uint32_t count, room;
    uint64_t most; /* bytes in use beyond which what nothing refers to is given back */
} BobDropped;

/* What the host says to the ASK that the machine is at: a value, or an exception to raise. */
typedef struct BobAnswer {
    BobValue value;              /* or the argument of the exception, unbound where it has none */
    BobExceptionClass exception; /* EXC_NONE where it is a value */
    const char *unsupported;     /* not NULL: it ends the program with BOB_UNSUPPORTED */
} BobAnswer;

typedef struct BobState {
    const BobProgram *program;
    BobAllocator allocator;

    /* canonical */
    BobFrame *frames; /* of frame_capacity */
    uint32_t frame_count;
    BobValue *globals; /* by name */
    BobHeap heap;
    uint64_t count;    /* instructions and surcharges so far */
    uint32_t numbered; /* objects that were given a number of creation: their `points` */
    BobHashing output; /* of all that was written; its size counts it */
    BobValue handled;  /* the exception that is being handled, or none */
    uint32_t arg_count;
    char **args; /* program arguments, valid UTF-8, NUL-terminated */
    BobPhase phase;
    BobDropped dropped;

    /* limits */
    uint64_t fuel, arena_limit, output_limit;
    uint32_t stack_limit, depth_limit;
    bool allow_undefined;
    uint32_t warm_up; /* of the typed engine: BobConfig */
    uint64_t began;   /* count where this machine began: 0, or the snapshot's */
    BobWrite write;
    void *write_ctx;
    atomic_bool interrupted; /* set by bob_machine_interrupt(), cleared when it is reported */

    /* storage */
    BobValue *arena;
    uint64_t arena_values; /* allocated, a part at first (bob_has_room): what the limit and the
                              calls of the program allow, or what main needs */
    uint64_t arena_used;   /* charged for all frames */
    uint32_t frame_capacity;

    /* the instruction that is being executed */
    uint64_t surcharge; /* fuel that its work costs; the engine adds it to count on success */
    BobPending pending;
    uint16_t
        *methods; /* by name: what built-in methods there are, as far as was asked (attributes.c) */
    BobBuffer scratch; /* text in the making; kept to be used again */
    /* of its error, which error.exception names; EXC_NONE: the first of its kind */
    BobExceptionClass thrown;
    bool thrown_bare;         /* without arguments */
    BobValue thrown_argument; /* where bound the argument; else the message is */
    BobBuffer bound;          /* the parameters of a call while they are bound */
    BobBuffer receiver;       /* the same with the object before them whose method is called */
    BobBuffer spread;         /* the arguments that CALL_SPREAD finds in sequences */
    BobValue thrown_object;   /* where bound an exception that is there already; of the error there
                                 is no message yet */
    bool thrown_again;        /* by RERAISE */
    const BobAnswer *answer;  /* while the ASK is executed that has one; no part of the state */

    /* Frames that an engine keeps in a form of its own between runs: they lie below
     * frames[hidden_at], and frame_count and arena_used are without them. unhide() makes the upper
     * one or all of them canonical. */
    bool hidden;
    uint32_t hidden_at;
    void (*unhide)(void *ctx, bool all);
    void *unhide_ctx;

    /* what an engine keeps between runs; given back by the one that made it */
    void *engine_data;
    void (*engine_free)(struct BobState *s);

    /* the end */
    BobEnding ending;
    BobValue result;
    int64_t exit_code;
    BobError error;    /* kind BOB_OK while there is none */
    BobBuffer message; /* what error.long_message points to */
} BobState;

/* A state at the program's first instruction; config must be checked. BOB_OK,
 * BOB_OUT_OF_MEMORY. A main frame that does not fit the arena limit is found by the
 * engine's first step, as CallDepthExceeded. */
NODISCARD BobStatus bob_state_init(BobState *s, const BobProgram *p, const BobConfig *config,
                                   int argc, const char *const *argv);
void bob_state_end(BobState *s);

/* What a frame of f is charged in the arena. */
static inline uint64_t bob_frame_charge(const BobState *s, const BobFunction *f)
{
    return (uint64_t)f->local_count +
           (f->max_depth == BOB_UNPROVEN ? s->stack_limit : f->max_depth);
}

/* What a call of f costs beyond its instruction: its locals are made, its arguments moved. */
static inline uint32_t bob_call_surcharge(const BobFunction *f)
{
    return (uint32_t)(((uint64_t)f->local_count + f->param_count) / BOB_UNITS_PER_FUEL);
}

/* The most operands a frame of f can ever hold here: room for them is reserved. */
static inline uint32_t bob_frame_room(const BobState *s, const BobFunction *f)
{
    return f->max_depth < s->stack_limit ? f->max_depth : s->stack_limit;
}

static inline BobFrame *bob_top_frame(const BobState *s)
{
    return &s->frames[s->frame_count - 1];
}
static inline const BobFunction *bob_frame_function(const BobState *s, const BobFrame *f)
{
    return &s->program->functions[f->function];
}
static inline BobValue *bob_frame_stack(const BobState *s, const BobFrame *f)
{
    return f->locals + bob_frame_function(s, f)->local_count;
}

/* Makes all frames canonical: before anybody reads those below the top, or counts them. */
static inline void bob_unhide(BobState *s)
{
    if (s->hidden)
        s->unhide(s->unhide_ctx, true);
    ASSERT(!s->hidden);
}
/* The same for the top frame's caller alone, before a return to it. The frames move. */
static inline void bob_unhide_caller(BobState *s)
{
    if (s->hidden && s->hidden_at + 1 == s->frame_count)
        s->unhide(s->unhide_ctx, false);
}

/* Whether frames lie one after another, as charged, and hold no more than they can: the upper ones,
 * so that it takes the same time in any state. For ASSERT, where an engine comes back. */
bool bob_state_is_sound(const BobState *s);

/* Depth and arena that frames may take now: what the limits allow and is allocated. Beyond that
 * engines leave calls to bob_push_frame. */
static inline uint32_t bob_depth_at_hand(const BobState *s)
{
    return s->depth_limit < s->frame_capacity ? s->depth_limit : s->frame_capacity;
}
static inline uint64_t bob_arena_at_hand(const BobState *s)
{
    return s->arena_limit < s->arena_values ? s->arena_limit : s->arena_values;
}
/* Whether what is allocated has room for a frame of f. */
static inline bool bob_has_room(const BobState *s, const BobFunction *f)
{
    return s->frame_count < s->frame_capacity && s->arena_used <= s->arena_values &&
           bob_frame_charge(s, f) <= s->arena_values - s->arena_used;
}
/* Allocates all that frames may ever take. They move. False, without effect, where memory is out.
 */
NODISCARD bool bob_state_reserve_all(BobState *s);

/* Adds a frame with all locals unbound, unchecked: there must be room. */
BobFrame *bob_place_frame(BobState *s, uint32_t function);

/* Adds a frame of function `function` whose parameters are args[0..], in the arena or elsewhere,
 * all other locals unbound, and charges bob_call_surcharge(). BOB_OK; BOB_CALL_DEPTH_EXCEEDED (with
 * the message), BOB_OUT_OF_MEMORY, BOB_OUT_OF_FUEL or BOB_YIELDED without effect. Frames may move.
 */
NODISCARD BobStatus bob_push_frame(BobState *s, uint32_t function, const BobValue *args);
/* The same with a continuation; the first parameter is *self, where that is not NULL, and the
 * others are args[0..]. */
NODISCARD BobStatus bob_push_call(BobState *s, uint32_t function, const BobValue *self,
                                  const BobValue *args, uint32_t then);
void bob_pop_frame(BobState *s);

/* Where main ends, before its frame goes: its bound names become globals of its module. Does
 * nothing in a call. */
void bob_publish_names(BobState *s);

/* ---- errors: error.c ---- */

/* What an engine found that does not count. Clearing a whole BobError takes as long as executing a
 * hundred instructions. */
static inline void bob_forget_error(BobState *s)
{
    if (s->error.kind != BOB_OK)
        s->error = (BobError){.kind = BOB_OK};
}

/* Sets the kind and message of the error and returns the kind. */
COLD BobStatus bob_fail(BobState *s, BobStatus kind, const char *format, ...) PRINTF_LIKE(3, 4);

/* The same for errors outside a run, where e may be NULL. */
COLD BobStatus bob_error_set(BobError *e, BobStatus kind, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* BOB_OUT_OF_MEMORY with its message: the heap refused, or the allocator gave nothing. */
COLD BobStatus bob_no_memory(BobState *s);

/* BOB_STACK_OVERFLOW with its message. */
COLD BobStatus bob_fail_stack(BobState *s);

/* The message is str(v), or its repr: of any length. Returns `kind`, or another where that fails.
 */
COLD BobStatus bob_fail_with_text(BobState *s, BobStatus kind, BobValue v, bool repr);

/* Completes the error of the instruction that the top frame is at: function, ip,
 * opcode, line, count. Returns the kind. */
COLD BobStatus bob_fail_here(BobState *s, BobStatus kind);

/* unwind.c: what becomes of a failure of the instruction that the top frame is at. Where a handler
 * covers it, in this frame or one below, that is entered, counted as an instruction: BOB_OK, and
 * the run goes on there. So is a SystemExit that nobody catches, which ends the run; it comes of
 * what is left to the reference engine alone. Otherwise bob_fail_here(). */
NODISCARD COLD BobStatus bob_unwind(BobState *s, BobStatus kind);

/* ---- work that grows with operands ---- */

/* Units of work that the fuel left allows for the instruction that is being executed, itself paid:
 * a walker that has done more may stop, its instruction is OutOfFuel. */
static inline uint64_t bob_work_left(const BobState *s)
{
    uint64_t left = s->fuel - s->count - 1 - s->surcharge;
    return left >= UINT64_MAX / BOB_UNITS_PER_FUEL - 1
               ? UINT64_MAX
               : left * BOB_UNITS_PER_FUEL + (BOB_UNITS_PER_FUEL - 1);
}

/* Charges units of work: BOB_OK, or BOB_OUT_OF_FUEL with the message, or BOB_YIELDED (below).
 * To be called after types and values are checked and before the heap is touched. */
NODISCARD BobStatus bob_charge_fuel(BobState *s, uint64_t fuel);
NODISCARD static inline BobStatus bob_charge(BobState *s, uint64_t units)
{
    return units < BOB_UNITS_PER_FUEL ? BOB_OK : bob_charge_fuel(s, units / BOB_UNITS_PER_FUEL);
}

/* ---- interruption ----
 *
 * Any thread or signal handler may set the flag at any time. An engine that comes back sees it
 * at the next instruction boundary. The work of one instruction asks bob_poll() every
 * BOB_POLL_UNITS; BOB_YIELDED is then passed on like a failure: the instruction has no effect,
 * is not counted and is executed again when the run goes on. The flag stays set until the run
 * has come back, so that every engine that returns after it sees it too. */
_Static_assert(ATOMIC_BOOL_LOCK_FREE == 2, "a signal handler sets the flag");
static inline bool bob_interrupted(const BobState *s)
{
    return atomic_load_explicit(&s->interrupted, memory_order_relaxed);
}
/* Between two parts of an instruction's work: BOB_OK, or BOB_YIELDED to leave it. */
NODISCARD static inline BobStatus bob_poll(BobState *s)
{
    if (!bob_interrupted(s))
        return BOB_OK;
    s->surcharge = 0;
    return BOB_YIELDED;
}

/* Writes program output, all or nothing: BOB_OK, BOB_OUTPUT_EXCEEDED or
 * BOB_OUTPUT_FAILED. */
NODISCARD BobStatus bob_output(BobState *s, const char *bytes, size_t n);

#endif
