/* The typed engine: into its loop, out of it again, and what runs between. Instructions that fail
 * or end the program are left to the reference engine, as is the rest of a slice that the loop
 * can't count exactly. */
#include <string.h>

#include "core/base/limits.h"
#include "core/lab/typed_counts.h"
#include "core/machine/check_state.h"
#include "core/typed/alloc.h"
#include "core/typed/blocks.h"
#include "core/typed/emit.h"
#include "core/typed/fuel.h"
#include "core/typed/versions.h"

/* Slices that begin at a place of the program before it is decoded for them. */
#define OFTEN 64u
/* Less of a slice than this is not worth two conversions of a frame. */
#define LEAST_TYPED 256u

/* A program of so many instructions is executed twice as often before it is decoded, and at most
 * so many times as often. */
#define LARGE_CODE 4096u
#define MOST_TIMES 4u

static void free_typed(BobState *s)
{
    Typed *t = s->engine_data;
    const BobAllocator *a = &s->allocator;
    Decode *d = &t->decode;
    uint32_t i;
    if (t->other_data != NULL) {
        s->engine_data = t->other_data;
        t->other_free(s);
    }
    for (i = 0; t->info != NULL && i < s->program->function_count; i++)
        bob_array_free(a, t->info[i].loops, t->info[i].loop_count, sizeof(Loop));
    bob_rest_free(s, &t->rest);
    bob_watch_free(s, t->watch);
    bob_typed_free_all(t);
    bob_array_free(a, t->runs, t->run_count, sizeof *t->runs);
    bob_free(a, d->ops, d->op_room * sizeof *d->ops);
    bob_free(a, d->last_event, (MOST_VARS + SPARE_VARS) * sizeof *d->last_event);
    bob_free(a, d->events, d->event_room * sizeof *d->events);
    bob_free(a, d->side_exits, d->side_exit_room * sizeof *d->side_exits);
    bob_free(a, d->stubs, d->stub_room * sizeof *d->stubs);
    bob_free(a, d->hint, MOST_VARS * sizeof *d->hint);
    bob_free(a, d->moves, BOB_MOVES_SIZE);
    bob_free(a, t->working, BOB_CONTEXT_SIZE);
    bob_free(a, t->spare, BOB_CONTEXT_SIZE);
    bob_free(a, t->info, s->program->function_count * sizeof *t->info);
    bob_free(a, t->inlined_vars, s->program->function_count);
    bob_free(a, t->global_stores, s->program->names.count);
    bob_table_free(t, &t->entries);
    bob_table_free(t, &t->versions);
    bob_table_free(t, &t->join_points);
    bob_table_free(t, &t->exits);
    bob_free(a, t->cells, t->cell_capacity * sizeof *t->cells);
    bob_free(a, t->stack, t->stack_size * sizeof *t->stack);
    bob_free(a, t, sizeof *t);
    s->engine_data = NULL;
    s->engine_free = NULL;
    s->hidden = false; /* what it hid is gone */
}

static void count_global_stores(Typed *t)
{
    const BobProgram *p = t->s->program;
    uint32_t i, ip;
    for (i = 0; i < p->function_count; i++)
        for (ip = 0; ip < p->functions[i].code_size; ip++) {
            BobWord code = p->functions[i].code[ip];
            if (bob_opcode(code) == OP_STORE_GLOBAL && t->global_stores[bob_operand(code)] < 2)
                t->global_stores[bob_operand(code)]++;
        }
}

