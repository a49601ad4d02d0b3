/* Versions of blocks: each block of bytecode that several ways lead to is decoded once for
 * each combination of types that arrives. The first to arrive decides where values are; later
 * ones bring theirs there. Nothing is decoded before it is reached, save straight ahead. */
#include <string.h>

#include "core/typed/context.h"

#define SHORT_TAIL 9u /* instructions */

/* ---- merging ---- */

/* Whether lp will point at the version of this instruction. */
bool bob_at_lp(const FunctionInfo *f, uint32_t ip)
{
    const Loop *loop = bob_loop_at(f, ip);
    return (f->flags[ip] & FLAG_BODY) != 0 && loop != NULL && loop->inner && !loop->always_calls;
}

static bool is_in_hoisted_slot(const Decode *d, const Var *v)
{
    return v->where == AT_SLOT && bob_is_hoisted_slot(d->info, v->n);
}

/* Places of operands, by class. */
typedef struct Seen {
    uint64_t slots[2][MOST_VARS / 64 + 1], regs[2];
} Seen;
_Static_assert(HOISTED_FROM + MOST_HOISTED + 2 * LEAST_SLOTS < 64,
               "slots of a frame besides its vars");

/* Whether an operand seen before has the same place: one was made from the other, and in a version
 * they may differ. Its own place is seen from now on. */
static bool is_shared(Seen *seen, const Var *v)
{
    unsigned floats = is_float(v->type);
    uint64_t *set, bit;
    bool shared;
    if (v->where != AT_REG && v->where != AT_SLOT)
        return false;
    ASSERT(v->where == AT_REG || v->n / 64 < COUNT_OF(seen->slots[0]));
    set = v->where == AT_REG ? &seen->regs[floats] : &seen->slots[floats][v->n / 64];
    bit = (uint64_t)1 << (v->where == AT_REG ? v->reg : v->n) % 64;
    shared = (*set & bit) != 0;
    *set |= bit;
    return shared;
}

/* Operands have places of their own, and lp is kept only inside its loop. */
bool bob_is_normal(const Decode *d)
{
    Seen seen = {.regs = {0}};
    uint32_t i;
    for (i = d->info->locals; i < d->info->locals + d->c->depth; i++)
        if (d->c->var[i].where == AT_CONST || d->c->var[i].where == AT_COPY ||
            is_in_hoisted_slot(d, &d->c->var[i]) || is_shared(&seen, &d->c->var[i]))
            return false;
    return true;
}

void bob_forget_lp(Decode *d)
{
    const Loop *loop = d->c->lp == NULL ? NULL : bob_loop_at(d->info, d->c->lp->context->ip);
    if (loop == NULL || d->c->ip < loop->head || d->c->ip > loop->end)
        d->c->lp = NULL;
}

static void normalise(Decode *d, bool many)
{
    const Loop *loop = bob_loop_at(d->info, d->c->ip);
    Seen seen = {.regs = {0}};
    uint32_t i;
    for (i = d->info->locals; i < d->info->locals + d->c->depth; i++) {
        Var *v = &d->c->var[i];
        if (v->where == AT_COPY || is_in_hoisted_slot(d, v) || is_shared(&seen, v)) {
            bob_materialise(d, v);
            (void)is_shared(&seen, v); /* it has another now */
        }
    }
    for (i = 0; i < d->info->locals && many; i++)
        if (d->c->var[i].where == AT_COPY && (loop == NULL || !bob_is_stored_in(d->info, loop, i)))
            bob_materialise(d, &d->c->var[i]);
    bob_forget_lp(d);
}

/* Constants get places where a version begins; one that exists says where it has them. */
static void settle_constants(Decode *d)
{
    uint32_t i;
    for (i = d->info->locals; i < d->info->locals + d->c->depth; i++)
        if (d->c->var[i].where == AT_CONST)
            bob_materialise(d, &d->c->var[i]);
}

