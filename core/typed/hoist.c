/* Rows of tables that a loop reads again and again: table[i] of table[i][j], where the loop
 * assigns neither table nor i. The first load puts it into a slot of its own, and as long as no
 * list of lists may have changed it is not loaded again: at the second turn the loop is decoded
 * without the load, since what is kept is part of the context (loop-invariant code motion, by
 * peeling off the first turn). */
#include "core/typed/context.h"

static uint32_t kept_slot(const Facts *f, uint32_t k)
{
    return f->vars + KEPT_FROM + k;
}

bool bob_is_kept_slot(const Facts *f, uint32_t n)
{
    return n >= kept_slot(f, 0);
}

static bool same(const Kept *a, const Kept *b)
{
    return a->held && b->held && a->list == b->list && a->at == b->at && a->plus == b->plus;
}

/* Whether the innermost loop at ip leaves an element as it is, as far as one can see. */
static bool is_invariant(const Facts *f, uint32_t ip, const Kept *kept)
{
    const Loop *loop = bob_loop_at(f, ip);
    return loop != NULL && !loop->calls && !bob_is_stored_in(f, loop, kept->list) &&
           (kept->at == NO_LOCAL || !bob_is_stored_in(f, loop, kept->at));
}

/* Where an index comes from: a local, plus something; or a constant. */
static bool index_of(const Decode *d, const Var *at, Kept *kept)
{
    const Op *last = d->op_count == 0 ? NULL : &d->ops[d->op_count - 1];
    uint32_t i;
    kept->at = NO_LOCAL;
    if (at->where == AT_CONST) {
        kept->plus = (int32_t)at->i;
        return kept->plus == at->i;
    }
    if (at->where == AT_COPY) {
        kept->at = at->from;
        kept->plus = at->plus;
        return at->less == NO_LOCAL;
    }
    if ((at->where != AT_REG && at->where != AT_SLOT) || last == NULL || last->row != ROW_ADDK ||
        !bob_same_place(last->a[0], bob_place(d, at)) || bob_same_place(last->a[0], last->a[1]))
        return false;
    for (i = 0; i < d->facts->locals; i++) {
        const Var *v = &d->c->var[i];
        if ((v->where == AT_REG || v->where == AT_SLOT) && v->type == TAG_INT &&
            bob_same_place(bob_place(d, v), last->a[1])) {
            kept->at = (uint16_t)i;
            kept->plus = (int32_t)last->a[2].i;
            return kept->plus == last->a[2].i;
        }
    }
    return false;
}

bool bob_can_keep(const Decode *d, const Var *list, const Var *at, Kept *kept)
{
    uint32_t after = d->c->ip + 1;
    *kept = (Kept){.held = true, .list = list->from};
    return d->facts->loop_count > 0 && !d->exact && d->c->within.facts == NULL &&
           list->where == AT_COPY && list->plus == 0 && list->less == NO_LOCAL &&
           after < d->facts->f->code_size &&
           bob_opcode(d->facts->f->code[after]) != OP_STORE_NAME && index_of(d, at, kept) &&
           is_invariant(d->facts, d->c->ip, kept);
}

bool bob_find_kept(const Decode *d, const Kept *kept, Var *element)
{
    uint32_t k;
    for (k = 0; k < MOST_KEPT; k++)
        if (same(&d->c->kept[k], kept)) {
            *element = (Var){.type = TAG_REF, .where = AT_SLOT, .n = kept_slot(d->facts, k)};
            return true;
        }
    return false;
}

bool bob_keep(Decode *d, const Kept *kept, Var *element)
{
    uint32_t k, i;
    for (k = 0; k < MOST_KEPT; k++) {
        bool taken = d->c->kept[k].held;
        for (i = d->facts->locals; i < d->facts->locals + d->c->depth && !taken; i++)
            taken = d->c->var[i].where == AT_SLOT && d->c->var[i].n == kept_slot(d->facts, k);
        if (!taken) {
            d->c->kept[k] = *kept;
            *element = (Var){.type = TAG_REF, .where = AT_SLOT, .n = kept_slot(d->facts, k)};
            return true;
        }
    }
    return false;
}

void bob_forget_kept(Decode *d, uint32_t local)
{
    uint32_t k;
    for (k = 0; k < MOST_KEPT; k++)
        if (local == NO_LOCAL || d->c->kept[k].list == local || d->c->kept[k].at == local)
            d->c->kept[k].held = false;
}

uint32_t bob_count_kept(const Context *c)
{
    uint32_t k, n = 0;
    for (k = 0; k < MOST_KEPT; k++)
        n += c->kept[k].held && is_invariant(c->entry->facts, c->ip, &c->kept[k]);
    return n;
}

void bob_forget_variant(Decode *d)
{
    uint32_t k;
    for (k = 0; k < MOST_KEPT; k++)
        if (d->c->kept[k].held)
            d->c->kept[k].held = is_invariant(d->facts, d->c->ip, &d->c->kept[k]);
}

bool bob_keeps_all(const Context *c, const Context *than)
{
    uint32_t k;
    for (k = 0; k < MOST_KEPT; k++)
        if (than->kept[k].held && !same(&c->kept[k], &than->kept[k]))
            return false;
    return true;
}
