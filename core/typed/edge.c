/* Edges, and the contexts that calls and returns lead to. */
#include "core/typed/edge.h"

#include <string.h>

#include "core/typed/alloc.h"
#include "core/typed/typed_state.h"

Edge *bob_edge(Decode *d, int kind, uint32_t ip, int64_t fuel_offset)
{
    Edge *e = bob_typed_alloc(d->t, sizeof *e);
    int64_t old_offset = d->c->fuel_offset;
    uint32_t old_ip = d->c->ip;
    if (e == NULL) {
        d->failed = true;
        return &d->t->no_edge;
    }
    d->c->ip = ip;
    d->c->fuel_offset = fuel_offset;
    e->kind = (uint8_t)kind;
    e->context = bob_context_copy(d->t, d->c);
    d->c->ip = old_ip;
    d->c->fuel_offset = old_offset;
    d->failed |= e->context == NULL;
    return e;
}

/* The edge of the call that a link leads back to. */
Edge *bob_edge_of(const Typed *t, const TypedCell *link)
{
    if (bob_is_stub(t, link))
        return link[1].data;
    if (bob_is_jump(t, link) && bob_run_of(t, link)->start != link)
        link = link[1].target; /* its edge was taken: what was a stub jumps on */
    return bob_run_of(t, link)->edge;
}

Context *bob_entry_context(Typed *t, Entry *e)
{
    Context *c = t->spare;
    uint32_t i;
    memset(c, 0, sizeof *c + e->info->locals * sizeof(Var));
    c->entry = e;
    for (i = 0; i < e->info->locals; i++) {
        unsigned type = i < e->info->f->param_count ? e->types[i] : TAG_UNBOUND;
        c->var[i] = (Var){.type = (uint8_t)type, .where = AT_NOTHING, .reg = NO_REG};
        if (has_value(type))
            c->var[i] = (Var){.type = (uint8_t)type, .where = AT_SLOT, .n = 1 + i};
    }
    return c;
}

Context *bob_return_context(Typed *t, const Edge *e, unsigned type)
{
    Context *c = t->spare;
    const Context *from = e->context;
    uint32_t n = from->entry->info->locals + from->depth;
    memcpy(c, from, sizeof *from + n * sizeof(Var));
    c->var[n] =
        (Var){.type = (uint8_t)type, .where = has_value(type) ? AT_REG : AT_NOTHING, .reg = 0};
    c->depth++;
    return c;
}

void bob_put_stub(const Typed *t, TypedCell *cell, Edge *edge)
{
    cell[0].label = t->labels[bob_typed_rows[ROW_STUB].first];
    cell[1].data = edge;
    cell[2].u = 0;
}

bool bob_is_stub(const Typed *t, const TypedCell *cell)
{
    return cell->label == t->labels[bob_typed_rows[ROW_STUB].first];
}

bool bob_is_jump(const Typed *t, const TypedCell *cell)
{
    return cell->label == t->labels[bob_typed_rows[ROW_JMP].first];
}
