/* Whether values are still needed, by operations or by side exits. */
#include "core/typed/liveness.h"

#include "core/typed/typed_state.h"

/* True if local or operand i is in that location; a local in a register may be in its slot too. */
static bool holds(const Decode *d, uint32_t i, const Var *v, Operand at, bool floats)
{
    if (v->where == AT_REG && v->synced && same_location(bob_slot(d, bob_home(i)), at))
        return true;
    return (v->where == AT_REG || v->where == AT_SLOT) &&
           (at.kind == IN_SLOT || is_float(v->type) == floats) &&
           same_location(bob_location(d, v), at);
}

static bool in_context(const Decode *d, const Context *c, Operand at, bool floats)
{
    uint32_t i;
    for (i = 0; i < d->info->locals + c->depth; i++)
        if (holds(d, i, &c->var[i], at, floats))
            return true;
    return false;
}

/* True if what was recorded between two points of the run leaves a local or operand in a location:
 * only these events can, since the value was made at the first point. More than four holders at
 * once count as live: that is safe, and rare. */
static bool is_bound(const Decode *d, uint32_t from, uint32_t to, uint32_t depth, Operand at,
                     bool floats)
{
    uint32_t holders[4], n = 0, e, k;
    for (e = from; e < to; e++) {
        const Var *v = &d->events[e].var;
        for (k = 0; k < n && holders[k] != d->events[e].index; k++)
            ;
        if (k < n)
            holders[k] = holders[--n];
        if (holds(d, d->events[e].index, v, at, floats)) {
            if (n == 4)
                return true;
            holders[n++] = d->events[e].index;
        }
    }
    for (k = 0; k < n; k++)
        if (holders[k] < d->info->locals + depth)
            return true;
    return false;
}

static bool is_same_side_exit(const SideExit *a, const SideExit *b)
{
    return a->ip == b->ip && a->depth == b->depth && a->events == b->events;
}

bool bob_is_dead_after_next(const Decode *d, uint32_t i, Operand at, bool floats)
{
    const Op *user = &d->ops[i + 1], *after = user + 1, *end = d->ops + d->op_count;
    const SideExit last = {.depth = d->c->depth, .events = d->event_count}, *side_exit;
    uint32_t from = d->ops[i].side_exit.events, k;
    char writes = bob_typed_rows[user->row].operands[0];
    if (at.kind == IN_SLOT && bob_is_hoisted_slot(d->info, bob_slot_number(d, at)))
        return false;
    if (kind_only_writes(writes) && same_location(user->a[0], at) &&
        (at.kind == IN_SLOT || kind_is_float(writes) == floats))
        return true; /* by what the next one writes there */
    side_exit = after == end ? &last : &after->side_exit;
    if (is_bound(d, from, side_exit->events, side_exit->depth, at, floats))
        return false;
    /* of operations that share a side exit, what they leave is recorded after the last of them */
    while (after != end && is_same_side_exit(&after->side_exit, &user->side_exit))
        after++;
    side_exit = after == end ? &last : &after->side_exit;
    if (is_bound(d, from, side_exit->events, side_exit->depth, at, floats))
        return false;
    for (k = 0; k < user->count; k++)
        if (user->a[k].kind == TO_EDGE && in_context(d, user->a[k].edge->context, at, floats))
            return false;
    return true;
}

bool bob_is_live_at(const Decode *d, const SideExit *side_exit, Operand at, bool floats)
{
    uint32_t i;
    for (i = 0; i < d->info->locals + side_exit->depth; i++)
        if (holds(d, i, bob_var_at(d, side_exit, i), at, floats))
            return true;
    return false;
}

bool bob_find_slot(const Decode *d, uint32_t i, Operand at, bool floats, Operand *slot)
{
    uint32_t k;
    *slot = at;
    for (k = 0; k < d->info->locals && at.kind == IN_REG; k++) {
        const Var *v = bob_var_at(d, &d->ops[i].side_exit, k);
        if (v->where == AT_REG && v->synced && v->reg == at.reg && is_float(v->type) == floats) {
            *slot = bob_slot(d, bob_home(k));
            return true;
        }
    }
    return at.kind == IN_SLOT;
}

bool bob_is_live_after(const Decode *d, uint32_t i, Operand at, bool floats)
{
    SideExit end = {.depth = d->c->depth, .events = d->event_count};
    return bob_is_live_at(d, i + 1 < d->op_count ? &d->ops[i + 1].side_exit : &end, at, floats);
}

uint32_t bob_producer(const Decode *d, const Var *v)
{
    Operand at;
    uint32_t i, k, index = bob_index_of(d, v);
    if ((v->where != AT_REG && v->where != AT_SLOT) ||
        (v->where == AT_SLOT && bob_is_hoisted_slot(d->info, v->n)))
        return NO_OP;
    at = bob_location(d, v);
    for (k = d->info->locals; k < d->info->locals + d->c->depth; k++) /* a duplicate */
        if (k != index && d->c->var[k].where == v->where &&
            is_float(d->c->var[k].type) == is_float(v->type) &&
            same_location(bob_location(d, &d->c->var[k]), at))
            return NO_OP;
    for (i = d->op_count; i-- > 0;) {
        const char *kinds = bob_typed_rows[d->ops[i].row].operands;
        bool floats;
        if (bob_typed_rows[d->ops[i].row]
                .jumps) /* the other edge of a jump has a context with the operand where it was */
            break;
        if (!kind_only_writes(kinds[0]))
            continue;
        floats = kind_is_float(kinds[0]);
        if (same_location(d->ops[i].a[0], at) &&
            (at.kind == IN_SLOT || floats == is_float(v->type)))
            return i;
    }
    return NO_OP;
}
