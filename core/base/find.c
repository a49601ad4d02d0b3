#define _GNU_SOURCE /* memmem */
#include "core/base/find.h"

#include <string.h>

/* The C library's search prepares tables for each call, which short texts do not repay: so the
 * first byte is looked for. Where many places begin like sub but go on otherwise, the C library
 * goes on: its time is linear. */
#define MOST_FALSE_STARTS 16

const char *bob_find(const char *text, size_t n, const char *sub, size_t m)
{
    const char *end = text + n;
    int i;
    if (m == 0)
        return text;
    for (i = 0; i < MOST_FALSE_STARTS; i++, text++) {
        if ((size_t)(end - text) < m)
            return NULL;
        text = memchr(text, *sub, (size_t)(end - text) - m + 1);
        if (text == NULL || (text[m - 1] == sub[m - 1] && memcmp(text, sub, m) == 0))
            return text;
    }
    return memmem(text, (size_t)(end - text), sub, m);
}
