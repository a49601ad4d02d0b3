/* The operations that wait to be fused and emitted: rows with operands that are known. */
#ifndef BOB_OPLIST_H
#define BOB_OPLIST_H

#include "core/typed/operand.h"
#include "core/typed/rows.h"

typedef struct Op {
    uint16_t row;
    uint8_t count;
    Operand a[MOST_OPERANDS];
    SideExit side_exit; /* the context before it */
} Op;
_Static_assert(ROW_COUNT <= UINT16_MAX, "Op.row");

#define NO_OP 0x7FFFFFFFu /* more than there are, and one more is too */

/* Appends an operation. It is returned for what remains to be said of it, and stays where it is
 * until the next one is appended. */
Op *bob_op(Decode *d, unsigned row, unsigned count, ...);
Op *bob_op_of(Decode *d, unsigned row, unsigned count, const Operand *a);
/* Inserts one before operation `at`, as a part of what that does: they share a side exit. */
Op *bob_op_before(Decode *d, uint32_t at, unsigned row, unsigned count, ...);
/* A move, inserted before operation `before`; none where both are the same. */
void bob_move(Decode *d, Operand to, Operand from, bool floats, uint32_t before);
/* Removes n operations from operation i on. */
void bob_drop_ops(Decode *d, uint32_t i, uint32_t n);
/* Of two operands that may change places, puts the one with the lower register first. */
void bob_order(Op *op);
/* The number of the handler for its operands' locations. */
uint32_t bob_handler(const Op *op);

/* True if a row has a handler for these locations: some have none for slots. */
bool bob_has_handler(unsigned row, const Operand *a);
/* Replaces operation i and the one after it by one that does both; false where that has no handler
 * for these locations. */
bool bob_merge_ops(Decode *d, uint32_t i, unsigned row, unsigned count, const Operand *a);
#define MERGE(row, ...)                                                                            \
    bob_merge_ops(d, i, row, sizeof((Operand[]){__VA_ARGS__}) / sizeof(Operand),                   \
                  (Operand[]){__VA_ARGS__})

/* True if an operation reads a location, be it to change it. */
bool bob_reads(const Op *op, Operand at, bool floats);
/* True if all that an operation does is make one value from others, so that it can change places
 * with an operation that has nothing to do with these. */
bool bob_makes_value(const Op *op);
_Static_assert(ROW_STGF + 1 == ROW_CALL && ROW_COUNT - 1 == ROW_CAPPED,
               "from CALL on are the rows that call, return or leave the code, and no others");
/* True if an operation may continue elsewhere or takes fuel: none can be moved across it. */
static inline bool leads_away(const Op *op)
{
    return op->row == ROW_FUEL || bob_typed_rows[op->row].jumps || op->row >= ROW_CALL;
}

#endif
