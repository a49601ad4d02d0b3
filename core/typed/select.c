/* One instruction of bytecode in a context: which handlers do it, and what is known after. */
#include <string.h>

#include "core/machine/num.h"
#include "core/typed/context.h"

/* An instruction whose guesses have failed so often is done by its shared meaning. */
#define MOST_MISSES 8u

static Mark here(const Decode *d)
{
    return (Mark){.ip = d->c->ip, .depth = d->c->depth, .events = d->event_count, .bias = d->c->bias};
}

static bool is_int(const Var *v)
{
    return v->type == TAG_INT || v->type == TAG_BOOL;
}

static bool is_number(const Var *v)
{
    return is_int(v) || v->type == TAG_FLOAT;
}

static bool next(Decode *d)
{
    d->c->ip++;
    return true;
}

/* The run ends: the reference engine does this instruction. */
static bool leave(Decode *d)
{
    bob_op(d, ROW_LEAVE, 0);
    return false;
}

/* The run ends, to be continued when it comes here. */
static bool pause(Decode *d)
{
    Edge *e = bob_edge(d, EDGE_JUMP, d->c->ip, d->c->bias);
    e->paused = true;
    bob_op(d, ROW_JMP, 1, (Operand){.kind = TO_EDGE, .edge = e});
    return false;
}

/* The run ends: the shared meaning does this instruction, its results decide how to go on. */
static bool generic_now(Decode *d, uint32_t args, uint32_t results)
{
    bob_generic(d, args, results);
    return false;
}

static bool often_missed(const Decode *d)
{
    return d->facts->misses[d->c->ip] >= MOST_MISSES;
}

static BobValue value_of(const Decode *d, const Var *v)
{
    return bob_box(d->t, d->c, v);
}

/* An operand in a slot, for rows that want it there: in one of the two spare ones. */
static Operand spare(Decode *d, unsigned n, Operand from, char kind)
{
    Operand to = bob_slot(d, d->facts->vars + 2 + n);
    if (from.kind == IN_SLOT || (kind != 's' && kind != 'd'))
        return from;
    bob_move(d, to, from, kind == 'd', d->op_count);
    return to;
}

/* An operation that pops operands and pushes what it writes. */
static void result(Decode *d, unsigned row, unsigned pops, unsigned type, unsigned count, Operand a,
                   Operand b, Operand e, Operand f)
{
    Mark mark = here(d);
    const char *kinds = bob_typed_rows[row].operands;
    char kind = kinds[0];
    Var to;
    Op *op;
    a = spare(d, 0, a, kinds[1]);
    if (count > 1)
        b = spare(d, 1, b, kinds[2]);
    bob_pop(d, pops);
    to = kind == 'S' || kind == 'D' ? bob_new_slot(d, type) : bob_new_temp(d, type);
    op = count == 1   ? bob_op(d, row, 2, bob_place(d, &to), a)
         : count == 2 ? bob_op(d, row, 3, bob_place(d, &to), a, b)
         : count == 3 ? bob_op(d, row, 4, bob_place(d, &to), a, b, e)
                      : bob_op(d, row, 5, bob_place(d, &to), a, b, e, f);
    op->mark = mark;
    bob_push(d, to);
}
#define RESULT1(row, pops, type, a) result(d, row, pops, type, 1, a, a, a, a)
#define RESULT2(row, pops, type, a, b) result(d, row, pops, type, 2, a, b, b, b)
#define RESULT3(row, pops, type, a, b, e) result(d, row, pops, type, 3, a, b, e, e)
#define RESULT4(row, pops, type, a, b, e, f) result(d, row, pops, type, 4, a, b, e, f)

static Operand guard(void)
{
    return (Operand){.kind = IN_CODE, .i = 0};
}

/* An operand that is no constant. */
static Operand settled(Decode *d, Var *v)
{
    bob_settle(d, v);
    return bob_use(d, v);
}

/* ---- arithmetic ---- */

/* A number as a float. The conversion is not written to the context: until the instruction
 * is done its operand is an int. `other` has been used before. */
static Operand as_float(Decode *d, Var *v)
{
    Operand from;
    Var temp;
    if (is_float(v->type))
        return bob_use(d, v);
    if (v->where == AT_CONST)
        return bob_immf((double)v->i);
    from = bob_use(d, v);
    temp = bob_new_temp(d, TAG_FLOAT);
    bob_op(d, ROW_I2F, 2, bob_place(d, &temp), from);
    return bob_place(d, &temp);
}

static void floats(Decode *d, Var *a, Var *b, Operand *x, Operand *y)
{
    if (is_float(a->type)) {
        *x = as_float(d, a);
        *y = as_float(d, b);
    } else {
        *y = as_float(d, b);
        *x = as_float(d, a);
    }
    if (x->kind == IN_CODE && y->kind == IN_CODE) {
        Var temp = bob_new_temp(d, TAG_FLOAT);
        bob_op(d, ROW_FLDK, 2, bob_place(d, &temp), *x);
        *x = bob_place(d, &temp);
    }
}

static bool float_arithmetic(Decode *d, unsigned opcode)
{
    Var *a = top(d, 1), *b = top(d, 0);
    Operand x, y;
    if (opcode != OP_ADD && opcode != OP_SUB && opcode != OP_MUL && opcode != OP_DIV) {
        return generic_now(d, 2, 1);
    }
    floats(d, a, b, &x, &y);
    if (y.kind == IN_CODE) {
        if (opcode == OP_DIV && y.f == 0.0)
            return leave(d);
        if (opcode == OP_SUB)
            y.f = -y.f;
        RESULT2(opcode == OP_MUL   ? ROW_FMULK
                : opcode == OP_DIV ? ROW_FDIVK
                                   : ROW_FADDK,
                2, TAG_FLOAT, x, y);
    } else if (x.kind == IN_CODE) {
        RESULT2(opcode == OP_MUL   ? ROW_FMULK
                : opcode == OP_DIV ? ROW_RFDIVK
                : opcode == OP_SUB ? ROW_RFSUBK
                                   : ROW_FADDK,
                2, TAG_FLOAT, y, x);
    } else {
        RESULT2(opcode == OP_ADD   ? ROW_FADD
                : opcode == OP_SUB ? ROW_FSUB
                : opcode == OP_MUL ? ROW_FMUL
                                   : ROW_FDIV,
                2, TAG_FLOAT, x, y);
    }
    return next(d);
}

/* 2^(64+s) / k, rounded up, where s is the bit length of k less 1: an int of 64 bits. */
static int64_t reciprocal(int64_t k)
{
    unsigned bits = bob_log2_ceil((uint64_t)k);
    return (int64_t)(uint64_t)(((unsigned __int128)1 << (63 + bits)) / (uint64_t)k + 1);
}

static bool divide_by_constant(Decode *d, unsigned opcode, int64_t k)
{
    Operand a = settled(d, top(d, 1));
    bool mod = opcode == OP_MOD;
    if (k > 0 && (k & (k - 1)) == 0)
        RESULT2(mod ? ROW_ANDK : ROW_SHRK, 2, TAG_INT, a,
                bob_imm(mod ? k - 1 : __builtin_ctzll((uint64_t)k)));
    else if (k > 1)
        RESULT4(mod ? ROW_MODMAGIC : ROW_DIVMAGIC, 2, TAG_INT, a, bob_imm(k), bob_imm(reciprocal(k)),
                bob_imm(bob_log2_ceil((uint64_t)k) - 1));
    else
        RESULT2(mod ? ROW_MODK : ROW_FLOORDIVK, 2, TAG_INT, a, bob_imm(k));
    return next(d);
}

