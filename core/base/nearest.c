#include "core/base/nearest.h"

#include <string.h>

/* Names longer than this are not compared: the work is quadratic. */
#define LONGEST 64

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Insertions, deletions, replacements and exchanges of neighbours that make b of a;
 * letters of another case are equal. */
static unsigned distance(const char *a, size_t an, const char *b, size_t bn)
{
    unsigned rows[3][LONGEST + 1];
    size_t i, j;
    for (j = 0; j <= bn; j++)
        rows[0][j] = (unsigned)j;
    for (i = 1; i <= an; i++) {
        unsigned *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        row[0] = (unsigned)i;
        for (j = 1; j <= bn; j++) {
            bool same = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = least(above[j - 1] + !same, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                lower(a[i - 2]) == lower(b[j - 1]))
                row[j] = least(row[j], before[j - 2] + 1);
        }
    }
    return rows[an % 3][bn];
}

void bob_nearest_consider(BobNearest *near, const char *candidate, size_t n)
{
    size_t longer = n > near->size ? n : near->size;
    size_t apart = longer - (n > near->size ? near->size : n);
    unsigned limit = longer < 2 ? 0 : longer < 6 ? 1 : (unsigned)(longer / 3), d;
    if (longer > LONGEST || longer == 0)
        return;
    if (near->best != NULL && near->distance <= limit) {
        if (near->distance == 0)
            return;
        limit = near->distance - 1;
    }
    if (apart > limit)
        return;
    d = distance(near->text, near->size, candidate, n);
    if (d <= limit) {
        near->best = candidate;
        near->distance = d;
    }
}
