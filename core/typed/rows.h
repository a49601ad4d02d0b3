/* The rows of handlers.def, as the decoder knows them: a number each, and what kinds of operands
 * its handlers take. */
#ifndef BOB_ROWS_H
#define BOB_ROWS_H

#include "core/typed/kinds.h"
#include "core/typed/typed.h"

enum {
#define ROW(name, ...) ROW_##name,
#include "core/typed/handlers.def"
    ROW_COUNT
};

typedef struct RowInfo {
    const char *name, *operands;
    uint32_t first;  /* number of the first of its handlers */
    bool jumps;      /* may continue elsewhere than at the next cell; failed guards don't count */
    bool one_result; /* writes its first operand and no other, and does not read that */
    uint8_t swaps;   /* the operand that may change places with the one before it, or 0 */
} RowInfo;
extern const RowInfo bob_typed_rows[ROW_COUNT];

/* How many locations an operand of that kind can have in this build. */
static inline uint32_t bob_typed_locations(char kind)
{
    return kind_locations(kind, BOB_TYPED_INTS, BOB_TYPED_FLOATS);
}

#endif