/* What an operation is called on two registers or slots, and on a constant at the right; 0
 * (MOV) where there is none. */
static void int_rows(unsigned opcode, unsigned *both, unsigned *constant)
{
    *both = *constant = ROW_MOV;
    switch (opcode) {
    case OP_ADD:
        *both = ROW_ADD;
        *constant = ROW_ADDK;
        break;
    case OP_SUB:
        *both = ROW_SUB;
        break;
    case OP_MUL:
        *both = ROW_MUL;
        *constant = ROW_MULK;
        break;
    case OP_AND:
        *both = ROW_AND;
        *constant = ROW_ANDK;
        break;
    case OP_OR:
        *both = ROW_OR;
        *constant = ROW_ORK;
        break;
    case OP_XOR:
        *both = ROW_XOR;
        *constant = ROW_XORK;
        break;
    case OP_SHL:
        *both = ROW_SHL;
        break;
    case OP_SHR:
        *both = ROW_SHR;
        break;
    case OP_FLOORDIV:
        *both = ROW_FLOORDIV;
        break;
    case OP_MOD:
        *both = ROW_MOD;
        break;
    case OP_WRAP_ADD:
        *both = ROW_WRAP_ADD;
        break;
    case OP_WRAP_SUB:
        *both = ROW_WRAP_SUB;
        break;
    case OP_WRAP_MUL:
        *both = ROW_WRAP_MUL;
        break;
    case OP_WRAP_SHL:
        *both = ROW_WRAP_SHL;
        break;
    case OP_SHR_LOGICAL:
        *both = ROW_SHR_LOGICAL;
        break;
    default:
        break;
    }
}

static bool commutes(unsigned opcode)
{
    return opcode == OP_ADD || opcode == OP_MUL || opcode == OP_AND || opcode == OP_OR || opcode == OP_XOR;
}

static bool int_arithmetic(Decode *d, unsigned opcode)
{
    Var *a = top(d, 1), *b = top(d, 0);
    bool bits = opcode == OP_AND || opcode == OP_OR || opcode == OP_XOR;
    unsigned type = bits && a->type == TAG_BOOL && b->type == TAG_BOOL ? TAG_BOOL : TAG_INT;
    unsigned both, constant;
    if (opcode == OP_DIV) {
        Operand x = settled(d, a), y = settled(d, b);
        RESULT3(ROW_IDIV, 2, TAG_FLOAT, x, y, guard());
        return next(d);
    }
    if (opcode == OP_POW && b->where == AT_CONST && b->i == 2) {
        Operand x = settled(d, a);
        RESULT2(ROW_MUL, 2, TAG_INT, x, x);
        return next(d);
    }
    if (opcode == OP_OR && b->where == AT_CONST && b->i == 0 && type == TAG_INT) {
        Var same = *a; /* what the front end writes to make sure that something is an int */
        same.type = TAG_INT;
        bob_pop(d, 2);
        bob_push(d, same);
        return next(d);
    }
    int_rows(opcode, &both, &constant);
    if (both == ROW_MOV) {
        return generic_now(d, 2, 1);
    }
    if ((opcode == OP_FLOORDIV || opcode == OP_MOD) && b->where == AT_CONST) {
        if (b->i == 0)
            return leave(d);
        return divide_by_constant(d, opcode, b->i);
    }
    if (opcode == OP_SUB && b->where == AT_CONST && b->i != INT64_MIN) {
        Operand x = settled(d, a);
        RESULT2(ROW_ADDK, 2, TAG_INT, x, bob_imm(-b->i));
        return next(d);
    }
    if (opcode == OP_SUB && a->where == AT_CONST) {
        Operand y = settled(d, b);
        RESULT2(ROW_RSUBK, 2, TAG_INT, y, bob_imm(a->i));
        return next(d);
    }
    if ((opcode == OP_SHL || opcode == OP_SHR) && b->where == AT_CONST && b->i >= 0 && b->i < 64) {
        Operand x = settled(d, a);
        RESULT2(opcode == OP_SHL ? ROW_SHLK : ROW_SHRK, 2, TAG_INT, x, bob_imm(b->i));
        return next(d);
    }
    if (constant != ROW_MOV && b->where == AT_CONST) {
        Operand x = settled(d, a);
        RESULT2(constant, 2, type, x, bob_imm(b->i));
    } else if (constant != ROW_MOV && commutes(opcode) && a->where == AT_CONST) {
        Operand y = settled(d, b);
        RESULT2(constant, 2, type, y, bob_imm(a->i));
    } else {
        Operand x = settled(d, a), y = settled(d, b);
        RESULT2(both, 2, type, x, y);
    }
    return next(d);
}

static bool arithmetic(Decode *d, unsigned opcode)
{
    Var *a = top(d, 1), *b = top(d, 0);
    bool bits = (opcode >= OP_AND && opcode <= OP_SHR_LOGICAL);
    if (is_int(a) && is_int(b))
        return int_arithmetic(d, opcode);
    if (is_number(a) && is_number(b) && !bits)
        return float_arithmetic(d, opcode);
    return generic_now(d, 2, 1);
}

/* ---- comparison and branches ---- */

typedef enum Comparison { LESS, LESS_EQUAL, MORE, MORE_EQUAL, EQUAL, UNEQUAL } Comparison;

static const Comparison swapped[] = {MORE, MORE_EQUAL, LESS, LESS_EQUAL, EQUAL, UNEQUAL};
static const Comparison inverse[] = {MORE_EQUAL, MORE, LESS_EQUAL, LESS, UNEQUAL, EQUAL};

static Comparison comparison(unsigned opcode)
{
    return opcode == OP_LT   ? LESS
           : opcode == OP_LE ? LESS_EQUAL
           : opcode == OP_GT ? MORE
           : opcode == OP_GE ? MORE_EQUAL
           : opcode == OP_EQ ? EQUAL
                             : UNEQUAL;
}

/* A condition: how two operands compare, the second maybe a constant. */
typedef struct Condition {
    Comparison how;
    bool floats, constant;
    Operand a, b;
    uint32_t local; /* that a is, or NO_LOCAL */
} Condition;

/* Which row jumps where the condition is as wanted; *a and *b are its operands. */
static unsigned branch_row(const Condition *c, bool wanted, Operand *a, Operand *b)
{
    static const unsigned ints[] = {ROW_JLT, ROW_JLE, 0, 0, ROW_JEQ, ROW_JNE};
    static const unsigned intk[] = {ROW_JLTK, ROW_JLEK, ROW_JGTK, ROW_JGEK, ROW_JEQK, ROW_JNEK};
    static const unsigned reals[] = {ROW_FJLT, ROW_FJLE, 0, 0, ROW_FJEQ, ROW_FJNE};
    static const unsigned nots[] = {ROW_FJNLT, ROW_FJNLE, 0, 0, ROW_FJNE, ROW_FJEQ};
    static const unsigned realk[] = {ROW_FJLTK, ROW_FJLEK, ROW_FJGTK, ROW_FJGEK, ROW_FJEQK, ROW_FJNEK};
    static const unsigned notk[] = {ROW_FJNLTK, ROW_FJNLEK, ROW_FJNGTK, ROW_FJNGEK, ROW_FJNEK, ROW_FJEQK};
    Comparison how = c->how;
    *a = c->a;
    *b = c->b;
    if (!c->floats && !wanted)
        how = inverse[how];
    if (!c->constant && (how == MORE || how == MORE_EQUAL)) {
        how = swapped[how];
        *a = c->b;
        *b = c->a;
    }
    if (!c->floats)
        return c->constant ? intk[how] : ints[how];
    if (wanted)
        return c->constant ? realk[how] : reals[how];
    return c->constant ? notk[how] : nots[how];
}

