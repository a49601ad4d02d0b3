/* What the letters of handlers.def mean, for the engine and for tools/gen/typed.c, which makes the
 * handlers: both must number them alike. */
#ifndef BOB_KINDS_H
#define BOB_KINDS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static inline bool bob_is_kind_of(const char *kinds, char kind)
{
    return kind != 0 && strchr(kinds, kind) != NULL;
}

static inline bool is_float_kind(char kind)
{
    return bob_is_kind_of("FfYgDdPpW", kind);
}

static inline bool is_written_kind(char kind)
{
    return bob_is_kind_of("IFSDRP", kind);
}

/* How many places an operand can have, 1 where it is not in the handler's number: the registers
 * of its class, and as the last one a slot. */
static inline uint32_t bob_kind_places(char kind, uint32_t ints, uint32_t floats)
{
    switch (kind) {
    case 'I':
    case 'i':
    case 'X':
    case 'j':
        return ints + 1;
    case 'F':
    case 'f':
    case 'Y':
    case 'g':
        return floats + 1;
    case 'R':
    case 'r':
    case 'V':
        return ints;
    case 'P':
    case 'p':
    case 'W':
        return floats;
    default:
        return 1;
    }
}

/* Words of the code that an operand takes, besides the offsets of slots. */
static inline uint32_t bob_kind_words(char kind)
{
    return bob_is_kind_of("kqMB", kind) ? 1 : kind == 'T' ? 2 : kind == 'L' ? 4 : 0;
}

#endif
