/* Calls with the arguments passed last, and what a function returns under a condition. */
#include "core/typed/emit.h"
#include "core/typed/fuse.h"

/* A call and the argument passed last. */
static bool fuse_argument(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    Operand to = a->a[a->row == ROW_MOV2 ? 2 : 0];
    if (to.kind != IN_SLOT || to.slot < 8)
        return false;
    if (a->row == ROW_MOV2)
        return MERGE(ROW_MOV2CALL, a->a[0], a->a[1], a->a[2], a->a[3], b->a[0]);
    if (a->row == ROW_MOV)
        return MERGE(ROW_MOVCALL, to, a->a[1], b->a[0]);
    if (a->row == ROW_FMOV)
        return MERGE(ROW_FMOVCALL, to, a->a[1], b->a[0]);
    if (a->row == ROW_LDK)
        return MERGE(ROW_LDKCALL, to, a->a[1], b->a[0]);
    if (a->row == ROW_ADDK)
        return MERGE(ROW_ADDKCALL, to, a->a[1], a->a[2], b->a[0]);
    return false;
}

/* Three moves for a call, one of them of what is in a register: that one last. */
static bool fuse_three(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    Operand to[3] = {a->a[0], a->a[2], b->a[0]}, from[3] = {a->a[1], a->a[3], b->a[1]};
    unsigned last = from[0].kind == IN_REG ? 0 : from[1].kind == IN_REG ? 1 : 2, k, l;
    for (k = 0; k < 3; k++)
        for (l = 0; l < 3; l++)
            if (k != l && same_location(to[k], from[l]))
                return false;
    for (k = 0; k < 3; k++) /* should the call fail, all of it is done again */
        if (to[k].slot < 8 && bob_is_live_at(d, &a->side_exit, to[k], false))
            return false;
    k = last == 0 ? 1 : 0;
    l = last == 2 ? 1 : 2;
    return MERGE(ROW_MOV3CALL, to[k], from[k], to[l], from[l], to[last], from[last], b->a[2]);
}

/* A sum as argument, then what the last call returned is saved, then a call: in the opposite order
 * the sum and the call are adjacent and fuse. If the sum overflows, execution resumes before it, so
 * the save must not have overwritten anything that is live there. */
static bool put_away_first(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    SideExit side_exit = a->side_exit;
    if (a->row != ROW_ADDK || b->row != ROW_MOV || i + 2 >= d->op_count ||
        d->ops[i + 2].row != ROW_CALL || a->a[0].kind != IN_SLOT || a->a[0].slot < 8 ||
        b->a[0].kind != IN_SLOT || b->a[1].kind != IN_REG || same_location(b->a[0], a->a[1]) ||
        same_location(b->a[0], a->a[0]) || bob_is_live_at(d, &side_exit, b->a[0], false))
        return false;
    d->ops[i] = *b;
    d->ops[i].side_exit = side_exit;
    d->ops[i + 1] = *a;
    return true;
}

/* A condition, and a return where it does not jump. */
static bool fuse_return(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    bool constant = b->row == ROW_RETK;
    Operand size = b->a[1], fuel = b->a[2], low = bob_imm(INT64_MIN), high = bob_imm(INT64_MAX),
            k = a->a[1];
    switch (a->row) { /* it returns where the jump is not taken: the inverse condition */
    case ROW_JLT:
        return MERGE(constant ? ROW_RETLEK : ROW_RETLE, size, fuel, k, a->a[0], b->a[0]);
    case ROW_JLE:
        return MERGE(constant ? ROW_RETLTK : ROW_RETLT, size, fuel, k, a->a[0], b->a[0]);
    case ROW_JNE:
        return MERGE(constant ? ROW_RETEQK : ROW_RETEQ, size, fuel, k, a->a[0], b->a[0]);
    case ROW_JGEK:
        if (k.i == INT64_MIN)
            return false;
        high.i = k.i - 1;
        break;
    case ROW_JGTK:
        high = k;
        break;
    case ROW_JLTK:
        low = k;
        break;
    case ROW_JLEK:
        if (k.i == INT64_MAX)
            return false;
        low.i = k.i + 1;
        break;
    case ROW_JNEK:
        low = high = k;
        break;
    case ROW_JEQK: /* all others */
        low.i = (int64_t)((uint64_t)k.i + 1);
        high.i = (int64_t)((uint64_t)k.i - 1);
        break;
    default:
        return false;
    }
    high.i = (int64_t)((uint64_t)high.i - (uint64_t)low.i);
    return MERGE(constant ? ROW_RETINK : ROW_RETIN, size, fuel, a->a[0], low, high, b->a[0]);
}

