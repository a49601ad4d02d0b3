/* Numbers as people write them. */
#include <string.h>

#include "tools/bobbin/tool.h"

typedef unsigned __int128 Wide;

#define MOST ((Wide)UINT64_MAX)
#define TOO_LONG 60u /* digits and zeros: no number of 64 bits needs so many */

/* Digits with a '_' between any two of them, as in Python; false where there are none. */
static bool digits(const char **p, char out[TOO_LONG + 1], unsigned *n)
{
    unsigned before = *n;
    for (;; (*p)++) {
        char c = **p;
        if (c == '_' && *n > before && (*p)[1] >= '0' && (*p)[1] <= '9')
            continue;
        if (c < '0' || c > '9')
            return *n > before;
        if (*n == TOO_LONG)
            return false;
        out[(*n)++] = c;
    }
}

/* e6, E+6, e-1; nothing is 0. */
static bool exponent(const char **p, int *e)
{
    *e = 0;
    if (**p != 'e' && **p != 'E')
        return true;
    bool minus = (*p)[1] == '-';
    *p += 1 + (minus || (*p)[1] == '+');
    if (**p < '0' || **p > '9')
        return false;
    for (; **p >= '0' && **p <= '9'; (*p)++)
        if ((*e = *e * 10 + (**p - '0')) > 99)
            return false;
    if (minus)
        *e = -*e;
    return true;
}

/* K, M or G, and of sizes B or iB after it or B alone. */
static bool unit(const char *p, bool size, uint64_t *factor)
{
    static const char letters[] = "KMG";
    const char *at = *p != '\0' ? strchr(letters, *p & ~0x20) : NULL;
    *factor = 1;
    if (at != NULL) {
        for (const char *l = letters; l <= at; l++)
            *factor *= size ? 1024 : 1000;
        p++;
        if (size && *p == 'i')
            p++;
    }
    if (size && (*p == 'B' || *p == 'b'))
        p++;
    return *p == '\0';
}

bool number_parse(const char *text, bool size, uint64_t *n)
{
    char all[TOO_LONG + 1];
    unsigned count = 0, whole;
    uint64_t factor;
    int scale, e;
    const char *p = text;
    if (!digits(&p, all, &count))
        return false;
    whole = count;
    if (*p == '.' && (p++, !digits(&p, all, &count)))
        return false;
    if (!exponent(&p, &e) || !unit(p, size, &factor))
        return false;
    /* all * factor * 10 ** scale */
    scale = e - (int)(count - whole);
    Wide value = 0;
    for (unsigned i = 0; i < count; i++)
        if ((value = value * 10 + (unsigned)(all[i] - '0')) > MOST)
            return false;
    value *= factor; /* below 2**94 */
    if (value == 0)
        scale = 0;
    for (; scale > 0; scale--)
        if ((value *= 10) > MOST)
            return false;
    for (; scale < 0; scale++) {
        if (value % 10 != 0)
            return false;
        value /= 10;
    }
    *n = (uint64_t)value;
    return value <= MOST;
}
