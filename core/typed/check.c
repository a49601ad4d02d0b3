/* What is always true while code is decoded. Each assertion names what breaks without it. */
#include "core/typed/check.h"

#include <string.h>

#include "core/typed/typed_state.h"

#ifdef BOB_DEBUG

static uint32_t var_count(const Decode *d)
{
    return d->info->locals + d->c->depth;
}

static bool has_location(const Var *v)
{
    return v->where == AT_REG || v->where == AT_SLOT;
}

/* ---- the context ---- */

static void check_var(const Decode *d, uint32_t i)
{
    const Var *v = &d->c->var[i];
    ASSERT(v->type <= TAG_REF);
    switch ((Where)v->where) {
    case AT_NOTHING:
        ASSERT(!has_value(v->type));
        break;
    case AT_SLOT:
        ASSERT(v->n >= bob_home(0) && v->n < d->info->size);
        ASSERT(i >= d->info->locals || v->n == bob_home(i)); /* a local has one slot only */
        break;
    case AT_REG: /* of references only one that was returned just now: handlers read them in slots
                  */
        ASSERT(v->reg < (is_float(v->type) ? BOB_TYPED_FLOATS : BOB_TYPED_INTS));
        ASSERT(has_value(v->type));
        ASSERT(i >= d->info->locals || (v->type != TAG_REF && v->type != TAG_FUNC));
        ASSERT(i < d->info->locals || !v->synced);
        break;
    case AT_COPY: /* of what has a location, so that no copy is followed to another */
        ASSERT(v->from < d->info->locals && has_location(&d->c->var[v->from]));
        ASSERT(v->less == NO_LOCAL ||
               (v->less < d->info->locals && has_location(&d->c->var[v->less])));
        ASSERT((v->plus == 0 && v->less == NO_LOCAL) || v->type == TAG_INT);
        break;
    case AT_CONST:
        ASSERT(i >= d->info->locals && has_value(v->type));
        break;
    case AT_OUT:
        ASSERT(i >= d->info->locals);
        break;
    }
}

/* A register belongs to one local, which has it or will get it back; or to operands, of which
 * several can have what one was made from another. Else one would overwrite the other. */
static void check_registers(const Decode *d)
{
    uint32_t owned[2] = {0, 0}, i;
    for (i = 0; i < var_count(d); i++) {
        const Var *v = &d->c->var[i];
        bool local = i < d->info->locals;
        uint32_t *of_class = &owned[is_float(v->type)];
        if (v->where != AT_REG && (!local || v->where != AT_COPY || v->reg == NO_REG))
            continue;
        ASSERT((*of_class & 1u << v->reg) == 0);
        if (local)
            *of_class |= 1u << v->reg;
    }
}

static bool is_same_var(const Var *a, const Var *b)
{
    if (a->type != b->type || a->where != b->where)
        return false;
    switch ((Where)a->where) {
    case AT_NOTHING:
        return true;
    case AT_SLOT:
    case AT_OUT:
        return a->n == b->n;
    case AT_REG:
        return a->reg == b->reg && a->synced == b->synced;
    case AT_COPY:
    case AT_CONST:
        return a->i == b->i;
    }
    return false;
}

/* The events lead to the context: a change that was not recorded would be lost where the code is
 * left after it. */
static void check_events(const Decode *d)
{
    const SideExit now = {.events = d->event_count};
    uint32_t i;
    for (i = 0; i < var_count(d); i++) {
        ASSERT(d->last_event[i] <= d->event_count);
        ASSERT(d->last_event[i] == 0 || d->events[d->last_event[i] - 1].index == i);
        ASSERT(is_same_var(bob_var_at(d, &now, i), &d->c->var[i]));
    }
}

/* What was used since the last test of fuel is less than the threshold, which is held back for
 * that: else a program would run on after its fuel has ended. */
static void check_fuel(const Decode *d)
{
    const Context *c = d->c;
    int64_t threshold = (int64_t)d->t->threshold;
    ASSERT(c->fuel_offset - (int64_t)c->ip >= -threshold);
    ASSERT(c->fuel_offset <= 4 * (int64_t)d->info->f->code_size + threshold);
}

void bob_check_lp(const Decode *d)
{
    const Version *lp = d->c->lp;
    const Loop *loop = lp == NULL ? NULL : bob_loop_at(d->info, lp->context->ip);
    ASSERT(lp == NULL || (loop != NULL && d->c->ip >= loop->head && d->c->ip <= loop->end));
}

/* ---- operations ---- */

static void check_operand(const Operand *a, char kind)
{
    unsigned registers = kind_is_float(kind) ? BOB_TYPED_FLOATS : BOB_TYPED_INTS;
    ASSERT(a->kind != IN_REG || a->reg < registers);
    switch (kind_place(kind)) {
    case PLACE_ANY:
    case PLACE_SECOND:
    case PLACE_REGISTER:
    case PLACE_SLOT: /* which of them a row takes says bob_has_handler */
        ASSERT(a->kind == IN_REG || a->kind == IN_SLOT);
        break;
    case PLACE_VALUE:
    case PLACE_GUARD:
    case PLACE_BACK:
        ASSERT(a->kind == IN_CODE);
        break;
    case PLACE_TARGET:
        ASSERT(a->kind == TO_EDGE || a->kind == TO_CELL);
        break;
    case PLACE_CALL:
        ASSERT(a->kind == A_CALL);
        break;
    case PLACE_NONE:
        ASSERT(!"a letter that is none of operands.def's");
        break;
    }
}

static void check_op(const Decode *d, const Op *op)
{
    const RowInfo *row = &bob_typed_rows[op->row];
    uint32_t i;
    ASSERT(op->count == strlen(row->operands));
    ASSERT(bob_has_handler(op->row, op->a));
    for (i = 0; i < op->count; i++)
        check_operand(&op->a[i], row->operands[i]);
    if (row->swaps > 0) { /* of two that may change places only one order was made */
        const Operand *a = &op->a[row->swaps - 1], *b = &op->a[row->swaps];
        ASSERT(b->kind == IN_SLOT || (a->kind == IN_REG && a->reg <= b->reg));
    }
    ASSERT(op->side_exit.events <= d->event_count);
    ASSERT(d->info->locals + op->side_exit.depth <= d->info->vars + 1);
}

void bob_check_decode(const Decode *d)
{
    uint32_t i, events = 0;
    if (d->failed) /* then nothing that was made is used */
        return;
    for (i = 0; i < var_count(d); i++)
        check_var(d, i);
    check_registers(d);
    check_events(d);
    check_fuel(d);
    for (i = 0; i < d->op_count; i++) {
        check_op(d, &d->ops[i]);
        /* A test of fuel that waits to be fused with a condition further on keeps its side exit
         * until then (fuse_test). */
        if (d->ops[i].row == ROW_FUEL)
            continue;
        ASSERT(events <= d->ops[i].side_exit.events);
        events = d->ops[i].side_exit.events;
    }
}

#endif