/* The same to where lp points, of ints. */
static unsigned back_row(unsigned row)
{
    switch (row) {
    case ROW_JLT:
        return ROW_BLT;
    case ROW_JLE:
        return ROW_BLE;
    case ROW_JEQ:
        return ROW_BEQ;
    case ROW_JNE:
        return ROW_BNE;
    case ROW_JLTK:
        return ROW_BLTK;
    case ROW_JLEK:
        return ROW_BLEK;
    case ROW_JGTK:
        return ROW_BGTK;
    case ROW_JGEK:
        return ROW_BGEK;
    case ROW_JEQK:
        return ROW_BEQK;
    case ROW_JNEK:
        return ROW_BNEK;
    default:
        return ROW_MOV;
    }
}

/* Where straight on leads, past forward jumps. */
static uint32_t straight_on(const Decode *d, uint32_t ip, int64_t *bias)
{
    const BobFunction *f = d->facts->f;
    while (ip < f->code_size && bob_opcode(f->code[ip]) == OP_JUMP && d->facts->flags[ip] == 0 &&
           bob_operand(f->code[ip]) > ip && bob_operand(f->code[ip]) < f->code_size) {
        *bias -= (int64_t)ip + 1 - (int64_t)bob_operand(f->code[ip]);
        ip = bob_operand(f->code[ip]);
    }
    return ip;
}

/* The version that a context here, changed to that ip, could go on in as it is, or NULL. */
static Version *ready_version(Decode *d, uint32_t ip)
{
    uint32_t old = d->c->ip;
    Version *v = NULL, *lp = d->c->lp;
    bool at_lp = ip < d->facts->f->code_size && bob_at_lp(d->facts, ip);
    if (ip < d->facts->f->code_size && (d->facts->flags[ip] & FACT_MERGE) != 0 && bob_is_normal(d)) {
        d->c->ip = ip;
        bob_forget_lp(d);
        v = bob_find_version(d->t, d->c, at_lp);
        d->c->lp = lp;
        d->c->ip = old;
    }
    if (v != NULL && ((at_lp && lp != v) || bob_moves(d, v->context, false)))
        v = NULL;
    return v;
}

/* Takes the test of fuel out of the operations waiting, to be done by a later one: what is
 * between then stands in front of it. */
static bool take_fuel(Decode *d, int64_t *fuel)
{
    uint32_t i = d->op_count, k;
    while (i > 0 && d->ops[i - 1].row != ROW_FUEL &&
           !bob_typed_rows[d->ops[i - 1].row].jumps)
        i--;
    if (i == 0 || d->ops[i - 1].row != ROW_FUEL)
        return false;
    *fuel = d->ops[i - 1].a[0].i;
    for (k = i; k < d->op_count; k++) {
        d->ops[k - 1] = d->ops[k];
        d->ops[k - 1].mark.bias -= *fuel;
    }
    d->op_count--;
    return true;
}

static Operand to_version(const Version *v, int64_t bias)
{
    return (Operand){.kind = TO_CELL, .cell = v->start, .fuel = v->context->bias - bias};
}

static void set_positive(Decode *d, uint32_t local)
{
    const Loop *loop = bob_loop_at(d->facts, d->c->ip);
    const BobFunction *f = d->facts->f;
    uint32_t i;
    Var v;
    if (local == NO_LOCAL || loop == NULL || d->c->var[local].type != TAG_INT)
        return;
    for (i = loop->head; i <= loop->end; i++)
        if (bob_opcode(f->code[i]) == OP_STORE_NAME &&
            bob_function_slot(f, bob_operand(f->code[i])) == local)
            return;
    v = d->c->var[local];
    v.positive = true;
    bob_set(d, local, v);
}

/* A branch at instruction `jump` that pops what the condition is made of: jumps where the
 * condition is `wanted`; then `kept`, if not NULL, is left on the stack. */
static bool branch(Decode *d, const Condition *cond, uint32_t jump, bool wanted, uint32_t pops,
                   const Var *kept)
{
    const BobFunction *f = d->facts->f;
    uint32_t target = bob_operand(f->code[jump]), on;
    Mark mark = here(d);
    Operand a, b;
    int64_t on_bias = d->c->bias, jump_bias;
    int64_t fuel;
    unsigned row;
    Version *v;
    Op *op;
    if (target >= f->code_size) /* it fails when it is taken */
        return leave(d);
    jump_bias = d->c->bias - ((int64_t)jump + 1 - (int64_t)target);
    if (target <= jump) {
        op = bob_op(d, ROW_FUEL, 1, bob_imm(0)); /* the loop's test */
        op->mark = mark;
    }
    bob_pop(d, pops);
    on = straight_on(d, jump + 1, &on_bias);
    if (d->body_next && bob_loop_at(d->facts, on) != NULL &&
        bob_loop_at(d->facts, on) == bob_loop_at(d->facts, jump))
        d->facts->flags[on] |= FACT_MERGE | FACT_BODY;
    d->body_next = false;
    v = kept == NULL ? ready_version(d, on) : NULL;
    if (v != NULL) { /* straight on is back in a loop: that becomes the jump */
        row = branch_row(cond, !wanted, &a, &b);
        if (bob_at_lp(d->facts, on) && back_row(row) != ROW_MOV && take_fuel(d, &fuel)) {
            int64_t more = v->context->bias - on_bias; /* taken on the other side too */
            op = bob_op(d, back_row(row), 3, a, b, bob_imm(fuel + more));
            mark.bias -= fuel;
            op->mark = mark;
            jump_bias += more;
        } else {
            op = bob_op(d, row, 3, a, b, to_version(v, on_bias));
            op->mark = mark;
        }
        d->c->ip = target;
        d->c->bias = jump_bias;
        if (target <= jump) { /* another turn: its fuel is taken here */
            bob_op(d, ROW_FUEL, 1, bob_imm(-jump_bias));
            d->c->bias = 0;
        }
        return true;
    }
    row = branch_row(cond, wanted, &a, &b);
    v = kept == NULL ? ready_version(d, target) : NULL;
    if (v != NULL) {
        op = bob_op(d, row, 3, a, b, to_version(v, jump_bias));
    } else {
        Edge *edge;
        uint32_t depth = d->c->depth, events = d->event_count;
        if (kept != NULL)
            bob_push(d, *kept);
        edge = bob_edge(d, EDGE_JUMP, target, 0);
        d->c->depth = depth;
        d->event_count = events;
        op = bob_op(d, row, 3, a, b, (Operand){.kind = TO_EDGE, .edge = edge, .fuel = -jump_bias});
    }
    op->mark = mark;
    d->c->ip = jump + 1;
    if (!cond->floats && cond->constant && ((cond->how == MORE && b.i >= 0) || (cond->how == MORE_EQUAL && b.i > 0)) &&
        !wanted)
        set_positive(d, cond->local);
    return true;
}

