#include "core/engines/threaded.h"

#include <string.h>

#include "core/base/limits.h"
#include "core/machine/check_state.h"

/* A frame adds a link and a pad to what it is charged in the arena. */
#define EXTRA 2u
/* Instructions of a function that only the reference engine can run, at one go. */
#define BURST 4096u

static void end_thread(BobState *s, BobThread *x)
{
    bob_rest_free(s, &x->rest);
    if (x->code != NULL)
        bob_code_free(s, x->code);
    bob_free(&s->allocator, x->stack, x->stack_size * sizeof *x->stack);
    bob_free(&s->allocator, x, sizeof *x);
}

static void free_thread(BobState *s)
{
    end_thread(s, s->engine_data);
    s->engine_data = NULL;
    s->engine_free = NULL;
}

/* Values for frames, as many as are allocated for the canonical ones. */
static uint64_t stack_for(const BobState *s)
{
    return s->arena_values + (uint64_t)EXTRA * (s->frame_capacity + 1u);
}

/* More of them, where those of the state have become more, which holds all frames now. */
static bool grow_stack(BobThread *x)
{
    const BobAllocator *a = &x->s->allocator;
    uint64_t size = stack_for(x->s);
    BobValue *stack;
    if (x->counted || x->stack_size >= size)
        return true;
    stack = bob_alloc_stack(a, size * sizeof *stack);
    if (stack == NULL)
        return false;
    bob_free(a, x->stack, x->stack_size * sizeof *x->stack);
    x->stack = stack;
    x->stack_size = size;
    return true;
}

/* Decodes; `stack`: values for frames. NULL when memory is out. */
static BobThread *make_thread(BobState *s, BobLoop loop, uint64_t stack)
{
    const void *const *labels;
    BobThread *x = bob_alloc_zeroed(&s->allocator, sizeof *x);
    if (x == NULL)
        return NULL;
    x->s = s;
    (void)loop(NULL, &labels);
    x->stack_size = stack;
    x->stack = bob_alloc_stack(&s->allocator, x->stack_size * sizeof *x->stack);
    if (x->stack == NULL || bob_decode(s, labels, &x->code) != BOB_OK) {
        end_thread(s, x);
        return NULL;
    }
    x->piece = BOB_PIECE + 4 * x->code->threshold;
    x->room = s->arena_limit;
    return x;
}

void bob_thread_account(BobThread *x)
{
    BobState *s = x->s;
    uint64_t sure = x->left > 0 ? (uint64_t)x->left : 0;
    s->count = s->fuel == BOB_UNLIMITED ? 0 : x->stop - 1 - (sure < x->stop ? sure : x->stop - 1);
}

/* What `left` is less than the fuel to `stop`, at that instruction. */
static int64_t kept_back(const BobThread *x, uint32_t ip)
{
    return x->counted ? 0 : (int64_t)x->code->threshold - (int64_t)ip;
}

/* Depth and arena, so that one more than a limit sets the guard. */
static uint64_t used(const BobThread *x)
{
    const BobState *s = x->s;
    uint64_t arena = bob_arena_at_hand(s);
    uint64_t room = arena > s->arena_used ? arena - s->arena_used : 0;
    if (room > x->room)
        room = x->room;
    return (((uint64_t)1 << 34) - 1 - room) +
           BOB_USE_FRAME * (((uint64_t)1 << 28) - 1 - bob_depth_at_hand(s) + s->frame_count);
}

/* Takes over the top frame; false where it can't be run as threaded code from its ip. */
static bool enter(BobThread *x, uint64_t stop)
{
    BobState *s = x->s;
    BobFrame *f = bob_top_frame(s);
    const BobFunction *function = bob_frame_function(s, f);
    const BobCallee *callee = &x->code->callees[f->function];
    uint32_t cell = x->code->cell_of[f->function][f->ip];
    if (cell == BOB_NO_CELL || function->max_depth > s->stack_limit || !grow_stack(x))
        return false;
    x->stop = stop - s->count > x->piece ? s->count + x->piece : stop;
    x->ip = callee->entry + cell;
    x->fp = x->stack;
    x->left = (int64_t)(x->stop - s->count) - kept_back(x, f->ip);
    x->use = used(x);
    memcpy(x->fp, f->locals, function->local_count * sizeof(BobValue));
    x->sp = x->fp + function->local_count;
    *x->sp++ = (BobValue){.tag = 0, .ref = NULL}; /* no link: the caller is not ours */
    *x->sp++ = bob_none();
    memcpy(x->sp, bob_frame_stack(s, f), f->depth * sizeof(BobValue));
    x->sp += f->depth;
    return true;
}

