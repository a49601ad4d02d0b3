/* What `call` and `token` share besides their handlers (wire.inc): registers that live in
 * the canonical frames, and leaving to the reference engine. */
#ifndef BOB_WIRE_H
#define BOB_WIRE_H

#include "core/engines/engine.h"
#include "core/engines/threaded.h"

typedef struct Wire {
    BobState *s;
    const BobWord *ip, *code; /* the instruction; the function's first */
    BobValue *sp, *fp, *base, *limit;
    int64_t left;
    uint32_t size; /* instructions of the function */
    uint32_t argc; /* scratch of calls */
    BobValue r;
    BobStatus status;
    uint64_t stop;
} Wire;

typedef BobExit (*WireLoop)(Wire *w);

BobStatus bob_wire_run(BobState *s, uint64_t stop, WireLoop loop);

/* As bob_thread_account. */
static inline void bob_wire_account(Wire *w, int64_t left)
{
    uint64_t sure = left > 0 ? (uint64_t)left : 0;
    w->s->count =
        w->s->fuel == BOB_UNLIMITED ? 0 : w->stop - 1 - (sure < w->stop ? sure : w->stop - 1);
}

/* Registers of the top frame, at its ip. */
void bob_wire_load(Wire *w);
/* The caller of a frame just pushed stands at `back` with its operands up to sp. */
void bob_wire_call(Wire *w, const BobWord *back, const BobValue *sp);
/* Whether the caller's operand stack is at its limit. */
bool bob_wire_caller_full(const Wire *w);
/* Drops the top frame and loads its caller; returns the caller's instruction index. */
int64_t bob_wire_return(Wire *w);

#endif
