/* Neighbouring operations made one, before they are emitted. A value that only the next
 * operation reads is then never written. */
#include <string.h>

#include "core/typed/context.h"

/* Whether local or operand i has that place; a local in a register may have its slot too. */
static bool holds(const Decode *d, uint32_t i, const Var *v, Operand at, bool floats)
{
    if (v->where == AT_REG && v->synced && bob_same_place(bob_slot(d, bob_home(i)), at))
        return true;
    return (v->where == AT_REG || v->where == AT_SLOT) &&
           (at.kind == IN_SLOT || is_float(v->type) == floats) &&
           bob_same_place(bob_place(d, v), at);
}

static bool in_context(const Decode *d, const Context *c, Operand at, bool floats)
{
    uint32_t i;
    for (i = 0; i < d->facts->locals + c->depth; i++)
        if (holds(d, i, &c->var[i], at, floats))
            return true;
    return false;
}

/* Whether no local or operand has what operation i writes to a place once i + 1 is done: what
 * is held then is looked at where a later operation fails or jumps, read or not. */
static bool is_gone_after_next(const Decode *d, uint32_t i, Operand at, bool floats)
{
    const Op *user = &d->ops[i + 1];
    bool last = i + 2 == d->op_count;
    uint32_t depth = last ? d->c->depth : user[1].mark.depth, held[4], n = 0, e, k;
    char writes = bob_typed_rows[user->row].operands[0];
    if (is_written_kind(writes) && bob_same_place(user->a[0], at) &&
        (at.kind == IN_SLOT || is_float_kind(writes) == floats))
        return true; /* by what the next one writes there */
    for (e = d->ops[i].mark.events; e < (last ? d->event_count : user[1].mark.events); e++) {
        const Var *v = &d->events[e].var;
        for (k = 0; k < n && held[k] != d->events[e].index; k++)
            ;
        if (k < n)
            held[k] = held[--n];
        if (holds(d, d->events[e].index, v, at, floats)) {
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

/* Whether a local or operand has that place at a mark of the run being made. */
static bool in_use_at(const Decode *d, const Mark *mark, Operand at, bool floats)
{
    uint32_t i, e;
    for (i = 0; i < d->facts->locals + mark->depth; i++) {
        const Var *v = &d->run_context->var[i];
        for (e = 0; e < mark->events; e++)
            if (d->events[e].index == i)
                v = &d->events[e].var;
        if (holds(d, i, v, at, floats))
            return true;
    }
    return false;
}

/* The same once operation i is done. */
static bool in_use_behind(const Decode *d, uint32_t i, Operand at, bool floats)
{
    Mark end = {.depth = d->c->depth, .events = d->event_count};
    return in_use_at(d, i + 1 < d->op_count ? &d->ops[i + 1].mark : &end, at, floats);
}

/* Operations i and on are gone. */
static void drop(Decode *d, uint32_t i, uint32_t n)
{
    memmove(&d->ops[i], &d->ops[i + n], (d->op_count - i - n) * sizeof *d->ops);
    d->op_count -= n;
}

/* Operation i is replaced by another that does i and i + 1. */
static bool merge(Decode *d, uint32_t i, unsigned row, unsigned count, const Operand *a)
{
    Op *op = &d->ops[i];
    Mark mark = op->mark;
    const char *kinds = bob_typed_rows[row].operands;
    unsigned k;
    for (k = 0; k < count; k++) /* some have no handlers for slots */
        if ((strchr("RrPp", kinds[k]) != NULL && a[k].kind != IN_REG) ||
            (strchr("SsDd", kinds[k]) != NULL && a[k].kind != IN_SLOT))
            return false;
    drop(d, i + 1, 1);
    op->row = (uint16_t)row;
    op->count = (uint8_t)count;
    memcpy(op->a, a, count * sizeof *a);
    op->mark = mark;
    bob_order(op);
    return true;
}
#define MERGE(row, ...)                                                                            \
    merge(d, i, row, sizeof((Operand[]){__VA_ARGS__}) / sizeof(Operand), (Operand[]){__VA_ARGS__})

static bool is_power(int64_t k)
{
    return k > 0 && (k & (k - 1)) == 0;
}

/* x += k, then a loop's test of x */
static bool fuse_step(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    Operand x = a->a[0];
    if (!bob_same_place(x, a->a[1]) && !(a->row == ROW_ADD && bob_same_place(x, a->a[2])))
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
    if (b->row == ROW_BNEK && !bob_same_place(b->a[0], x))
        return MERGE(ROW_COUNTBNEK, x, a->a[2], b->a[0], b->a[1], b->a[2]);
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

/* An element compared: `left` where it stands at the left. */
static bool fuse_load_compare(Decode *d, uint32_t i, const Op *a, const Op *b, bool left)
{
    if (a->row == ROW_LDIATK)
        return b->row == ROW_JLE && MERGE(left ? ROW_LDIATKJLE : ROW_LDIATKJGE, a->a[1], a->a[2],
                                          a->a[3], b->a[left ? 1 : 0], b->a[2], a->a[4]);
    unsigned row = b->row == ROW_JEQ   ? ROW_LDIJEQ
                   : b->row == ROW_JNE ? ROW_LDIJNE
                   : b->row == ROW_JLT ? (left ? ROW_LDIJLT : ROW_LDIJGT)
                                       : (left ? ROW_LDIJLE : ROW_LDIJGE);
    return MERGE(row, a->a[1], a->a[2], b->a[left ? 1 : 0], b->a[2], a->a[3]);
}

/* Where a truth as a value, made from x and y, is all that a branch asks for. */
static bool fuse_truth(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    static const struct {
        uint16_t truth, yes, no;
        bool swapped; /* `no` asks the other way round */
    } branches[] = {
        {ROW_LT, ROW_JLT, ROW_JLE, true},      {ROW_LE, ROW_JLE, ROW_JLT, true},
        {ROW_EQ, ROW_JEQ, ROW_JNE, false},     {ROW_NE, ROW_JNE, ROW_JEQ, false},
        {ROW_LTK, ROW_JLTK, ROW_JGEK, false},  {ROW_LEK, ROW_JLEK, ROW_JGTK, false},
        {ROW_GTK, ROW_JGTK, ROW_JLEK, false},  {ROW_GEK, ROW_JGEK, ROW_JLTK, false},
        {ROW_EQK, ROW_JEQK, ROW_JNEK, false},  {ROW_NEK, ROW_JNEK, ROW_JEQK, false},
        {ROW_FLT, ROW_FJLT, ROW_FJNLT, false}, {ROW_FLE, ROW_FJLE, ROW_FJNLE, false},
        {ROW_FEQ, ROW_FJEQ, ROW_FJNE, false},  {ROW_FNE, ROW_FJNE, ROW_FJEQ, false},
    };
    bool yes = b->row == ROW_JNEK;
    size_t k;
    if ((b->row != ROW_JEQK && b->row != ROW_JNEK) || b->a[1].i != 0)
        return false;
    for (k = 0; k < sizeof branches / sizeof *branches; k++)
        if (branches[k].truth == a->row) {
            unsigned first = !yes && branches[k].swapped ? 2 : 1;
            return MERGE(yes ? branches[k].yes : branches[k].no, a->a[first], a->a[3 - first],
                         b->a[2]);
        }
    return false;
}

/* What is only made to be moved is made where it is moved to. */
static bool fuse_move(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    const char *kinds = bob_typed_rows[a->row].operands;
    Operand operands[MOST_OPERANDS];
    if (bob_typed_rows[a->row].jumps || strpbrk(kinds + 1, "ISFDRPXY") != NULL ||
        is_float_kind(kinds[0]) != (b->row == ROW_FMOV))
        return false;
    if ((b->row != ROW_MOV && b->row != ROW_FMOV) || !bob_same_place(b->a[1], a->a[0]))
        return false;
    memcpy(operands, a->a, sizeof operands);
    operands[0] = b->a[0];
    return merge(d, i, a->row, a->count, operands);
}

/* Whether writing there changes an int or reference: a float register of its number does not. */
static bool is_overwritten(Operand value, Operand written, bool floats)
{
    return (written.kind == IN_SLOT || !floats) && bob_same_place(value, written);
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
    return op->row == ROW_FUEL || bob_typed_rows[op->row].jumps || op->row >= ROW_CALL;
}

/* An element that is loaded, changed and stored again. */
static bool fuse_change(Decode *d, uint32_t i)
{
    const Op load = d->ops[i], change = d->ops[i + 1], store = d->ops[i + 2];
    bool floats = load.row == ROW_LDF, done = false;
    Operand t = load.a[0], list = load.a[1], at = load.a[2], made = change.a[0], by;
    unsigned operand;
    if (store.row != (floats ? ROW_STF : ROW_STI) || !bob_same_place(store.a[0], list) ||
        !bob_same_place(store.a[1], at) || !bob_same_place(store.a[2], made) ||
        is_float_kind(bob_typed_rows[change.row].operands[0]) != floats)
        return false;
    if (is_overwritten(at, made, floats) || is_overwritten(at, t, floats) ||
        is_overwritten(list, made, floats) || is_overwritten(list, t, floats))
        return false;
    if (!bob_same_place(made, t) && !is_gone_after_next(d, i, t, floats))
        return false;
    if (!is_gone_after_next(d, i + 1, made, floats))
        return false;
    operand = bob_same_place(change.a[1], t) ? 1 : 2;
    by = change.a[3 - operand];
    switch (change.row) {
    case ROW_ADD:
    case ROW_FADD:
        done = bob_same_place(change.a[operand], t) && !bob_same_place(by, t) &&
               MERGE(floats ? ROW_FADDAT : ROW_ADDAT, list, at, by, load.a[3]);
        break;
    case ROW_FSUB:
        done = operand == 1 && !bob_same_place(by, t) && MERGE(ROW_FSUBAT, list, at, by, load.a[3]);
        break;
    case ROW_ADDK:
        done = operand == 1 && MERGE(ROW_ADDKAT, list, at, by, load.a[3]);
        break;
    case ROW_MULADD:
    case ROW_FMULADD:
    case ROW_FMULSUB:
        done = bob_same_place(made, t) && !bob_same_place(change.a[1], t) &&
               !bob_same_place(change.a[2], t) &&
               MERGE(change.row == ROW_MULADD    ? ROW_MULADDAT
                     : change.row == ROW_FMULADD ? ROW_FMULADDAT
                                                 : ROW_FMULSUBAT,
                     list, at, change.a[1], change.a[2], load.a[3]);
        break;
    default:
        break;
    }
    if (done) /* the store too */
        drop(d, i + 1, 1);
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
        !bob_same_place(y->a[1], list) || !bob_same_place(first->a[0], list) ||
        !bob_same_place(second->a[0], list) || !bob_same_place(first->a[1], y->a[2]) ||
        !bob_same_place(second->a[1], x->a[2]) || !bob_same_place(first->a[2], x->a[0]) ||
        !bob_same_place(second->a[2], y->a[0]) || bob_same_place(x->a[0], y->a[0]))
        return false;
    for (k = 0; k < 2; k++) {
        Operand t = x[k].a[0];
        if (is_overwritten(list, t, floats) || is_overwritten(x->a[2], t, floats) ||
            is_overwritten(y->a[2], t, floats) || in_use_behind(d, i + 3, t, floats))
            return false;
    }
    if (!MERGE(ROW_SWAP, list, x->a[2], y->a[2], bob_imm(floats ? KIND_FLOAT : KIND_INT), x->a[3]))
        return false;
    drop(d, i + 1, 2);
    return true;
}

/* Whether an operation only makes a value, and so may change places with a load. */
static bool makes_value(const Op *op)
{
    const char *kinds = bob_typed_rows[op->row].operands;
    return is_written_kind(kinds[0]) && op->row < ROW_CALL && op->row != ROW_TAKEI &&
           op->row != ROW_LDINEXT && op->row != ROW_LDFNEXT && strpbrk(kinds, "TLB") == NULL;
}

/* The load of an element that is changed and stored goes behind what the change is made from, so
 * that the three meet. Should that fail, all of it is done again from in front of the load. */
static bool load_later(Decode *d, uint32_t i)
{
    const Op load = d->ops[i];
    bool floats = load.row == ROW_LDF;
    Operand t = load.a[0];
    uint32_t store = i + 3, k;
    for (; store < d->op_count && store <= i + 4; store++)
        if (d->ops[store].row == (floats ? ROW_STF : ROW_STI) &&
            bob_same_place(d->ops[store].a[0], load.a[1]) &&
            bob_same_place(d->ops[store].a[1], load.a[2]))
            break;
    if (store >= d->op_count || store > i + 4 || leads_away(&d->ops[store - 1]) ||
        (!reads(&d->ops[store - 1], t, floats) && !bob_same_place(d->ops[store - 1].a[0], t)))
        return false;
    for (k = i + 1; k < store - 1; k++) {
        const Op *op = &d->ops[k];
        bool other = is_float_kind(bob_typed_rows[op->row].operands[0]);
        if (!makes_value(op) || reads(op, t, floats) || bob_same_place(t, op->a[0]) ||
            is_overwritten(load.a[1], op->a[0], other) ||
            is_overwritten(load.a[2], op->a[0], other) || in_use_at(d, &load.mark, op->a[0], other))
            return false;
    }
    for (k = i; k + 2 < store; k++) {
        d->ops[k] = d->ops[k + 1];
        d->ops[k].mark = load.mark;
    }
    d->ops[store - 2] = load;
    return true;
}

/* Operations on the value t that the one before made, and nothing else reads. */
static bool fuse_value(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    Operand t = a->a[0];
    unsigned at = bob_same_place(b->a[1], t) ? 1 : 2; /* of a binary operation */
    if (fuse_move(d, i, a, b) || fuse_truth(d, i, a, b))
        return true;
    switch (a->row) {
    case ROW_LDI:
        if (b->row >= ROW_JLT && b->row <= ROW_JNE && !bob_same_place(b->a[0], b->a[1]))
            return fuse_load_compare(d, i, a, b, bob_same_place(b->a[0], t));
        if (b->row == ROW_STI && bob_same_place(b->a[2], t) && !bob_same_place(b->a[1], t))
            return MERGE(ROW_COPYI, a->a[1], a->a[2], b->a[0], b->a[1], a->a[3]);
        if (b->row >= ROW_JLTK && b->row <= ROW_JNEK) {
            static const uint16_t rows[] = {ROW_LDIJLTK, ROW_LDIJLEK, ROW_LDIJGTK,
                                            ROW_LDIJGEK, ROW_LDIJEQK, ROW_LDIJNEK};
            return MERGE(rows[b->row - ROW_JLTK], a->a[1], a->a[2], b->a[1], b->a[2], a->a[3]);
        }
        if (b->row == ROW_ADDK)
            return MERGE(ROW_LDIADDK, b->a[0], a->a[1], a->a[2], b->a[2], a->a[3]);
        if (b->row == ROW_ADD && !bob_same_place(b->a[1], b->a[2]))
            return MERGE(ROW_LDIADD, b->a[0], a->a[1], a->a[2], b->a[3 - at], a->a[3]);
        return false;
    case ROW_LDIATK:
        return b->row == ROW_JLE && !bob_same_place(b->a[0], b->a[1]) &&
               fuse_load_compare(d, i, a, b, bob_same_place(b->a[0], t));
    case ROW_LEN:
        if (b->row == ROW_FUELJLE && !bob_same_place(b->a[1], t))
            return MERGE(ROW_LENJLE, a->a[1], b->a[1], b->a[2], b->a[3], a->a[2]);
        if (b->row == ROW_BLT && !bob_same_place(b->a[0], t))
            return MERGE(ROW_BLTLEN, b->a[0], a->a[1], b->a[2], a->a[2]);
        return false;
    case ROW_MOD:
        if (b->row == ROW_JEQK || b->row == ROW_JNEK)
            return MERGE(b->row == ROW_JEQK ? ROW_MODJEQK : ROW_MODJNEK, a->a[1], a->a[2], b->a[1],
                         b->a[2]);
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
        if (b->row == ROW_FADDAT || b->row == ROW_FSUBAT)
            return MERGE(b->row == ROW_FADDAT ? ROW_FMULADDAT : ROW_FMULSUBAT, b->a[0], b->a[1],
                         a->a[1], a->a[2], b->a[3]);
        if (b->row == ROW_FADD && bob_same_place(b->a[0], b->a[3 - at]) &&
            !bob_same_place(b->a[0], t))
            return MERGE(ROW_FMULADD, b->a[0], a->a[1], a->a[2]);
        if (b->row == ROW_FSUB && at == 2 && bob_same_place(b->a[0], b->a[1]) &&
            !bob_same_place(b->a[0], t))
            return MERGE(ROW_FMULSUB, b->a[0], a->a[1], a->a[2]);
        if (b->row == ROW_FADD && !bob_same_place(b->a[1], b->a[2]))
            return MERGE(ROW_FMULADDS, b->a[0], a->a[1], a->a[2], b->a[3 - at]);
        return false;
    case ROW_FMULK:
        if (b->row == ROW_FMUL && !bob_same_place(b->a[1], b->a[2]))
            return MERGE(ROW_FMULKMUL, b->a[0], a->a[1], a->a[2], b->a[3 - at]);
        return false;
    case ROW_FADD:
        if (b->row == ROW_FJGTK || b->row == ROW_FJNGTK || b->row == ROW_FJLTK ||
            b->row == ROW_FJNLTK)
            return MERGE(b->row == ROW_FJGTK    ? ROW_FADDJGT
                         : b->row == ROW_FJNGTK ? ROW_FADDJNGT
                         : b->row == ROW_FJLTK  ? ROW_FADDJLT
                                                : ROW_FADDJNLT,
                         a->a[1], a->a[2], b->a[1], b->a[2]);
        return false;
    case ROW_LDG:
        if ((b->row == ROW_JEQ || b->row == ROW_JNE) && !bob_same_place(b->a[0], b->a[1]))
            return MERGE(b->row == ROW_JEQ ? ROW_JEQG : ROW_JNEG,
                         b->a[bob_same_place(b->a[0], t) ? 1 : 0], a->a[1], a->a[2], b->a[2],
                         a->a[3]);
        return false;
    case ROW_LDFMUL:
        if (b->row == ROW_FADD && bob_same_place(b->a[0], b->a[3 - at]) &&
            !bob_same_place(b->a[0], t))
            return MERGE(ROW_LDFMULADD, b->a[0], a->a[1], a->a[2], a->a[3], a->a[4]);
        return false;
    case ROW_MUL:
        if (b->row == ROW_ADDAT && !bob_same_place(b->a[1], t))
            return MERGE(ROW_MULADDAT, b->a[0], b->a[1], a->a[1], a->a[2], b->a[3]);
        if (b->row == ROW_ADD && bob_same_place(b->a[0], b->a[3 - at]) &&
            !bob_same_place(b->a[0], t))
            return MERGE(ROW_MULADD, b->a[0], a->a[1], a->a[2]);
        if (b->row == ROW_SHRK)
            return MERGE(ROW_MULSHRK, b->a[0], a->a[1], a->a[2], b->a[2]);
        if (b->row == ROW_LDFAT && !bob_same_place(b->a[2], b->a[3]))
            return MERGE(ROW_LDF2D, b->a[0], b->a[1], a->a[1], a->a[2],
                         b->a[bob_same_place(b->a[2], t) ? 3 : 2], b->a[4]);
        return false;
    case ROW_LDX:
        if ((b->row == ROW_LDI || b->row == ROW_LDF) && bob_same_place(b->a[1], t) &&
            !bob_same_place(b->a[2], t) && a->a[3].i == KIND_REF)
            return MERGE(b->row == ROW_LDI ? ROW_LDXI : ROW_LDXF, b->a[0], a->a[1], a->a[2],
                         b->a[2], b->a[3]);
        return false;
    case ROW_SHRK:
        if (b->row == ROW_XOR && bob_same_place(b->a[3 - at], a->a[1]))
            return MERGE(ROW_XSHRK, b->a[0], a->a[1], a->a[2]);
        if (b->row == ROW_ANDK)
            return MERGE(ROW_SHRKANDK, b->a[0], a->a[1], a->a[2], b->a[2]);
        return false;
    case ROW_ADDK:
        if (b->row == ROW_LDI && bob_same_place(b->a[2], t))
            return MERGE(ROW_LDIATK, b->a[0], b->a[1], a->a[1], a->a[2], b->a[3]);
        if (b->row == ROW_LDF && bob_same_place(b->a[2], t))
            return MERGE(ROW_LDFATK, b->a[0], b->a[1], a->a[1], a->a[2], b->a[3]);
        if (b->row == ROW_LDX && bob_same_place(b->a[2], t))
            return MERGE(ROW_LDXATK, b->a[0], b->a[1], a->a[1], a->a[2], b->a[3], b->a[4]);
        if (b->row == ROW_STI && bob_same_place(b->a[1], t) && !bob_same_place(b->a[2], t))
            return MERGE(ROW_STIATK, b->a[0], a->a[1], a->a[2], b->a[2], b->a[3]);
        if (b->row == ROW_JLE && !bob_same_place(b->a[0], b->a[1]))
            return bob_same_place(b->a[0], t)
                       ? MERGE(ROW_ADDKJLE, a->a[1], a->a[2], b->a[1], b->a[2])
                       : MERGE(ROW_JLEADDK, b->a[0], a->a[1], a->a[2], b->a[2]);
        return false;
    case ROW_MULK:
        if (b->row == ROW_MODMAGIC)
            return MERGE(ROW_MULKMODMAGIC, b->a[0], a->a[1], a->a[2], b->a[2], b->a[3], b->a[4]);
        if (b->row == ROW_ADDK)
            return MERGE(ROW_MULKADDK, b->a[0], a->a[1], a->a[2], b->a[2]);
        if (b->row == ROW_ADD && !bob_same_place(b->a[1], b->a[2]))
            return MERGE(ROW_MULKADD, b->a[0], a->a[1], a->a[2], b->a[3 - at]);
        return false;
    case ROW_ADD:
        if (b->row == ROW_LDI && bob_same_place(b->a[2], t))
            return MERGE(ROW_LDIAT, b->a[0], b->a[1], a->a[1], a->a[2], b->a[3]);
        if (b->row == ROW_LDF && bob_same_place(b->a[2], t))
            return MERGE(ROW_LDFAT, b->a[0], b->a[1], a->a[1], a->a[2], b->a[3]);
        if (b->row == ROW_MODMAGIC)
            return MERGE(ROW_ADDMODMAGIC, b->a[0], a->a[1], a->a[2], b->a[2], b->a[3], b->a[4]);
        if (b->row == ROW_ADDK)
            return MERGE(ROW_ADDADDK, b->a[0], a->a[1], a->a[2], b->a[2]);
        if (b->row == ROW_RET)
            return MERGE(ROW_RETADD, a->a[1], a->a[2], b->a[1], b->a[2]);
        return false;
    default:
        return false;
    }
}

/* A loop's test of fuel and its condition; then its step with both. */
static bool fuse_test(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    Mark mark = b->mark;
    Operand x = a->a[0];
    if (a->row == ROW_FUEL && (b->row == ROW_JLT || b->row == ROW_JLE)) {
        mark.bias -= a->a[0].i; /* it is not taken yet there */
        (void)MERGE(b->row == ROW_JLT ? ROW_FUELJLT : ROW_FUELJLE, b->a[0], b->a[1], b->a[2],
                    a->a[0]);
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

/* A sum as argument, then what the last call returned is put away, then a call: the other way
 * round the sum and the call are one. If the sum overflows, nothing must have been overwritten. */
static bool put_away_first(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    Mark mark = a->mark;
    if (a->row != ROW_ADDK || b->row != ROW_MOV || i + 2 >= d->op_count ||
        d->ops[i + 2].row != ROW_CALL || a->a[0].kind != IN_SLOT || a->a[0].slot < 8 ||
        b->a[0].kind != IN_SLOT || b->a[1].kind != IN_REG || bob_same_place(b->a[0], a->a[1]) ||
        bob_same_place(b->a[0], a->a[0]) || in_use_at(d, &mark, b->a[0], false))
        return false;
    d->ops[i] = *b;
    d->ops[i].mark = mark;
    d->ops[i + 1] = *a;
    return true;
}

static bool fuse(Decode *d, uint32_t i)
{
    const Op a = d->ops[i], b = d->ops[i + 1];
    char kind = bob_typed_rows[a.row].operands[0];
    if (fuse_test(d, i, &a, &b))
        return true;
    if (fuse_moves(d, i, &a, &b) || put_away_first(d, i, &a, &b))
        return true;
    if (i + 2 < d->op_count && (a.row == ROW_LDI || a.row == ROW_LDF) && fuse_change(d, i))
        return true;
    if (i + 3 < d->op_count && (a.row == ROW_LDI || a.row == ROW_LDF) &&
        (fuse_swap(d, i) || load_later(d, i)))
        return true;
    if (a.row == ROW_SETLP && b.row == ROW_JMP)
        return MERGE(ROW_SETLPJMP, a.a[0], b.a[0]);
    if (b.row == ROW_SETLP && fuse_entry(d, i, &a, &b))
        return true;
    /* right behind the load: nothing else was made from what is not tested any more */
    if (a.row == ROW_GUARDG && (b.row == ROW_JEQK || b.row == ROW_JNEK) && b.a[1].i == a.a[1].i &&
        b.mark.ip == a.mark.ip + 1)
        return MERGE(b.row == ROW_JEQK ? ROW_JEQG : ROW_JNEG, b.a[0], a.a[0], bob_imm(TAG_INT),
                     b.a[2], a.a[2]);
    if ((a.row == ROW_LDI || a.row == ROW_LDF) && b.row == ROW_ADDK && b.a[2].i == 1 &&
        bob_same_place(b.a[0], b.a[1]) && bob_same_place(a.a[2], b.a[0]) &&
        !bob_same_place(a.a[1], b.a[0]) && !is_overwritten(b.a[0], a.a[0], a.row == ROW_LDF))
        return MERGE(a.row == ROW_LDI ? ROW_LDINEXT : ROW_LDFNEXT, a.a[0], a.a[1], a.a[2], a.a[3]);
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
        a.a[0].kind == IN_SLOT && !bob_same_place(a.a[0], b.a[1]) &&
        !bob_same_place(a.a[0], b.a[0]))
        return MERGE(ROW_KEEPADDKCALL, a.a[0], b.a[0], b.a[1], b.a[2], b.a[3]);
    if (is_written_kind(kind)) {
        bool floats = is_float_kind(kind);
        if (reads(&b, a.a[0], floats) && is_gone_after_next(d, i, a.a[0], floats))
            return fuse_value(d, i, &a, &b);
    }
    return a.row == ROW_LDS && b.row == ROW_MOV && bob_same_place(b.a[1], a.a[0]) &&
           MERGE(ROW_LDS2, b.a[0], a.a[0], a.a[1], a.a[2], a.a[3]);
}

void bob_fuse(Decode *d)
{
    uint32_t i, before;
    if (BOB_TYPED_PLAIN) /* these handlers were not made */
        return;
    do { /* again: what now stands behind an operation may have been made one since */
        before = d->op_count;
        for (i = d->unfused; i + 1 < d->op_count;)
            if (!fuse(d, i))
                i++;
            else if (i > d->unfused)
                i--;
    } while (d->op_count < before);
}
