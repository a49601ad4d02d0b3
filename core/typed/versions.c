/* Versions of blocks: each block of bytecode that begins at a join point is decoded once for each
 * combination of types that arrives. The first path to arrive decides the locations of values;
 * later ones move theirs there. Nothing is decoded before it is reached, except straight ahead. */
#include <string.h>

#include "core/typed/alloc.h"
#include "core/typed/check.h"
#include "core/typed/fuel.h"
#include "core/typed/hoist.h"
#include "core/typed/runs.h"
#include "core/typed/typed_state.h"
#include "core/typed/versions.h"

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

/* Whether a version may begin here without a test of fuel. */
static bool is_tested(const Decode *d)
{
    int64_t size = d->info->f->code_size;
    if (d->t->fine)
        return untested(d->c) <= FINE_STEP / 2;
    return d->c->fuel_offset >= -(size / 4) && d->c->fuel_offset <= 4 * size;
}

/* A jump into a version that exists. */
static void enter_version(Decode *d, Version *v, bool at_lp)
{
    bool moved;
    if (must_test(d, v, d->c->fuel_offset)) /* first: values are elsewhere after the moves */
        test_fuel(d, v->context->fuel_offset);
    moved = bob_moves(d, v->context, true);
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

bool bob_join_paths(Decode *d)
{
    Typed *t = d->t;
    uint32_t known = bob_count_versions(t, d->c);
    bool at_lp = bob_at_lp(d->info, d->c->ip);
    Version *v;
    normalise(d, known >= MANY_VERSIONS);
    bob_check_lp(d);
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
    if (!is_tested(d)) {
        test_fuel(d, offset_at_test(d, d->c->ip));
    } else if (d->edge != NULL && d->op_count == 0 && d->run_start == t->cells + t->cell_count) {
        bob_op(d, ROW_FUEL, 1, bob_imm(0)); /* a return's run needs a cell of its own */
    }
    if (at_lp) {
        bob_op(d, ROW_SETLP, 1, bob_imm(0));
        bob_flush(d);
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
    bob_put_stub(t, cell, e);
    v->start = cell;
    return cell;
}
