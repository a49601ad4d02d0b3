/* Memory that versions are made of, piece after piece; given back together when the run ends. */
#include "core/typed/alloc.h"

#include <string.h>

#include "core/typed/typed_state.h"

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
