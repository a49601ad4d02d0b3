#include "core/base/copy.h"

#include <stdint.h>
#include <string.h>

/* A processor compares the low twelve bits of addresses to see whether a load needs what a store
 * before it wrote. Rooms have sizes that are powers of two, so that of two large ones the places
 * often agree in these bits: `s = c + s` copies to one byte after its source modulo 4096, and
 * each load of memcpy, which goes forwards, then waits for the store before it: a tenth of the
 * speed. Backwards no load follows a store that it could meet. */
#define ALIAS 4096u
#define NEAR 256u /* of a store that may not have left the store buffer yet */
#define PIECE 64u

void bob_copy(char *to, const char *from, size_t n)
{
    size_t distance = ((uintptr_t)to - (uintptr_t)from) % ALIAS;
    char piece[PIECE];
    if (n < 2 * NEAR || distance == 0 || distance >= NEAR) {
        memcpy(to, from, n);
        return;
    }
    for (; n >= PIECE; n -= PIECE) {
        memcpy(piece, from + n - PIECE, PIECE);
        memcpy(to + n - PIECE, piece, PIECE);
    }
    memcpy(to, from, n);
}
