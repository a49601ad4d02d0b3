/* Frames of the canonical state and frames of typed code (docs/typed.md, "In and out").
 *
 * When the loop is left, the top frame alone becomes canonical. Those below it stay as they are,
 * hidden between two frames of the state: `base` of them lie below the hidden ones. So a slice
 * costs the same however deep calls nest. They become canonical when somebody reads them
 * (bob_unhide, state.h), and one by one when another engine returns to them.
 *
 * Nobody counts typed frames: that a call keeps to the limits of depth and arena is seen from a
 * line that the callee may not pass, which is drawn from a known point, where frames and values
 * were counted. The link by which the frame above it returns is replaced by a marker, a cell of its
 * own, while the loop runs: returning there, the loop draws a new line, or takes canonical frames
 * over. */
#include <string.h>

#include "core/typed/frames.h"
#include "core/typed/typed_state.h"
#include "core/typed/versions.h"

#define MOST_AT_A_TIME 64u

static uint64_t charge_of(const BobState *s, uint32_t function)
{
    return bob_frame_charge(s, &s->program->functions[function]);
}

/* ---- from frame to frame, down ---- */

/* A few of the edges that links lead back to: those of a recursion are always the same. */
typedef struct Walk {
    const TypedCell *link[16];
    const Context *caller[16];
} Walk;

/* Of the frame that fp ends, which has called another. */
static const Context *caller_at(const Typed *t, Walk *w, const TypedSlot *fp)
{
    const TypedCell *link = fp->link;
    unsigned i = (unsigned)((uintptr_t)link / sizeof *link % 16);
    if (w->link[i] != link) {
        w->link[i] = link;
        w->caller[i] = bob_edge_of(t, link)->context;
    }
    return w->caller[i];
}

/* ---- the known point ---- */

static void mark(Typed *t)
{
    t->below.link = t->below.fp->link;
    t->below.fp->link = t->marker;
}

static void unmark(Typed *t)
{
    t->below.fp->link = t->below.link;
}

/* Below this neither limit can be reached: a frame has more slots than values are charged for it,
 * and at least as many as the smallest. */
static void draw_line(Typed *t)
{
    const BobState *s = t->s;
    const Below *b = &t->below;
    uint64_t frames = (uint64_t)(s->depth_limit - b->count) * t->smallest;
    uint64_t room = s->arena_limit > b->used ? s->arena_limit - b->used : 0;
    uint64_t stack = (uint64_t)(t->stack + t->stack_size - b->fp) - MOST_VARS;
    uint64_t least = frames < room ? frames : room;
    t->loop.line = b->fp + (least < stack ? least : stack);
}

/* All frames below fp are counted. */
static void know_up_to(Typed *t, TypedSlot *fp)
{
    Walk w = {{NULL}, {NULL}};
    Below *b = &t->below;
    TypedSlot *at;
    for (at = fp; at != b->fp; b->count++) {
        const Context *c = caller_at(t, &w, at);
        ASSERT(at > b->fp);
        b->used += charge_of(t->s, c->entry->info->function);
        at -= c->entry->info->size;
    }
    b->fp = fp;
}

/* Frames above the known point have returned: it moves down, some frames at a time. */
static void know_less(Typed *t, unsigned n)
{
    Walk w = {{NULL}, {NULL}};
    Below *b = &t->below;
    for (; n > 0 && b->fp != t->stack; n--) {
        const Context *c = caller_at(t, &w, b->fp);
        b->count--;
        b->used -= charge_of(t->s, c->entry->info->function);
        b->fp -= c->entry->info->size;
    }
}

/* ---- from the canonical state ---- */

/* Whether typed code could go on in that frame when what it called returns, with `used` values
 * charged for it and those below. It does not change as long as the frame exists. */
static bool is_resumable(Typed *t, uint32_t frame, uint64_t used)
{
    const BobFrame *f = &t->s->frames[frame];
    const FunctionInfo *info = bob_function_info(t, f->function);
    return info->typed && f->ip < info->f->code_size && f->depth < info->f->max_depth &&
           used + info->inlined <= t->s->arena_limit;
}

/* The entry of a frame above canonical ones, for which `used` values are charged. */
static Entry *entry_above(Typed *t, uint32_t frame, uint64_t used)
{
    bool resumable = frame > 0 && t->s->frames[frame].then == 0 && is_resumable(t, frame - 1, used);
    return bob_entry_of_state(t, t->s->frames[frame].function,
                              resumable ? ENTRY_RESUMED : ENTRY_BOTTOM);
}

