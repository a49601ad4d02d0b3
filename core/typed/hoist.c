/* Loop-invariant loads of rows of tables: table[i] of table[i][j], where the loop assigns neither
 * table nor i. The first load puts the row into a slot of its own, and as long as no list of lists
 * can have changed it is not loaded again: in the second iteration the loop is decoded without the
 * load, since hoisted loads are part of the context. So the first iteration is peeled off, and a
 * load that would fail fails in it, at its own instruction, as without hoisting. */
#include "core/typed/hoist.h"

#include "core/typed/typed_state.h"

static bool same(const HoistedLoad *a, const HoistedLoad *b)
{
    return a->valid && b->valid && a->list == b->list && a->at == b->at && a->plus == b->plus;
}

/* Whether the innermost loop at ip leaves an element as it is, as far as one can see. */
static bool is_invariant(const FunctionInfo *f, uint32_t ip, const HoistedLoad *hoisted)
{
    const Loop *loop = bob_loop_at(f, ip);
    return loop != NULL && !loop->calls && !bob_is_stored_in(f, loop, hoisted->list) &&
           (hoisted->at == NO_LOCAL || !bob_is_stored_in(f, loop, hoisted->at));
}

/* Where an index comes from: a local, plus something; or a constant. */
static bool index_of(const Decode *d, const Var *at, HoistedLoad *hoisted)
{
    const Op *last = d->op_count == 0 ? NULL : &d->ops[d->op_count - 1];
    uint32_t i;
    hoisted->at = NO_LOCAL;
    if (at->where == AT_CONST) {
        hoisted->plus = (int32_t)at->i;
        return hoisted->plus == at->i;
    }
    if (at->where == AT_COPY) {
        hoisted->at = at->from;
        hoisted->plus = at->plus;
        return at->less == NO_LOCAL;
    }
    if ((at->where != AT_REG && at->where != AT_SLOT) || last == NULL || last->row != ROW_ADDK ||
        !same_location(last->a[0], bob_location(d, at)) || same_location(last->a[0], last->a[1]))
        return false;
    for (i = 0; i < d->info->locals; i++) {
        const Var *v = &d->c->var[i];
        if ((v->where == AT_REG || v->where == AT_SLOT) && v->type == TAG_INT &&
            same_location(bob_location(d, v), last->a[1])) {
            hoisted->at = (uint16_t)i;
            hoisted->plus = (int32_t)last->a[2].i;
            return hoisted->plus == last->a[2].i;
        }
    }
    return false;
}

bool bob_can_hoist(const Decode *d, const Var *list, const Var *at, HoistedLoad *hoisted)
{
    uint32_t after = d->c->ip + 1;
    *hoisted = (HoistedLoad){.valid = true, .list = list->from};
    return d->info->loop_count > 0 && !d->exact && d->c->inline_frame.info == NULL &&
           list->where == AT_COPY && list->plus == 0 && list->less == NO_LOCAL &&
           after < d->info->f->code_size && bob_opcode(d->info->f->code[after]) != OP_STORE_NAME &&
           index_of(d, at, hoisted) && is_invariant(d->info, d->c->ip, hoisted);
}

bool bob_find_hoisted(const Decode *d, const HoistedLoad *hoisted, Var *element)
{
    uint32_t k;
    for (k = 0; k < MOST_HOISTED; k++)
        if (same(&d->c->hoisted[k], hoisted)) {
            *element = (Var){.type = TAG_REF, .where = AT_SLOT, .n = bob_hoisted_slot(d->info, k)};
            return true;
        }
    return false;
}

bool bob_hoist(Decode *d, const HoistedLoad *hoisted, Var *element)
{
    uint32_t k, i;
    for (k = 0; k < MOST_HOISTED; k++) {
        bool taken = d->c->hoisted[k].valid;
        for (i = d->info->locals; i < d->info->locals + d->c->depth && !taken; i++)
            taken = d->c->var[i].where == AT_SLOT && d->c->var[i].n == bob_hoisted_slot(d->info, k);
        if (!taken) {
            d->c->hoisted[k] = *hoisted;
            *element = (Var){.type = TAG_REF, .where = AT_SLOT, .n = bob_hoisted_slot(d->info, k)};
            return true;
        }
    }
    return false;
}

void bob_forget_hoisted(Decode *d, uint32_t local)
{
    uint32_t k;
    for (k = 0; k < MOST_HOISTED; k++)
        if (local == NO_LOCAL || d->c->hoisted[k].list == local || d->c->hoisted[k].at == local)
            d->c->hoisted[k].valid = false;
}

uint32_t bob_count_hoisted(const Context *c)
{
    uint32_t k, n = 0;
    for (k = 0; k < MOST_HOISTED; k++)
        n += c->hoisted[k].valid && is_invariant(c->entry->info, c->ip, &c->hoisted[k]);
    return n;
}

void bob_forget_variant(Decode *d)
{
    uint32_t k;
    for (k = 0; k < MOST_HOISTED; k++)
        if (d->c->hoisted[k].valid)
            d->c->hoisted[k].valid = is_invariant(d->info, d->c->ip, &d->c->hoisted[k]);
}

bool bob_hoists_all(const Context *c, const Context *than)
{
    uint32_t k;
    for (k = 0; k < MOST_HOISTED; k++)
        if (than->hoisted[k].valid && !same(&c->hoisted[k], &than->hoisted[k]))
            return false;
    return true;
}
