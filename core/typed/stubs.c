/* What the loop calls where it can't go on by itself: edges that are taken for the first time,
 * returns of another type, guards that fail. Each decodes what is missing and continues there. */
#include "core/typed/blocks.h"
#include "core/typed/emit.h"
#include "core/typed/frames.h"
#include "core/typed/typed_state.h"

static TypedCell *capped(TypedLoop *x)
{
    x->why = TYPED_CAPPED;
    return NULL;
}

static TypedCell *returned(Typed *t, Edge *e, unsigned type)
{
    if (e->by_type[type] == NULL)
        e->by_type[type] = bob_decode_typed(t, bob_return_context(t, e, type), e, false);
    return e->by_type[type];
}

#ifdef BOB_DEBUG
static const TypedCell *after_jump(const Typed *t, const TypedCell *c)
{
    if (c->label == t->labels[bob_typed_rows[ROW_TALLY].first])
        c += TALLY_CELLS;
    return bob_is_jump(t, c) ? c[1].target : NULL;
}

/* Whether jumps that test no fuel come to an end. */
static bool leads_on(const Typed *t, const TypedCell *c)
{
    const TypedCell *ahead = c;
    for (;;) {
        ahead = after_jump(t, ahead);
        ahead = ahead == NULL ? NULL : after_jump(t, ahead);
        if (ahead == NULL)
            return true;
        c = after_jump(t, c);
        if (c == ahead)
            return false;
    }
}
#endif

TypedCell *bob_typed_stub(TypedLoop *x)
{
    Typed *t = x->typed;
    TypedCell *stub = x->ip, *start;
    Edge *e = stub[1].data;
    if (e->kind == EDGE_CALL) {
        if (e->callee->start == NULL) {
            e->callee->start = t->cells + t->cell_count; /* for calls of it in it */
            e->callee->start = bob_decode_typed(t, bob_entry_context(t, e->callee), NULL, false);
        }
        start = e->callee->start;
    } else if (e->kind == EDGE_RETURN) {
        start = returned(t, e, (unsigned)e->callee->return_type);
    } else {
        t->decode.resumed = e->paused;
        start = bob_decode_typed(t, e->context, NULL, false);
        t->decode.resumed = false;
    }
    if (start == NULL)
        return capped(x);
    e->patch->target = start;
    stub[0].label = t->labels[bob_typed_rows[ROW_JMP].first];
    stub[1].target = start;
    stub[2].i = 0;
    ASSERT(leads_on(t, stub));
    return start;
}

/* A return with another type than the first one. */
TypedCell *bob_typed_return(TypedLoop *x)
{
    Typed *t = x->typed;
    const TypedCell *cell = x->ip;
    const Var *v = cell[1].data;
    Context *c = t->spare;
    BobValue value;
    Edge *e;
    TypedCell *start, *link;
    TypedSlot *caller = (TypedSlot *)((char *)x->fp - cell[2].i);
    if (x->fuel_left - cell[3].i < 0) {
        x->why = TYPED_FUEL;
        return NULL;
    }
    bob_context_at(t, cell, c);
    value = bob_box(t, c, v);
    x->fuel_left -= cell[3].i;
    x->fp = caller;
    link = caller->link != t->marker ? caller->link : bob_return_below(t);
    if (link == NULL) {
        bob_return_canonical(t, value);
        return capped(x);
    }
    e = bob_edge_of(t, link);
    if (is_float((unsigned)value.tag))
        x->f[0] = value.f;
    else
        x->r[0] = value.i;
    start = returned(t, e, (unsigned)value.tag);
    if (start == NULL) {
        t->at = bob_return_context(t, e, (unsigned)value.tag);
        return capped(x);
    }
    return start;
}

/* A guard failed: the instruction is decoded again, for the operands as they are, and the guard
 * leads there from now on. */
TypedCell *bob_typed_guard_failed(TypedLoop *x)
{
    Typed *t = x->typed;
    TypedCell *cell = x->ip, *start;
    Context *c = t->spare;
    bob_context_at(t, cell, c);
    if (c->entry->info->guard_failures[c->ip] < UINT8_MAX)
        c->entry->info->guard_failures[c->ip]++;
    start = bob_decode_typed(t, c, NULL, true);
    if (start == NULL)
        return capped(x);
    cell[x->failed_guard].target = start;
    return start;
}
