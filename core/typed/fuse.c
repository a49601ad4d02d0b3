/* Neighbouring operations made one, before they are emitted. A value that only the next
 * operation reads is then never written. */
#include <string.h>

#include "core/typed/context.h"

static bool in_context(const Decode *d, const Context *c, Operand at, bool floats)
{
    uint32_t i;
    for (i = 0; i < d->facts->locals + c->depth; i++) {
        const Var *v = &c->var[i];
        if ((v->where == AT_REG || v->where == AT_SLOT) && is_float(v->type) == floats &&
            bob_same_place(bob_place(d, v), at))
            return true;
    }
    return false;
}

/* Whether no local or operand has what operation i writes to a place once i + 1 is done: what
 * is held then is looked at where a later operation fails or jumps, read or not. */
static bool is_gone_after_next(const Decode *d, uint32_t i, Operand at, bool floats)
{
    const Op *user = &d->ops[i + 1];
    bool last = i + 2 == d->op_count;
    uint32_t depth = last ? d->c->depth : user[1].mark.depth, held[4], n = 0, e, k;
    for (e = d->ops[i].mark.events; e < (last ? d->event_count : user[1].mark.events); e++) {
        const Var *v = &d->events[e].var;
        for (k = 0; k < n && held[k] != d->events[e].index; k++)
            ;
        if (k < n)
            held[k] = held[--n];
        if ((v->where == AT_REG || v->where == AT_SLOT) && is_float(v->type) == floats &&
            bob_same_place(bob_place(d, v), at)) {
            if (n == 4)
                return false;
            held[n++] = d->events[e].index;
        }
    }
    for (k = 0; k < n; k++)
        if (held[k] < d->facts->locals + depth)
            return false;
    for (k = 0; k < user->count; k++)
        if (user->a[k].kind == TO_EDGE && in_context(d, user->a[k].edge->context, at, floats))
            return false;
    return true;
}

/* Operation i is replaced by another that does i and i + 1. */
static bool merge(Decode *d, uint32_t i, unsigned row, unsigned count, const Operand *a)
{
    Op *op = &d->ops[i];
    Mark mark = op->mark;
    const char *kinds = bob_typed_rows[row].operands;
    unsigned k;
    for (k = 0; k < count; k++) /* some have no handlers for slots */
        if ((kinds[k] == 'R' || kinds[k] == 'r' || kinds[k] == 'P' || kinds[k] == 'p') && a[k].kind != IN_REG)
            return false;
    memmove(op + 1, op + 2, (d->op_count - i - 2) * sizeof *op);
    d->op_count--;
    op->row = (uint16_t)row;
    op->count = (uint8_t)count;
    memcpy(op->a, a, count * sizeof *a);
    op->mark = mark;
    bob_order(op);
    return true;
}
#define MERGE(row, ...)                                                                \
    merge(d, i, row, sizeof((Operand[]){__VA_ARGS__}) / sizeof(Operand), (Operand[]){__VA_ARGS__})

static bool is_power(int64_t k)
{
    return k > 0 && (k & (k - 1)) == 0;
}

/* x += k, then a loop's test of x */
static bool fuse_step(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    Operand x = a->a[0];
    if (!bob_same_place(x, a->a[1]) &&
        !(a->row == ROW_ADD && bob_same_place(x, a->a[2])))
        return false;
    if (a->row == ROW_ADD) {
        Operand by = a->a[bob_same_place(x, a->a[1]) ? 2 : 1];
        if (b->row == ROW_BLT && bob_same_place(b->a[0], x) && by.kind == IN_SLOT &&
            !bob_same_place(b->a[1], x))
            return MERGE(ROW_ADDLT, x, by, b->a[1], b->a[2]);
        return false;
    }
    if (b->row == ROW_BLT && bob_same_place(b->a[0], x) && !bob_same_place(b->a[1], x))
        return MERGE(ROW_INCLT, x, a->a[2], b->a[1], b->a[2]);
    if (b->row == ROW_BLT && bob_same_place(b->a[1], x) && !bob_same_place(b->a[0], x))
        return MERGE(ROW_INCGT, x, a->a[2], b->a[0], b->a[2]);
    if (!bob_same_place(b->a[0], x))
        return false;
    if (b->row == ROW_BLTK)
        return MERGE(ROW_INCLTK, x, a->a[2], b->a[1], b->a[2]);
    if (b->row == ROW_BGTK)
        return MERGE(ROW_INCGTK, x, a->a[2], b->a[1], b->a[2]);
    if (b->row == ROW_BNEK)
        return MERGE(ROW_INCNEK, x, a->a[2], b->a[1], b->a[2]);
    return false;
}

