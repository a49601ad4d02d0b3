/* What `call` and `token` share besides their handlers (bytecode.inc): registers that live in
 * the canonical frames, and leaving to the reference engine. */
#ifndef BOB_BYTECODE_H
#define BOB_BYTECODE_H

#include "core/engines/engine.h"
#include "core/engines/threaded.h"

typedef struct Wire {
    BobState *s;
    const BobWord *ip, *code; /* the instruction; the function's first */
    BobValue *sp, *fp, *base, *limit;
    const BobLocal *names; /* the function's, sorted */
    int64_t left;
    uint32_t size; /* instructions of the function */
    uint32_t name_count;
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

/* Pushes the frame of a function whose arguments begin at args; the caller is at instruction
 * `back` with its operands up to sp; *left pays for it. False, without effect, where a limit
 * forbids it, little fuel is left or the frame is a large one, which takes long. */
NODISCARD bool bob_wire_call(Wire *w, uint32_t function, const BobValue *args, int64_t back,
                             const BobValue *sp, int64_t *left);
/* Drops the top frame, its caller's operand stack having room for the result; returns the
 * caller's instruction index. */
int64_t bob_wire_return(Wire *w);
/* Whether there is a caller, with room for a result, which is only pushed. */
bool bob_wire_can_return(const Wire *w);

/* ---- names ---- */

/* The place of a local, NULL where the function has none of that name: bob_function_slot() in
 * line, with a choice in the place of a branch that can't be predicted. */
static inline BobValue *bob_wire_local(const Wire *w, uint32_t name)
{
    const BobLocal *at = w->names;
    uint32_t n = w->name_count;
    if (n == 0)
        return NULL;
    while (n > 1) {
        const BobLocal *middle = at + n / 2;
        at = middle->name <= name ? middle : at;
        n -= n / 2;
    }
    return at->name == name ? &w->fp[at->slot] : NULL;
}

/* The fast paths of PUSH rows, as fast_paths.h has them of others. */
static inline bool wire_LOAD_GLOBAL(const Wire *w, uint32_t n, BobValue *r)
{
    bob_put(r, w->s->globals[n]);
    return r->tag != TAG_UNBOUND;
}
static inline bool wire_LOAD_LOCAL(const Wire *w, uint32_t n, BobValue *r)
{
    const BobValue *v = bob_wire_local(w, n);
    if (v == NULL || v->tag == TAG_UNBOUND)
        return false;
    bob_put(r, *v);
    return true;
}
static inline bool wire_LOAD_NAME(const Wire *w, uint32_t n, BobValue *r)
{
    return wire_LOAD_LOCAL(w, n, r) || wire_LOAD_GLOBAL(w, n, r);
}
static inline bool wire_PUSH_CONST(const Wire *w, uint32_t n, BobValue *r)
{
    bob_put(r, w->s->program->constants[n]);
    return true;
}
static inline bool wire_PUSH_FUNC(const Wire *w, uint32_t n, BobValue *r)
{
    (void)w;
    *r = bob_func(n);
    return true;
}
static inline bool wire_ARG_COUNT(const Wire *w, uint32_t n, BobValue *r)
{
    (void)n;
    *r = bob_int(w->s->arg_count);
    return true;
}

#endif
