/* What the files that select handlers share. */
#include "core/typed/select.h"

#include <string.h>

#include "core/typed/generic.h"

/* What comes here has no handlers: the run ends with the call, made from now on. */
bool bob_give_up_inlined(Decode *d)
{
    bob_to_call(d->c);
    d->info->guard_failures[d->c->ip] =
        MOST_GUARD_FAILURES; /* it is not inlined again: from now on it is a call */
    return bob_select_pause(d);
}

/* The run ends, to be continued when it comes here. */
bool bob_select_pause(Decode *d)
{
    Edge *e = bob_edge(d, EDGE_JUMP, d->c->ip, d->c->fuel_offset);
    e->paused = true;
    bob_op(d, ROW_JMP, 1, (Operand){.kind = TO_EDGE, .edge = e});
    return false;
}

/* The run ends: the reference engine does this instruction. */
bool bob_select_leave(Decode *d)
{
    if (d->c->inline_frame.info != NULL)
        return bob_give_up_inlined(d);
    bob_op(d, ROW_LEAVE, 0);
    return false;
}

/* The run ends: the shared meaning does this instruction, its results decide how to go on. */
bool bob_select_generic(Decode *d, uint32_t args, uint32_t results)
{
    if (d->c->inline_frame.info != NULL)
        return bob_give_up_inlined(d);
    bob_generic(d, args, results);
    return false;
}

/* An operand in a slot, for rows that want it there: in one of the two spare ones. */
static Operand spare(Decode *d, unsigned n, Operand from, char kind)
{
    Operand to = bob_slot(d, bob_spare_slot(d->info, n));
    if (from.kind == IN_SLOT || kind_place(kind) != PLACE_SLOT)
        return from;
    bob_move(d, to, from, kind_is_float(kind), d->op_count);
    return to;
}

Operand bob_text_slot(Decode *d, Var *v, unsigned n)
{
    Operand at = bob_slot(d, bob_spare_slot(d->info, n));
    if (v->where != AT_CONST)
        return bob_use_slot(d, v);
    bob_move(d, at, bob_imm(v->i), false, d->op_count);
    return at;
}

#define MOST_RESULT_OPERANDS 4u

/* The operation pops before it writes, so that the result can have an operand's location; but where
 * it fails they are still needed, so its side exit is the one from before. */
void bob_result(Decode *d, unsigned row, unsigned pops, unsigned type, unsigned count,
                const Operand *a)
{
    SideExit side_exit = bob_side_exit(d);
    const char *kinds = bob_typed_rows[row].operands;
    Operand all[1 + MOST_RESULT_OPERANDS];
    Var to;
    ASSERT(count <= MOST_RESULT_OPERANDS);
    memcpy(all + 1, a, count * sizeof *a);
    all[1] = spare(d, 0, all[1], kinds[1]);
    if (count > 1)
        all[2] = spare(d, 1, all[2], kinds[2]);
    bob_pop(d, pops);
    to = kind_place(kinds[0]) == PLACE_SLOT ? bob_new_slot(d, type) : bob_new_temp(d, type);
    all[0] = bob_location(d, &to);
    bob_op_of(d, row, count + 1, all)->side_exit = side_exit;
    bob_push(d, to);
}

void bob_effect(Decode *d, unsigned row, unsigned pops, unsigned count, const Operand *a)
{
    SideExit side_exit = bob_side_exit(d);
    bob_op_of(d, row, count, a)->side_exit = side_exit;
    bob_pop(d, pops);
}

/* An operand that is no constant. */
Operand bob_settled(Decode *d, Var *v)
{
    bob_settle(d, v);
    return bob_use(d, v);
}