static bool allocate(Typed *t, bool watched)
{
    const BobAllocator *a = &t->s->allocator;
    uint32_t functions = t->s->program->function_count, i;
    uint64_t code = 0;
    /* a frame has links and spare slots, and room for one that is inlined (inline.c) */
    t->stack_size = t->s->arena_values + 2 * MOST_VARS +
                    (6u + MOST_HOISTED) * (uint64_t)(t->s->frame_capacity + 1u) +
                    (MOST_INLINED + LEAST_SLOTS) *
                        (uint64_t)(t->s->frame_capacity < 64 ? t->s->frame_capacity : 64);
    for (i = 0; i < functions; i++)
        code += t->s->program->functions[i].code_size;
    t->cell_capacity =
        code > CELLS / CELLS_EACH ? CELLS : (uint32_t)code * CELLS_EACH + LEAST_CELLS;
    if (watched) {
        t->cell_capacity += TALLY_CELLS * CELLS;
        t->watch = bob_watch_new(t->s);
        if (t->watch == NULL)
            return false;
    }
    t->decode.hint = bob_alloc_zeroed(a, MOST_VARS * sizeof *t->decode.hint);
    t->decode.moves = bob_alloc(a, BOB_MOVES_SIZE);
    t->working = bob_alloc(a, BOB_CONTEXT_SIZE);
    t->spare = bob_alloc(a, BOB_CONTEXT_SIZE);
    t->info = bob_alloc_zeroed(a, functions * sizeof *t->info);
    t->inlined_vars = bob_alloc(a, functions);
    t->global_stores = bob_alloc_zeroed(a, t->s->program->names.count);
    t->decode.last_event = bob_alloc(a, (MOST_VARS + SPARE_VARS) * sizeof *t->decode.last_event);
    t->cells = bob_alloc(a, t->cell_capacity * sizeof *t->cells);
    t->stack = bob_alloc_stack(a, t->stack_size * sizeof *t->stack);
    return t->decode.hint != NULL && t->decode.moves != NULL && t->working != NULL &&
           t->spare != NULL && t->info != NULL && t->inlined_vars != NULL &&
           t->global_stores != NULL && t->decode.last_event != NULL && t->cells != NULL &&
           t->stack != NULL &&
           bob_scratch_room(t, &t->decode.ops, &t->decode.op_room, 0, sizeof *t->decode.ops);
}

/* The most instructions from one test of fuel to the next: forward through the code, with what is
 * done in place of calls on the way, of which fuel may be taken where nothing tests it. */
static uint64_t longest_path(const Typed *t, const BobFunction *f)
{
    uint64_t n = f->code_size;
    uint32_t i;
    for (i = 0; i < f->code_size; i++)
        if (bob_opcode(f->code[i]) == OP_CALL_FUNC &&
            bob_inlined_vars(t, bob_operand(f->code[i])) > 0)
            n += t->s->program->functions[bob_operand(f->code[i])].code_size;
    return n;
}

static bool has_conditional_loop(const BobFunction *f)
{
    uint32_t i;
    for (i = 0; i < f->code_size; i++) {
        unsigned opcode = bob_opcode(f->code[i]);
        if (bob_is_branch(opcode) && opcode != OP_JUMP && bob_operand(f->code[i]) <= i)
            return true;
    }
    return false;
}

/* Fuel that is kept back, so that from any test of it to the next it lasts. Fine tests are one step
 * apart, and a function that is done in place of its call; or one that was moved. */
static uint64_t threshold(const Typed *t, bool loops_back)
{
    const BobProgram *p = t->s->program;
    uint64_t inlined = 0;
    uint32_t i;
    for (i = 0; i < p->function_count && t->fine; i++)
        if (t->inlined_vars[i] > 0 && inlined < p->functions[i].code_size)
            inlined = p->functions[i].code_size;
    if (t->fine)
        return FINE_DEFERRED + 8 + inlined;
    /* It is once through the function at most, and a fourth more where a version begins that late
     * (bob_join_paths). A conditional jump back tests what is left at the jump, not at its target.
     */
    return loops_back ? 2 * t->longest + 8 : t->longest + t->longest / 4 + 8;
}