/* The condition is known: no branch at all. */
static bool folded(Decode *d, uint32_t jump, bool taken, uint32_t pops, bool keep)
{
    const BobFunction *f = d->facts->f;
    const Loop *loop = bob_loop_at(d->facts, jump);
    uint32_t target = bob_operand(f->code[jump]);
    if (taken) {
        if (target >= f->code_size)
            return leave(d);
        if (target <= jump) {
            bob_op(d, ROW_FUEL, 1, bob_imm((int64_t)jump + 1 - (int64_t)target - d->c->bias));
            d->c->bias = 0;
        } else {
            d->c->bias -= (int64_t)jump + 1 - (int64_t)target;
        }
        bob_pop(d, keep ? 0 : pops);
        d->c->ip = target;
    } else {
        bob_pop(d, pops);
        d->c->ip = jump + 1;
    }
    d->skip_body = loop != NULL && loop->cond == jump && loop->body == d->c->ip;
    return true;
}

static bool is_jump_if(unsigned opcode)
{
    return opcode >= OP_JUMP_IF_TRUE && opcode <= OP_JUMP_IF_FALSE_OR_POP;
}
static bool jumps_if_true(unsigned opcode)
{
    return opcode == OP_JUMP_IF_TRUE || opcode == OP_JUMP_IF_TRUE_OR_POP;
}
static bool keeps(unsigned opcode)
{
    return opcode == OP_JUMP_IF_TRUE_OR_POP || opcode == OP_JUMP_IF_FALSE_OR_POP;
}

static bool is_positive(const Decode *d, const Var *v)
{
    return v->positive || (v->where == AT_COPY && v->plus == 0 && v->less == NO_LOCAL &&
                           d->c->var[v->from].positive);
}

/* What is known of a comparison without doing it: 0, 1, or -1. */
static int known(const Decode *d, Comparison how, const Var *a, const Var *b)
{
    if (a->where == AT_CONST && b->where == AT_CONST && is_int(a) && is_int(b))
        return how == LESS         ? a->i < b->i
               : how == LESS_EQUAL ? a->i <= b->i
               : how == MORE       ? a->i > b->i
               : how == MORE_EQUAL ? a->i >= b->i
               : how == EQUAL      ? a->i == b->i
                                   : a->i != b->i;
    if (is_positive(d, a) && b->where == AT_CONST && is_int(b) && b->i <= 0)
        return how == MORE || how == MORE_EQUAL || how == UNEQUAL;
    return -1;
}

/* The same exactly as a float, for comparisons; or the cell is left. */
static Operand exactly_float(Decode *d, Var *v)
{
    Operand from;
    Var temp;
    if (is_float(v->type))
        return bob_use(d, v);
    if (v->where == AT_CONST && v->i >= -((int64_t)1 << 53) && v->i <= (int64_t)1 << 53)
        return bob_immf((double)v->i);
    from = settled(d, v);
    temp = bob_new_slot(d, TAG_FLOAT);
    bob_op(d, ROW_I2FX, 3, bob_place(d, &temp), from, guard());
    return bob_place(d, &temp);
}

static bool fits_float(int64_t i)
{
    return i >= -((int64_t)1 << 53) && i <= (int64_t)1 << 53;
}

/* Whether a reference is, as far as can be seen, a string of one ASCII character. */
static bool is_character(const Decode *d, const Var *v)
{
    const BobObject *o = v->where == AT_CONST ? (const BobObject *)(uintptr_t)v->i
                         : d->exact           ? value_of(d, v).ref
                                              : d->hint[bob_index_of(d, v)];
    if (v->single)
        return true;
    return o != NULL && o->type == OBJ_STR && o->size == 1;
}

/* Its code, if it is one when it comes here. */
static Operand character(Decode *d, Var *v)
{
    Operand from;
    Var temp = {.where = AT_NOTHING};
    if (v->where == AT_CONST)
        return bob_imm((uint8_t)bob_str_bytes((const BobObject *)(uintptr_t)v->i)[0]);
    from = bob_use_slot(d, v);
    temp = bob_new_temp(d, TAG_INT);
    d->held |= temp.where == AT_REG ? 1u << temp.reg : 0;
    bob_op(d, ROW_CODE, 3, bob_place(d, &temp), from, guard());
    return bob_place(d, &temp);
}

/* A comparison whose operands are in place: a branch, or its truth as a value. */
static bool decide(Decode *d, Condition *c, unsigned after)
{
    static const unsigned ints[] = {ROW_LT, ROW_LE, 0, 0, ROW_EQ, ROW_NE};
    static const unsigned intk[] = {ROW_LTK, ROW_LEK, ROW_GTK, ROW_GEK, ROW_EQK, ROW_NEK};
    static const unsigned reals[] = {ROW_FLT, ROW_FLE, 0, 0, ROW_FEQ, ROW_FNE};
    d->held = 0;
    c->constant = c->b.kind == IN_CODE;
    if (is_jump_if(after)) {
        bool wanted = jumps_if_true(after);
        Var kept = {.type = TAG_BOOL, .where = AT_CONST, .i = wanted};
        return branch(d, c, d->c->ip + 1, wanted, 2, keeps(after) ? &kept : NULL);
    }
    if (c->floats && c->constant) {
        Var temp;
        d->avoid = d->op_count - (d->op_count > 0); /* c->a may have been made just now */
        temp = bob_new_temp(d, TAG_FLOAT);
        d->avoid = MOST_OPS;
        bob_op(d, ROW_FLDK, 2, bob_place(d, &temp), c->b);
        c->b = bob_place(d, &temp);
        c->constant = false;
    }
    if (!c->constant && (c->how == MORE || c->how == MORE_EQUAL)) {
        Operand t = c->a;
        c->a = c->b;
        c->b = t;
        c->how = swapped[c->how];
    }
    RESULT2(c->floats     ? reals[c->how]
            : c->constant ? intk[c->how]
                          : ints[c->how],
            2, TAG_BOOL, c->a, c->b);
    return next(d);
}

static bool compare(Decode *d, unsigned opcode)
{
    const BobFunction *f = d->facts->f;
    Var *a = top(d, 1), *b = top(d, 0);
    Condition c = {.how = comparison(opcode), .floats = is_float(a->type) || is_float(b->type),
                   .local = NO_LOCAL};
    uint32_t ip = d->c->ip;
    unsigned after = ip + 1 < f->code_size && (d->facts->flags[ip + 1] & FACT_MERGE) == 0
                         ? bob_opcode(f->code[ip + 1])
                         : OP_NEVER;
    int answer;
    if (a->type == TAG_REF && b->type == TAG_REF && !often_missed(d) && is_character(d, a) &&
        is_character(d, b) && (a->where != AT_CONST || b->where != AT_CONST)) {
        if (d->op_count > MOST_OPS - 16)
            bob_emit_ops(d);
        c.a = character(d, a);
        d->avoid = d->op_count - (d->op_count > 0); /* its place, which no operand has */
        c.b = character(d, b);
        d->avoid = MOST_OPS;
        if (c.a.kind == IN_CODE) {
            Operand t = c.a;
            c.a = c.b;
            c.b = t;
            c.how = swapped[c.how];
        }
        return decide(d, &c, after);
    }
    if (!is_number(a) || !is_number(b) ||
        (c.floats && d->exact &&
         ((is_int(a) && !fits_float(value_of(d, a).i)) || (is_int(b) && !fits_float(value_of(d, b).i))))) {
        return generic_now(d, 2, 1);
    }
    answer = known(d, c.how, a, b);
    if (answer >= 0 && is_jump_if(after) && !keeps(after))
        return folded(d, ip + 1, (answer == 1) == jumps_if_true(after), 2, false);
    if (a->where == AT_COPY && a->plus == 0 && a->less == NO_LOCAL)
        c.local = a->from;
    if (a->where == AT_CONST && b->where != AT_CONST) { /* the constant at the right */
        Var *t = a;
        a = b;
        b = t;
        c.how = swapped[c.how];
        c.local = NO_LOCAL;
    }
    if (c.floats) {
        c.a = exactly_float(d, a);
        c.b = exactly_float(d, b);
        if (c.a.kind == IN_CODE) {
            Var temp = bob_new_temp(d, TAG_FLOAT);
            bob_op(d, ROW_FLDK, 2, bob_place(d, &temp), c.a);
            c.a = bob_place(d, &temp);
        }
    } else {
        c.a = settled(d, a);
        c.b = bob_use(d, b);
    }
    return decide(d, &c, after);
}

