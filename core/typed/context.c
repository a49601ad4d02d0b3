#include "core/typed/context.h"

#include <string.h>

#include "core/typed/alloc.h"
#include "core/typed/typed_state.h"

size_t bob_context_size(const Context *c)
{
    return sizeof *c + (c->entry->info->locals + c->depth) * sizeof(Var);
}

Context *bob_context_copy(Typed *t, const Context *c)
{
    Context *copy = bob_typed_alloc(t, bob_context_size(c));
    if (copy != NULL)
        memcpy(copy, c, bob_context_size(c));
    return copy;
}

/* ---- changes, each recorded ---- */

void bob_set(Decode *d, uint32_t index, Var v)
{
    Event e = {.index = index, .before = d->last_event[index], .var = v};
    d->c->var[index] = v;
    if (bob_scratch_room(d->t, &d->events, &d->event_room, d->event_count, sizeof e)) {
        d->events[d->event_count++] = e;
        d->last_event[index] = d->event_count;
    } else {
        d->failed = true;
    }
}

void bob_forget_events(Decode *d, uint32_t count)
{
    while (d->event_count > count) {
        const Event *e = &d->events[--d->event_count];
        d->last_event[e->index] = e->before;
    }
}

void bob_push(Decode *d, Var v)
{
    uint32_t index = d->info->locals + d->c->depth++;
    bob_set(d, index, v);
    d->hint[index] = NULL;
}

void bob_pop(Decode *d, uint32_t n)
{
    d->c->depth -= n;
}

uint32_t bob_index_of(const Decode *d, const Var *v)
{
    return (uint32_t)(v - d->c->var);
}

/* ---- finding a context again ---- */

SideExit bob_side_exit(const Decode *d)
{
    const Context *c = d->c;
    SideExit m = {
        .ip = c->ip, .depth = c->depth, .events = d->event_count, .fuel_offset = c->fuel_offset};
    if (c->inline_frame.info != NULL) {
        m.inlined = true;
        m.call_ip = c->inline_frame.ip;
        m.call_depth = c->inline_frame.depth;
        m.call_offset = c->inline_frame.fuel_offset - c->fuel_offset;
    }
    return m;
}

const Run *bob_run_of(const Typed *t, const TypedCell *cell)
{
    uint32_t low = 0, high = t->run_count;
    while (high - low > 1) { /* the last that begins at or before it */
        uint32_t middle = low + (high - low) / 2;
        if (t->runs[middle].start <= cell)
            low = middle;
        else
            high = middle;
    }
    return &t->runs[low];
}

void bob_context_at(const Typed *t, const TypedCell *cell, Context *c)
{
    const Run *run = bob_run_of(t, cell);
    uint32_t offset = (uint32_t)(cell - run->start), low = 0, high = run->side_exit_count, i;
    memcpy(c, run->context, bob_context_size(run->context));
    memset(c->hoisted, 0,
           sizeof c->hoisted); /* hoisted loads are no events: at a side exit none is assumed */
    bob_to_call(c);
    if (run->side_exit_count == 0 || run->side_exits[0].cell > offset)
        return;
    while (high - low > 1) { /* the last side exit at or before it */
        uint32_t middle = low + (high - low) / 2;
        if (run->side_exits[middle].cell <= offset)
            low = middle;
        else
            high = middle;
    }
    for (i = 0; i < run->side_exits[low].events; i++)
        c->var[run->events[i].index] = run->events[i].var;
    c->ip = run->side_exits[low].ip;
    c->depth = run->side_exits[low].depth;
    c->fuel_offset = run->side_exits[low].fuel_offset;
}

void bob_to_call(Context *c)
{
    if (c->inline_frame.info == NULL)
        return;
    c->ip = c->inline_frame.ip;
    c->depth = c->inline_frame.depth;
    c->fuel_offset = c->inline_frame.fuel_offset;
    c->inline_frame.info = NULL;
}

/* A value as the canonical state has it; c is the context of the frame at t->loop.fp. */
BobValue bob_box(const Typed *t, const Context *c, const Var *v)
{
    const TypedLoop *x = &t->loop;
    BobValue r = {.tag = v->type, .i = 0};
    switch ((Where)v->where) {
    case AT_NOTHING:
        break;
    case AT_SLOT:
        r.i = x->fp[(int64_t)v->n - (int64_t)c->entry->info->size].i;
        break;
    case AT_REG:
        if (is_float(v->type))
            r.f = x->f[v->reg];
        else
            r.i = x->r[v->reg];
        break;
    case AT_COPY:
        r.i = bob_box(t, c, &c->var[v->from]).i;
        if (!is_float(v->type)) {
            r.i += v->plus;
            if (v->less != NO_LOCAL)
                r.i -= bob_box(t, c, &c->var[v->less]).i;
        }
        break;
    case AT_CONST:
        r.i = v->i;
        break;
    case AT_OUT:
        r.i = x->fp[1 + v->n].i;
        break;
    }
    return r;
}

const Var *bob_var_at(const Decode *d, const SideExit *side_exit, uint32_t index)
{
    uint32_t e = d->last_event[index];
    while (e > side_exit->events)
        e = d->events[e - 1].before;
    return e > 0 ? &d->events[e - 1].var : &d->run_context->var[index];
}
