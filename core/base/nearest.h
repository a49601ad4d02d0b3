/* "Did you mean ...?": the candidate nearest to a text by edit distance. */
#ifndef BOB_NEAREST_H
#define BOB_NEAREST_H

#include "core/base/base.h"

/* Start with {.text = ..., .size = ...}, show it the candidates, then read `best`: NULL
 * where none is near, that is within a third of the longer of the two. */
typedef struct BobNearest {
    const char *text;
    size_t size;
    const char *best; /* the first of the nearest; NUL-terminated if the candidate was */
    unsigned distance;
} BobNearest;

void bob_nearest_consider(BobNearest *near, const char *candidate, size_t n);

#endif
