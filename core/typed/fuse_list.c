/* Elements of lists that are loaded and stored: changed in place, exchanged. */
#include <string.h>

#include "core/typed/fuse.h"

/* An element that is loaded, changed and stored again. */
static bool fuse_change(Decode *d, uint32_t i)
{
    const Op load = d->ops[i], change = d->ops[i + 1], store = d->ops[i + 2];
    bool floats = load.row == ROW_LDF, done = false;
    Operand t = load.a[0], list = load.a[1], at = load.a[2], made = change.a[0], by;
    unsigned operand;
    if (store.row != (floats ? ROW_STF : ROW_STI) || !same_location(store.a[0], list) ||
        !same_location(store.a[1], at) || !same_location(store.a[2], made) ||
        kind_is_float(bob_typed_rows[change.row].operands[0]) != floats)
        return false;
    if (is_overwritten(at, made, floats) || is_overwritten(at, t, floats) ||
        is_overwritten(list, made, floats) || is_overwritten(list, t, floats))
        return false;
    if (!same_location(made, t) && !bob_is_dead_after_next(d, i, t, floats))
        return false;
    if (!bob_is_dead_after_next(d, i + 1, made, floats))
        return false;
    operand = same_location(change.a[1], t) ? 1 : 2;
    by = change.a[3 - operand];
    switch (change.row) {
    case ROW_ADD:
    case ROW_FADD:
        done = same_location(change.a[operand], t) && !same_location(by, t) &&
               MERGE(floats ? ROW_FADDAT : ROW_ADDAT, list, at, by, load.a[3]);
        break;
    case ROW_FSUB:
        done = operand == 1 && !same_location(by, t) && MERGE(ROW_FSUBAT, list, at, by, load.a[3]);
        break;
    case ROW_ADDK:
        done = operand == 1 && MERGE(ROW_ADDKAT, list, at, by, load.a[3]);
        break;
    case ROW_MULADD:
    case ROW_FMULADD:
    case ROW_FMULSUB:
        done = same_location(made, t) && !same_location(change.a[1], t) &&
               !same_location(change.a[2], t) &&
               MERGE(change.row == ROW_MULADD    ? ROW_MULADDAT
                     : change.row == ROW_FMULADD ? ROW_FMULADDAT
                                                 : ROW_FMULSUBAT,
                     list, at, change.a[1], change.a[2], load.a[3]);
        break;
    default:
        break;
    }
    if (done) /* the store too */
        bob_drop_ops(d, i + 1, 1);
    return done;
}

/* Two elements of a list that change places: x, y = y, x. */
static bool fuse_swap(Decode *d, uint32_t i)
{
    const Op *x = &d->ops[i], *y = x + 1, *first = x + 2, *second = x + 3;
    bool floats = x->row == ROW_LDF;
    Operand list = x->a[1];
    unsigned store = floats ? ROW_STF : ROW_STI, k;
    if (y->row != x->row || first->row != store || second->row != store ||
        !same_location(y->a[1], list) || !same_location(first->a[0], list) ||
        !same_location(second->a[0], list) || !same_location(first->a[1], y->a[2]) ||
        !same_location(second->a[1], x->a[2]) || !same_location(first->a[2], x->a[0]) ||
        !same_location(second->a[2], y->a[0]) || same_location(x->a[0], y->a[0]))
        return false;
    for (k = 0; k < 2; k++) {
        Operand t = x[k].a[0];
        if (is_overwritten(list, t, floats) || is_overwritten(x->a[2], t, floats) ||
            is_overwritten(y->a[2], t, floats) || bob_is_live_after(d, i + 3, t, floats))
            return false;
    }
    if (!MERGE(ROW_SWAP, list, x->a[2], y->a[2], bob_imm(floats ? KIND_FLOAT : KIND_INT), x->a[3]))
        return false;
    bob_drop_ops(d, i + 1, 2);
    return true;
}

/* Sinks the load below the computation of the addend, so that load, change and store become
 * adjacent and fuse. A trap in between restarts before the load, so the operations that it passes
 * get its side exit; what they write must not be live there. */
static bool load_later(Decode *d, uint32_t i)
{
    const Op load = d->ops[i];
    bool floats = load.row == ROW_LDF;
    Operand t = load.a[0];
    uint32_t store = i + 3, k;
    for (; store < d->op_count && store <= i + 4; store++)
        if (d->ops[store].row == (floats ? ROW_STF : ROW_STI) &&
            same_location(d->ops[store].a[0], load.a[1]) &&
            same_location(d->ops[store].a[1], load.a[2]))
            break;
    if (store >= d->op_count || store > i + 4 || leads_away(&d->ops[store - 1]) ||
        (!bob_reads(&d->ops[store - 1], t, floats) && !same_location(d->ops[store - 1].a[0], t)))
        return false;
    for (k = i + 1; k < store - 1; k++) {
        const Op *op = &d->ops[k];
        bool other = kind_is_float(bob_typed_rows[op->row].operands[0]);
        bool same =
            op->row == load.row && same_location(op->a[1], load.a[1]) &&
            same_location(op->a[2],
                          load.a[2]); /* two such loads would pass each other again and again */
        if (same || !bob_makes_value(op) || bob_reads(op, t, floats) ||
            same_location(t, op->a[0]) || is_overwritten(load.a[1], op->a[0], other) ||
            is_overwritten(load.a[2], op->a[0], other) ||
            bob_is_live_at(d, &load.side_exit, op->a[0], other))
            return false;
    }
    for (k = i; k + 2 < store; k++) {
        d->ops[k] = d->ops[k + 1];
        d->ops[k].side_exit = load.side_exit;
    }
    d->ops[store - 2] = load;
    return true;
}

bool bob_fuse_elements(Decode *d, uint32_t i)
{
    if (i + 2 < d->op_count && fuse_change(d, i))
        return true;
    return i + 3 < d->op_count && (fuse_swap(d, i) || load_later(d, i));
}
