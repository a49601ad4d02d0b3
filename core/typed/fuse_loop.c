/* Loops over elements that are one handler: filling, copying, and the vector operations that
 * numeric programs are made of (the first level of BLAS: Lawson et al., ACM TOMS 5, 1979). */
#include "core/typed/fuse.h"

/* The step after operation i, where i uses an index: by how much, and where the loop ends. What
 * a loop of one handler reads besides its index does not change in it, and is in slots. */
typedef struct Step {
    Operand index, by, end, fuel;
} Step;

static bool find_step(const Decode *d, uint32_t i, Operand index, Step *step)
{
    const Op *op = &d->ops[i + 1];
    *step = (Step){.index = index, .by = op->a[1], .fuel = op->a[3]};
    return same_location(op->a[0], index) && bob_find_slot(d, i + 1, op->a[2], false, &step->end) &&
           !same_location(step->end, index) && !same_location(step->by, index);
}

static bool fuse_store(Decode *d, uint32_t i)
{
    const Op a = d->ops[i];
    bool by_slot = d->ops[i + 1].row == ROW_ADDLT;
    Step s;
    switch (a.row) {
    case ROW_STIK:
    case ROW_STXK:
        return find_step(d, i, a.a[1], &s) &&
               MERGE(by_slot ? ROW_FILLBY : ROW_FILL, a.a[0], s.index, a.a[2],
                     a.row == ROW_STXK ? a.a[3] : bob_imm(KIND_INT), s.by, s.end, s.fuel,
                     a.a[a.row == ROW_STXK ? 4 : 3]);
    case ROW_COPYI:
        return !by_slot && same_location(a.a[1], a.a[3]) && find_step(d, i, a.a[1], &s) &&
               MERGE(ROW_COPY, a.a[2], a.a[0], s.index, s.by, s.end, s.fuel, a.a[4]);
    case ROW_LDFMULADDAT:
    case ROW_LDFMULSUBAT: {
        Operand factor;
        return !by_slot && find_step(d, i, a.a[2], &s) &&
               bob_find_slot(d, i, a.a[3], true, &factor) &&
               MERGE(a.row == ROW_LDFMULADDAT ? ROW_AXPY : ROW_AXMY, a.a[0], a.a[1], s.index,
                     factor, s.by, s.end, s.fuel, a.a[4]);
    }
    default:
        return false;
    }
}

/* Elements of two lists, or of the rows and columns of tables in them, multiplied and added up:
 * the load of one factor, the other one's with what is done with it, and the step. */
static bool fuse_product(Decode *d, uint32_t i)
{
    const Op a = d->ops[i], b = d->ops[i + 1];
    const Operand *row = a.row == ROW_LDFROW ? &a.a[1] : &b.a[1]; /* list, row, width, index */
    const Operand *list = a.row == ROW_LDF ? &a.a[1] : &b.a[1];   /* list, index */
    bool done;
    Step s;
    if ((a.row != ROW_LDF && a.row != ROW_LDFROW) || same_location(b.a[0], a.a[0]) ||
        !bob_is_dead_after_next(d, i, a.a[0], true))
        return false;
    if (a.row == ROW_LDF && b.row == ROW_LDFMULADD)
        done = same_location(b.a[3], a.a[0]) && same_location(a.a[2], b.a[2]) &&
               find_step(d, i + 1, a.a[2], &s) &&
               MERGE(ROW_DOT, b.a[0], a.a[1], b.a[1], s.index, s.by, s.end, s.fuel, a.a[3]);
    else if ((a.row == ROW_LDFROW && b.row == ROW_LDFMULADD && same_location(b.a[3], a.a[0])) ||
             (a.row == ROW_LDF && b.row == ROW_LDFROWMULADD && same_location(b.a[5], a.a[0])))
        done = same_location(row[3], list[1]) && find_step(d, i + 1, list[1], &s) &&
               MERGE(ROW_ROWDOT, b.a[0], row[0], row[1], row[2], s.index, list[0], s.by, s.end,
                     s.fuel, a.a[a.row == ROW_LDF ? 3 : 5]);
    else if (a.row == ROW_LDFROW && b.row == ROW_LDFCOLMULADD)
        done = same_location(b.a[5], a.a[0]) && same_location(a.a[4], b.a[2]) &&
               find_step(d, i + 1, a.a[4], &s) &&
               MERGE(ROW_ROWCOLDOT, b.a[0], a.a[1], a.a[2], a.a[3], s.index, b.a[1], b.a[3], b.a[4],
                     s.by, s.end, s.fuel, a.a[5]);
    else
        return false;
    if (done)
        bob_drop_ops(d, i + 1, 1);
    return done;
}

bool bob_fuse_loop(Decode *d, uint32_t i)
{
    unsigned next = d->ops[i + 1].row;
    if (next == ROW_INCLT || next == ROW_ADDLT)
        return fuse_store(d, i);
    return i + 2 < d->op_count && d->ops[i + 2].row == ROW_INCLT && fuse_product(d, i);
}
