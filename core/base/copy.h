/* memcpy for large blocks whose places the caller does not choose, and for few bytes. */
#ifndef BOB_COPY_H
#define BOB_COPY_H

#include <stddef.h>
#include <string.h>

/* Copies n bytes that do not overlap. */
void bob_copy(char *to, const char *from, size_t n);

/* The same without a call where n is small: most texts and parts of them are. */
static inline void bob_copy_small(char *to, const char *from, size_t n)
{
    char first[8], last[8]; /* both may lie in part on the same bytes */
    if (n > 16) {
        memcpy(to, from, n);
    } else if (n >= 8) {
        memcpy(first, from, 8);
        memcpy(last, from + n - 8, 8);
        memcpy(to, first, 8);
        memcpy(to + n - 8, last, 8);
    } else if (n >= 4) {
        memcpy(first, from, 4);
        memcpy(last, from + n - 4, 4);
        memcpy(to, first, 4);
        memcpy(to + n - 4, last, 4);
    } else if (n > 0) {
        to[0] = from[0];
        to[n / 2] = from[n / 2];
        to[n - 1] = from[n - 1];
    }
}

#endif
