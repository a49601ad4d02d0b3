/* What the engines that run threaded code share: their registers, and the conversion between the
 * canonical state and theirs.
 *
 * A frame of threaded code:
 *
 *   fp -> | locals | link | pad | operands ... | <- sp
 *
 * The caller's arguments are the callee's first locals, so a call copies nothing. The link
 * holds how far the caller's fp lies below and the cell to go on at; the pad is where an
 * engine with the top of stack in a register may spill it when the stack is empty.
 *
 * An engine is entered with the top frame of the canonical state alone; those below stay
 * where they are, and returning to one of them is left to the reference engine, as is
 * everything rare: the loop leaves at an instruction, the state becomes canonical, the
 * reference engine executes one, and the loop is entered again. So a loop needs to know
 * nothing of errors, ends and limits but when to leave. */
#ifndef BOB_THREADED_H
#define BOB_THREADED_H

#include "core/decode/decode.h"
#include "core/engines/engine.h"

/* Why a loop came back; its registers are then in the BobThread. */
typedef enum BobExit {
    EXIT_LEAVE, /* ip is at an instruction for the reference engine */
    EXIT_FUEL,  /* ip is at an instruction; little fuel is left */
    EXIT_FAIL,  /* as EXIT_LEAVE, but it must not be executed again: x->status */
} BobExit;

/* The rest of slices: what tests of fuel leave over, of two functions' length at most. */
typedef struct BobRest {
    struct BobThread *thread; /* NULL until it pays */
    uint64_t owed;            /* instructions that the reference engine executed instead */
} BobRest;

/* A cell, and the instruction that it belongs to. */
typedef struct BobPlace {
    const BobCell *cell;
    uint32_t function, ip;
} BobPlace;

typedef struct BobThread {
    BobState *s;
    BobCode *code;
    BobCell *ip;
    BobValue *sp, *fp;
    int64_t left; /* fuel to `stop`, less the threshold, as if at instruction 0 */
    uint64_t use; /* depth and arena (decode.h), biased so that the guards show the limits */
    BobValue r;   /* the result of a slow operation */
    BobValue tos; /* the top of stack between the handlers of engines by table */
    BobStatus status;
    uint64_t piece;  /* most fuel between two reads of the flag of interruption */
    uint64_t stop;   /* of this piece */
    BobValue *stack; /* storage for frames */
    size_t stack_size;
    uint64_t room; /* values that may be charged for frames above the one that was entered */
    bool counted;  /* its loop is bob_counted: `left` is the fuel to `stop`, */
    bool pause;    /* and it comes back where code jumps back or calls, too */
    BobRest rest;
    BobPlace places[64]; /* found lately, by cell */
} BobThread;

/* NAME_loop and the like, of a macro ENGINE_NAME. */
#define BOB_JOIN_(a, b) a##_##b
#define BOB_JOIN(a, b) BOB_JOIN_(a, b)

/* How one handler leads to the next, in engines that are one function (cells_loop.inc). */
#define BY_SWITCH 1
#define BY_SHARED 2
#define BY_GOTO 3

typedef BobExit (*BobLoop)(BobThread *x, const void *const **labels);

/* The run function of an engine with that loop. loop(NULL, &labels) gives its labels. */
BobStatus bob_threaded_run(BobState *s, uint64_t stop, BobLoop loop);

/* Executes to `stop`, exactly; or with `pause`, once that pays, to the next instruction that was
 * jumped back to or begins a function, if that comes before. The top frame's caller may be hidden.
 */
BobStatus bob_run_rest(BobState *s, BobRest *rest, uint64_t stop, bool pause);
void bob_rest_free(BobState *s, BobRest *rest);
extern const BobLoop bob_counted;

/* Copies a value by halves, as values are made: a load of both halves at once would have to wait
 * until the two stores that made them have left the store buffer, some five ns. */
static inline void bob_put(BobValue *to, BobValue v)
{
    to->tag = v.tag;
    to->i = v.i;
}

/* Before a slow operation: lets the meaning see no more fuel than there surely is. What
 * fails for want of it is executed again by the reference engine. */
void bob_thread_account(BobThread *x);

#endif
