#include "core/typed/rows.h"

/* Made with the handlers, so that nothing is left to do when a machine is made. */
const RowInfo bob_typed_rows[ROW_COUNT] = {
#include "typed_rows.inc"
};
_Static_assert(BOB_TYPED_INTS == GENERATED_INTS && BOB_TYPED_FLOATS == GENERATED_FLOATS &&
                   ROW_COUNT == GENERATED_ROWS,
               "the handlers were made for other registers or rows");