static Entry *resumed(Typed *t, uint32_t frame)
{
    return bob_entry_of_state(t, t->s->frames[frame].function, ENTRY_RESUMED);
}

static bool has_room(const Typed *t, const TypedSlot *at, const Entry *e)
{
    return (uint64_t)(t->stack + t->stack_size - at) >= e->info->size + 2u * MOST_VARS;
}

/* The frame's values to the slots from `at` on, which is its caller's link, and in *c the context
 * that finds them there. Returns its fp, or NULL where there is no room. */
static TypedSlot *take(Typed *t, uint32_t frame, TypedSlot *at, Entry *e, Context *c)
{
    const BobFrame *f = &t->s->frames[frame];
    const BobValue *stack = bob_frame_stack(t->s, f);
    uint32_t locals = e->info->locals, i;
    if (!has_room(t, at, e))
        return NULL;
    memset(c, 0, sizeof *c);
    c->entry = e;
    c->ip = f->ip;
    c->depth = f->depth;
    c->fuel_offset = t->fine ? f->ip : 0;
    for (i = 0; i < locals + f->depth; i++) {
        BobValue v = i < locals ? f->locals[i] : stack[i - locals];
        memset(&c->var[i], 0, sizeof c->var[i]);
        c->var[i] = (Var){.type = (uint8_t)v.tag, .where = AT_NOTHING, .reg = NO_REG};
        if (has_value((unsigned)v.tag))
            c->var[i] = (Var){.type = (uint8_t)v.tag, .where = AT_SLOT, .n = bob_home(i)};
        at[bob_home(i)].i = v.i;
    }
    return at + e->info->size;
}

/* The same where code is ready that was entered here before with the same types: its version, or
 * NULL. */
static Version *take_ready(Typed *t, const BobFrame *f, TypedSlot *at, const Entry *e)
{
    Version *v = e->info->begun[f->ip].last[e->kind];
    const BobValue *value = f->locals; /* the operands follow */
    uint32_t n = e->info->locals + f->depth, i;
    if (v == NULL || v->context->depth != f->depth || !has_room(t, at, e))
        return NULL;
    for (i = 0; i < n; i++) {
        if (value[i].tag != v->context->var[i].type)
            return NULL;
        at[bob_home(i)].i = value[i].i;
    }
    return v;
}

/* The same for a frame that has called another, of entry `callee`: its link is set. */
static TypedSlot *take_caller(Typed *t, uint32_t frame, TypedSlot *at, Entry *e, Entry *callee)
{
    Context *c = t->spare;
    TypedSlot *fp = NULL;
    if (e != NULL && callee != NULL)
        fp = take(t, frame, at, e, c);
    if (fp == NULL)
        return NULL;
    c->fuel_offset = c->ip;
    fp->link = bob_resume_at(t, c, callee);
    return fp->link != NULL ? fp : NULL;
}

/* The lowest typed frame returns: takes canonical ones over. Where to go on, or NULL where that is
 * impossible. */
static TypedCell *take_over(Typed *t)
{
    BobState *s = t->s;
    Below *b = &t->below;
    uint32_t low = b->base, i;
    uint64_t used = b->used;
    Entry *e = NULL, *lowest = NULL;
    TypedSlot *fp = t->stack;
    while (low > 0 && b->base - low < t->batch && (low == b->base || s->frames[low].then == 0) &&
           is_resumable(t, low - 1, used))
        used -= charge_of(s, s->frames[--low].function);
    ASSERT(low < b->base);
    lowest = entry_above(t, low, used);
    for (i = low, e = lowest; i < b->base && fp != NULL; i++) {
        Entry *callee = i + 1 == b->base ? b->entry : resumed(t, i + 1);
        fp = take_caller(t, i, fp, e, callee);
        e = callee;
    }
    if (fp == NULL)
        return NULL;
    t->stack[0].link = NULL;
    *b = (Below){.base = low,
                 .then = s->frames[low].then,
                 .base_used = used,
                 .count = low,
                 .used = used,
                 .fp = t->stack,
                 .entry = lowest};
    t->loop.fp = fp;
    if (t->batch < MOST_AT_A_TIME)
        t->batch *= 2;
    return fp->link;
}

/* The frame above the known point has returned; the loop's fp is that of its caller. Where to go
 * on, or NULL. */
TypedCell *bob_return_below(Typed *t)
{
    TypedCell *link = t->below.link;
    ASSERT(t->loop.fp == t->below.fp);
    unmark(t);
    if (t->below.fp != t->stack)
        know_less(t, MOST_AT_A_TIME);
    else
        link = take_over(t);
    draw_line(t);
    mark(t);
    return link;
}

