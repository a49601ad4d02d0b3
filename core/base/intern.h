/* Byte strings to small numbers, in order of first use: names, constants, labels. */
#ifndef BOB_INTERN_H
#define BOB_INTERN_H

#include "core/base/memory.h"

typedef struct BobInternKey {
    uint64_t hash;
    const char *bytes; /* a copy with a NUL after it, as long as the table lives */
    uint32_t size;
    bool in_tree;
} BobInternKey;

/* A fork in the tree of keys that found no slot: intern.c. */
typedef struct BobInternFork {
    uint32_t at;       /* the symbol of the keys that decides, */
    uint32_t bit;      /* and its bit */
    uint32_t child[2]; /* a key's number + 1, or BOB_INTERN_FORK with a fork's */
} BobInternFork;
#define BOB_INTERN_FORK 0x80000000u

typedef struct BobIntern {
    const BobAllocator *allocator;
    BobInternKey *keys;
    uint32_t count;
    uint32_t *slots; /* key number + 1, or 0; slot_count is a power of two */
    uint32_t slot_count;
    BobInternFork *forks;
    uint32_t fork_count;
    uint32_t root; /* of the tree, as a child; 0 where it is empty */
    uint64_t work; /* slots and forks that bob_intern_add visited, for tests to bound */
} BobIntern;

#define BOB_INTERN_NONE UINT32_MAX
/* A key is in one of so many slots from that of its hash on, or in the tree. */
#define BOB_INTERN_PROBES 32u

/* The number of a byte string, or BOB_INTERN_NONE. */
uint32_t bob_intern_find(const BobIntern *t, const void *bytes, size_t n);

/* The number of a byte string, added if it is new (then its number was t->count);
 * BOB_INTERN_NONE when memory is out. */
uint32_t bob_intern_add(BobIntern *t, const void *bytes, size_t n);

void bob_intern_free(BobIntern *t);

#endif