/* A call and the argument passed last. */
static bool fuse_call(Decode *d, uint32_t i, const Op *a, const Op *b)
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

/* An element compared with a register: `left` where it stands at the left. */
static bool fuse_load_compare(Decode *d, uint32_t i, const Op *a, const Op *b, bool left)
{
    unsigned row = b->row == ROW_JEQ   ? ROW_LDIJEQ
                   : b->row == ROW_JNE ? ROW_LDIJNE
                   : b->row == ROW_JLT ? (left ? ROW_LDIJLT : ROW_LDIJGT)
                                       : (left ? ROW_LDIJLE : ROW_LDIJGE);
    return MERGE(row, a->a[1], a->a[2], b->a[left ? 1 : 0], b->a[2], a->a[3]);
}

/* Operations on the value t that the one before made, and nothing else reads. */
static bool fuse_value(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    Operand t = a->a[0];
    unsigned at = bob_same_place(b->a[1], t) ? 1 : 2; /* of a binary operation */
    switch (a->row) {
    case ROW_LDI:
        if (b->row >= ROW_JLT && b->row <= ROW_JNE && !bob_same_place(b->a[0], b->a[1]))
            return fuse_load_compare(d, i, a, b, bob_same_place(b->a[0], t));
        if (b->row == ROW_STI && bob_same_place(b->a[2], t) && !bob_same_place(b->a[1], t))
            return MERGE(ROW_COPYI, a->a[1], a->a[2], b->a[0], b->a[1], a->a[3]);
        if (b->row == ROW_JNEK && bob_same_place(b->a[0], t))
            return MERGE(ROW_LDIJNEK, a->a[1], a->a[2], b->a[1], b->a[2], a->a[3]);
        if (b->row == ROW_JEQK && bob_same_place(b->a[0], t))
            return MERGE(ROW_LDIJEQK, a->a[1], a->a[2], b->a[1], b->a[2], a->a[3]);
        if (b->row == ROW_ADD && !bob_same_place(b->a[1], b->a[2]))
            return MERGE(ROW_LDIADD, b->a[0], a->a[1], a->a[2], b->a[3 - at], a->a[3]);
        return false;
    case ROW_LDS:
        if (b->row == ROW_CODE)
            return MERGE(ROW_ORDS, b->a[0], a->a[1], a->a[2], a->a[3]);
        return false;
    case ROW_ORDS:
        if (b->row == ROW_JEQK || b->row == ROW_JNEK)
            return MERGE(b->row == ROW_JEQK ? ROW_LDSJEQK : ROW_LDSJNEK, a->a[1], a->a[2], b->a[1],
                         b->a[2], a->a[3]);
        return false;
    case ROW_LDB:
        if (b->row == ROW_JEQK && b->a[1].i == 0 && bob_same_place(b->a[0], t))
            return MERGE(ROW_LDXJF, a->a[1], a->a[2], bob_imm(KIND_BOOL), b->a[2], a->a[3]);
        return false;
    case ROW_LDF:
        if (bob_same_place(b->a[1], b->a[2]))
            return false;
        if (b->row == ROW_FMULADD)
            return !bob_same_place(b->a[0], t) &&
                   MERGE(ROW_LDFMULADD, b->a[0], a->a[1], a->a[2], b->a[3 - at], a->a[3]);
        if (b->row == ROW_FADD || b->row == ROW_FMUL || (b->row == ROW_FSUB && at == 2))
            return MERGE(b->row == ROW_FADD   ? ROW_LDFADD
                         : b->row == ROW_FMUL ? ROW_LDFMUL
                                              : ROW_LDFSUB,
                         b->a[0], a->a[1], a->a[2], b->a[3 - at], a->a[3]);
        return false;
    case ROW_ANDK:
        if (b->row == ROW_LDI && bob_same_place(b->a[2], t))
            return MERGE(ROW_LDIAND, b->a[0], b->a[1], a->a[1], a->a[2], b->a[3]);
        if (b->row == ROW_JNEK || b->row == ROW_JEQK) {
            bool zero = b->a[1].i == 0, bit = is_power(a->a[2].i) && b->a[1].i == a->a[2].i;
            if (zero || bit)
                return MERGE((b->row == ROW_JNEK) == zero ? ROW_JBITS1 : ROW_JBITS0, a->a[1],
                             a->a[2], b->a[2]);
        }
        return false;
    case ROW_I2F:
        if (b->row == ROW_RFDIVK)
            return MERGE(ROW_DIVIDEK, b->a[0], a->a[1], b->a[2]);
        return false;
    case ROW_FMUL: /* into what is added to */
        if (b->row == ROW_FADD && bob_same_place(b->a[0], b->a[3 - at]) && !bob_same_place(b->a[0], t))
            return MERGE(ROW_FMULADD, b->a[0], a->a[1], a->a[2]);
        if (b->row == ROW_FSUB && at == 2 && bob_same_place(b->a[0], b->a[1]) && !bob_same_place(b->a[0], t))
            return MERGE(ROW_FMULSUB, b->a[0], a->a[1], a->a[2]);
        return false;
    case ROW_LDFMUL:
        if (b->row == ROW_FADD && bob_same_place(b->a[0], b->a[3 - at]) && !bob_same_place(b->a[0], t))
            return MERGE(ROW_LDFMULADD, b->a[0], a->a[1], a->a[2], a->a[3], a->a[4]);
        return false;
    case ROW_MUL:
        if (b->row == ROW_ADD && !bob_same_place(b->a[1], b->a[2]))
            return MERGE(ROW_MULADD, b->a[0], a->a[1], a->a[2], b->a[3 - at]);
        return false;
    case ROW_SHRK:
        if (b->row == ROW_ANDK)
            return MERGE(ROW_SHRKANDK, b->a[0], a->a[1], a->a[2], b->a[2]);
        return false;
    case ROW_ADDK:
        if (b->row == ROW_LDI && bob_same_place(b->a[2], t))
            return MERGE(ROW_LDIATK, b->a[0], b->a[1], a->a[1], a->a[2], b->a[3]);
        if (b->row == ROW_LDF && bob_same_place(b->a[2], t))
            return MERGE(ROW_LDFATK, b->a[0], b->a[1], a->a[1], a->a[2], b->a[3]);
        return false;
    case ROW_MULK:
        if (b->row == ROW_ADDK)
            return MERGE(ROW_MULKADDK, b->a[0], a->a[1], a->a[2], b->a[2]);
        return false;
    case ROW_ADD:
        if (b->row == ROW_LDI && bob_same_place(b->a[2], t))
            return MERGE(ROW_LDIAT, b->a[0], b->a[1], a->a[1], a->a[2], b->a[3]);
        if (b->row == ROW_LDF && bob_same_place(b->a[2], t))
            return MERGE(ROW_LDFAT, b->a[0], b->a[1], a->a[1], a->a[2], b->a[3]);
        if (b->row == ROW_ADDK)
            return MERGE(ROW_ADDADDK, b->a[0], a->a[1], a->a[2], b->a[2]);
        if (b->row == ROW_RET)
            return MERGE(ROW_RETADD, a->a[1], a->a[2], b->a[1], b->a[2]);
        return false;
    default:
        return false;
    }
}

