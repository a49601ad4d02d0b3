/* Which handlers compare and branch, and where the two sides of a branch are put. */
#include <string.h>

#include "core/typed/fuel.h"
#include "core/typed/select.h"
#include "core/typed/versions.h"

typedef enum Comparison { LESS, LESS_EQUAL, MORE, MORE_EQUAL, EQUAL, UNEQUAL } Comparison;

/* a < b is b > a; it is not a >= b */
static const Comparison swapped[] = {
    [LESS] = MORE,   [LESS_EQUAL] = MORE_EQUAL, [MORE] = LESS, [MORE_EQUAL] = LESS_EQUAL,
    [EQUAL] = EQUAL, [UNEQUAL] = UNEQUAL};
static const Comparison inverse[] = {[LESS] = MORE_EQUAL, [LESS_EQUAL] = MORE, [MORE] = LESS_EQUAL,
                                     [MORE_EQUAL] = LESS, [EQUAL] = UNEQUAL,   [UNEQUAL] = EQUAL};
_Static_assert(LESS == 0 && UNEQUAL == 5, "tables of rows below are in the order of Comparison");

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
    static const unsigned realk[] = {ROW_FJLTK, ROW_FJLEK, ROW_FJGTK,
                                     ROW_FJGEK, ROW_FJEQK, ROW_FJNEK};
    static const unsigned notk[] = {ROW_FJNLTK, ROW_FJNLEK, ROW_FJNGTK,
                                    ROW_FJNGEK, ROW_FJNEK,  ROW_FJEQK};
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
static uint32_t fall_through(const Decode *d, uint32_t ip, int64_t *fuel_offset)
{
    const BobFunction *f = code_of(d)->f;
    while (ip < f->code_size && bob_opcode(f->code[ip]) == OP_JUMP && code_of(d)->flags[ip] == 0 &&
           bob_operand(f->code[ip]) > ip && bob_operand(f->code[ip]) < f->code_size) {
        *fuel_offset -= (int64_t)ip + 1 - (int64_t)bob_operand(f->code[ip]);
        ip = bob_operand(f->code[ip]);
    }
    return ip;
}

