/* Neighbouring operations made one, before they are emitted. A value that only the next
 * operation reads is then never written.
 *
 * The order of the attempts in fuse() is part of the result: each looks for rows that another may
 * have made or used up. Tests of fuel come first, since a loop's step fuses with condition and test
 * only once these two are one (FUELJLT, then STEPJLT). Loops of one handler come before the pairs
 * of operations inside them. move_first goes before everything that needs neighbours, and
 * bob_fuse_value last, since it takes any value that is dead afterwards, also one that a special
 * form would have used better. */
#include <string.h>

#include "core/typed/check.h"
#include "core/typed/fuel.h"
#include "core/typed/fuse.h"

/* x += k, then a loop's test of x */
static bool fuse_step(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    Operand x = a->a[0];
    if (a->row == ROW_ADDK && (b->row == ROW_INCLT || b->row == ROW_INCGT) &&
        same_location(x, a->a[1]) && same_location(b->a[2], x) && !same_location(b->a[0], x))
        return MERGE(b->row == ROW_INCLT ? ROW_STEPSLT : ROW_STEPSGT, x, a->a[2], b->a[0], b->a[1],
                     b->a[3]);
    if (!same_location(x, a->a[1]) && !(a->row == ROW_ADD && same_location(x, a->a[2])))
        return false;
    if (a->row == ROW_ADD) {
        Operand by = a->a[same_location(x, a->a[1]) ? 2 : 1], end;
        return b->row == ROW_BLT && same_location(b->a[0], x) && !same_location(b->a[1], x) &&
               bob_find_slot(d, i, b->a[1], false, &end) && MERGE(ROW_ADDLT, x, by, end, b->a[2]);
    }
    if (b->row == ROW_BLT && same_location(b->a[0], x) && !same_location(b->a[1], x))
        return MERGE(ROW_INCLT, x, a->a[2], b->a[1], b->a[2]);
    if (b->row == ROW_BLT && same_location(b->a[1], x) && !same_location(b->a[0], x))
        return MERGE(ROW_INCGT, x, a->a[2], b->a[0], b->a[2]);
    if (b->row == ROW_BNEK && !same_location(b->a[0], x))
        return MERGE(ROW_COUNTBNEK, x, a->a[2], b->a[0], b->a[1], b->a[2]);
    if (!same_location(b->a[0], x))
        return false;
    if (b->row == ROW_BLTK)
        return MERGE(ROW_INCLTK, x, a->a[2], b->a[1], b->a[2]);
    if (b->row == ROW_BGTK)
        return MERGE(ROW_INCGTK, x, a->a[2], b->a[1], b->a[2]);
    if (b->row == ROW_BNEK)
        return MERGE(ROW_INCNEK, x, a->a[2], b->a[1], b->a[2]);
    return false;
}

/* A loop's test of fuel and its condition; then its step with both. */
static bool fuse_test(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    SideExit side_exit = b->side_exit;
    Operand x = a->a[0];
    if (a->row == ROW_FUEL && (b->row == ROW_JLT || b->row == ROW_JLE) &&
        may_defer(d, b->side_exit.ip, b->side_exit.fuel_offset, a->a[0].i)) {
        side_exit.fuel_offset -= a->a[0].i; /* it is not taken yet there */
        (void)MERGE(b->row == ROW_JLT ? ROW_FUELJLT : ROW_FUELJLE, b->a[0], b->a[1], b->a[2],
                    a->a[0]);
        d->ops[i].side_exit = side_exit;
        return true;
    }
    if (a->row == ROW_FUEL && i + 2 < d->op_count && !leads_away(b) &&
        (d->ops[i + 2].row == ROW_JLT || d->ops[i + 2].row == ROW_JLE) &&
        may_defer(d, d->ops[i + 2].side_exit.ip, d->ops[i + 2].side_exit.fuel_offset, a->a[0].i)) {
        /* the test moves on to the condition, and becomes a part of it at once */
        d->ops[i] = *b;
        d->ops[i].side_exit.fuel_offset -= a->a[0].i;
        d->ops[i + 1] = *a;
        return true;
    }
    if (a->row != ROW_ADDK || !same_location(x, a->a[1]) || same_location(b->a[0], b->a[1]))
        return false;
    if (b->row == ROW_FUELJLT && same_location(b->a[0], x))
        return MERGE(ROW_STEPJLT, x, a->a[2], b->a[1], b->a[2], b->a[3]);
    if (b->row == ROW_FUELJLE && same_location(b->a[1], x))
        return MERGE(ROW_STEPJGE, x, a->a[2], b->a[0], b->a[2], b->a[3]);
    return false;
}

/* Two moves in a row. */
static bool fuse_moves(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    bool floats = a->row == ROW_FMOV, spills = a->a[0].kind == IN_SLOT,
         also = b->a[0].kind == IN_SLOT;
    if ((a->row != ROW_MOV && !floats) || b->row != a->row)
        return false;
    if (spills && also)
        return MERGE(floats ? ROW_FMOV2 : ROW_MOV2, a->a[0], a->a[1], b->a[0], b->a[1]);
    if (!spills && !also)
        return MERGE(floats ? ROW_FLOAD2 : ROW_LOAD2, a->a[0], a->a[1], b->a[0], b->a[1]);
    return spills && !floats && MERGE(ROW_SPILLLOAD, a->a[0], a->a[1], b->a[0], b->a[1]);
}

