/* What the letters of handlers.def mean, for the engine and for tools/gen/typed.c, which makes the
 * handlers: both must number them alike. */
#ifndef BOB_KINDS_H
#define BOB_KINDS_H

#include <stdbool.h>
#include <stdint.h>

/* Asked of each operand again and again: no search through text. */
static inline bool is_float_kind(char kind)
{
    switch (kind) {
    case 'F':
    case 'f':
    case 'Y':
    case 'W':
    case 'g':
    case 'D':
    case 'd':
    case 'P':
    case 'p':
        return true;
    default:
        return false;
    }
}

static inline bool is_written_kind(char kind)
{
    return kind == 'I' || kind == 'F' || kind == 'S' || kind == 'D' || kind == 'R' || kind == 'P';
}

/* It must be in a register, or in a slot. */
static inline bool is_register_kind(char kind)
{
    return kind == 'R' || kind == 'r' || kind == 'V' || kind == 'P' || kind == 'p' || kind == 'W';
}
static inline bool is_slot_kind(char kind)
{
    return kind == 'S' || kind == 's' || kind == 'D' || kind == 'd';
}

/* How many places an operand can have, 1 where it is not in the handler's number: the registers
 * of its class, and as the last one a slot. */
static inline uint32_t bob_kind_locations(char kind, uint32_t ints, uint32_t floats)
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
    switch (kind) {
    case 'k':
    case 'q':
    case 'M':
    case 'B':
        return 1;
    case 'T':
        return 2;
    case 'L':
        return 4;
    default:
        return 0;
    }
}

#endif
