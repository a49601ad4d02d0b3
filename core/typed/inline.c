/* Inlined functions: a short one that only calculates and returns is decoded as if it were an
 * expression. Its locals and operands are operands of the caller, after the arguments, which stay
 * as they were. So nothing observable happens before it returns, and every side exit in the body
 * resumes before the call, which is then made after all: an error gets its real frame. */
#include "core/typed/inline.h"
#include "core/typed/select.h"

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
