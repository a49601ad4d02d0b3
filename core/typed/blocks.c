/* Blocks of bytecode, decoded one instruction after another until a path ends. */
#include "core/typed/blocks.h"

#include <string.h>

#include "core/typed/alloc.h"
#include "core/typed/check.h"
#include "core/typed/emit.h"
#include "core/typed/fuel.h"
#include "core/typed/fuse.h"
#include "core/typed/runs.h"
#include "core/typed/select.h"
#include "core/typed/versions.h"

#define SHORT_TAIL 9u /* instructions */

/* True if what is left of a loop's iteration from this join point on is short: it is then decoded
 * once for each path that leads here (tail duplication), so that none of them has to jump. An
 * iteration that is short as a whole is no tail: its version is where lp points. */
static bool is_short_tail(const Decode *d)
{
    const FunctionInfo *f = d->info;
    const Loop *loop = bob_loop_at(f, d->c->ip);
    uint32_t i;
    if (loop == NULL || !loop->inner || loop->cond == 0 || (f->flags[d->c->ip] & FLAG_BODY) != 0)
        return false;
    for (i = d->c->ip; i <= loop->end && i - d->c->ip <= SHORT_TAIL; i++) {
        unsigned opcode = bob_opcode(f->f->code[i]);
        if (opcode == OP_JUMP)
            return bob_operand(f->f->code[i]) == loop->head;
        if (bob_is_branch(opcode) || (i > d->c->ip && f->flags[i] != 0))
            return false;
    }
    return false;
}

/* The objects that references refer to at this moment. */
static void read_hints(Decode *d)
{
    uint32_t i;
    for (i = 0; i < d->info->locals + d->c->depth; i++) {
        const Var *v = &d->c->var[i];
        d->hint[i] = v->type == TAG_REF ? bob_box(d->t, d->c, v).ref : NULL;
    }
}

/* True if decoding could end here and begin again: no state is pending but the context. */
static bool is_between(const Decode *d)
{
    return d->c->inline_frame.info == NULL && !d->skip_body && !d->returned;
}

/* The run ends, to be continued when it comes here: before a version may begin here, so that each
 * version does at least one instruction. (One that led here at once would lead to itself.) */
static void cut(Decode *d)
{
    int64_t offset = d->t->fine ? d->c->fuel_offset : 0;
    Edge *e = bob_edge(d, EDGE_JUMP, d->c->ip, offset);
    bob_op(d, ROW_JMP, 1,
           (Operand){.kind = TO_EDGE, .edge = e, .fuel = offset - d->c->fuel_offset});
}

/* Decodes from a context on, in which the machine is in now, until everything straight ahead
 * leads to versions, stubs or ends. `edge` is a return's. With `plain` the first instruction's
 * operands decide how it is done. NULL where memory or room is out, or there are too many
 * versions. */
TypedCell *bob_decode_typed(Typed *t, const Context *from, Edge *edge, bool plain)
{
    Decode *d = &t->decode;
    uint32_t done;
    if (t->full)
        return NULL;
    d->t = t;
    d->c = t->working;
    memcpy(d->c, from, sizeof *from + (from->entry->info->locals + from->depth) * sizeof(Var));
    d->info = from->entry->info;
    d->op_count = d->stub_count = 0;
    d->insert_at = NO_OP;
    d->failed = false;
    d->exact = plain;
    d->unfused = plain ? NO_OP : 0; /* of the first instruction */
    d->edge = edge;
    d->version = NULL;
    d->pinned_regs = 0;
    d->body_next = d->skip_body = d->returned = false;
    d->start = NULL;
    d->first = t->cell_count;
    read_hints(d);
    bob_begin_run(d);
    for (done = 0; !d->failed; done++) {
        if (done >= MOST_AT_ONCE && is_between(d)) {
            cut(d);
            break;
        }
        if (d->op_count >= MOST_OPS) /* long blocks are emitted in pieces, */
            bob_flush(d);            /* cut between two instructions */
        if (d->c->inline_frame.info == NULL &&
            ((d->info->flags[d->c->ip] & FLAG_JOIN) != 0 || d->returned) &&
            !((plain || d->resumed) && done == 0)) {
            if ((d->skip_body || bob_is_sign_known(d)) && d->c->skips < 4) {
                d->c->skips++; /* the condition was known: the body begins after the next one */
                d->body_next = true;
            } else if ((bob_is_decided(d) || is_short_tail(d)) && d->c->skips < 4) {
                d->c->skips++;
            } else if (!bob_join_paths(d)) {
                break;
            }
        }
        if (t->fine && d->c->inline_frame.info == NULL && untested(d->c) > FINE_STEP &&
            !((plain || d->resumed) && done == 0))
            test_fuel(d, d->c->ip);
        d->skip_body = d->returned = false;
        if (!bob_select(d)) {
            const Context *otherwise = bob_fuse_first_return(d);
            if (otherwise == NULL)
                break;
            bob_continue_in(d, otherwise);
        }
        if (d->exact)
            d->unfused = d->op_count;
        d->exact = false;
        bob_check_decode(d);
    }
    bob_end_run(d);
    bob_put_stubs(d);
    if (d->failed) {
        t->full = true; /* what was begun is never reached: nothing leads there */
        t->cell_count = d->first;
        return NULL;
    }
    t->whole_runs = t->run_count;
    return d->start;
}

TypedCell *bob_decode_entered(Typed *t, Context *c)
{
    Version **last = &c->entry->info->begun[c->ip].last[c->entry->kind], *v;
    if (bob_is_made(t, c))
        return (*last)->start;
    v = bob_typed_alloc(t, sizeof *v);
    if (v == NULL)
        return NULL;
    v->context = bob_context_copy(t, c);
    if (v->context == NULL)
        return NULL;
    c->lp = NULL;
    v->start = bob_decode_typed(t, c, NULL, false);
    if (v->start == NULL || !bob_add_version(t, v, v->context, false))
        return NULL;
    *last = v;
    return v->start;
}