static bool reads(const Op *op, Operand at, bool floats)
{
    const char *kinds = bob_typed_rows[op->row].operands;
    uint32_t k;
    for (k = 0; kinds[k] != 0; k++)
        if (!is_written_kind(kinds[k]) && bob_same_place(op->a[k], at) &&
            (at.kind == IN_SLOT || is_float_kind(kinds[k]) == floats))
            return true;
    return false;
}

static bool leads_away(const Op *op)
{
    return op->row == ROW_FUEL || bob_typed_rows[op->row].jumps ||
           op->row >= ROW_CALL;
}

/* A loop's test of fuel and its condition; then its step with both. */
static bool fuse_test(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    Mark mark = b->mark;
    Operand x = a->a[0];
    if (a->row == ROW_FUEL && (b->row == ROW_JLT || b->row == ROW_JLE)) {
        mark.bias -= a->a[0].i; /* it is not taken yet there */
        (void)MERGE(b->row == ROW_JLT ? ROW_FUELJLT : ROW_FUELJLE, b->a[0], b->a[1], b->a[2], a->a[0]);
        d->ops[i].mark = mark;
        return true;
    }
    if (a->row == ROW_FUEL && i + 2 < d->op_count && !leads_away(b) &&
        (d->ops[i + 2].row == ROW_JLT || d->ops[i + 2].row == ROW_JLE)) { /* the test goes behind */
        d->ops[i] = *b;
        d->ops[i].mark.bias -= a->a[0].i;
        d->ops[i + 1] = *a;
        return true;
    }
    if (a->row != ROW_ADDK || !bob_same_place(x, a->a[1]) || bob_same_place(b->a[0], b->a[1]))
        return false;
    if (b->row == ROW_FUELJLT && bob_same_place(b->a[0], x))
        return MERGE(ROW_STEPJLT, x, a->a[2], b->a[1], b->a[2], b->a[3]);
    if (b->row == ROW_FUELJLE && bob_same_place(b->a[1], x))
        return MERGE(ROW_STEPJGE, x, a->a[2], b->a[0], b->a[2], b->a[3]);
    return false;
}

