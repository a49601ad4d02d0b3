/* Operands of handlers, as the context has them. */
#include "core/typed/operand.h"

#include "core/typed/typed_state.h"

Operand bob_slot(const Decode *d, uint32_t n)
{
    /* fp points after the frame; slot 0 is the link */
    return (Operand){.kind = IN_SLOT, .slot = ((int32_t)n - (int32_t)d->info->size) * 8};
}

uint32_t bob_slot_number(const Decode *d, Operand at)
{
    return at.slot >= 0 ? 0 : (uint32_t)(at.slot / 8 + (int32_t)d->info->size);
}

Operand bob_location(const Decode *d, const Var *v)
{
    switch ((Where)v->where) {
    case AT_REG:
        return bob_reg(v->reg);
    case AT_SLOT:
        return bob_slot(d, v->n);
    case AT_OUT:
        return bob_out(v->n);
    case AT_COPY:
        ASSERT(v->plus == 0 && v->less == NO_LOCAL);
        return bob_location(d, &d->c->var[v->from]);
    case AT_CONST:
    case AT_NOTHING:
        break;
    }
    return (Operand){.kind = IN_CODE, .i = v->i};
}
