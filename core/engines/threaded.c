#include "core/engines/threaded.h"

#include <string.h>

#include "core/base/limits.h"

/* A frame adds a link and a pad to what it is charged in the arena. */
#define EXTRA 2u
/* Instructions of a function that only the reference engine can run, at one go. */
#define BURST 4096u

static void free_thread(BobState *s)
{
    BobThread *x = s->engine_data;
    if (x->code != NULL)
        bob_code_free(s, x->code);
    bob_free(&s->allocator, x->stack, x->stack_size * sizeof *x->stack);
    bob_free(&s->allocator, x, sizeof *x);
    s->engine_data = NULL;
    s->engine_free = NULL;
}

/* Decodes, and makes room for as many frames as the limits allow; it is touched only as
 * far as calls nest. NULL when memory is out. */
static BobThread *make_thread(BobState *s, BobLoop loop)
{
    const void *const *labels;
    BobThread *x = bob_alloc_zeroed(&s->allocator, sizeof *x);
    if (x == NULL)
        return NULL;
    x->s = s;
    s->engine_data = x;
    s->engine_free = free_thread;
    (void)loop(NULL, &labels);
    x->stack_size = s->arena_values + (uint64_t)EXTRA * (s->frame_capacity + 1u);
    x->stack = bob_alloc(&s->allocator, x->stack_size * sizeof *x->stack);
    if (x->stack == NULL || bob_decode(s, labels, &x->code) != BOB_OK) {
        free_thread(s);
        return NULL;
    }
    x->piece = BOB_PIECE + 4 * x->code->threshold;
    /* so that one more than the limit sets the guard */
    x->bias = (((uint64_t)1 << 34) - 1 - s->arena_limit) +
              BOB_USE_FRAME * (((uint64_t)1 << 28) - 1 - s->depth_limit);
    return x;
}

void bob_thread_account(BobThread *x)
{
    BobState *s = x->s;
    uint64_t sure = x->left > 0 ? (uint64_t)x->left : 0;
    s->count = s->fuel == BOB_UNLIMITED ? 0 : x->stop - 1 - (sure < x->stop ? sure : x->stop - 1);
}

/* Takes over the top frame; false where it can't be run as threaded code from its ip. */
static bool enter(BobThread *x, uint64_t stop)
{
    BobState *s = x->s;
    BobFrame *f = bob_top_frame(s);
    const BobFunction *function = bob_frame_function(s, f);
    const BobCallee *callee = &x->code->callees[f->function];
    uint32_t cell = x->code->cell_of[f->function][f->ip];
    if (cell == BOB_NO_CELL || function->max_depth > s->stack_limit)
        return false;
    x->stop = stop - s->count > x->piece ? s->count + x->piece : stop;
    x->ip = callee->entry + cell;
    x->fp = x->stack;
    x->left = (int64_t)(x->stop - s->count) - (int64_t)x->code->threshold + (int64_t)f->ip;
    x->use = x->bias + s->arena_used + BOB_USE_FRAME * s->frame_count;
    memcpy(x->fp, f->locals, function->local_count * sizeof(BobValue));
    x->sp = x->fp + function->local_count;
    *x->sp++ = (BobValue){.tag = 0, .ref = NULL}; /* no link: the caller is not ours */
    *x->sp++ = bob_none();
    memcpy(x->sp, bob_frame_stack(s, f), f->depth * sizeof(BobValue));
    x->sp += f->depth;
    return true;
}

/* Makes the state canonical again. */
static void leave(BobThread *x)
{
    BobState *s = x->s;
    uint32_t base = s->frame_count - 1, n = 1, i;
    const BobCell *at = x->ip;
    BobValue *fp, *top = x->sp;
    for (fp = x->fp; fp != x->stack; n++) { /* how many frames are ours */
        uint32_t function, ip;
        bob_code_place(s, x->code, at, &function, &ip);
        {
            BobValue link = fp[s->program->functions[function].local_count];
            at = (const BobCell *)(const void *)link.ref;
            fp -= link.tag;
        }
    }
    at = x->ip;
    for (i = n, fp = x->fp; i-- > 0;) { /* functions and places, from the top */
        BobFrame *f = &s->frames[base + i];
        BobValue link;
        bob_code_place(s, x->code, at, &f->function, &f->ip);
        link = fp[s->program->functions[f->function].local_count];
        at = (const BobCell *)(const void *)link.ref;
        if (i == 0)
            break;
        f->locals = fp; /* until it is copied */
        fp -= link.tag;
    }
    s->count = x->stop - (uint64_t)(x->left + (int64_t)x->code->threshold -
                                    (int64_t)s->frames[base + n - 1].ip);
    s->arena_used -= bob_frame_charge(s, bob_frame_function(s, &s->frames[base]));
    for (i = 0, fp = x->stack; i < n; i++) { /* contents, from the bottom */
        BobFrame *f = &s->frames[base + i];
        const BobFunction *function = bob_frame_function(s, f);
        BobValue *next = i + 1 < n ? f[1].locals : top, *from = fp + function->local_count + EXTRA;
        f->locals = s->arena + s->arena_used;
        f->depth = (uint32_t)(next - from);
        memcpy(f->locals, fp, function->local_count * sizeof(BobValue));
        memcpy(f->locals + function->local_count, from, f->depth * sizeof(BobValue));
        s->arena_used += bob_frame_charge(s, function);
        fp = next;
    }
    s->frame_count = base + n;
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

BobStatus bob_threaded_run(BobState *s, uint64_t stop, BobLoop loop)
{
    const BobEngine *reference = &bob_engine_switch;
    BobThread *x = s->engine_data;
    if (x == NULL)
        x = make_thread(s, loop);
    while (x != NULL && s->count < stop && stop - s->count > x->code->threshold &&
           !bob_interrupted(s)) {
        uint64_t burst = 1;
        BobStatus status;
        if (enter(x, stop)) {
            BobExit why = run_loop(x, stop, loop);
            leave(x);
            if (why == EXIT_FAIL)
                return bob_fail_here(s, x->status);
            s->error =
                (BobError){.kind = BOB_OK}; /* what the reference engine does is what counts */
            if (why == EXIT_FUEL)
                continue;
        } else if (bob_frame_function(s, bob_top_frame(s))->max_depth > s->stack_limit) {
            burst = BURST;
        }
        status = reference->run(s, stop - s->count > burst ? s->count + burst : stop);
        if (status != BOB_YIELDED)
            return status;
    }
    return reference->run(s, stop); /* also where memory for the code was out */
}
