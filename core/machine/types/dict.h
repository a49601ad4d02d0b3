/* The type dict: entries in the order in which their keys came, and an index of them by hash.
 *
 * The room of 2^(k+5) bytes, k >= 3, holds
 *
 *   uint64_t  count               entries in use: `size` living ones and those that were deleted
 *   BobEntry  entries[usable]     usable = 2^(k+1) / 3; the key of a deleted one is unbound
 *   uint32_t  index[2^k]          number of an entry + 1, or 0
 *
 * The index is open addressing by linear probing. A deletion closes the gap (Knuth's algorithm R),
 * so the index is always the one that the living entries make when they are put in one after
 * another: it follows from the entries, and a snapshot need not hold it. Probes are work.
 *
 * Sizes grow as CPython's do: a full dict is rebuilt for three times the keys that live. */
#ifndef BOB_DICT_H
#define BOB_DICT_H

#include "core/machine/types/hash.h"

typedef struct BobEntry {
    BobValue key, value; /* both unbound where it was deleted */
    int64_t hash;
} BobEntry;

#define BOB_NO_ENTRY UINT32_MAX
#define BOB_DICT_LEAST 3u /* the least k */
/* The class of the room for k, and the k of an object that has a room. */
#define BOB_DICT_ROOM(k) ((k) + 5u)

static inline uint32_t bob_dict_usable(unsigned k)
{
    return (uint32_t)(((uint64_t)2 << k) / 3);
}
static inline BobEntry *bob_dict_entries(const BobObject *d)
{
    return d->data == NULL ? NULL : (BobEntry *)((uint64_t *)d->data + 1);
}
static inline uint32_t bob_dict_count(const BobObject *d)
{
    return d->data == NULL ? 0 : (uint32_t) * (const uint64_t *)d->data;
}
static inline void bob_dict_set_count(BobObject *d, uint32_t count)
{
    *(uint64_t *)d->data = count;
}

/* The entry of a key whose hash is known, or BOB_NO_ENTRY. Counts its work. */
NODISCARD BobStatus bob_dict_find(BobState *s, const BobObject *d, BobValue key, int64_t hash,
                                  uint64_t *work, uint32_t *entry);
/* The same; hashes the key and charges. */
NODISCARD BobStatus bob_dict_look_up(BobState *s, const BobObject *d, BobValue key, int64_t *hash,
                                     uint32_t *entry);
/* A new dict with room for n keys. */
NODISCARD BobStatus bob_dict_new(BobState *s, uint64_t n, BobObject **out);
/* Makes room for n more keys. BOB_OK or BOB_OUT_OF_MEMORY with its message. */
NODISCARD BobStatus bob_dict_reserve(BobState *s, BobObject *d, uint64_t n);
/* Adds a key that is not there, where there is room. */
void bob_dict_add(BobObject *d, BobValue key, int64_t hash, BobValue value);
/* d[key] = value, of a key that was looked up. */
NODISCARD BobStatus bob_dict_put(BobState *s, BobObject *d, BobValue key, int64_t hash,
                                 uint32_t entry, BobValue value);
/* The same all at once, and charged. */
NODISCARD BobStatus bob_dict_set(BobState *s, BobObject *d, BobValue key, BobValue value);
/* Removes a living entry. */
void bob_dict_remove(BobObject *d, uint32_t entry);
void bob_dict_clear(BobHeap *h, BobObject *d);
/* Adds or replaces all entries of another dict: all or nothing, and charged. */
NODISCARD BobStatus bob_dict_merge(BobState *s, BobObject *d, const BobObject *from);
NODISCARD BobStatus bob_dict_copy(BobState *s, const BobObject *from, BobObject **out);
/* a | b. */
NODISCARD BobStatus bob_dict_union(BobState *s, BobObject *a, BobObject *b, BobValue *r);
/* The first living entry from number i on, or BOB_NO_ENTRY. */
uint32_t bob_dict_next(const BobObject *d, uint32_t i);
/* KeyError with the key's repr. */
COLD BobStatus bob_fail_key(BobState *s, BobValue key);

/* For the snapshot reader: makes the index of the entries that are there; false where they take
 * more probes than honest ones do. */
bool bob_dict_reindex(BobObject *d);

#endif