/* What the program needs to be run typed. NULL when memory is out. */
static Typed *make_typed(BobState *s, bool watched, bool fine)
{
    const BobProgram *p = s->program;
    Typed *t = NULL;
    bool loops_back = false;
    uint32_t i;
    if (bob_state_reserve_all(s)) /* what runs so long may call as deep as it likes */
        t = bob_alloc_zeroed(&s->allocator, sizeof *t);
    if (t == NULL)
        return NULL;
    t->s = s;
    t->fine = fine;
    t->other_data = s->engine_data; /* of the warm-up */
    t->other_free = s->engine_free;
    s->engine_data = t;
    s->engine_free = free_typed;
    if (!allocate(t, watched)) {
        free_typed(s);
        return NULL;
    }
    count_global_stores(t);
    for (i = 0; i < p->function_count; i++)
        t->inlined_vars[i] = (uint8_t)bob_find_inlined_vars(s, i);
    (void)bob_typed_loop(NULL, &t->labels);
    t->smallest = UINT32_MAX;
    for (i = 0; i < p->function_count; i++) {
        const BobFunction *f = &p->functions[i];
        uint32_t size = f->local_count + LEAST_SLOTS; /* analyse.c adds as much, and operands */
        uint64_t path = longest_path(t, f);
        loops_back |= has_conditional_loop(f);
        if (t->longest < path)
            t->longest = path;
        if (size < t->smallest)
            t->smallest = size;
    }
    t->threshold = threshold(t, loops_back);
    t->piece = BOB_PIECE + 4 * t->threshold;
    t->guard_failed = t->cells;
    t->guard_failed[0].label = t->labels[bob_typed_rows[ROW_MISSED].first];
    t->cell_count = 1;
    bob_frames_init(t);
    t->loop.typed = t;
    t->loop.statics = p->statics;
    t->loop.heap = &s->heap;
    t->burst = 1u << 16; /* the other engine leaves what is near the end of one to the reference */
    while (t->burst < 16 * t->threshold)
        t->burst *= 2;
    return t;
}

BobStatus bob_typed_watch(BobState *s)
{
    return make_typed(s, true, false) != NULL ? BOB_OK : BOB_OUT_OF_MEMORY;
}

/* ---- in ---- */

typedef enum Entering {
    ENTERED,
    ENTER_REFUSED, /* it can't be run typed from its ip */
    ENTER_UNMADE,  /* nothing was decoded for this place yet */
} Entering;

/* Whether to decode from that place on. What slices begin at seldom is not worth it, and there must
 * be room for the rest of the program. */
static bool is_worth_it(const Typed *t, Begun *b, uint32_t ip)
{
    if (b->unmade < OFTEN)
        b->unmade++;
    return ip == 0 || (b->unmade == OFTEN && t->cell_count < t->cell_capacity / 4);
}

/* Whether slices began where the top frame stands, or it is worth decoding from there on. */
static bool is_known(Typed *t)
{
    const BobFrame *f = bob_top_frame(t->s);
    const FunctionInfo *info = bob_function_info(t, f->function);
    Begun *b;
    if (!info->typed || f->ip >= info->f->code_size)
        return true;
    b = &info->begun[f->ip];
    return b->last[ENTRY_CALLED] != NULL || b->last[ENTRY_RESUMED] != NULL ||
           b->last[ENTRY_BOTTOM] != NULL || is_worth_it(t, b, f->ip);
}

/* Takes over the top frame, for a piece of so much fuel at most; `made`: only where nothing needs
 * to be decoded for it. */
static Entering enter(Typed *t, uint64_t stop, bool made)
{
    BobState *s = t->s;
    TypedLoop *x = &t->loop;
    Context *c = t->spare;
    Version *v = NULL;
    if (!t->full && made && !is_known(t)) /* the frame need not be converted to see that */
        return ENTER_UNMADE;
    if (t->full || !bob_frames_enter(t, c, &v))
        return ENTER_REFUSED;
    if (made && v == NULL && !bob_is_made(t, c) &&
        !is_worth_it(t, &c->entry->info->begun[c->ip], c->ip))
        return ENTER_UNMADE;
    t->stop = stop - s->count > t->piece ? s->count + t->piece : stop;
    x->fuel_left = (int64_t)(t->stop - s->count) - (int64_t)t->threshold +
                   untested(v != NULL ? v->context : c);
    x->ip = v != NULL ? v->start : bob_decode_entered(t, c);
    if (x->ip == NULL)
        return ENTER_REFUSED;
    t->left_already = false;
    bob_frames_run(t);
    return ENTERED;
}

