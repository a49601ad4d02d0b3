/* The list of operations that wait, and merging two of them. */
#include "core/typed/oplist.h"

#include <stdarg.h>
#include <string.h>

#include "core/typed/alloc.h"
#include "core/typed/typed_state.h"

/* Of two operands that may change places the one with the lower place comes first. */
void bob_order(Op *op)
{
    uint32_t k = bob_typed_rows[op->row].swaps, most = BOB_TYPED_INTS + BOB_TYPED_FLOATS;
    Operand *a, *b, t;
    if (k == 0)
        return;
    a = &op->a[k - 1];
    b = &op->a[k];
    if ((a->kind == IN_REG ? a->reg : most) > (b->kind == IN_REG ? b->reg : most)) {
        t = *a;
        *a = *b;
        *b = t;
    }
}

uint32_t bob_handler(const Op *op)
{
    const char *kinds = bob_typed_rows[op->row].operands;
    uint32_t n = 0, i;
    for (i = 0; kinds[i] != 0; i++) {
        uint32_t count = bob_typed_locations(kinds[i]);
        if (count > 1)
            n = n * count + (op->a[i].kind == IN_REG ? op->a[i].reg : count - 1);
        ASSERT(count == 1 || op->a[i].kind == IN_REG || op->a[i].kind == IN_SLOT);
        ASSERT(op->a[i].kind != IN_REG || (count > 1 && op->a[i].reg < count));
    }
    return bob_typed_rows[op->row].first + n;
}

static void fill(Decode *d, Op *op, unsigned row, unsigned count, const Operand *a)
{
    op->row = (uint16_t)row;
    op->count = (uint8_t)count;
    ASSERT(count == strlen(bob_typed_rows[row].operands) && count <= MOST_OPERANDS);
    memcpy(op->a, a, count * sizeof *a);
    bob_order(op);
    op->side_exit = bob_side_exit(d);
}

static void collect(Operand *a, unsigned count, va_list list)
{
    unsigned i;
    for (i = 0; i < count; i++)
        a[i] = va_arg(list, Operand);
}

/* Room for one operation more. */
static Op *more_room(Decode *d, uint32_t at)
{
    if (!bob_scratch_room(d->t, &d->ops, &d->op_room, d->op_count, sizeof *d->ops)) {
        d->failed = true;
        return &d->ops[d->op_count - 1]; /* which will not be emitted either */
    }
    d->op_count++;
    memmove(&d->ops[at + 1], &d->ops[at], (d->op_count - 1 - at) * sizeof *d->ops);
    return &d->ops[at];
}

Op *bob_op_before(Decode *d, uint32_t at, unsigned row, unsigned count, ...)
{
    Operand a[MOST_OPERANDS];
    va_list list;
    Op *op;
    ASSERT(at <= d->op_count);
    va_start(list, count);
    collect(a, count, list);
    va_end(list);
    op = more_room(d, at);
    fill(d, op, row, count, a);
    if (at + 1 < d->op_count) /* it is part of what the operation after it does */
        op->side_exit = op[1].side_exit;
    d->unfused += at < d->unfused && d->unfused != NO_OP;
    return op;
}

Op *bob_op_of(Decode *d, unsigned row, unsigned count, const Operand *a)
{
    Op *op = more_room(d, d->op_count);
    fill(d, op, row, count, a);
    return op;
}

Op *bob_op(Decode *d, unsigned row, unsigned count, ...)
{
    Operand a[MOST_OPERANDS];
    va_list list;
    va_start(list, count);
    collect(a, count, list);
    va_end(list);
    return bob_op_of(d, row, count, a);
}

void bob_move(Decode *d, Operand to, Operand from, bool floats, uint32_t before)
{
    unsigned row = from.kind == IN_CODE ? (floats ? ROW_FLDK : ROW_LDK)
                   : floats             ? ROW_FMOV
                                        : ROW_MOV;
    if (!same_location(to, from))
        bob_op_before(d, before, row, 2, to, from);
}

void bob_drop_ops(Decode *d, uint32_t i, uint32_t n)
{
    memmove(&d->ops[i], &d->ops[i + n], (d->op_count - i - n) * sizeof *d->ops);
    d->op_count -= n;
}

bool bob_has_handler(unsigned row, const Operand *a)
{
    const char *kinds = bob_typed_rows[row].operands;
    unsigned k;
    for (k = 0; kinds[k] != 0; k++)
        if ((kind_place(kinds[k]) == PLACE_REGISTER && a[k].kind != IN_REG) ||
            (kind_place(kinds[k]) == PLACE_SLOT && a[k].kind != IN_SLOT))
            return false;
    return true;
}

bool bob_merge_ops(Decode *d, uint32_t i, unsigned row, unsigned count, const Operand *a)
{
    Op *op = &d->ops[i];
    SideExit side_exit = op->side_exit;
    if (!bob_has_handler(row, a))
        return false;
    bob_drop_ops(d, i + 1, 1);
    op->row = (uint16_t)row;
    op->count = (uint8_t)count;
    memcpy(op->a, a, count * sizeof *a);
    op->side_exit = side_exit;
    bob_order(op);
    return true;
}

bool bob_reads(const Op *op, Operand at, bool floats)
{
    const char *kinds = bob_typed_rows[op->row].operands;
    uint32_t k;
    for (k = 0; kinds[k] != 0; k++)
        if (kind_reads(kinds[k]) && same_location(op->a[k], at) &&
            (at.kind == IN_SLOT || kind_is_float(kinds[k]) == floats))
            return true;
    return false;
}

bool bob_makes_value(const Op *op)
{
    const RowInfo *row = &bob_typed_rows[op->row];
    return row->one_result && !row->jumps && op->row < ROW_CALL && op->row != ROW_TAKEI;
}
