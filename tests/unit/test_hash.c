/* The hash in pieces: that of the xxhash library, whatever the pieces are, and gone on with
 * from what was stored. */
#include <criterion/criterion.h>
#include <string.h>

#include "core/base/hash.h"

Test(test_hash, pieces_are_the_whole)
{
    enum { LONGEST = 300 };
    unsigned char text[LONGEST];
    size_t n, piece;
    for (n = 0; n < LONGEST; n++)
        text[n] = (unsigned char)(n * 167 + 13);
    for (n = 0; n <= LONGEST; n++) {
        uint64_t want = bob_hash(text, n);
        for (piece = 1; piece <= 70; piece++) {
            BobHashing h;
            size_t at;
            bob_hashing_begin(&h);
            for (at = 0; at < n; at += piece) {
                BobHashing stored = h;
                memset(&h, 0x55, sizeof h);
                h.size = stored.size;
                memcpy(h.lanes, stored.lanes, sizeof h.lanes);
                memcpy(h.pending, stored.pending, stored.size % BOB_HASH_BLOCK);
                bob_hashing_add(&h, text + at, n - at < piece ? n - at : piece);
            }
            cr_assert_eq(h.size, n);
            cr_assert_eq(bob_hashing_value(&h), want, "%zu bytes in pieces of %zu", n, piece);
        }
    }
}

/* Of published test vectors (seed 0). */
Test(test_hash, known_values)
{
    BobHashing h;
    bob_hashing_begin(&h);
    cr_assert_eq(bob_hashing_value(&h), 0xEF46DB3751D8E999u);
    bob_hashing_add(&h, "abc", 3);
    cr_assert_eq(bob_hashing_value(&h), 0x44BC2CF5AD770999u);
}
