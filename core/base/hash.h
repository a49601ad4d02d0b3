/* xxh64, from the xxhash library's header; of bytes that come in pieces as well. */
#ifndef BOB_HASH_H
#define BOB_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t bob_hash(const void *bytes, size_t n);

/* The hash of all bytes added so far, in a form that can be stored and continued from: the
 * library's own state differs between its versions. Of pending the first size % 32 count. */
#define BOB_HASH_BLOCK 32u
typedef struct BobHashing {
    uint64_t size;
    uint64_t lanes[4];
    unsigned char pending[BOB_HASH_BLOCK];
} BobHashing;

void bob_hashing_begin(BobHashing *h);
void bob_hashing_add(BobHashing *h, const void *bytes, size_t n);
/* What bob_hash() gives for the same bytes as a whole. */
uint64_t bob_hashing_value(const BobHashing *h);

#endif
