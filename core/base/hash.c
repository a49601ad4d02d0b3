#include "core/base/hash.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t bob_hash(const void *bytes, size_t n)
{
    return XXH64(bytes, n, 0);
}

/* ---- in pieces ---- */

#define PRIME_1 0x9E3779B185EBCA87u
#define PRIME_2 0xC2B2AE3D27D4EB4Fu
#define PRIME_3 0x165667B19E3779F9u
#define PRIME_4 0x85EBCA77C2B2AE63u
#define PRIME_5 0x27D4EB2F165667C5u

static uint64_t rotate(uint64_t v, unsigned n)
{
    return v << n | v >> (64 - n);
}

static uint64_t little_endian(const unsigned char *p, unsigned size)
{
    uint64_t v = 0;
    while (size-- > 0)
        v = v << 8 | p[size];
    return v;
}

static uint64_t mix(uint64_t lane, uint64_t v)
{
    return rotate(lane + v * PRIME_2, 31) * PRIME_1;
}

void bob_hashing_begin(BobHashing *h)
{
    *h = (BobHashing){.lanes = {PRIME_1 + PRIME_2, PRIME_2, 0, 0 - PRIME_1}};
}

static void add_block(BobHashing *h, const unsigned char *block)
{
    unsigned i;
    for (i = 0; i < 4; i++)
        h->lanes[i] = mix(h->lanes[i], little_endian(block + 8 * i, 8));
}

void bob_hashing_add(BobHashing *h, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    size_t held = h->size % BOB_HASH_BLOCK;
    h->size += n;
    if (held > 0) {
        size_t piece = n < BOB_HASH_BLOCK - held ? n : BOB_HASH_BLOCK - held;
        memcpy(h->pending + held, p, piece);
        p += piece;
        n -= piece;
        if (held + piece < BOB_HASH_BLOCK)
            return;
        add_block(h, h->pending);
    }
    for (; n >= BOB_HASH_BLOCK; p += BOB_HASH_BLOCK, n -= BOB_HASH_BLOCK)
        add_block(h, p);
    if (n > 0)
        memcpy(h->pending, p, n);
}

/* The lanes as one; of less than a block they play no part. */
static uint64_t merged(const BobHashing *h)
{
    static const unsigned turns[] = {1, 7, 12, 18};
    uint64_t v = 0;
    unsigned i;
    if (h->size < BOB_HASH_BLOCK)
        return PRIME_5;
    for (i = 0; i < 4; i++)
        v += rotate(h->lanes[i], turns[i]);
    for (i = 0; i < 4; i++)
        v = (v ^ mix(0, h->lanes[i])) * PRIME_1 + PRIME_4;
    return v;
}

uint64_t bob_hashing_value(const BobHashing *h)
{
    const unsigned char *p = h->pending;
    size_t n = h->size % BOB_HASH_BLOCK;
    uint64_t v = merged(h) + h->size;
    for (; n >= 8; p += 8, n -= 8)
        v = rotate(v ^ mix(0, little_endian(p, 8)), 27) * PRIME_1 + PRIME_4;
    for (; n >= 4; p += 4, n -= 4)
        v = rotate(v ^ little_endian(p, 4) * PRIME_1, 23) * PRIME_2 + PRIME_3;
    for (; n > 0; p++, n--)
        v = rotate(v ^ *p * PRIME_5, 11) * PRIME_1;
    v = (v ^ v >> 33) * PRIME_2;
    v = (v ^ v >> 29) * PRIME_3;
    return v ^ v >> 32;
}