/* Where a cell belongs to, as bob_code_place finds it; slices end at the same cells again and
 * again. */
static void place_of(BobThread *x, const BobCell *cell, uint32_t *function, uint32_t *ip)
{
    BobPlace *p = &x->places[(size_t)(cell - x->code->cells) % COUNT_OF(x->places)];
    if (p->cell != cell) {
        bob_code_place(x->s, x->code, cell, function, ip);
        *p = (BobPlace){.cell = cell, .function = *function, .ip = *ip};
    }
    *function = p->function;
    *ip = p->ip;
}

/* Makes the state canonical again. */
static void leave(BobThread *x)
{
    BobState *s = x->s;
    BobFrame *base = &s->frames[s->frame_count - 1], *f;
    uint32_t n = 1, i, function = base->function, ip;
    const BobCell *at = x->ip;
    BobValue *fp, *top = x->sp, link;
    s->arena_used -= bob_frame_charge(s, bob_frame_function(s, base));
    place_of(x, at, &function, &ip);
    for (fp = x->fp; fp != x->stack; n++) { /* how many frames are ours */
        link = fp[s->program->functions[function].local_count];
        fp -= link.tag;
        place_of(x, (const BobCell *)(const void *)link.ref, &function, &ip);
    }
    for (f = base + n - 1, fp = x->fp;; f--) { /* functions and places, from the top */
        if (n > 1)
            place_of(x, at, &function, &ip);
        f->function = function;
        f->ip = ip;
        f->locals = fp; /* until it is copied */
        if (f == base)
            break;
        f->then = 0; /* it was called here */
        link = fp[s->program->functions[function].local_count];
        at = (const BobCell *)(const void *)link.ref;
        fp -= link.tag;
    }
    s->count = x->stop - (uint64_t)(x->left + kept_back(x, base[n - 1].ip));
    for (i = 0, fp = x->stack; i < n; i++) { /* contents, from the bottom */
        const BobFunction *called = bob_frame_function(s, f = &base[i]);
        BobValue *next = i + 1 < n ? f[1].locals : top, *from = fp + called->local_count + EXTRA;
        f->locals = s->arena + s->arena_used;
        f->depth = (uint32_t)(next - from);
        memcpy(f->locals, fp, called->local_count * sizeof(BobValue));
        memcpy(f->locals + called->local_count, from, f->depth * sizeof(BobValue));
        s->arena_used += bob_frame_charge(s, called);
        fp = next;
    }
    s->frame_count += n - 1;
}

/* Runs the loop to the end of the slice, piece by piece: it does not ask for interruptions. */
static BobExit run_loop(BobThread *x, uint64_t stop, BobLoop loop)
{
    for (;;) {
        BobExit why = loop(x, NULL);
        uint64_t more = stop - x->stop < x->piece ? stop - x->stop : x->piece;
        if (why != EXIT_FUEL || more == 0 || bob_interrupted(x->s))
            return why;
        x->stop += more;
        x->left += (int64_t)more;
    }
}

/* How many instructions the reference engine is to execute: one that the loop has not done; as many
 * as it takes out of a superinstruction; where the loop can't do any of the function, many. */
static uint64_t burst_of(const BobThread *x, bool entered)
{
    const BobFrame *f = bob_top_frame(x->s);
    const uint32_t *cell_of = x->code->cell_of[f->function];
    uint32_t ip = f->ip;
    if (entered)
        return 1;
    if (bob_frame_function(x->s, f)->max_depth > x->s->stack_limit)
        return BURST;
    while (cell_of[ip] == BOB_NO_CELL) /* there is one for the function's end */
        ip++;
    return ip > f->ip ? ip - f->ip : 1;
}