static bool jump_if(Decode *d, unsigned opcode)
{
    Var *v = top(d, 0), kept = *v;
    uint32_t ip = d->c->ip;
    bool wanted = jumps_if_true(opcode);
    Condition c = {.how = UNEQUAL, .constant = true, .b = bob_imm(0), .local = NO_LOCAL};
    switch (v->type) {
    case TAG_NONE:
        return folded(d, ip, !wanted, 1, keeps(opcode));
    case TAG_FUNC:
        return folded(d, ip, wanted, 1, keeps(opcode));
    case TAG_REF:
        if (d->exact) {
            BobObject *o = value_of(d, v).ref;
            if ((o->type & OBJ_FREED) != 0)
                return leave(d);
        }
        c.a = bob_use_slot(d, v);
        {
            Var temp = bob_new_temp(d, TAG_INT);
            bob_op(d, ROW_LEN, 3, bob_place(d, &temp), c.a, guard());
            c.a = bob_place(d, &temp);
        }
        kept = *top(d, 0);
        break;
    case TAG_FLOAT:
        if (v->where == AT_CONST)
            return folded(d, ip, (v->f != 0.0) == wanted, 1, keeps(opcode));
        c.floats = true;
        c.b = bob_immf(0.0);
        c.a = bob_use(d, v);
        kept = *top(d, 0);
        break;
    default:
        if (v->where == AT_CONST)
            return folded(d, ip, (v->i != 0) == wanted, 1, keeps(opcode));
        if (is_positive(d, v))
            return folded(d, ip, wanted, 1, keeps(opcode));
        c.a = settled(d, v);
        kept = *top(d, 0);
        if (!wanted || v->type == TAG_BOOL) /* then it is known */
            kept = (Var){.type = v->type, .where = AT_CONST, .i = wanted};
    }
    return branch(d, &c, ip, wanted, 1, keeps(opcode) ? &kept : NULL);
}

/* ---- lists ---- */

typedef enum Shape { SHAPE_NONE, SHAPE_LIST, SHAPE_VALUES, SHAPE_STR, SHAPE_UNKNOWN } Shape;

/* What an element load may count on: from the object itself if it can be looked at. */
static Shape shape_of(const Decode *d, const Var *seq, const Var *at, unsigned *kind)
{
    const BobObject *o = d->hint[bob_index_of(d, seq)];
    uint32_t element = 0;
    if (d->exact) {
        int64_t i = value_of(d, at).i;
        o = value_of(d, seq).ref;
        if (i < 0 || i >= (int64_t)(o->type == OBJ_STR ? o->points : o->size))
            return SHAPE_NONE;
        element = (uint32_t)i;
    }
    if (o == NULL || (o->type & OBJ_FREED) != 0)
        return SHAPE_UNKNOWN;
    if (o->size == 0)
        return SHAPE_UNKNOWN;
    if (o->type == OBJ_STR)
        return bob_str_is_ascii(o) ? SHAPE_STR : SHAPE_NONE;
    if (o->type == OBJ_LIST && o->kind != KIND_MIXED) {
        *kind = o->kind;
        return SHAPE_LIST;
    }
    *kind = (unsigned)((const BobValue *)o->data)[element].tag;
    return *kind == TAG_NONE ? SHAPE_NONE : SHAPE_VALUES;
}

/* The object that an element of the kind REF refers to, as a hint. */
static BobObject *first_element(const BobObject *o)
{
    return o != NULL && o->type == OBJ_LIST && o->kind == KIND_REF && o->size > 0
               ? ((BobObject *const *)o->data)[0]
               : NULL;
}

static bool index_get(Decode *d)
{
    Var *seq = top(d, 1), *at = top(d, 0);
    unsigned kind = 0;
    BobObject *inner;
    Operand s, i;
    Shape shape;
    if (seq->type != TAG_REF || !is_int(at) || at->type == TAG_BOOL || often_missed(d))
        return generic_now(d, 2, 1);
    shape = shape_of(d, seq, at, &kind);
    if (shape == SHAPE_UNKNOWN) {
        if (d->op_count > 0 || d->run_start != d->t->cells + d->t->cell_count)
            return pause(d); /* look when it comes here */
        return generic_now(d, 2, 1);
    }
    if (shape == SHAPE_NONE || (at->where == AT_CONST && at->i < 0))
        return generic_now(d, 2, 1);
    inner = first_element(d->hint[bob_index_of(d, seq)]);
    s = bob_use_slot(d, seq);
    if (shape == SHAPE_LIST && at->where == AT_CONST && kind != KIND_BOOL) {
        i = bob_imm(at->i);
        if (kind == KIND_REF)
            RESULT4(ROW_LDXK, 2, TAG_REF, s, i, bob_imm(kind), guard());
        else
            RESULT3(kind == KIND_INT ? ROW_LDIK : ROW_LDFK, 2,
                    kind == KIND_INT ? TAG_INT : TAG_FLOAT, s, i, guard());
    } else {
        i = settled(d, at);
        if (shape == SHAPE_STR)
            RESULT3(ROW_LDS, 2, TAG_REF, s, i, guard());
        else if (shape == SHAPE_VALUES && kind == TAG_FLOAT)
            RESULT3(ROW_LDVF, 2, TAG_FLOAT, s, i, guard());
        else if (shape == SHAPE_VALUES)
            RESULT4(ROW_LDV, 2, kind, s, i, bob_imm(kind), guard());
        else if (kind == KIND_REF)
            RESULT4(ROW_LDX, 2, TAG_REF, s, i, bob_imm(kind), guard());
        else
            RESULT3(kind == KIND_INT    ? ROW_LDI
                    : kind == KIND_BOOL ? ROW_LDB
                                        : ROW_LDF,
                    2,
                    kind == KIND_INT    ? TAG_INT
                    : kind == KIND_BOOL ? TAG_BOOL
                                        : TAG_FLOAT,
                    s, i, guard());
    }
    if (shape == SHAPE_STR) {
        Var character = *top(d, 0);
        character.single = true;
        bob_set(d, bob_index_of(d, top(d, 0)), character);
    }
    if (shape == SHAPE_LIST && kind == KIND_REF)
        d->hint[bob_index_of(d, top(d, 0))] = inner;
    return next(d);
}

static void no_result(Decode *d, unsigned row, unsigned pops, unsigned count, Operand a, Operand b,
                      Operand c, Operand e, Operand f)
{
    Mark mark = here(d);
    Op *op = count == 3   ? bob_op(d, row, 3, a, b, c)
             : count == 4 ? bob_op(d, row, 4, a, b, c, e)
                          : bob_op(d, row, 5, a, b, c, e, f);
    op->mark = mark;
    bob_pop(d, pops);
}