/* The version that a context here, changed to that ip, could go on in as it is, or NULL. */
static Version *ready_version(Decode *d, uint32_t ip)
{
    uint32_t old = d->c->ip;
    Version *v = NULL, *lp = d->c->lp;
    if (d->c->inline_frame.info != NULL)
        return NULL;
    bool at_lp = ip < d->info->f->code_size && bob_at_lp(d->info, ip);
    if (ip < d->info->f->code_size && (d->info->flags[ip] & FLAG_JOIN) != 0 && bob_is_normal(d)) {
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

/* Removes the pending test of fuel so that a later operation can do it; the operations in between
 * now run before the test. */
static bool take_fuel(Decode *d, int64_t *fuel)
{
    uint32_t i = d->op_count, k;
    while (i > 0 && d->ops[i - 1].row != ROW_FUEL && !bob_typed_rows[d->ops[i - 1].row].jumps)
        i--;
    if (i == 0 || d->ops[i - 1].row != ROW_FUEL ||
        !may_defer(d, d->c->ip, d->c->fuel_offset, d->ops[i - 1].a[0].i))
        return false;
    *fuel = d->ops[i - 1].a[0].i;
    for (k = i; k < d->op_count; k++) {
        d->ops[k - 1] = d->ops[k];
        d->ops[k - 1].side_exit.fuel_offset -= *fuel;
    }
    d->op_count--;
    return true;
}

static Operand to_version(const Version *v, int64_t fuel_offset)
{
    return (Operand){
        .kind = TO_CELL, .cell = v->start, .fuel = v->context->fuel_offset - fuel_offset};
}

static void set_positive(Decode *d, uint32_t local)
{
    const Loop *loop = bob_loop_at(code_of(d), d->c->ip);
    Var v;
    if (local == NO_LOCAL || loop == NULL || d->c->var[local].type != TAG_INT ||
        bob_is_stored_in(code_of(d), loop, local))
        return;
    v = d->c->var[local];
    v.positive = true;
    bob_set(d, local, v);
}

/* An edge to the target of a branch, with `remaining` on the stack if it is not NULL: what is
 * pushed for it is undone, since here the branch goes straight on. */
static Operand to_edge(Decode *d, uint32_t target, int64_t fuel_offset, const Var *remaining)
{
    uint32_t depth = d->c->depth, events = d->event_count;
    /* in an inlined function no fuel is taken before its call is over; and where tests are fine
     * none is taken without one */
    int64_t fuel = is_inlining(d) || d->t->fine ? 0 : -fuel_offset;
    Edge *edge;
    if (remaining != NULL)
        bob_push(d, *remaining);
    edge = bob_edge(d, EDGE_JUMP, target, fuel_offset + fuel);
    d->c->depth = depth;
    bob_forget_events(d, events);
    return (Operand){.kind = TO_EDGE, .edge = edge, .fuel = fuel};
}

/* Straight on is back in a loop, at version v: that becomes the jump, and decoding continues at the
 * target. False where that jump would have to test the fuel that it takes, and can't. */
static bool branch_back(Decode *d, const Condition *cond, uint32_t jump, bool wanted, Version *v,
                        int64_t on_offset, SideExit side_exit)
{
    uint32_t target = bob_operand(code_of(d)->f->code[jump]);
    int64_t jump_offset = d->c->fuel_offset - ((int64_t)jump + 1 - (int64_t)target), fuel;
    Operand a, b;
    unsigned row = branch_row(cond, !wanted, &a, &b);
    if (bob_at_lp(d->info, v->context->ip) && back_row(row) != ROW_MOV && take_fuel(d, &fuel)) {
        int64_t more = v->context->fuel_offset - on_offset; /* taken on the other side too */
        side_exit.fuel_offset -= fuel;
        bob_op(d, back_row(row), 3, a, b, bob_imm(fuel + more))->side_exit = side_exit;
        jump_offset += more;
    } else if (!must_test(d, v, on_offset)) {
        bob_op(d, row, 3, a, b, to_version(v, on_offset))->side_exit = side_exit;
    } else {
        return false;
    }
    d->c->ip = target;
    d->c->fuel_offset = jump_offset;
    if (target <= jump) /* another iteration: its fuel is taken here */
        test_fuel(d, offset_at_test(d, target));
    return true;
}

/* A branch at instruction `jump` that pops what the condition is made of: jumps where the
 * condition is `wanted`; then `remaining`, if not NULL, is left on the stack. */
static bool branch(Decode *d, const Condition *cond, uint32_t jump, bool wanted, uint32_t pops,
                   const Var *remaining)
{
    const BobFunction *f = code_of(d)->f;
    uint32_t target = bob_operand(f->code[jump]), on;
    SideExit side_exit = bob_side_exit(d);
    Operand a, b, to;
    int64_t on_offset, jump_offset;
    unsigned row;
    Version *v;
    if (target >= f->code_size) /* it fails when it is taken */
        return bob_select_leave(d);
    if (target <= jump) { /* the loop's test */
        int64_t fuel = d->t->fine ? untested(d->c) : 0;
        bob_op(d, ROW_FUEL, 1, bob_imm(fuel))->side_exit = side_exit;
        d->c->fuel_offset += fuel;
        side_exit.fuel_offset += fuel;
    }
    on_offset = d->c->fuel_offset;
    jump_offset = d->c->fuel_offset - ((int64_t)jump + 1 - (int64_t)target);
    bob_pop(d, pops);
    on = fall_through(d, jump + 1, &on_offset);
    if (d->body_next && bob_loop_at(code_of(d), on) != NULL &&
        bob_loop_at(code_of(d), on) == bob_loop_at(code_of(d), jump))
        d->info->flags[on] |= FLAG_JOIN | FLAG_BODY;
    d->body_next = false;
    v = remaining == NULL ? ready_version(d, on) : NULL;
    if (v != NULL && branch_back(d, cond, jump, wanted, v, on_offset, side_exit))
        return true;
    row = branch_row(cond, wanted, &a, &b);
    v = remaining == NULL ? ready_version(d, target) : NULL;
    to = v != NULL && !must_test(d, v, jump_offset) ? to_version(v, jump_offset)
                                                    : to_edge(d, target, jump_offset, remaining);
    bob_op(d, row, 3, a, b, to)->side_exit = side_exit;
    d->c->ip = jump + 1;
    if (!cond->floats && cond->constant &&
        ((cond->how == MORE && b.i >= 0) || (cond->how == MORE_EQUAL && b.i > 0)) && !wanted)
        set_positive(d, cond->local);
    return true;
}

/* The condition is known: no branch at all. */
static bool folded(Decode *d, uint32_t jump, bool taken, uint32_t pops, bool keep)
{
    const BobFunction *f = code_of(d)->f;
    const Loop *loop = bob_loop_at(code_of(d), jump);
    uint32_t target = bob_operand(f->code[jump]);
    if (taken) {
        if (target >= f->code_size)
            return bob_select_leave(d);
        if (target <= jump) {
            bob_op(d, ROW_FUEL, 1,
                   bob_imm(offset_at_test(d, target) + (int64_t)jump + 1 - (int64_t)target -
                           d->c->fuel_offset));
            d->c->fuel_offset = offset_at_test(d, target);
        } else {
            d->c->fuel_offset -= (int64_t)jump + 1 - (int64_t)target;
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

_Static_assert(OP_JUMP_IF_FALSE == OP_JUMP_IF_TRUE + 1 &&
                   OP_JUMP_IF_TRUE_OR_POP == OP_JUMP_IF_TRUE + 2 &&
                   OP_JUMP_IF_FALSE_OR_POP == OP_JUMP_IF_TRUE + 3,
               "conditional jumps follow each other");
static bool is_jump_if(unsigned opcode)
{
    return opcode >= OP_JUMP_IF_TRUE && opcode <= OP_JUMP_IF_FALSE_OR_POP;
}
static bool jumps_if_true(unsigned opcode)
{
    return opcode == OP_JUMP_IF_TRUE || opcode == OP_JUMP_IF_TRUE_OR_POP;
}
static bool keeps_value(unsigned opcode)
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
    from = bob_settled(d, v);
    temp = bob_new_slot(d, TAG_FLOAT);
    bob_op(d, ROW_I2FX, 3, bob_location(d, &temp), from, guard());
    return bob_location(d, &temp);
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
    return o != NULL && bob_object_is(o, OBJ_STR) && o->size == 1;
}

/* Whether nothing says that it is no text. */
static bool may_be_text(const Decode *d, const Var *v)
{
    const BobObject *o =
        v->where == AT_CONST ? (const BobObject *)(uintptr_t)v->i : d->hint[bob_index_of(d, v)];
    return v->type == TAG_REF && (o == NULL || bob_object_is(o, OBJ_STR));
}

static bool compare_texts(Decode *d, unsigned opcode)
{
    Operand a = bob_text_slot(d, top(d, 1), 0), b = bob_text_slot(d, top(d, 0), 1);
    RESULT(opcode == OP_EQ ? ROW_TEXTEQ : ROW_TEXTNE, 2, TAG_BOOL, a, b, guard());
    return next(d);
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
    d->pinned_regs |= temp.where == AT_REG ? 1u << temp.reg : 0;
    bob_op(d, ROW_CODE, 3, bob_location(d, &temp), from, guard());
    return bob_location(d, &temp);
}

/* A comparison whose operands are in place: a branch, or its truth as a value. */
static bool decide(Decode *d, Condition *c, unsigned after)
{
    static const unsigned ints[] = {ROW_LT, ROW_LE, 0, 0, ROW_EQ, ROW_NE};
    static const unsigned intk[] = {ROW_LTK, ROW_LEK, ROW_GTK, ROW_GEK, ROW_EQK, ROW_NEK};
    static const unsigned reals[] = {ROW_FLT, ROW_FLE, 0, 0, ROW_FEQ, ROW_FNE};
    d->pinned_regs = 0;
    c->constant = c->b.kind == IN_CODE;
    if (is_jump_if(after)) {
        bool wanted = jumps_if_true(after);
        Var remaining = {.type = TAG_BOOL, .where = AT_CONST, .i = wanted};
        return branch(d, c, d->c->ip + 1, wanted, 2, keeps_value(after) ? &remaining : NULL);
    }
    if (c->floats && c->constant) {
        Var temp;
        d->insert_at = d->op_count - (d->op_count > 0); /* c->a may have been made just now */
        temp = bob_new_temp(d, TAG_FLOAT);
        d->insert_at = NO_OP;
        bob_op(d, ROW_FLDK, 2, bob_location(d, &temp), c->b);
        c->b = bob_location(d, &temp);
        c->constant = false;
    }
    if (!c->constant && (c->how == MORE || c->how == MORE_EQUAL)) {
        Operand t = c->a;
        c->a = c->b;
        c->b = t;
        c->how = swapped[c->how];
    }
    RESULT(c->floats     ? reals[c->how]
           : c->constant ? intk[c->how]
                         : ints[c->how],
           2, TAG_BOOL, c->a, c->b);
    return next(d);
}

bool bob_select_compare(Decode *d, unsigned opcode)
{
    const BobFunction *f = code_of(d)->f;
    Var *a = top(d, 1), *b = top(d, 0);
    Condition c = {.how = comparison(opcode),
                   .floats = is_float(a->type) || is_float(b->type),
                   .local = NO_LOCAL};
    uint32_t ip = d->c->ip;
    unsigned after = ip + 1 < f->code_size && (code_of(d)->flags[ip + 1] & FLAG_JOIN) == 0
                         ? bob_opcode(f->code[ip + 1])
                         : OP_NEVER;
    int answer;
    if (a->type == TAG_REF && b->type == TAG_REF && !guard_often_failed(d) && is_character(d, a) &&
        is_character(d, b) && (a->where != AT_CONST || b->where != AT_CONST)) {
        if (a->single && b->single && (c.how == EQUAL || c.how == UNEQUAL)) {
            c.a = bob_use_slot(d, a); /* there is one object of each */
            c.b = bob_use_slot(d, b);
            return decide(d, &c, after);
        }
        c.a = character(d, a);
        d->insert_at = d->op_count - (d->op_count > 0); /* its place, which no operand has */
        c.b = character(d, b);
        d->insert_at = NO_OP;
        if (c.a.kind == IN_CODE) {
            Operand t = c.a;
            c.a = c.b;
            c.b = t;
            c.how = swapped[c.how];
        }
        return decide(d, &c, after);
    }
    if ((opcode == OP_EQ || opcode == OP_NE) && may_be_text(d, a) && may_be_text(d, b) &&
        !d->exact && !guard_often_failed(d))
        return compare_texts(d, opcode);
    if (!is_number(a) || !is_number(b) ||
        (c.floats && d->exact &&
         ((is_int(a) && !fits_float(value_of(d, a).i)) ||
          (is_int(b) && !fits_float(value_of(d, b).i))))) {
        return bob_select_generic(d, 2, 1);
    }
    answer = known(d, c.how, a, b);
    if (answer >= 0 && is_jump_if(after) && !keeps_value(after))
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
            bob_op(d, ROW_FLDK, 2, bob_location(d, &temp), c.a);
            c.a = bob_location(d, &temp);
        }
    } else {
        c.a = bob_settled(d, a);
        c.b = bob_use(d, b);
    }
    return decide(d, &c, after);
}

bool bob_is_decided(const Decode *d)
{
    const Context *c = d->c;
    return c->depth > 0 && c->ip < d->info->f->code_size &&
           is_jump_if(bob_opcode(d->info->f->code[c->ip])) &&
           c->var[d->info->locals + c->depth - 1].where == AT_CONST &&
           c->var[d->info->locals + c->depth - 1].type <= TAG_FLOAT;
}

_Static_assert(OP_GE - OP_EQ == 5 && OP_NE > OP_EQ && OP_LT > OP_EQ && OP_NE < OP_GE &&
                   OP_LT < OP_GE && OP_LE < OP_GE && OP_GT < OP_GE,
               "from EQ to GE are the comparisons, and no others");
/* Loops by a variable step begin with a test of its sign. */
bool bob_is_sign_known(const Decode *d)
{
    const BobFunction *f = d->info->f;
    const Loop *loop = bob_loop_at(d->info, d->c->ip);
    const BobWord *w = &f->code[d->c->ip];
    Var a, b = {.type = TAG_INT, .where = AT_CONST};
    BobValue k;
    uint32_t local;
    if (loop == NULL || loop->head != d->c->ip || f->code_size - d->c->ip < 4 ||
        bob_opcode(w[0]) != OP_LOAD_LOCAL || bob_opcode(w[1]) != OP_PUSH_CONST ||
        bob_opcode(w[2]) < OP_EQ || bob_opcode(w[2]) > OP_GE || !is_jump_if(bob_opcode(w[3])) ||
        keeps_value(bob_opcode(w[3])))
        return false;
    local = bob_function_slot(f, bob_operand(w[0]));
    k = d->t->s->program->constants[bob_operand(w[1])];
    if (local == BOB_NO_SLOT || k.tag != TAG_INT)
        return false;
    a = d->c->var[local];
    b.i = k.i;
    return is_int(&a) && known(d, comparison(bob_opcode(w[2])), &a, &b) >= 0;
}

bool bob_select_jump_if(Decode *d, unsigned opcode)
{
    Var *v = top(d, 0), remaining = *v;
    uint32_t ip = d->c->ip;
    bool wanted = jumps_if_true(opcode);
    Condition c = {.how = UNEQUAL, .constant = true, .b = bob_imm(0), .local = NO_LOCAL};
    switch ((BobTag)v->type) {
    case TAG_UNBOUND: /* no operand is */
    case TAG_COUNT:
        ASSERT(false);
        return bob_select_leave(d);
    case TAG_NONE:
        return folded(d, ip, !wanted, 1, keeps_value(opcode));
    case TAG_FUNC:
        return folded(d, ip, wanted, 1, keeps_value(opcode));
    case TAG_REF:
        if (d->exact) {
            BobObject *o = value_of(d, v).ref;
            if ((o->flags & OBJ_FREED) != 0)
                return bob_select_leave(d);
        }
        c.a = bob_use_slot(d, v);
        {
            Var temp = bob_new_temp(d, TAG_INT);
            bob_op(d, ROW_LEN, 3, bob_location(d, &temp), c.a, guard());
            c.a = bob_location(d, &temp);
        }
        remaining = *top(d, 0);
        break;
    case TAG_FLOAT:
        if (v->where == AT_CONST)
            return folded(d, ip, (v->f != 0.0) == wanted, 1, keeps_value(opcode));
        c.floats = true;
        c.b = bob_immf(0.0);
        c.a = bob_use(d, v);
        remaining = *top(d, 0);
        break;
    case TAG_BOOL:
    case TAG_INT:
        if (v->where == AT_CONST)
            return folded(d, ip, (v->i != 0) == wanted, 1, keeps_value(opcode));
        if (is_positive(d, v))
            return folded(d, ip, wanted, 1, keeps_value(opcode));
        c.a = bob_settled(d, v);
        remaining = *top(d, 0);
        if (!wanted || v->type == TAG_BOOL) /* then it is known */
            remaining = (Var){.type = v->type, .where = AT_CONST, .i = wanted};
    }
    return branch(d, &c, ip, wanted, 1, keeps_value(opcode) ? &remaining : NULL);
}
