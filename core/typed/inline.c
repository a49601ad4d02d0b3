/* Short functions in place of their calls: one that only calculates and returns is decoded as if
 * it were an expression. Its locals and operands are operands of the caller, behind the arguments,
 * which stay as they were: should anything in it go wrong, nothing has happened yet, and the call
 * is made after all. So what leaves the body, for whatever reason, stands in front of the call. */
#include "core/typed/select.h"

#define MOST_PATHS 24u

/* Whether an instruction with handlers changes more than locals and operands, or calls. What has
 * no handlers ends the attempt when it is reached. */
static bool has_effects(BobWord w)
{
    uint32_t builtin = bob_operand(w) >> 8;
    switch (bob_opcode(w)) {
    case OP_STORE_GLOBAL:
    case OP_DELETE_NAME:
    case OP_INDEX_SET:
    case OP_LIST_APPEND:
    case OP_LIST_POP:
    case OP_CALL_FUNC:
    case OP_CALL_VALUE:
        return true;
    case OP_CALL_BUILTIN:
        return builtin == BUILTIN_append || builtin == BUILTIN_pop;
    default:
        return bob_opcode(w) >= OP_COUNT;
    }
}

/* Ways through a function whose branches lead forward: each is decoded by itself. */
static uint32_t count_paths(const BobFunction *f)
{
    uint32_t paths[MOST_INLINED + 1] = {0}, i; /* from an instruction on */
    for (i = f->code_size; i-- > 0;) {
        unsigned opcode = bob_opcode(f->code[i]);
        uint32_t target = bob_is_branch(opcode) ? bob_operand(f->code[i]) : 0;
        if (opcode == OP_RETURN_VAL)
            paths[i] = 1;
        else if (target == 0)
            paths[i] = paths[i + 1];
        else if (target < f->code_size)
            paths[i] = paths[target] + (opcode == OP_JUMP ? 0 : paths[i + 1]);
        if (paths[i] > MOST_PATHS)
            return paths[i];
    }
    return paths[0];
}

uint32_t bob_find_inlined_vars(const BobState *s, uint32_t function)
{
    const BobFunction *f = &s->program->functions[function];
    uint32_t i;
    if (f->code_size == 0 || f->code_size > MOST_INLINED || f->max_depth > s->stack_limit ||
        f->max_depth > MOST_INLINED || f->local_count + f->max_depth > MOST_INLINED ||
        bob_call_surcharge(f) > 0)
        return 0;
    for (i = 0; i < f->code_size; i++) {
        BobWord w = f->code[i];
        if (has_effects(w) || (bob_is_branch(bob_opcode(w)) && bob_operand(w) <= i))
            return 0;
    }
    return count_paths(f) > MOST_PATHS ? 0 : f->local_count + f->max_depth + 1;
}

/* The body instead of the call at c->ip, whose arguments are on the stack; false where it must be
 * a call. */
bool bob_begin_inlined(Decode *d, uint32_t function)
{
    Context *c = d->c;
    const BobFunction *f = &d->t->s->program->functions[function];
    uint32_t n = f->param_count, first = d->info->locals + c->depth - n, i;
    FunctionInfo *info;
    if (d->exact || c->inline_frame.info != NULL || guard_often_failed(d) ||
        bob_inlined_vars(d->t, function) == 0)
        return false;
    info = bob_function_info(d->t, function);
    if (!info->typed)
        return false;
    c->inline_frame =
        (InlineFrame){info, d->info->locals + c->depth, c->ip, c->depth, c->fuel_offset};
    for (i = 0; i < info->locals; i++) {
        BobObject *hint = i < n ? d->hint[first + i] : NULL;
        bob_push(d, i < n ? c->var[first + i]
                          : (Var){.type = TAG_UNBOUND, .where = AT_NOTHING, .reg = NO_REG});
        d->hint[bob_index_of(d, top(d, 0))] = hint;
    }
    c->fuel_offset -= (int64_t)c->ip + 1;
    c->ip = 0;
    return true;
}

uint32_t bob_depth(const Decode *d)
{
    const InlineFrame *w = &d->c->inline_frame;
    return d->c->depth - (w->info == NULL ? 0 : w->base + w->info->locals - d->info->locals);
}

/* Its return. */
bool bob_end_inlined(Decode *d)
{
    Context *c = d->c;
    const InlineFrame w = c->inline_frame;
    Var v = *top(d, 0);
    BobObject *hint = d->hint[bob_index_of(d, top(d, 0))];
    c->fuel_offset += (int64_t)w.ip - (int64_t)c->ip;
    c->ip = w.ip + 1;
    c->depth = w.depth - w.info->f->param_count;
    c->inline_frame.info = NULL;
    bob_push(d, v);
    d->hint[bob_index_of(d, top(d, 0))] = hint;
    d->returned = w.info->forks;
    return true;
}

void bob_to_call(Context *c)
{
    if (c->inline_frame.info == NULL)
        return;
    c->ip = c->inline_frame.ip;
    c->depth = c->inline_frame.depth;
    c->fuel_offset = c->inline_frame.fuel_offset;
    c->inline_frame.info = NULL;
}

/* What comes here has no handlers: the run ends with the call, made from now on. */
bool bob_give_up_inlined(Decode *d)
{
    bob_to_call(d->c);
    d->info->guard_failures[d->c->ip] =
        MOST_GUARD_FAILURES; /* it is not begun in place again: a call goes on */
    return bob_select_pause(d);
}