/* The machine stands after a return of that value to the canonical frame base - 1. */
void bob_return_canonical(Typed *t, BobValue v)
{
    BobState *s = t->s;
    BobFrame *f = &s->frames[t->below.base - 1];
    bob_frame_stack(s, f)[f->depth++] = v;
    s->frame_count = t->below.base;
    s->arena_used = t->below.base_used;
    s->hidden = false;
    s->count = t->stop - (uint64_t)(t->loop.fuel_left + (int64_t)t->threshold);
    t->left_already = true;
}

/* What the marker does: the result is in the first register. */
TypedCell *bob_typed_marked(TypedLoop *x)
{
    Typed *t = x->typed;
    Entry *e = t->below.entry; /* that returned, where there is no typed frame below */
    TypedCell *link = bob_return_below(t);
    BobValue v = {.tag = TAG_NONE, .i = 0};
    if (link != NULL)
        return link;
    v.tag = (uint64_t)e->return_type;
    if (is_float((unsigned)e->return_type))
        v.f = x->f[0];
    else if (has_value((unsigned)e->return_type))
        v.i = x->r[0];
    bob_return_canonical(t, v);
    x->why = TYPED_CAPPED;
    return NULL;
}

/* The entry of the top frame, with frames below it that another engine has called on top of hidden
 * ones made typed. NULL where that is impossible. */
static Entry *reach_top(Typed *t)
{
    BobState *s = t->s;
    Below *b = &t->below;
    uint32_t top = s->frame_count - 1, i;
    uint64_t used = b->base_used + (uint64_t)(t->hidden - t->stack); /* at most */
    TypedSlot *fp = t->hidden;
    Entry *e;
    if (!s->hidden) {
        used = s->arena_used - charge_of(s, s->frames[top].function);
        e = entry_above(t, top, used);
        *b = (Below){.base = top,
                     .then = s->frames[top].then,
                     .base_used = used,
                     .count = top,
                     .used = used,
                     .fp = t->stack,
                     .entry = e};
        t->stack[0].link = NULL;
        t->hidden = t->stack;
        return e;
    }
    e = bob_edge_of(t, fp->link)->callee;
    for (i = b->base; i < top; i++) {
        Entry *callee = resumed(t, i + 1);
        used += charge_of(s, s->frames[i].function);
        fp = s->frames[i + 1].then == 0 && is_resumable(t, i, used)
                 ? take_caller(t, i, fp, e, callee)
                 : NULL;
        if (fp == NULL)
            return NULL;
        e = callee;
    }
    if (top > b->base) { /* the top one moves down to where the state has the hidden ones */
        BobFrame *f = &s->frames[b->base];
        uint64_t charge = charge_of(s, s->frames[top].function);
        memmove(s->arena + b->base_used, s->frames[top].locals, charge * sizeof(BobValue));
        *f = s->frames[top];
        f->locals = s->arena + b->base_used;
        s->frame_count = b->base + 1;
        s->arena_used = b->base_used + charge;
        t->hidden = fp;
    }
    return e;
}

static bool take_top(Typed *t, Context *c, Version **ready)
{
    Entry *e = reach_top(t);
    const BobFrame *f = bob_top_frame(t->s);
    TypedSlot *fp;
    if (e == NULL || f->depth > e->info->f->max_depth || f->ip >= e->info->f->code_size)
        return false;
    *ready = take_ready(t, f, t->hidden, e);
    fp = *ready != NULL ? t->hidden + e->info->size
                        : take(t, t->s->frame_count - 1, t->hidden, e, c);
    if (fp == NULL)
        return false;
    t->loop.fp = fp;
    draw_line(t);
    if (t->loop.line < fp + e->info->inlined) { /* from farther up it may reach farther */
        know_up_to(t, t->hidden);
        draw_line(t);
    }
    return t->loop.line >= fp + e->info->inlined; /* what is done without a test */
}

bool bob_frames_enter(Typed *t, Context *c, Version **ready)
{
    if (take_top(t, c, ready))
        return true;
    if (!t->s->hidden)
        return false;
    bob_unhide(t->s); /* then the top alone */
    t->batch = 1;
    return take_top(t, c, ready);
}

void bob_frames_run(Typed *t)
{
    mark(t);
}

/* ---- to the canonical state ---- */

