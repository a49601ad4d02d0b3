/* What the files that implement the public interface share: vm.c (core/bobbin.h) and lab/lab.c
 * (core/bobbin_lab.h). */
#ifndef BOB_VM_H
#define BOB_VM_H

#include "core/engines/engine.h"
#include "core/host/handles.h"
#include "core/lab/predict.h"
#include "core/lab/profile.h"

struct BobMachine {
    BobState state;
    const BobEngineRow *engine;
    BobStatus status;          /* of the last run; BOB_YIELDED before the first */
    bool busy;                 /* in a function that calls back: see bob_enter() */
    bool handling;             /* at an ASK, in a handler of bob_machine_serve() */
    BobTracer tracer;          /* write is NULL where the machine is not traced */
    BobProfile *profile;       /* NULL where it is not profiled */
    BobPrediction *prediction; /* NULL where it does not predict */
    BobHandles handles;
    uint32_t calls; /* that have begun */
    BobError
        refusal; /* why the last function of the host's was refused; kind BOB_OK if it was not */
};

/* Values of what a host gives to this machine: core/host/input.h. The message of a failure is that
 * of bob_machine_error(). */
NODISCARD BobStatus bob_machine_take(BobMachine *m, const BobInput *inputs, size_t n, BobValue *out,
                                     const char *what);

/* Begins a function of a machine that may call back, be it the allocator: false where there is no
 * machine or where such a callback is what calls, since the state is then anywhere between two
 * stops. bob_leave() ends it. Busy is no property that a const machine promises to keep. */
static inline bool bob_enter(const BobMachine *m)
{
    if (m == NULL || m->busy || m->handling)
        return false;
    ((BobMachine *)m)->busy = true;
    return true;
}

/* The same for a function that a handler of bob_machine_serve() may call too: the machine is at a
 * stop then. */
static inline bool bob_enter_handled(const BobMachine *m)
{
    if (m == NULL || m->busy)
        return false;
    ((BobMachine *)m)->busy = true;
    return true;
}

static inline BobStatus bob_leave(const BobMachine *m, BobStatus status)
{
    ((BobMachine *)m)->busy = false;
    return status;
}

/* For functions that neither change a machine nor call back: whether it is at a stop, as it is in a
 * handler. */
static inline bool bob_at_rest(const BobMachine *m)
{
    return m != NULL && !m->busy;
}

/* The state for one who reads frames below the top. It is the same state: that an engine keeps
 * some of it in a form of its own is nobody else's business, so a constant machine stays one. */
static inline BobState *bob_settled(const BobMachine *m)
{
    BobState *s = (BobState *)(uintptr_t)&m->state;
    bob_unhide(s);
    return s;
}

/* A view of a value: core/host/view.c. */
BobView bob_view(const BobProgram *p, BobValue v);

/* The engine of that name, the default one for NULL; NULL where this build has none such. */
const BobEngineRow *bob_find_engine(const char *name);

/* Structures that begin with their size as the caller was compiled, so that a later version may add
 * fields at the end: as much of `all` as the caller's structure holds, and nothing in what it holds
 * more. */
void bob_give_sized(void *to, size_t size, const void *all, size_t known);

/* The status of a run, once it is over: the trace ends with the program. */
BobStatus bob_run_over(BobMachine *m, BobStatus status);

/* Ends a function that gives bytes to its caller: those of b where status is BOB_OK. */
BobStatus bob_hand_over(BobStatus status, BobBuffer *b, char **bytes, size_t *n);

#endif
