#include "core/base/intern.h"

#include <string.h>

#include "core/base/hash.h"

/* The slot where the key is, or the empty one where it belongs. */
static uint32_t probe(const BobIntern *t, uint64_t hash, const void *bytes, size_t n)
{
    uint32_t mask = t->slot_count - 1, at = (uint32_t)hash & mask;
    for (; t->slots[at] != 0; at = (at + 1) & mask) {
        const BobInternKey *k = &t->keys[t->slots[at] - 1];
        if (k->hash == hash && k->size == n && memcmp(k->bytes, bytes, n) == 0)
            break;
    }
    return at;
}

static bool rehash(BobIntern *t)
{
    uint32_t old = t->slot_count, want = old == 0 ? 16 : old * 2, i;
    uint32_t *slots = bob_alloc_zeroed(t->allocator, want * sizeof *slots);
    if (slots == NULL)
        return false;
    bob_free(t->allocator, t->slots, old * sizeof *slots);
    t->slots = slots;
    t->slot_count = want;
    for (i = 0; i < t->count; i++) {
        uint32_t at = (uint32_t)t->keys[i].hash & (want - 1);
        while (slots[at] != 0)
            at = (at + 1) & (want - 1);
        slots[at] = i + 1;
    }
    return true;
}

uint32_t bob_intern_find(const BobIntern *t, const void *bytes, size_t n)
{
    uint32_t at;
    if (t->slot_count == 0)
        return BOB_INTERN_NONE;
    at = probe(t, bob_hash(bytes, n), bytes, n);
    return t->slots[at] == 0 ? BOB_INTERN_NONE : t->slots[at] - 1;
}

uint32_t bob_intern_add(BobIntern *t, const void *bytes, size_t n)
{
    BobInternKey key = {bob_hash(bytes, n), NULL, (uint32_t)n};
    uint32_t at;
    char *copy;
    if ((t->count + 1) * 2ull > t->slot_count && !rehash(t))
        return BOB_INTERN_NONE;
    at = probe(t, key.hash, bytes, n);
    if (t->slots[at] != 0)
        return t->slots[at] - 1;
    copy = bob_alloc(t->allocator, n + 1);
    if (copy == NULL)
        return BOB_INTERN_NONE;
    memcpy(copy, bytes, n);
    copy[n] = '\0';
    key.bytes = copy;
    if (!bob_array_push(t->allocator, t->keys, t->count, key)) {
        bob_free(t->allocator, copy, n + 1);
        return BOB_INTERN_NONE;
    }
    t->slots[at] = t->count;
    return t->count - 1;
}

void bob_intern_free(BobIntern *t)
{
    uint32_t i;
    for (i = 0; i < t->count; i++)
        bob_free(t->allocator, (char *)t->keys[i].bytes, t->keys[i].size + 1u);
    bob_array_free(t->allocator, t->keys, t->count, sizeof *t->keys);
    bob_free(t->allocator, t->slots, t->slot_count * sizeof *t->slots);
    t->keys = NULL;
    t->slots = NULL;
    t->count = t->slot_count = 0;
}
