/* Byte strings to small numbers, in order of first use: names, constants, labels. */
#ifndef BOB_INTERN_H
#define BOB_INTERN_H

#include "core/base/memory.h"

typedef struct BobInternKey {
    uint64_t hash;
    const char *bytes; /* a copy with a NUL after it, as long as the table lives */
    uint32_t size;
} BobInternKey;

typedef struct BobIntern {
    const BobAllocator *allocator;
    BobInternKey *keys;
    uint32_t count;
    uint32_t *slots; /* key number + 1, or 0; slot_count is a power of two */
    uint32_t slot_count;
} BobIntern;

#define BOB_INTERN_NONE UINT32_MAX

/* The number of a byte string, or BOB_INTERN_NONE. */
uint32_t bob_intern_find(const BobIntern *t, const void *bytes, size_t n);

/* The number of a byte string, added if it is new (then its number was t->count);
 * BOB_INTERN_NONE when memory is out. */
uint32_t bob_intern_add(BobIntern *t, const void *bytes, size_t n);

void bob_intern_free(BobIntern *t);

#endif
