#include "core/engines/bytecode.h"

#include "core/base/limits.h"
#include "core/machine/check_state.h"

/* Registers of a frame, at its ip. */
static inline void load(Wire *w, const BobFrame *f, const BobFunction *function)
{
    w->code = function->code;
    w->size = function->code_size;
    w->names = function->local_by_name;
    w->name_count = function->local_count;
    w->ip = function->code + f->ip;
    w->fp = f->locals;
    w->base = f->locals + function->local_count;
    w->limit = w->base + w->s->stack_limit;
    w->sp = w->base + f->depth;
}

bool bob_wire_call(Wire *w, uint32_t function, const BobValue *args, int64_t back,
                   const BobValue *sp, int64_t *left)
{
    BobState *s = w->s;
    const BobFunction *f = &s->program->functions[function];
    BobFrame *frame = &s->frames[s->frame_count];
    uint64_t used = s->arena_used + bob_frame_charge(s, f);
    int64_t cost = back + bob_call_surcharge(f);
    uint32_t i;
    if (s->frame_count >= bob_depth_at_hand(s) || used > bob_arena_at_hand(s) || *left < cost ||
        f->local_count > BOB_POLL_UNITS)
        return false;
    *left -= cost;
    frame[-1].ip = (uint32_t)back;
    frame[-1].depth = (uint32_t)(sp - w->base);
    *frame = (BobFrame){.locals = s->arena + s->arena_used, .function = function};
    for (i = 0; i < f->param_count; i++)
        bob_put(&frame->locals[i], args[i]);
    for (; i < f->local_count; i++)
        frame->locals[i] = (BobValue){.tag = TAG_UNBOUND, .i = 0};
    s->frame_count++;
    s->arena_used = used;
    load(w, frame, f);
    return true;
}

bool bob_wire_can_return(const Wire *w)
{
    return w->s->frame_count > 1 && bob_top_frame(w->s)->then == 0 &&
           bob_top_frame(w->s)[-1].depth < w->s->stack_limit;
}

int64_t bob_wire_return(Wire *w)
{
    const BobFrame *f;
    bob_pop_frame(w->s);
    f = bob_top_frame(w->s);
    load(w, f, bob_frame_function(w->s, f));
    return f->ip;
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
    while (s->count < stop && stop - s->count > keep && !bob_interrupted(s)) {
        uint64_t at = s->count, span = stop - at;
        BobFrame *f;
        BobExit why;
        BobStatus status;
        if (span > BOB_PIECE + 4 * keep) /* the loop does not ask for interruptions */
            span = BOB_PIECE + 4 * keep;
        w.stop = at + span;
        f = bob_top_frame(s);
        load(&w, f, bob_frame_function(s, f));
        w.left = (int64_t)(span - keep) + (w.ip - w.code);
        why = loop(&w);
        f = bob_top_frame(s);
        f->ip = (uint32_t)(w.ip - w.code);
        f->depth = (uint32_t)(w.sp - w.base);
        s->count = at + (span - (uint64_t)(w.left + (int64_t)keep - (int64_t)f->ip));
        s->surcharge = 0;
        bob_check_state(s, at);
        if (why == EXIT_FAIL) {
            BobStatus failed = bob_unwind(s, w.status);
            if (failed != BOB_OK)
                return failed;
            continue;
        }
        bob_forget_error(s); /* what the reference engine does is what counts */
        if (why == EXIT_FUEL)
            continue;
        status = bob_engine_switch.run(s, s->count + 1 < stop ? s->count + 1 : stop);
        if (status != BOB_YIELDED)
            return status;
    }
    return bob_engine_switch.run(s, stop);
}