static bool fuse(Decode *d, uint32_t i)
{
    const Op a = d->ops[i], b = d->ops[i + 1];
    char kind = bob_typed_rows[a.row].operands[0];
    if (fuse_test(d, i, &a, &b))
        return true;
    if (a.row == ROW_MOV && b.row == ROW_MOV && a.a[0].kind == IN_SLOT && b.a[0].kind == IN_SLOT)
        return MERGE(ROW_MOV2, a.a[0], a.a[1], b.a[0], b.a[1]);
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
    if (b.row == ROW_CALL)
        return fuse_call(d, i, &a, &b);
    if (b.row == ROW_RET && (a.row == ROW_JGEK || a.row == ROW_JEQK))
        return MERGE(a.row == ROW_JGEK ? ROW_RETLTK : ROW_RETNEK, a.a[0], a.a[1], a.a[2], b.a[0],
                     b.a[1], b.a[2]);
    if (b.row == ROW_ADDKCALL && a.row == ROW_MOV && a.a[1].kind == IN_REG && a.a[1].reg == 0 &&
        a.a[0].kind == IN_SLOT && !bob_same_place(a.a[0], b.a[1]) && !bob_same_place(a.a[0], b.a[0]))
        return MERGE(ROW_KEEPADDKCALL, a.a[0], b.a[0], b.a[1], b.a[2], b.a[3]);
    if (is_written_kind(kind)) {
        bool floats = is_float_kind(kind);
        if (reads(&b, a.a[0], floats) && is_gone_after_next(d, i, a.a[0], floats))
            return fuse_value(d, i, &a, &b);
    }
    return false;
}

void bob_fuse(Decode *d)
{
    uint32_t i;
    if (BOB_TYPED_PLAIN) /* these handlers were not made */
        return;
    for (i = 0; i + 1 < d->op_count;)
        if (!fuse(d, i))
            i++;
        else if (i > 0)
            i--;
}