static bool index_set(Decode *d)
{
    Var *seq = top(d, 2), *at = top(d, 1), *v = top(d, 0);
    Operand s, i, x;
    unsigned kind = v->type == TAG_INT     ? KIND_INT
                    : v->type == TAG_FLOAT ? KIND_FLOAT
                    : v->type == TAG_BOOL  ? KIND_BOOL
                                           : KIND_REF;
    bool mixed = false;
    bool fits = seq->type == TAG_REF && at->type == TAG_INT &&
                (v->type == TAG_REF || (is_number(v)));
    if (fits) {
        const BobObject *o = d->exact ? value_of(d, seq).ref : d->hint[bob_index_of(d, seq)];
        mixed = o != NULL && o->type == OBJ_LIST && o->kind == KIND_MIXED;
        if (d->exact)
            fits = o->type == OBJ_LIST && (uint64_t)value_of(d, at).i < o->len[mixed ? KIND_MIXED : kind];
    }
    if (!fits || often_missed(d))
        return generic_now(d, 3, 0);
    if (mixed) {
        s = bob_use_slot(d, seq);
        i = settled(d, at);
        x = bob_use_slot(d, v);
        if (is_float(v->type))
            no_result(d, ROW_STVF, 3, 4, s, i, x, guard(), guard());
        else
            no_result(d, ROW_STV, 3, 5, s, i, x, bob_imm(v->type), guard());
        return next(d);
    }
    s = bob_use_slot(d, seq);
    i = settled(d, at);
    if (v->where == AT_CONST && kind != KIND_FLOAT) {
        x = bob_imm(v->i);
        if (kind == KIND_INT)
            no_result(d, ROW_STIK, 3, 4, s, i, x, guard(), guard());
        else
            no_result(d, ROW_STXK, 3, 5, s, i, x, bob_imm(kind), guard());
    } else if (kind == KIND_INT || kind == KIND_FLOAT) {
        x = settled(d, v);
        no_result(d, kind == KIND_INT ? ROW_STI : ROW_STF, 3, 4, s, i, x, guard(), guard());
    } else {
        x = bob_use_slot(d, v);
        no_result(d, ROW_STX, 3, 5, s, i, x, bob_imm(kind), guard());
    }
    return next(d);
}

static bool append(Decode *d, bool method)
{
    Var *seq = top(d, 1), *v = top(d, 0);
    Operand s, x;
    if (seq->type != TAG_REF || d->exact ||
        (v->type != TAG_INT && v->type != TAG_FLOAT && v->type != TAG_REF))
        return generic_now(d, 2, method);
    s = bob_use_slot(d, seq);
    x = v->type == TAG_REF ? bob_use_slot(d, v) : settled(d, v);
    no_result(d,
              v->type == TAG_INT     ? ROW_PUTI
              : v->type == TAG_FLOAT ? ROW_PUTF
                                     : ROW_PUTR,
              2, 3, s, x, guard(), guard(), guard());
    if (method)
        bob_push(d, (Var){.type = TAG_NONE, .where = AT_NOTHING});
    return next(d);
}

static bool length(Decode *d)
{
    Operand s;
    if (top(d, 0)->type != TAG_REF || d->exact)
        return generic_now(d, 1, 1);
    s = bob_use_slot(d, top(d, 0));
    RESULT2(ROW_LEN, 1, TAG_INT, s, guard());
    return next(d);
}

static bool list_pop(Decode *d)
{
    const BobObject *o = top(d, 0)->type == TAG_REF ? d->hint[bob_index_of(d, top(d, 0))] : NULL;
    Operand s;
    if (o == NULL || d->exact || o->type != OBJ_LIST || o->kind != KIND_INT || often_missed(d))
        return generic_now(d, 1, 1);
    s = bob_use_slot(d, top(d, 0));
    RESULT2(ROW_TAKEI, 1, TAG_INT, s, guard());
    return next(d);
}

/* ord(s[i]) in one */
static bool is_ord_next(const Decode *d)
{
    uint32_t ip = d->c->ip + 1;
    return ip < d->facts->f->code_size && d->facts->flags[ip] == 0 &&
           bob_opcode(d->facts->f->code[ip]) == OP_ORD;
}

static bool ord_of_index(Decode *d)
{
    Var *seq = top(d, 1), *at = top(d, 0);
    unsigned kind = 0;
    Operand s, i;
    if (d->exact || seq->type != TAG_REF || at->type != TAG_INT ||
        shape_of(d, seq, at, &kind) != SHAPE_STR || often_missed(d))
        return index_get(d);
    s = bob_use_slot(d, seq);
    i = settled(d, at);
    RESULT3(ROW_ORDS, 2, TAG_INT, s, i, guard());
    d->c->ip += 2;
    return true;
}

/* ---- names ---- */

static bool load_local(Decode *d, uint32_t local)
{
    Var v = d->c->var[local];
    BobObject *hint = d->hint[local];
    if (v.where == AT_REG || v.where == AT_SLOT)
        v = (Var){.type = v.type, .where = AT_COPY, .positive = v.positive, .single = v.single, .from = (uint16_t)local,
                  .less = NO_LOCAL};
    v.reg = NO_REG;
    v.synced = false;
    bob_push(d, v);
    d->hint[bob_index_of(d, top(d, 0))] = hint;
    return next(d);
}

static bool load_global(Decode *d, uint32_t name)
{
    BobValue *g = &d->t->s->globals[name];
    if (!has_value((unsigned)g->tag) || often_missed(d))
        return generic_now(d, 0, 1);
    if (g->tag == TAG_FLOAT)
        RESULT2(ROW_LDGF, 0, TAG_FLOAT, bob_imm((int64_t)(uintptr_t)g), guard());
    else
        RESULT3(ROW_LDG, 0, (unsigned)g->tag, bob_imm((int64_t)(uintptr_t)g),
                bob_imm((int64_t)g->tag), guard());
    if (g->tag == TAG_REF)
        d->hint[bob_index_of(d, top(d, 0))] = g->ref;
    return next(d);
}

static bool store_global(Decode *d, uint32_t name)
{
    Operand g = bob_imm((int64_t)(uintptr_t)&d->t->s->globals[name]);
    Var *v = top(d, 0);
    Operand x;
    Mark mark;
    Op *op;
    if (!has_value(v->type))
        return generic_now(d, 1, 0);
    x = settled(d, v);
    mark = here(d);
    op = is_float(v->type) ? bob_op(d, ROW_STGF, 2, x, g) : bob_op(d, ROW_STG, 3, x, g, bob_imm(v->type));
    op->mark = mark;
    bob_pop(d, 1);
    return next(d);
}

static bool load_name(Decode *d, unsigned opcode, uint32_t name)
{
    uint32_t local = opcode == OP_LOAD_GLOBAL ? BOB_NO_SLOT : bob_function_slot(d->facts->f, name);
    if (local != BOB_NO_SLOT && d->c->var[local].type != TAG_UNBOUND)
        return load_local(d, local);
    if (opcode == OP_LOAD_LOCAL) {
        if (!d->t->s->allow_undefined)
            return leave(d);
        bob_push(d, (Var){.type = TAG_NONE, .where = AT_NOTHING});
        return next(d);
    }
    return load_global(d, name);
}

/* ---- calls ---- */