/* A jump into a version that exists. */
static void enter_version(Decode *d, Version *v, bool at_lp)
{
    bool moved = bob_moves(d, v->context, true);
    if (at_lp && d->c->lp != v)
        bob_op(d, ROW_SETLP, 1, bob_imm((int64_t)(uintptr_t)v->start));
    else if (!moved && d->op_count == 0 && d->c->fuel_offset == v->context->fuel_offset &&
             d->start == d->t->cells + d->t->cell_count && d->edge == NULL && d->version == NULL) {
        d->start = v->start; /* nothing was needed to get there */
        return;
    }
    bob_op(d, ROW_JMP, 1,
           (Operand){.kind = TO_CELL,
                     .cell = v->start,
                     .fuel = v->context->fuel_offset - d->c->fuel_offset});
}

/* At an instruction where ways meet: true where a version begins here, false where the run
 * ends with a jump to one. */
bool bob_join_paths(Decode *d)
{
    Typed *t = d->t;
    uint32_t known = bob_count_versions(t, d->c);
    bool at_lp = bob_at_lp(d->info, d->c->ip);
    int64_t size = d->info->f->code_size;
    Version *v;
    normalise(d, known >= MANY_VERSIONS);
    v = bob_find_version(t, d->c, at_lp);
    if (v != NULL) {
        enter_version(d, v, at_lp);
        return false;
    }
    if (known >= MOST_VERSIONS / 2)
        bob_forget_hoisted(d, NO_LOCAL);
    bob_forget_variant(d);
    v = known < MOST_VERSIONS ? bob_typed_alloc(t, sizeof *v) : NULL;
    if (v == NULL) {
        bob_op(d, ROW_CAPPED, 0);
        return false;
    }
    settle_constants(d);
    if ((d->info->flags[d->c->ip] & FLAG_BODY) != 0)
        bob_allocate(d, bob_loop_at(d->info, d->c->ip));
    if (d->c->fuel_offset < -(size / 4) ||
        d->c->fuel_offset > 4 * size) { /* tests of fuel count on that */
        bob_op(d, ROW_FUEL, 1, bob_imm(-d->c->fuel_offset));
        d->c->fuel_offset = 0;
    } else if (d->edge != NULL && d->op_count == 0) {
        bob_op(d, ROW_FUEL, 1, bob_imm(0)); /* a return's run needs a cell of its own */
    }
    if (at_lp) {
        bob_op(d, ROW_SETLP, 1, bob_imm(0));
        bob_emit_ops(d);
        if (!d->failed)
            t->cells[t->cell_count - 1].target = t->cells + t->cell_count;
        d->c->lp = v;
    }
    bob_end_run(d);
    d->c->skips = 0;
    bob_begin_run(d);
    d->version = v;
    v->start = d->run_start;
    v->context = d->run_context;
    d->failed = d->failed || !bob_add_version(t, v, d->c, at_lp) || !bob_count_version(t, v);
    return !d->failed;
}

Edge *bob_edge(Decode *d, int kind, uint32_t ip, int64_t fuel_offset)
{
    Edge *e = bob_typed_alloc(d->t, sizeof *e);
    int64_t old_offset = d->c->fuel_offset;
    uint32_t old_ip = d->c->ip;
    if (e == NULL) {
        d->failed = true;
        return &d->t->no_edge;
    }
    d->c->ip = ip;
    d->c->fuel_offset = fuel_offset;
    e->kind = (uint8_t)kind;
    e->context = bob_context_copy(d->t, d->c);
    d->c->ip = old_ip;
    d->c->fuel_offset = old_offset;
    d->failed |= e->context == NULL;
    return e;
}

/* Whether a loop's turn ends right here: what is left is done behind each way that leads here, and
 * none has to jump. (A whole turn that is short is none: its version is where lp leads.) */
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

/* ---- decoding ---- */

/* The objects that references refer to at this moment. */
static void read_hints(Decode *d)
{
    uint32_t i;
    for (i = 0; i < d->info->locals + d->c->depth; i++) {
        const Var *v = &d->c->var[i];
        d->hint[i] = v->type == TAG_REF ? bob_box(d->t, d->c, v).ref : NULL;
    }
}

/* Whether the decoding could end here and be begun again. */
static bool is_between(const Decode *d)
{
    return d->c->inline_frame.info == NULL && !d->skip_body && !d->returned;
}

/* The run ends, to be continued when it comes here: before a version may begin here, so that each
 * version does at least one instruction. (One that led here at once would lead to itself.) */