/* Into registers, then a loop's beginning. */
static bool fuse_entry(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    switch (a->row) {
    case ROW_MOV:
        return MERGE(ROW_MOVSETLP, a->a[0], a->a[1], b->a[0]);
    case ROW_MOV2:
        return MERGE(ROW_MOV2SETLP, a->a[0], a->a[1], a->a[2], a->a[3], b->a[0]);
    case ROW_LOAD2:
        return MERGE(ROW_LOAD2SETLP, a->a[0], a->a[1], a->a[2], a->a[3], b->a[0]);
    case ROW_SPILLLOAD:
        return MERGE(ROW_SPILLLOADSETLP, a->a[0], a->a[1], a->a[2], a->a[3], b->a[0]);
    default:
        return false;
    }
}

/* A move between a value and the only operation that reads it is moved before both, so that those
 * two become adjacent and fuse. Its target must not be an operand of a, nor live at a's side exit:
 * if a fails, the move has been done already. */
static bool move_first(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    bool floats = b->row == ROW_FMOV;
    uint32_t k;
    if ((b->row != ROW_MOV && !floats) || a->row == ROW_MOV || a->row == ROW_FMOV ||
        i + 2 >= d->op_count || !bob_makes_value(a) || bob_typed_rows[a->row].jumps ||
        !bob_reads(&d->ops[i + 2], a->a[0], kind_is_float(bob_typed_rows[a->row].operands[0])) ||
        same_location(b->a[0], b->a[1]) || bob_is_live_at(d, &a->side_exit, b->a[0], floats))
        return false;
    for (k = 0; k < a->count; k++)
        if (same_location(a->a[k], b->a[0]) || (k == 0 && same_location(a->a[0], b->a[1])))
            return false;
    d->ops[i] = *b;
    d->ops[i].side_exit = a->side_exit;
    d->ops[i + 1] = *a;
    return true;
}

/* One attempt at operations i and i + 1; in what order, says the head of the file. */
static bool fuse(Decode *d, uint32_t i)
{
    const Op a = d->ops[i], b = d->ops[i + 1];
    char kind = bob_typed_rows[a.row].operands[0];
    if (fuse_test(d, i, &a, &b) || bob_fuse_loop(d, i))
        return true;
    if (fuse_moves(d, i, &a, &b) || bob_fuse_call(d, i, &a, &b) || move_first(d, i, &a, &b))
        return true;
    if ((a.row == ROW_LDI || a.row == ROW_LDF) && bob_fuse_elements(d, i))
        return true;
    if (a.row == ROW_SETLP && b.row == ROW_JMP)
        return MERGE(ROW_SETLPJMP, a.a[0], b.a[0]);
    if (b.row == ROW_SETLP && fuse_entry(d, i, &a, &b))
        return true;
    /* directly after the load: nothing else was made from the value that is no longer guarded */
    if (a.row == ROW_GUARDG && (b.row == ROW_JEQK || b.row == ROW_JNEK) && b.a[1].i == a.a[1].i &&
        b.side_exit.ip == a.side_exit.ip + 1 && b.side_exit.inlined == a.side_exit.inlined &&
        b.side_exit.call_ip == a.side_exit.call_ip)
        return MERGE(b.row == ROW_JEQK ? ROW_JEQG : ROW_JNEG, b.a[0], a.a[0], bob_imm(TAG_INT),
                     b.a[2], a.a[2]);
    if ((a.row == ROW_LDI || a.row == ROW_LDF) && b.row == ROW_ADDK && b.a[2].i == 1 &&
        same_location(b.a[0], b.a[1]) && same_location(a.a[2], b.a[0]) &&
        !same_location(a.a[1], b.a[0]) && !is_overwritten(b.a[0], a.a[0], a.row == ROW_LDF))
        return MERGE(a.row == ROW_LDI ? ROW_LDINEXT : ROW_LDFNEXT, a.a[0], a.a[1], a.a[2], a.a[3]);
    if (a.row == ROW_FMUL && b.row == ROW_FMULADD && same_location(b.a[0], a.a[0]) &&
        same_location(a.a[1], a.a[2]) && same_location(b.a[1], b.a[2]) &&
        !same_location(b.a[1], b.a[0])) /* two squares added */
        return MERGE(ROW_FSQUARES, b.a[0], a.a[1], b.a[1]);
    if (a.row == ROW_FUEL && b.row == ROW_JMP && b.a[0].kind == TO_CELL) {
        Operand to = b.a[0];
        to.fuel += a.a[0].i;
        if (d->c->lp != NULL && d->c->lp->start == to.cell)
            return MERGE(ROW_BACK, bob_imm(to.fuel));
        return MERGE(ROW_JMPBACK, to);
    }
    if (a.row == ROW_ADDK || a.row == ROW_ADD)
        if (fuse_step(d, i, &a, &b))
            return true;
    if (kind_only_writes(kind)) {
        bool floats = kind_is_float(kind);
        if (bob_reads(&b, a.a[0], floats) && bob_is_dead_after_next(d, i, a.a[0], floats))
            return bob_fuse_value(d, i, &a, &b);
    }
    return a.row == ROW_LDS && b.row == ROW_MOV && same_location(b.a[1], a.a[0]) &&
           MERGE(ROW_LDS2, b.a[0], a.a[0], a.a[1], a.a[2], a.a[3]);
}

void bob_fuse(Decode *d)
{
    uint32_t i, before;
    if (BOB_TYPED_PLAIN) /* these handlers were not made */
        return;
    do { /* again: a fusion later in the list may have made a new partner for an operation before */
        before = d->op_count;
        for (i = d->unfused; i + 1 < d->op_count;)
            if (!fuse(d, i)) {
                i++;
            } else {
                bob_check_decode(d);
                i -= i > d->unfused;
            }
    } while (d->op_count < before);
    for (i = d->unfused; i < d->op_count; i++)
        bob_fuse_recursion(d, i);
    bob_check_decode(d);
}