/* Runs the loop to the end of the slice, piece by piece: nothing is converted between them. */
static TypedExit run_loop(Typed *t, uint64_t stop)
{
    for (;;) {
        TypedExit why = bob_typed_loop(&t->loop, NULL);
        uint64_t more = stop - t->stop < t->piece ? stop - t->stop : t->piece;
        if (why != TYPED_FUEL || more == 0 || bob_interrupted(t->s))
            return why;
        t->stop += more;
        t->loop.fuel_left += (int64_t)more;
        t->at = NULL; /* ip says it */
    }
}

/* ---- out ---- */

/* The context of the frame at t->loop.fp whose next cell is `cell`. */
static const Context *context_of(Typed *t, const TypedCell *cell)
{
    if (bob_is_stub(t, cell)) {
        const Edge *e = cell[1].data;
        const Context *c;
        if (e->kind == EDGE_CALL)
            return bob_entry_context(t, e->callee);
        if (e->kind == EDGE_RETURN)
            return bob_return_context(t, e, (unsigned)e->callee->return_type);
        c = e->context;
        if (c->inline_frame.info == NULL)
            return c;
        memcpy(t->spare, c, sizeof *c + (c->entry->info->locals + c->depth) * sizeof(Var));
        bob_to_call(t->spare);
        return t->spare;
    }
    return bob_known_context(t, cell);
}

/* Makes the state canonical again, but for hidden frames. */
static void leave(Typed *t)
{
    const Context *c = t->at;
    if (t->left_already)
        return;
    if (c == NULL)
        c = context_of(t, t->loop.ip);
    t->s->count = t->stop - (uint64_t)(t->loop.fuel_left + c->fuel_offset + (int64_t)t->threshold -
                                       (int64_t)c->ip);
    bob_frames_leave(t, c);
    t->at = NULL;
}

/* ---- the engine ---- */

/* What typed code can't be made for runs in `fused` for a while. */
static BobStatus run_other(Typed *t, uint64_t stop)
{
    BobState *s = t->s;
    BobStatus status;
    bob_unhide(s);
    s->engine_data = t->other_data;
    status = bob_engine_fused.run(s, stop);
    t->other_data = s->engine_data;
    if (s->engine_data != NULL && t->other_free == NULL)
        t->other_free = s->engine_free;
    s->engine_data = t;
    s->engine_free = free_typed;
    return status;
}

/* The state stands where typed code was left or can't be entered. */
static void count_exit(const Typed *t, unsigned why)
{
    if (t->watch != NULL)
        bob_watch_exit(t, why);
}

static BobStatus counted(const Typed *t, uint64_t since, BobStatus status)
{
    if (t != NULL && t->watch != NULL)
        t->watch->elsewhere += t->s->count - since;
    return status;
}

/* One instruction. */
static BobStatus run_reference(Typed *t, uint64_t stop)
{
    BobState *s = t->s;
    uint64_t since = s->count;
    bob_frames_prepare(t, 1);
    return counted(t, since, bob_engine_switch.run(s, stop - since > 1 ? since + 1 : stop));
}

/* What is left of a slice; or with `pause` as far as a place that slices often begin at. */
static BobStatus run_rest(Typed *t, uint64_t stop, bool pause)
{
    BobState *s = t->s;
    uint64_t since = s->count;
    if (stop > since)
        bob_frames_prepare(t, stop - since);
    return counted(t, since, bob_run_rest(s, &t->rest, stop, pause));
}

/* How many instructions are executed elsewhere first. To decode one takes the longer the less of
 * the program caches hold, and pays the later. */