/* The values of a call's arguments where the callee's first locals will be. */
static void pass(Decode *d, uint32_t n)
{
    uint32_t k;
    for (k = 0; k < n; k++) {
        Var *v = top(d, n - 1 - k);
        Var to = {.type = v->type, .where = AT_OUT, .n = k};
        if (!has_value(v->type))
            continue;
        bob_pass(d, v, &to);
    }
}

static bool call(Decode *d, uint32_t function, uint32_t also)
{
    const BobFunction *f = &d->t->s->program->functions[function];
    uint32_t n = f->param_count, k, ip = d->c->ip;
    uint8_t types[256] = {0};
    Entry *callee;
    Edge *to, *back;
    Mark mark;
    Op *op;
    if (n > sizeof types)
        return leave(d);
    for (k = 0; k < n; k++)
        types[k] = top(d, n - 1 - k)->type;
    callee = bob_entry(d->t, function, types, false);
    if (callee == NULL)
        return leave(d);
    bob_spill_all(d, n);
    pass(d, n);
    mark = here(d);
    bob_pop(d, n + also);
    d->c->lp = NULL;
    to = bob_typed_alloc(d->t, sizeof *to);
    back = bob_edge(d, EDGE_RETURN, ip + 1, (int64_t)ip + 1);
    if (to == NULL) {
        d->failed = true;
        return false;
    }
    to->kind = EDGE_CALL;
    to->callee = back->callee = callee;
    op = bob_op(d, ROW_CALL, 1, (Operand){.kind = A_CALL, .edge = to, .back = back,
                                          .fuel = (int64_t)ip + 1 - d->c->bias});
    op->mark = mark;
    return false;
}

/* A function value is guessed to be the one that it is now. */
static bool call_value(Decode *d, uint32_t n)
{
    Var *v = top(d, n);
    const BobProgram *p = d->t->s->program;
    int64_t function;
    if (v->type != TAG_FUNC)
        return leave(d);
    if (v->where == AT_CONST) {
        function = v->i;
    } else {
        Operand x;
        if (!d->exact) {
            if (d->op_count > 0 || d->run_start != d->t->cells + d->t->cell_count)
                return pause(d);
            if (often_missed(d))
                return leave(d);
        }
        function = value_of(d, v).i;
        x = bob_use_slot(d, v);
        bob_op(d, ROW_GUARDK, 3, x, bob_imm(function), guard());
    }
    if (function < 0 || function >= p->function_count || p->functions[function].param_count != n)
        return leave(d);
    return call(d, (uint32_t)function, 1);
}

static bool return_value(Decode *d)
{
    Entry *e = d->c->entry;
    Var *v = top(d, 0);
    Operand size = bob_imm((int64_t)d->facts->size * 8);
    Operand fuel = bob_imm((int64_t)d->c->ip + 1 - d->c->bias), x;
    if (e->bottom)
        return leave(d);
    if (e->return_type == -1)
        e->return_type = v->type;
    if (e->return_type != v->type) {
        Var *kept = bob_typed_alloc(d->t, sizeof *kept);
        if (kept == NULL) {
            d->failed = true;
            return false;
        }
        *kept = *v;
        bob_op(d, ROW_SLOWRET, 3, bob_imm((int64_t)(uintptr_t)kept), size, fuel);
        return false;
    }
    if (!has_value(v->type)) {
        bob_op(d, ROW_RETK, 3, bob_imm(0), size, fuel);
        return false;
    }
    if (v->where == AT_CONST && !is_float(v->type)) {
        bob_op(d, ROW_RETK, 3, bob_imm(v->i), size, fuel);
        return false;
    }
    x = settled(d, v);
    bob_op(d, is_float(v->type) ? ROW_FRET : ROW_RET, 3, x, size, fuel);
    bob_pop(d, 1); /* nothing reads it any more */
    return false;
}

/* ---- conversions and the like ---- */

static bool unary_number(Decode *d, unsigned int_row, unsigned int_type, unsigned float_row,
                         unsigned float_type)
{
    Var *v = top(d, 0);
    Operand x;
    if (is_int(v) && int_row == ROW_MOV) { /* it is that already */
        Var same = *v;
        same.type = (uint8_t)int_type;
        bob_pop(d, 1);
        bob_push(d, same);
        return next(d);
    }
    if (is_int(v) && int_row != ROW_COUNT) {
        x = settled(d, v);
        RESULT1(int_row, 1, int_type, x);
        return next(d);
    }
    if (is_float(v->type) && float_row == ROW_FMOV)
        return next(d);
    if (is_float(v->type) && float_row != ROW_COUNT) {
        x = settled(d, v);
        RESULT1(float_row, 1, float_type, x);
        return next(d);
    }
    return generic_now(d, 1, 1);
}

static bool least(Decode *d, bool most)
{
    Var *a = top(d, 1), *b = top(d, 0);
    Operand x, y;
    if (a->type == TAG_INT && b->type == TAG_INT) {
        x = settled(d, a);
        y = settled(d, b);
        RESULT2(most ? ROW_MAX : ROW_MIN, 2, TAG_INT, x, y);
        return next(d);
    }
    if (is_float(a->type) && is_float(b->type)) {
        x = settled(d, a);
        y = settled(d, b);
        RESULT2(most ? ROW_FMAX : ROW_FMIN, 2, TAG_FLOAT, x, y);
        return next(d);
    }
    return generic_now(d, 2, 1);
}

static bool math(Decode *d, uint32_t fn)
{
    uint32_t arity = bob_math_arity(fn);
    Var *v = top(d, 0);
    Operand x;
    if (fn == MATH_sqrt && is_number(v)) {
        x = as_float(d, v);
        if (x.kind == IN_CODE) {
            Var temp = bob_new_temp(d, TAG_FLOAT);
            bob_op(d, ROW_FLDK, 2, bob_place(d, &temp), x);
            x = bob_place(d, &temp);
        }
        RESULT1(ROW_FSQRT, 1, TAG_FLOAT, x);
        return next(d);
    }
    if (fn == MATH_floor && is_float(v->type)) {
        x = settled(d, v);
        RESULT1(ROW_FFLOOR, 1, TAG_INT, x);
        return next(d);
    }
    if (fn == MATH_fabs && is_float(v->type)) {
        x = settled(d, v);
        RESULT1(ROW_FABS, 1, TAG_FLOAT, x);
        return next(d);
    }
    return generic_now(d, arity, 1);
}

static bool builtin(Decode *d, uint32_t operand)
{
    uint32_t args = operand & 0xFF;
    bool numbers = args == 2 && is_number(top(d, 1)) && is_number(top(d, 0));
    switch (operand >> 8) {
    case BUILTIN_iadd:
        if (numbers)
            return arithmetic(d, OP_ADD);
        break;
    case BUILTIN_imul:
        if (numbers)
            return arithmetic(d, OP_MUL);
        break;
    case BUILTIN_mod:
        if (numbers)
            return arithmetic(d, OP_MOD);
        break;
    case BUILTIN_min:
        if (numbers)
            return least(d, false);
        break;
    case BUILTIN_max:
        if (numbers)
            return least(d, true);
        break;
    case BUILTIN_append:
        if (args == 2)
            return append(d, true);
        break;
    case BUILTIN_pop:
        if (args == 1)
            return list_pop(d);
        break;
    case BUILTIN_int:
        if (args == 1)
            return unary_number(d, ROW_MOV, TAG_INT, ROW_F2I, TAG_INT);
        break;
    case BUILTIN_float:
        if (args == 1)
            return unary_number(d, ROW_I2F, TAG_FLOAT, ROW_FMOV, TAG_FLOAT);
        break;
    default:
        break;
    }
    return generic_now(d, args, 1);
}

