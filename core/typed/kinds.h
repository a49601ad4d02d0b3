/* What the operand letters of handlers.def mean (operands.def), for the engine and for
 * tools/gen/typed.c. */
#ifndef BOB_KINDS_H
#define BOB_KINDS_H

#include <stdbool.h>
#include <stdint.h>

#define MOST_OPERANDS 12 /* of a row */

/* Where a handler finds an operand. */
typedef enum OperandPlace {
    PLACE_NONE, /* no operand: the end of a row's letters */
    PLACE_ANY,
    PLACE_SECOND,
    PLACE_REGISTER,
    PLACE_SLOT,
    PLACE_VALUE,
    PLACE_TARGET,
    PLACE_GUARD,
    PLACE_CALL,
    PLACE_BACK,
} OperandPlace;

enum { ACCESS_NONE, ACCESS_READ, ACCESS_WRITE, ACCESS_CHANGE };
_Static_assert((ACCESS_READ | ACCESS_WRITE) == ACCESS_CHANGE, "a change is both");

/* An operand's traits in one number: asked of each operand again and again, so that this is a
 * look-up in a table. (As a switch, two rows of one letter do not compile.) */
enum { TYPE_INT, TYPE_FLOAT, TRAIT_ACCESS = 2, TRAIT_PLACE = 8, TRAIT_WORDS = 256 };
static inline unsigned kind_traits(char kind)
{
    switch (kind) {
#define OPERAND(letter, type, access, place, words)                                                \
    case letter:                                                                                   \
        return TYPE_##type + TRAIT_ACCESS * ACCESS_##access + TRAIT_PLACE * PLACE_##place +        \
               TRAIT_WORDS * words;
#include "core/typed/operands.def"
    default:
        return 0;
    }
}
_Static_assert(TRAIT_ACCESS > TYPE_FLOAT && TRAIT_PLACE > TRAIT_ACCESS * ACCESS_CHANGE &&
                   TRAIT_WORDS > TRAIT_PLACE * PLACE_BACK,
               "traits in one number do not overlap");

static inline bool kind_is_float(char kind)
{
    return (kind_traits(kind) & TYPE_FLOAT) != 0;
}
static inline unsigned kind_access(char kind)
{
    return kind_traits(kind) / TRAIT_ACCESS % (ACCESS_CHANGE + 1u);
}
static inline OperandPlace kind_place(char kind)
{
    return (OperandPlace)(kind_traits(kind) / TRAIT_PLACE % (TRAIT_WORDS / TRAIT_PLACE));
}
/* Words of the code that an operand takes, besides the offsets of slots. */
static inline uint32_t kind_words(char kind)
{
    return kind_traits(kind) / TRAIT_WORDS;
}

/* The operand's old value matters, alone or besides its new one. */
static inline bool kind_reads(char kind)
{
    return (kind_access(kind) & ACCESS_READ) != 0;
}
/* It does not: the operand is only written. */
static inline bool kind_only_writes(char kind)
{
    return kind_access(kind) == ACCESS_WRITE;
}
/* The handler may continue elsewhere than at the next cell, a failed guard aside. */
static inline bool kind_jumps(char kind)
{
    OperandPlace place = kind_place(kind);
    return place == PLACE_TARGET || place == PLACE_CALL || place == PLACE_BACK;
}

/* How many locations an operand can have, 1 where it is not in the handler's number: the registers
 * of its class, and as the last one a slot. */
static inline uint32_t kind_locations(char kind, uint32_t ints, uint32_t floats)
{
    uint32_t registers = kind_is_float(kind) ? floats : ints;
    switch (kind_place(kind)) {
    case PLACE_ANY:
    case PLACE_SECOND:
        return registers + 1;
    case PLACE_REGISTER:
        return registers;
    default:
        return 1;
    }
}
/* True if the one of that number is a slot. */
static inline bool kind_in_slot(char kind, uint32_t location, uint32_t ints, uint32_t floats)
{
    OperandPlace place = kind_place(kind);
    return place == PLACE_SLOT || ((place == PLACE_ANY || place == PLACE_SECOND) &&
                                   location == (kind_is_float(kind) ? floats : ints));
}

#endif