static uint64_t warm_up_of(const BobState *s)
{
    uint64_t code = s->program->code_size, times = 1 + code / LARGE_CODE;
    return code * s->warm_up * (times < MOST_TIMES ? times : MOST_TIMES);
}

/* Whether slices have become so much shorter, or longer, that code pays that is made for them. */
static bool is_other_length(Typed *t, uint64_t slice)
{
    bool other = t->fine ? slice > LONG_SLICE : slice < SHORT_SLICE;
    t->others = other ? t->others + 1 : 0;
    return t->others >= (t->fine ? LONG_SLICES : SHORT_SLICES) && t->watch == NULL;
}

/* All of it, with the other tests of fuel. NULL when memory is out. */
static Typed *make_again(Typed *t)
{
    BobState *s = t->s;
    BobRest rest = t->rest;
    bool fine = !t->fine;
    void *other_data = t->other_data;
    void (*other_free)(BobState *) = t->other_free;
    bob_unhide(s);
    t->rest = (BobRest){.thread = NULL};
    t->other_data = NULL;
    free_typed(s);
    s->engine_data = other_data;
    s->engine_free = other_free;
    t = make_typed(s, false, fine);
    if (t != NULL)
        t->rest = rest;
    else
        bob_rest_free(s, &rest);
    return t;
}

static BobStatus run(BobState *s, uint64_t stop)
{
    Typed *t = s->engine_free == free_typed ? s->engine_data : NULL;
    uint64_t slice = stop > s->count ? stop - s->count : 0;
    bool detour;
    if (t == NULL) {
        /* What was executed by another machine, from which this one was restored, warmed nothing.
         */
        uint64_t cold = warm_up_of(s), done = s->count - s->began;
        if (done < cold) {
            uint64_t left = cold - done;
            BobStatus status = bob_engine_fused.run(s, slice > left ? s->count + left : stop);
            if (status != BOB_YIELDED || s->count >= stop)
                return status;
        }
        t = make_typed(s, false, slice < SHORT_SLICE);
    } else if (is_other_length(t, slice)) {
        t = make_again(t);
    }
    if (t == NULL) /* memory for the code was out */
        return bob_engine_switch.run(s, stop);
    detour = t->rest.thread != NULL;
    while (s->count < stop && stop - s->count > 2 * t->threshold + LEAST_TYPED &&
           !bob_interrupted(s)) {
        uint64_t left = stop - s->count, since = s->count;
        BobStatus status;
        Entering entering = enter(t, stop, detour);
        if (entering == ENTER_UNMADE) {
            status = run_rest(t, left > t->longest ? s->count + t->longest : stop, true);
            detour = false;
        } else if (entering == ENTER_REFUSED) {
            count_exit(t, WATCH_REFUSED);
            status = run_other(t, t->full || left < t->burst ? stop : s->count + t->burst);
            status = counted(t, since, status);
        } else {
            TypedExit why = run_loop(t, stop);
            leave(t);
            bob_check_state(s, since);
            since = s->count;
            count_exit(t, why);
            if (why == TYPED_FAIL) {
                BobStatus failed = bob_unwind(s, t->status);
                if (failed != BOB_OK)
                    return failed;
                continue;
            }
            bob_forget_error(s); /* what the reference engine does counts */
            left = stop > s->count ? stop - s->count : 0;
            if (why == TYPED_FUEL)
                break;
            if (why == TYPED_CAPPED) {
                if (t->burst < 1u << 26)
                    t->burst *= 2;
                status = run_other(t, left < t->burst ? stop : s->count + t->burst);
                status = counted(t, since, status);
            } else {
                status = run_reference(t, stop);
            }
        }
        if (status != BOB_YIELDED)
            return status;
    }
    return run_rest(t, stop, false);
}

const BobEngine bob_engine_typed = {
    .summary = "types and registers: blocks decoded once for each combination of types",
    .run = run,
    .registers = bob_typed_registers,
    .watch = bob_typed_watch,
    .totals = bob_typed_totals,
    .sites = bob_typed_sites,
    .listing = bob_typed_listing,
};