static BobStatus run_reference(const BobThread *x, uint64_t stop, bool entered)
{
    BobState *s = x->s;
    uint64_t burst = burst_of(x, entered);
    return bob_engine_switch.run(s, stop - s->count > burst ? s->count + burst : stop);
}

BobStatus bob_threaded_run(BobState *s, uint64_t stop, BobLoop loop)
{
    BobThread *x = s->engine_data;
    if (x == NULL) { /* room for as many frames as the limits allow; it is touched only as far as
                      * calls nest */
        x = make_thread(s, loop, stack_for(s));
        s->engine_data = x;
        s->engine_free = x != NULL ? free_thread : NULL;
    }
    while (x != NULL && s->count < stop && stop - s->count > x->code->threshold &&
           !bob_interrupted(s)) {
        uint64_t at UNUSED = s->count;
        bool entered = enter(x, stop);
        BobStatus status;
        if (entered) {
            BobExit why = run_loop(x, stop, loop);
            leave(x);
            bob_check_state(s, at);
            if (why == EXIT_FAIL) {
                BobStatus failed = bob_unwind(s, x->status);
                if (failed != BOB_OK)
                    return failed;
                continue;
            }
            bob_forget_error(s); /* what the reference engine does is what counts */
            if (why == EXIT_FUEL)
                break;
        }
        status = run_reference(x, stop, entered);
        if (status != BOB_YIELDED)
            return status;
    }
    if (x == NULL) /* memory for the code was out */
        return bob_engine_switch.run(s, stop);
    return bob_run_rest(s, &x->rest, stop, false);
}

/* ---- the rest of slices ---- */

#define REST_STACK 4096u /* values: a deeper call is left to the reference engine */

/* Once as many instructions were owed as there are to decode. */
static BobThread *thread_of_rest(BobState *s, BobRest *rest)
{
    uint64_t largest = 0;
    uint32_t i;
    if (rest->thread != NULL || rest->owed < s->program->code_size)
        return rest->thread;
    for (i = 0; i < s->program->function_count; i++) {
        const BobFunction *f = &s->program->functions[i];
        uint64_t size = f->local_count + (uint64_t)bob_frame_room(s, f);
        largest = largest < size ? size : largest;
    }
    rest->owed = 0; /* and where memory is out, not again at once */
    rest->thread = make_thread(s, bob_counted, largest + 2 * EXTRA + REST_STACK);
    if (rest->thread != NULL) {
        rest->thread->counted = true;
        rest->thread->room = REST_STACK / (1 + EXTRA); /* each frame is charged for a value */
    }
    return rest->thread;
}

void bob_rest_free(BobState *s, BobRest *rest)
{
    if (rest->thread != NULL)
        end_thread(s, rest->thread);
    *rest = (BobRest){.thread = NULL};
}

BobStatus bob_run_rest(BobState *s, BobRest *rest, uint64_t stop, bool pause)
{
    BobThread *x = s->count < stop ? thread_of_rest(s, rest) : NULL;
    uint64_t since = s->count;
    BobStatus status;
    if (x == NULL) {
        if (pause)
            return BOB_YIELDED;
        status = bob_engine_switch.run(s, stop);
        rest->owed += s->count - since;
        return status;
    }
    x->pause = pause;
    while (s->count < stop && !bob_interrupted(s)) {
        uint64_t at UNUSED = s->count;
        bool entered = enter(x, stop);
        if (entered) {
            BobExit why = bob_counted(x, NULL);
            leave(x);
            bob_check_state(s, at);
            if (why == EXIT_FAIL) {
                BobStatus failed = bob_unwind(s, x->status);
                if (failed != BOB_OK)
                    return failed;
                continue;
            }
            bob_forget_error(s);
            if (why ==
                EXIT_FUEL) /* all, or the next handler does more instructions than are left */
                break;
        }
        status = run_reference(x, stop, entered);
        if (status != BOB_YIELDED)
            return status;
    }
    if ((pause && s->count < stop) || (s->count == stop && stop < s->fuel))
        return BOB_YIELDED;
    return bob_engine_switch.run(s, stop);
}