/* ---- the stack ---- */

static bool shuffle(Decode *d, unsigned opcode)
{
    Var a = *top(d, 0), b, c;
    BobObject *ha = d->hint[bob_index_of(d, top(d, 0))], *hb = NULL, *hc = NULL;
    uint32_t first = d->facts->locals + d->c->depth;
    if (opcode != OP_DUP) {
        b = *top(d, 1);
        hb = d->hint[first - 2];
    }
    switch (opcode) {
    case OP_DUP:
        bob_push(d, a);
        d->hint[first] = ha;
        break;
    case OP_DUP2:
        bob_push(d, b);
        bob_push(d, a);
        d->hint[first] = hb;
        d->hint[first + 1] = ha;
        break;
    case OP_SWAP:
        bob_set(d, first - 2, a);
        bob_set(d, first - 1, b);
        d->hint[first - 2] = ha;
        d->hint[first - 1] = hb;
        break;
    default: /* ROT3: a b c -- c a b, c the top */
        c = *top(d, 2);
        hc = d->hint[first - 3];
        bob_set(d, first - 3, a);
        bob_set(d, first - 2, c);
        bob_set(d, first - 1, b);
        d->hint[first - 3] = ha;
        d->hint[first - 2] = hc;
        d->hint[first - 1] = hb;
    }
    return next(d);
}

static bool push_constant(Decode *d, BobValue v)
{
    Var c = {.type = (uint8_t)v.tag, .where = has_value((unsigned)v.tag) ? AT_CONST : AT_NOTHING, .i = v.i};
    bob_push(d, c);
    d->hint[bob_index_of(d, top(d, 0))] = v.tag == TAG_REF ? v.ref : NULL;
    return next(d);
}

static bool jump(Decode *d, uint32_t target)
{
    int64_t back = (int64_t)d->c->ip + 1 - (int64_t)target;
    if (target >= d->facts->f->code_size)
        return leave(d);
    if (target <= d->c->ip) {
        bob_op(d, ROW_FUEL, 1, bob_imm(back - d->c->bias));
        d->c->bias = 0;
    } else {
        d->c->bias -= back;
    }
    d->c->ip = target;
    return true;
}

bool bob_select(Decode *d)
{
    const BobFunction *f = d->facts->f;
    BobWord w = d->c->ip < f->code_size ? f->code[d->c->ip] : bob_word(OP_NEVER, 0);
    unsigned opcode = bob_opcode(w);
    uint32_t n = bob_operand(w), pops, pushes;
    if (opcode >= OP_COUNT)
        return leave(d);
    bob_stack_effect(d->t->s->program, w, &pops, &pushes);
    if (pops > d->c->depth || d->c->depth - pops + pushes > d->facts->vars - d->facts->locals)
        return leave(d);
    switch (opcode) {
    case OP_NOP:
        return next(d);
    case OP_POP:
        bob_pop(d, 1);
        return next(d);
    case OP_DUP:
    case OP_DUP2:
    case OP_SWAP:
    case OP_ROT3:
        return shuffle(d, opcode);
    case OP_PUSH_CONST:
        return push_constant(d, d->t->s->program->constants[n]);
    case OP_PUSH_FUNC:
        return push_constant(d, bob_func(n));
    case OP_ARG_COUNT:
        return push_constant(d, bob_int(d->t->s->arg_count));
    case OP_LOAD_NAME:
    case OP_LOAD_LOCAL:
    case OP_LOAD_GLOBAL:
        return load_name(d, opcode, n);
    case OP_STORE_NAME:
        bob_store_local(d, bob_function_slot(f, n));
        return next(d);
    case OP_DELETE_NAME: {
        uint32_t local = bob_function_slot(f, n);
        if (local == BOB_NO_SLOT || d->c->var[local].type == TAG_UNBOUND)
            return leave(d);
        bob_unshare(d, local);
        bob_set(d, local, (Var){.type = TAG_UNBOUND, .where = AT_NOTHING, .reg = NO_REG});
        return next(d);
    }
    case OP_STORE_GLOBAL:
        return store_global(d, n);
    case OP_ADD:
    case OP_SUB:
    case OP_MUL:
    case OP_DIV:
    case OP_FLOORDIV:
    case OP_MOD:
    case OP_POW:
    case OP_AND:
    case OP_OR:
    case OP_XOR:
    case OP_SHL:
    case OP_SHR:
    case OP_WRAP_ADD:
    case OP_WRAP_SUB:
    case OP_WRAP_MUL:
    case OP_WRAP_SHL:
    case OP_SHR_LOGICAL:
        if (d->exact && (opcode == OP_DIV)) /* it did not fit */
            return generic_now(d, 2, 1);
        return arithmetic(d, opcode);
    case OP_EQ:
    case OP_NE:
    case OP_LT:
    case OP_LE:
    case OP_GT:
    case OP_GE:
        return compare(d, opcode);
    case OP_NEG:
        return unary_number(d, ROW_NEG, TAG_INT, ROW_FNEG, TAG_FLOAT);
    case OP_POS:
        return unary_number(d, ROW_MOV, TAG_INT, ROW_FMOV, TAG_FLOAT);
    case OP_ABS:
        return unary_number(d, ROW_ABS, TAG_INT, ROW_FABS, TAG_FLOAT);
    case OP_INVERT:
        return unary_number(d, ROW_INVERT, TAG_INT, ROW_COUNT, 0);
    case OP_NOT:
        return unary_number(d, ROW_NOT, TAG_BOOL, ROW_COUNT, 0);
    case OP_TO_INT:
        return unary_number(d, ROW_MOV, TAG_INT, ROW_F2I, TAG_INT);
    case OP_TO_FLOAT:
        return unary_number(d, ROW_I2F, TAG_FLOAT, ROW_FMOV, TAG_FLOAT);
    case OP_MIN:
    case OP_MAX:
        return least(d, opcode == OP_MAX);
    case OP_JUMP:
        return jump(d, n);
    case OP_JUMP_IF_TRUE:
    case OP_JUMP_IF_FALSE:
    case OP_JUMP_IF_TRUE_OR_POP:
    case OP_JUMP_IF_FALSE_OR_POP:
        return jump_if(d, opcode);
    case OP_CALL_FUNC:
        return call(d, n, 0);
    case OP_CALL_VALUE:
        return call_value(d, n);
    case OP_RETURN_VAL:
        return return_value(d);
    case OP_INDEX_GET:
        return is_ord_next(d) ? ord_of_index(d) : index_get(d);
    case OP_INDEX_SET:
        return index_set(d);
    case OP_LIST_APPEND:
        return append(d, false);
    case OP_LIST_POP:
        return list_pop(d);
    case OP_LEN:
        return length(d);
    case OP_MATH:
        return math(d, n);
    case OP_CALL_BUILTIN:
        return builtin(d, n);
    case OP_FREE:
    case OP_RELEASE: /* strings of one character and constants have no storage of their own */
        if (top(d, 0)->type == TAG_REF && (top(d, 0)->single || top(d, 0)->where == AT_CONST)) {
            bob_pop(d, 1);
            return next(d);
        }
        return generic_now(d, 1, 0);
    case OP_RAISE:
    case OP_EXIT:
    case OP_HALT:
        return leave(d);
    default:
        return generic_now(d, pops, pushes);
    }
}
