#include "core/typed/context.h"

#include <string.h>

/* All that versions are made of, piece after piece; given back together when the run ends. */
typedef struct Block {
    struct Block *next;
    size_t size, used; /* both with this */
} Block;

#define LEAST_BLOCK ((size_t)4 << 10)
#define LONGEST_BLOCK ((size_t)256 << 10)

/* A new block, twice as long as the last one, or as long as what does not fit in one. */
static Block *new_block(Typed *t, size_t n)
{
    size_t size = t->blocks == NULL                 ? LEAST_BLOCK
                  : t->blocks->size < LONGEST_BLOCK ? 2 * t->blocks->size
                                                    : LONGEST_BLOCK;
    Block *b;
    if (size < sizeof *b + n)
        size = sizeof *b + n;
    b = bob_alloc_zeroed(&t->s->allocator, size);
    if (b == NULL)
        return NULL;
    *b = (Block){.next = t->blocks, .size = size, .used = sizeof *b};
    t->blocks = b;
    return b;
}

void *bob_typed_alloc(Typed *t, size_t n)
{
    Block *b = t->blocks;
    void *p = NULL;
    n = (n + 7) & ~(size_t)7;
    if (t->bytes + n <= MOST_BYTES) {
        if (b == NULL || b->size - b->used < n)
            b = new_block(t, n);
        if (b != NULL) {
            p = (char *)b + b->used;
            b->used += n;
            t->bytes += n;
        }
    }
    t->full |= p == NULL;
    return p;
}

void bob_typed_free_all(Typed *t)
{
    Block *b = t->blocks;
    while (b != NULL) {
        Block *next = b->next;
        bob_free(&t->s->allocator, b, b->size);
        b = next;
    }
    t->blocks = NULL;
}

bool bob_scratch_room(Typed *t, void *array, uint32_t *room, uint32_t count, size_t element)
{
    const BobAllocator *a = &t->s->allocator;
    uint32_t more = *room < 64 ? 64 : 2 * *room;
    void **at = array, *grown;
    if (count < *room)
        return true;
    grown = a->resize(a->ctx, *at, *room * element, more * element);
    if (grown == NULL)
        return false;
    *at = grown;
    *room = more;
    return true;
}

static size_t context_size(const Context *c)
{
    return sizeof *c + (c->entry->info->locals + c->depth) * sizeof(Var);
}

Context *bob_context_copy(Typed *t, const Context *c)
{
    Context *copy = bob_typed_alloc(t, context_size(c));
    if (copy != NULL)
        memcpy(copy, c, context_size(c));
    return copy;
}

/* ---- changes, each recorded ---- */

void bob_set(Decode *d, uint32_t index, Var v)
{
    Event e = {.index = index, .before = d->last_event[index], .var = v};
    d->c->var[index] = v;
    if (bob_scratch_room(d->t, &d->events, &d->event_room, d->event_count, sizeof e)) {
        d->events[d->event_count++] = e;
        d->last_event[index] = d->event_count;
    } else {
        d->failed = true;
    }
}

void bob_forget_events(Decode *d, uint32_t count)
{
    while (d->event_count > count) {
        const Event *e = &d->events[--d->event_count];
        d->last_event[e->index] = e->before;
    }
}

void bob_push(Decode *d, Var v)
{
    uint32_t index = d->info->locals + d->c->depth++;
    bob_set(d, index, v);
    d->hint[index] = NULL;
}

void bob_pop(Decode *d, uint32_t n)
{
    d->c->depth -= n;
}

uint32_t bob_index_of(const Decode *d, const Var *v)
{
    return (uint32_t)(v - d->c->var);
}

/* ---- finding a context again ---- */

SideExit bob_side_exit(const Decode *d)
{
    const Context *c = d->c;
    SideExit m = {
        .ip = c->ip, .depth = c->depth, .events = d->event_count, .fuel_offset = c->fuel_offset};
    if (c->inline_frame.info != NULL) {
        m.inlined = true;
        m.call_ip = c->inline_frame.ip;
        m.call_depth = c->inline_frame.depth;
        m.call_offset = c->inline_frame.fuel_offset - c->fuel_offset;
    }
    return m;
}

const Run *bob_run_of(const Typed *t, const TypedCell *cell)
{
    uint32_t low = 0, high = t->run_count;
    while (high - low > 1) { /* the last that begins at or before it */
        uint32_t middle = low + (high - low) / 2;
        if (t->runs[middle].start <= cell)
            low = middle;
        else
            high = middle;
    }
    return &t->runs[low];
}

void bob_context_at(const Typed *t, const TypedCell *cell, Context *c)
{
    const Run *run = bob_run_of(t, cell);
    uint32_t offset = (uint32_t)(cell - run->start), low = 0, high = run->side_exit_count, i;
    memcpy(c, run->context, context_size(run->context));
    memset(c->hoisted, 0, sizeof c->hoisted); /* what is kept there is not recorded */
    bob_to_call(c);
    if (run->side_exit_count == 0 || run->side_exits[0].cell > offset)
        return;
    while (high - low > 1) { /* the last mark at or before it */
        uint32_t middle = low + (high - low) / 2;
        if (run->side_exits[middle].cell <= offset)
            low = middle;
        else
            high = middle;
    }
    for (i = 0; i < run->side_exits[low].events; i++)
        c->var[run->events[i].index] = run->events[i].var;
    c->ip = run->side_exits[low].ip;
    c->depth = run->side_exits[low].depth;
    c->fuel_offset = run->side_exits[low].fuel_offset;
}