_Static_assert(ROW_JLTK == ROW_JNE + 1 && ROW_JNEK - ROW_JLT == 9,
               "from JLT to JNEK are the conditions of ints, and no others");

const Context *bob_fuse_first_return(Decode *d)
{
    const Op a = d->ops[0], b = d->ops[1];
    const Operand *to = &a.a[2];
    if (BOB_TYPED_PLAIN || d->failed || d->unfused > 0 || d->op_count != 2 ||
        (b.row != ROW_RET && b.row != ROW_RETK) || a.row < ROW_JLT || a.row > ROW_JNEK)
        return NULL;
    if (to->kind != TO_EDGE || !fuse_return(d, 0, &a, &b))
        return NULL;
    to->edge->context->fuel_offset -= to->fuel; /* which is not taken */
    return to->edge->context;
}

bool bob_fuse_call(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    if (put_away_first(d, i, a, b))
        return true;
    if (b->row == ROW_CALL)
        return fuse_argument(d, i, a, b);
    if (a->row == ROW_MOV2 && b->row == ROW_MOVCALL)
        return fuse_three(d, i, a, b);
    return b->row == ROW_ADDKCALL && a->row == ROW_MOV && a->a[1].kind == IN_REG &&
           a->a[1].reg == 0 && a->a[0].kind == IN_SLOT && !same_location(a->a[0], b->a[1]) &&
           !same_location(a->a[0], b->a[0]) &&
           MERGE(ROW_KEEPADDKCALL, a->a[0], b->a[0], b->a[1], b->a[2], b->a[3]);
}

/* RECURSION (handlers.def) makes seven rows for each condition, always in the same order; `calls`
 * has those of the first condition, and the others are a multiple of that many further on. */
#define RECURSION_ROWS (ROW_RETINK - ROW_RETIN)
_Static_assert(RECURSION_ROWS == 7 && ROW_RETLT == ROW_RETIN + 2 * RECURSION_ROWS &&
                   ROW_RETLE == ROW_RETLT + 2 * RECURSION_ROWS &&
                   ROW_RETEQK == ROW_RETIN + 7 * RECURSION_ROWS,
               "RECURSION's rows");
_Static_assert(ROW_CALLEQK - ROW_CALLIN == ROW_RETEQK - ROW_RETIN &&
                   ROW_KEEPADDKCALLEQK - ROW_KEEPADDKCALLIN == ROW_RETEQK - ROW_RETIN,
               "its calls are in the order of its returns");

void bob_fuse_recursion(Decode *d, uint32_t i)
{
    static const uint16_t begins[] = {ROW_RETIN, ROW_RETINK, ROW_RETLT, ROW_RETLTK,
                                      ROW_RETLE, ROW_RETLEK, ROW_RETEQ, ROW_RETEQK};
    static const struct {
        uint16_t call, in; /* the others follow in the same order */
    } calls[] = {{ROW_CALL, ROW_CALLIN},         {ROW_MOVCALL, ROW_MOVCALLIN},
                 {ROW_MOV2CALL, ROW_MOV2CALLIN}, {ROW_MOV3CALL, ROW_MOV3CALLIN},
                 {ROW_ADDKCALL, ROW_ADDKCALLIN}, {ROW_KEEPADDKCALL, ROW_KEEPADDKCALLIN}};
    Op *op = &d->ops[i];
    const TypedCell *begin;
    unsigned row;
    size_t c, k;
    for (c = 0; c < sizeof calls / sizeof *calls && calls[c].call != op->row; c++)
        ;
    if (c == sizeof calls / sizeof *calls || !op->a[op->count - 1].returns_next)
        return;
    begin = bob_begin_of(d->t, op->a[op->count - 1].edge->callee);
    for (k = 0; k < sizeof begins / sizeof *begins && begin != NULL; k++) {
        row = calls[c].in + (unsigned)k * RECURSION_ROWS;
        if (begin->label == d->t->labels[bob_typed_rows[begins[k]].first] &&
            bob_has_handler(row, op->a))
            op->row = (uint16_t)row;
    }
}
