/* Which handlers call and return. */
#include "core/machine/sem.h"
#include "core/typed/alloc.h"
#include "core/typed/runs.h"
#include "core/typed/select.h"

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

/* What follows a call is decoded with it where the type of the result is known by now. For a
 * reference it waits until the first return: then the object can be inspected. */
static bool is_return_type_known(int return_type)
{
    return return_type >= 0 && return_type != TAG_REF && return_type != TAG_FUNC;
}

bool bob_select_call(Decode *d, uint32_t function, uint32_t also)
{
    const BobFunction *f = &d->t->s->program->functions[function];
    uint32_t n = f->param_count, k, ip = d->c->ip;
    uint8_t types[256] = {0};
    Entry *callee;
    Edge *to, *back;
    SideExit side_exit;
    Op *op;
    if (n > sizeof types)
        return bob_select_leave(d);
    for (k = 0; k < n; k++)
        types[k] = top(d, n - 1 - k)->type;
    callee = bob_entry(d->t, function, types);
    if (callee == NULL)
        return bob_select_leave(d);
    bob_spill_all(d, n);
    pass(d, n);
    side_exit = bob_side_exit(d);
    bob_pop(d, n + also);
    d->c->lp = NULL;
    bob_forget_hoisted(d, NO_LOCAL);
    to = bob_typed_alloc(d->t, sizeof *to);
    back = bob_edge(d, EDGE_RETURN, ip + 1, (int64_t)ip + 1);
    if (to == NULL) {
        d->failed = true;
        return false;
    }
    to->kind = EDGE_CALL;
    to->callee = back->callee = callee;
    to->back = back;
    op = bob_op(d, ROW_CALL, 1,
                (Operand){.kind = A_CALL,
                          .edge = to,
                          .fuel = (int64_t)ip + 1 - d->c->fuel_offset + bob_call_surcharge(f)});
    op->side_exit = side_exit;
    if (d->failed || !is_return_type_known(callee->return_type))
        return false;
    op->a[0].returns_next = true;
    bob_continue_in(d, bob_return_context(d->t, back, (unsigned)callee->return_type));
    d->hint[d->info->locals + d->c->depth - 1] = NULL;
    d->edge = back;
    back->by_type[callee->return_type] = d->run_start;
    return true;
}

/* Speculates that a function value is always the one that it is now, under a guard. It is called
 * with n values and lies below those and `more` others, which come first among its arguments. */
static bool call_value(Decode *d, uint32_t n, uint32_t more)
{
    Var *v = top(d, n + more);
    const BobProgram *p = d->t->s->program;
    int64_t function;
    if (v->type != TAG_FUNC)
        return bob_select_leave(d);
    if (v->where == AT_CONST) {
        function = v->i;
    } else {
        Operand x;
        if (!d->exact) {
            if (!is_here(d))
                return bob_select_pause(d);
            if (guard_often_failed(d))
                return bob_select_leave(d);
        }
        function = value_of(d, v).i;
        x = bob_use_slot(d, v);
        bob_op(d, ROW_GUARDK, 3, x, bob_imm(function), guard());
    }
    if (function < 0 || function >= p->function_count ||
        !bob_takes_as_it_is(p, bob_func((uint32_t)function), n + more))
        return bob_select_leave(d);
    return bob_select_call(d, (uint32_t)function, 1);
}

bool bob_select_call_value(Decode *d, uint32_t n)
{
    return call_value(d, n, 0);
}

bool bob_select_call_method(Decode *d, uint32_t n)
{
    return call_value(d, n, 1);
}

bool bob_select_return(Decode *d)
{
    Entry *e = d->c->entry;
    Var *v = top(d, 0);
    Operand size = bob_imm((int64_t)d->info->size * 8);
    Operand fuel = bob_imm((int64_t)d->c->ip + 1 - d->c->fuel_offset), x;
    if (e->kind == ENTRY_BOTTOM)
        return bob_select_leave(d);
    if (e->return_type == -1)
        e->return_type = v->type;
    if (e->return_type != v->type) {
        Var *value = bob_typed_alloc(d->t, sizeof *value);
        if (value == NULL) {
            d->failed = true;
            return false;
        }
        *value = *v;
        bob_op(d, ROW_SLOWRET, 3, bob_imm((int64_t)(uintptr_t)value), size, fuel);
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
    x = bob_settled(d, v);
    bob_op(d, is_float(v->type) ? ROW_FRET : ROW_RET, 3, x, size, fuel);
    bob_pop(d, 1); /* nothing reads it any more */
    return false;
}
