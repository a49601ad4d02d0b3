/* Calls that an operation makes: of values, of classes, of the special methods of instances.
 *
 * No engine recurses. An operation that needs a function of the program says so: its meaning
 * returns BOB_CALLS, without effect, and s->pending has the call. Engines leave such an
 * instruction to the reference engine as they leave any that did not succeed; that one pushes an
 * ordinary frame whose `then` says what becomes of its result (then.def). Until the frame returns
 * all operands of the instruction stay on the caller's stack, and its ip is after the instruction,
 * as that of any caller. What the continuation finds wrong fails at the caller's instruction, with
 * its operands still there. */
#ifndef BOB_CALL_H
#define BOB_CALL_H

#include "core/machine/sem.h"

typedef enum BobThen {
#define THEN(NAME, ...) THEN_##NAME,
#include "core/machine/then.def"
    THEN_COUNT
} BobThen;

/* A continuation that is about one operand, the i-th from the top. */
#define BOB_THEN(kind, i) ((uint32_t)(kind) | (uint32_t)(i) << 8)
static inline BobThen bob_then_kind(uint32_t then)
{
    return (BobThen)(then & 0xFF);
}
static inline uint32_t bob_then_operand(uint32_t then)
{
    return then >> 8;
}

/* Says that the instruction calls f with these values: sets s->pending, returns BOB_CALLS. */
NODISCARD BobStatus bob_calls(BobState *s, uint32_t then, BobValue f, uint32_t argc,
                              const BobValue *args);

/* In the place of an argument: the text of a name, which is made when the frame is pushed. */
static inline BobValue bob_pending_name(uint32_t name)
{
    return (BobValue){.tag = TAG_UNBOUND, .i = name};
}

/* The reference engine's: pushes the frame of s->pending. BOB_OK or a failure without effect. */
NODISCARD BobStatus bob_begin_pending(BobState *s);

/* Calls any value for an instruction whose first operand is at `place` on the top frame's stack.
 * *pushed: a frame was pushed; else *r is the result. */
NODISCARD BobStatus bob_call_any(BobState *s, const BobCall *call, uint32_t place, bool *pushed,
                                 BobValue *r);
/* The same for CALL_METHOD: what LOAD_METHOD has left, then n values. */
NODISCARD BobStatus bob_call_method(BobState *s, const BobValue *at, uint32_t n, bool *pushed,
                                    BobValue *r);

/* The frame of that continuation has returned r; the caller is the top frame now. BOB_OK, or
 * BOB_CALLS where another frame is to be pushed; else the caller stands at its instruction again,
 * which has failed. */
NODISCARD BobStatus bob_then(BobState *s, uint32_t then, BobValue r);

/* ---- special methods of operands ---- */

/* Before n operands are written, over which lie `above` others: where the text of one is made by a
 * method, BOB_CALLS, and the instruction is done again with the text in its place. */
NODISCARD BobStatus bob_operands_to_text(BobState *s, const BobValue *args, uint32_t n,
                                         uint32_t above);
/* The truth of v, the top operand, is asked for: where a method tells, BOB_CALLS, and the
 * instruction is done again with a bool in its place. */
NODISCARD BobStatus bob_operand_to_truth(BobState *s, BobValue v);

#endif
