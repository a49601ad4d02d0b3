/* Numbers as decimal digits. */
#ifndef BOB_DIGITS_H
#define BOB_DIGITS_H

#include <string.h>

#include "core/base/base.h"

/* Writes m so that it ends at `end`, in at most 20 bytes; returns where it begins. A division
 * takes longer than anything else here, so each gives two digits. */
static inline char *bob_digits_before(char *end, uint64_t m)
{
    static const char pairs[] = "00010203040506070809101112131415161718192021222324"
                                "25262728293031323334353637383940414243444546474849"
                                "50515253545556575859606162636465666768697071727374"
                                "75767778798081828384858687888990919293949596979899";
    for (; m >= 100; m /= 100) {
        end -= 2;
        memcpy(end, pairs + 2 * (m % 100), 2);
    }
    if (m >= 10) {
        end -= 2;
        memcpy(end, pairs + 2 * m, 2);
    } else {
        *--end = (char)('0' + m);
    }
    return end;
}

/* An int with its sign, in the same manner: at most 20 bytes too. */
static inline char *bob_int_before(char *end, int64_t i)
{
    end = bob_digits_before(end, i < 0 ? 0 - (uint64_t)i : (uint64_t)i);
    if (i < 0)
        *--end = '-';
    return end;
}

#endif