static void cut(Decode *d)
{
    Edge *e = bob_edge(d, EDGE_JUMP, d->c->ip, 0);
    bob_op(d, ROW_JMP, 1, (Operand){.kind = TO_EDGE, .edge = e, .fuel = -d->c->fuel_offset});
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
        if (d->c->inline_frame.info == NULL &&
            ((d->info->flags[d->c->ip] & FLAG_JOIN) != 0 || d->returned) &&
            !((plain || d->resumed) && done == 0)) {
            if ((d->skip_body || bob_is_sign_known(d)) && d->c->skips < 4) {
                d->c->skips++; /* the condition was known: the body begins behind the next one */
                d->body_next = true;
            } else if ((bob_is_decided(d) || is_short_tail(d)) && d->c->skips < 4) {
                d->c->skips++;
            } else if (!bob_join_paths(d)) {
                break;
            }
        }
        d->skip_body = d->returned = false;
        if (!bob_select(d) && !bob_pass_return(d))
            break;
        if (d->exact)
            d->unfused = d->op_count;
        d->exact = false;
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

/* Whether there is code to enter from the canonical state, in a context where all is in slots. */
bool bob_is_made(Typed *t, Context *c)
{
    Version *v;
    c->lp = &t->entered;
    v = bob_find_version(t, c, false);
    if (v != NULL)
        c->entry->info->begun[c->ip].last[c->entry->kind] = v;
    return v != NULL;
}

/* That code. */
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

/* A cell that a frame in that context, of the canonical state, goes on at when what it called
 * returns: a link, in place of the one that the call would have left. */
TypedCell *bob_resume_at(Typed *t, Context *c, Entry *callee)
{
    Edge *e;
    Version *v;
    TypedCell *cell = t->cells + t->cell_count;
    if (callee->resumes == NULL)
        callee->resumes = bob_typed_alloc(t, sizeof *v);
    c->lp = callee->resumes;
    if (c->lp == NULL)
        return NULL;
    v = bob_find_version(t, c, false);
    if (v != NULL)
        return v->start;
    v = bob_typed_alloc(t, sizeof *v);
    e = bob_typed_alloc(t, sizeof *e);
    if (v == NULL || e == NULL || t->cell_capacity - t->cell_count < STUB_CELLS)
        return NULL;
    v->context = bob_context_copy(t, c);
    c->lp = NULL;
    e->context = bob_context_copy(t, c);
    if (v->context == NULL || e->context == NULL || !bob_add_version(t, v, v->context, false))
        return NULL;
    e->kind = EDGE_RETURN;
    e->callee = callee;
    e->patch = cell + 1; /* nothing else leads there */
    t->cell_count += STUB_CELLS;
    cell[0].label = t->labels[bob_typed_rows[ROW_STUB].first];
    cell[1].data = e;
    cell[2].u = 0;
    v->start = cell;
    return cell;
}

/* ---- what the loop calls ---- */

static TypedCell *capped(TypedLoop *x)
{
    x->why = TYPED_CAPPED;
    return NULL;
}

Context *bob_entry_context(Typed *t, Entry *e)
{
    Context *c = t->spare;
    uint32_t i;
    memset(c, 0, sizeof *c + e->info->locals * sizeof(Var));
    c->entry = e;
    for (i = 0; i < e->info->locals; i++) {
        unsigned type = i < e->info->f->param_count ? e->types[i] : TAG_UNBOUND;
        c->var[i] = (Var){.type = (uint8_t)type, .where = AT_NOTHING, .reg = NO_REG};
        if (has_value(type))
            c->var[i] = (Var){.type = (uint8_t)type, .where = AT_SLOT, .n = 1 + i};
    }
    return c;
}

/* The context behind a call with a result of that type, in r0 or f0. */
Context *bob_return_context(Typed *t, const Edge *e, unsigned type)
{
    Context *c = t->spare;
    const Context *from = e->context;
    uint32_t n = from->entry->info->locals + from->depth;
    memcpy(c, from, sizeof *from + n * sizeof(Var));
    c->var[n] =
        (Var){.type = (uint8_t)type, .where = has_value(type) ? AT_REG : AT_NOTHING, .reg = 0};
    c->depth++;
    return c;
}

static TypedCell *returned(Typed *t, Edge *e, unsigned type)
{
    if (e->by_type[type] == NULL)
        e->by_type[type] = bob_decode_typed(t, bob_return_context(t, e, type), e, false);
    return e->by_type[type];
}

#ifdef BOB_DEBUG
static const TypedCell *after_jump(const Typed *t, const TypedCell *c)
{
    if (c->label == t->labels[bob_typed_rows[ROW_TALLY].first])
        c += TALLY_CELLS;
    return c->label == t->labels[bob_typed_rows[ROW_JMP].first] ? c[1].target : NULL;
}

/* Whether jumps that test no fuel come to an end. */
static bool leads_on(const Typed *t, const TypedCell *c)
{
    const TypedCell *ahead = c;
    for (;;) {
        ahead = after_jump(t, ahead);
        ahead = ahead == NULL ? NULL : after_jump(t, ahead);
        if (ahead == NULL)
            return true;
        c = after_jump(t, c);
        if (c == ahead)
            return false;
    }
}
#endif

TypedCell *bob_typed_stub(TypedLoop *x)
{
    Typed *t = x->typed;
    TypedCell *stub = x->ip, *start;
    Edge *e = stub[1].data;
    if (e->kind == EDGE_CALL) {
        if (e->callee->start == NULL) {
            e->callee->start = t->cells + t->cell_count; /* for calls of it in it */
            e->callee->start = bob_decode_typed(t, bob_entry_context(t, e->callee), NULL, false);
        }
        start = e->callee->start;
    } else if (e->kind == EDGE_RETURN) {
        start = returned(t, e, (unsigned)e->callee->return_type);
    } else {
        t->decode.resumed = e->paused;
        start = bob_decode_typed(t, e->context, NULL, false);
        t->decode.resumed = false;
    }
    if (start == NULL)
        return capped(x);
    e->patch->target = start;
    stub[0].label = t->labels[bob_typed_rows[ROW_JMP].first];
    stub[1].target = start;
    stub[2].i = 0;
    ASSERT(leads_on(t, stub));
    return start;
}

/* The edge of the call that a link leads back to. */
Edge *bob_edge_of(const Typed *t, const TypedCell *link)
{
    if (link->label == t->labels[bob_typed_rows[ROW_STUB].first])
        return link[1].data;
    if (link->label == t->labels[bob_typed_rows[ROW_JMP].first] &&
        bob_run_of(t, link)->start != link)
        link = link[1].target; /* a stub once */
    return bob_run_of(t, link)->edge;
}

/* A return with another type than the first one. */
TypedCell *bob_typed_return(TypedLoop *x)
{
    Typed *t = x->typed;
    const TypedCell *cell = x->ip;
    const Var *v = cell[1].data;
    Context *c = t->spare;
    BobValue value;
    Edge *e;
    TypedCell *start, *link;
    TypedSlot *caller = (TypedSlot *)((char *)x->fp - cell[2].i);
    if (x->fuel_left - cell[3].i < 0) {
        x->why = TYPED_FUEL;
        return NULL;
    }
    bob_context_at(t, cell, c);
    value = bob_box(t, c, v);
    x->fuel_left -= cell[3].i;
    x->fp = caller;
    link = caller->link != t->marker ? caller->link : bob_return_below(t);
    if (link == NULL) {
        bob_return_canonical(t, value);
        return capped(x);
    }
    e = bob_edge_of(t, link);
    if (is_float((unsigned)value.tag))
        x->f[0] = value.f;
    else
        x->r[0] = value.i;
    start = returned(t, e, (unsigned)value.tag);
    if (start == NULL) {
        t->at = bob_return_context(t, e, (unsigned)value.tag);
        return capped(x);
    }
    return start;
}

/* A guess failed: another way is decoded from the operands as they are. */
TypedCell *bob_typed_guard_failed(TypedLoop *x)
{
    Typed *t = x->typed;
    TypedCell *cell = x->ip, *start;
    Context *c = t->spare;
    bob_context_at(t, cell, c);
    if (c->entry->info->guard_failures[c->ip] < UINT8_MAX)
        c->entry->info->guard_failures[c->ip]++;
    start = bob_decode_typed(t, c, NULL, true);
    if (start == NULL)
        return capped(x);
    cell[x->failed_guard].target = start;
    return start;
}
