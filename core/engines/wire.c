#include "core/engines/wire.h"

void bob_wire_load(Wire *w)
{
    BobState *s = w->s;
    const BobFrame *f = bob_top_frame(s);
    const BobFunction *function = bob_frame_function(s, f);
    w->code = function->code;
    w->size = function->code_size;
    w->ip = function->code + f->ip;
    w->fp = f->locals;
    w->base = f->locals + function->local_count;
    w->limit = w->base + s->stack_limit;
    w->sp = w->base + f->depth;
}

void bob_wire_call(Wire *w, const BobWord *back, const BobValue *sp)
{
    BobFrame *caller = bob_top_frame(w->s) - 1;
    caller->ip = (uint32_t)(back - w->code);
    caller->depth = (uint32_t)(sp - w->base);
    bob_wire_load(w);
}

bool bob_wire_caller_full(const Wire *w)
{
    return (bob_top_frame(w->s) - 1)->depth >= w->s->stack_limit;
}

int64_t bob_wire_return(Wire *w)
{
    bob_pop_frame(w->s);
    bob_wire_load(w);
    return w->ip - w->code;
}

/* From any test of the fuel the next is at most a function's length away. */
static uint64_t threshold(const BobProgram *p)
{
    uint32_t i, longest = 0;
    for (i = 0; i < p->function_count; i++)
        if (longest < p->functions[i].code_size)
            longest = p->functions[i].code_size;
    return 2 * (uint64_t)longest + 64;
}

BobStatus bob_wire_run(BobState *s, uint64_t stop, WireLoop loop)
{
    Wire w = {.s = s};
    uint64_t keep = threshold(s->program);
    while (s->count < stop && stop - s->count > keep) {
        uint64_t at = s->count, span = stop - at;
        BobFrame *f;
        BobExit why;
        BobStatus status;
        if (span > (uint64_t)INT64_MAX / 2)
            span = (uint64_t)INT64_MAX / 2;
        w.stop = at + span;
        bob_wire_load(&w);
        w.left = (int64_t)(span - keep) + (w.ip - w.code);
        why = loop(&w);
        f = bob_top_frame(s);
        f->ip = (uint32_t)(w.ip - w.code);
        f->depth = (uint32_t)(w.sp - w.base);
        s->count = at + (span - (uint64_t)(w.left + (int64_t)keep - (int64_t)f->ip));
        s->surcharge = 0;
        if (why == EXIT_FAIL)
            return bob_fail_here(s, w.status);
        s->error = (BobError){.kind = BOB_OK}; /* what the reference engine does is what counts */
        if (why == EXIT_FUEL)
            continue;
        status = bob_engine_switch.run(s, s->count + 1 < stop ? s->count + 1 : stop);
        if (status != BOB_YIELDED)
            return status;
    }
    return bob_engine_switch.run(s, stop);
}