static void write_frame(Typed *t, BobFrame *f, BobValue *locals, const Context *c)
{
    const TypedSlot *slots = t->loop.fp - c->entry->info->size;
    uint32_t n = c->entry->info->locals + c->depth, i;
    *f = (BobFrame){
        .locals = locals, .function = c->entry->info->function, .ip = c->ip, .depth = c->depth};
    for (i = 0; i < n; i++) {
        const Var *v = &c->var[i]; /* most are in slots and registers */
        locals[i].tag = v->type;
        if (v->where == AT_SLOT)
            locals[i].i = slots[v->n].i;
        else if (v->where == AT_REG && is_float(v->type))
            locals[i].f = t->loop.f[v->reg];
        else if (v->where == AT_REG)
            locals[i].i = t->loop.r[v->reg];
        else
            locals[i].i = bob_box(t, c, v).i;
    }
}

void bob_frames_leave(Typed *t, const Context *c)
{
    BobState *s = t->s;
    Below *b = &t->below;
    unmark(t);
    write_frame(t, &s->frames[b->base], s->arena + b->base_used, c);
    s->frame_count = b->base + 1;
    s->arena_used = b->base_used + charge_of(s, c->entry->info->function);
    t->hidden = t->loop.fp - c->entry->info->size;
    ASSERT(t->hidden >= b->fp);
    s->hidden = t->hidden != t->stack;
    s->hidden_at = b->base;
    if (!s->hidden)
        s->frames[b->base].then = b->then;
}

/* Makes n hidden frames canonical, from the top down. */
static void show(Typed *t, uint32_t n, uint64_t charge)
{
    BobState *s = t->s;
    Below *b = &t->below;
    Walk w = {{NULL}, {NULL}};
    BobValue *at = s->arena + b->base_used;
    uint32_t i;
    memmove(at + charge, at, (s->arena_used - b->base_used) * sizeof *at);
    memmove(&s->frames[b->base + n], &s->frames[b->base],
            (s->frame_count - b->base) * sizeof *s->frames);
    s->frame_count += n;
    s->arena_used += charge;
    for (i = b->base + n; i < s->frame_count; i++)
        s->frames[i].locals += charge;
    for (at += charge; n-- > 0;) {
        const Context *c = caller_at(t, &w, t->hidden);
        at -= charge_of(s, c->entry->info->function);
        t->loop.fp = t->hidden;
        write_frame(t, &s->frames[b->base + n], at, c);
        t->hidden -= c->entry->info->size;
    }
    ASSERT(at == s->arena + b->base_used);
    s->hidden = t->hidden != t->stack;
    if (!s->hidden) /* the lowest, which another engine has called */
        s->frames[b->base].then = b->then;
}

/* The top hidden frame alone, or all (state.h). */
static void unhide(void *typed, bool all)
{
    Typed *t = typed;
    BobState *s = t->s;
    Below *b = &t->below;
    ASSERT(s->hidden && s->hidden_at == b->base && t->hidden != t->stack);
    if (all) {
        know_up_to(t, t->hidden);
        show(t, b->count - b->base, b->used - b->base_used);
        b->count = b->base;
        b->used = b->base_used;
        b->fp = t->stack;
    } else {
        if (b->fp == t->hidden)
            know_less(t, 1);
        show(t, 1, charge_of(s, bob_edge_of(t, t->hidden->link)->context->entry->info->function));
    }
}

/* Whether n instructions can't reach a limit that the state, without the hidden frames, would not
 * show: else all are counted, and if need be converted. */
void bob_frames_prepare(Typed *t, uint64_t n)
{
    BobState *s = t->s;
    const Below *b = &t->below;
    unsigned tries;
    for (tries = 0; tries < 2 && s->hidden; tries++) {
        uint64_t slots = (uint64_t)(t->hidden - b->fp);
        uint64_t frames = b->count + slots / t->smallest + (s->frame_count - b->base);
        uint64_t used = b->used + slots + (s->arena_used - b->base_used);
        if (n < s->depth_limit && frames < s->depth_limit - n && used < s->arena_limit &&
            n < (s->arena_limit - used) / t->largest_charge)
            return;
        know_up_to(t, t->hidden);
    }
    bob_unhide(s);
}

void bob_frames_init(Typed *t)
{
    const BobState *s = t->s;
    uint32_t i;
    t->marker = t->cells + t->cell_count++;
    t->marker->label = t->labels[bob_typed_rows[ROW_MARKED].first];
    t->batch = 1;
    t->hidden = t->stack;
    t->largest_charge = 1;
    for (i = 0; i < s->program->function_count; i++)
        if (t->largest_charge < charge_of(s, i))
            t->largest_charge = charge_of(s, i);
    t->s->unhide = unhide;
    t->s->unhide_ctx = t;
}
