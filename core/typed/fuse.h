/* What the files that merge operations share: a value that only the next operation reads is then
 * never written. Each bob_fuse_ function merges operation i with those behind it, or says false. */
#ifndef BOB_FUSE_H
#define BOB_FUSE_H

#include "core/typed/context.h"

/* Whether no local or operand has what operation i writes to a place once i + 1 is done: what
 * is held then is looked at where a later operation fails or jumps, read or not. */
bool bob_is_dead_after_next(const Decode *d, uint32_t i, Operand at, bool floats);
/* Whether a local or operand has that place at a mark of the run being made. */
bool bob_is_live_at(const Decode *d, const SideExit *side_exit, Operand at, bool floats);
/* The same once operation i is done. */
bool bob_is_live_after(const Decode *d, uint32_t i, Operand at, bool floats);
/* Where that operand of operation i is in a slot: a local in a register may have its slot too.
 * False where it is in none. */
bool bob_find_slot(const Decode *d, uint32_t i, Operand at, bool floats, Operand *slot);
/* n operations from i on are gone. */
void bob_drop_ops(Decode *d, uint32_t i, uint32_t n);
/* Whether a row has a handler for these places: some have none for slots. */
bool bob_has_handler(unsigned row, const Operand *a);
/* Operation i is replaced by another that does i and i + 1; false where it has no handler for
 * these places. */
bool bob_merge_ops(Decode *d, uint32_t i, unsigned row, unsigned count, const Operand *a);
#define MERGE(row, ...)                                                                            \
    bob_merge_ops(d, i, row, sizeof((Operand[]){__VA_ARGS__}) / sizeof(Operand),                   \
                  (Operand[]){__VA_ARGS__})

/* Whether an operation reads what is there (what it changes is not only read). */
bool bob_reads(const Op *op, Operand at, bool floats);

/* Whether an operation only makes one value, and so may change places with another. */
bool bob_makes_value(const Op *op);

/* Whether writing there changes an int or reference: a float register of its number does not. */
static inline bool is_overwritten(Operand value, Operand written, bool floats)
{
    return (written.kind == IN_SLOT || !floats) && same_location(value, written);
}

static inline bool leads_away(const Op *op)
{
    return op->row == ROW_FUEL || bob_typed_rows[op->row].jumps || op->row >= ROW_CALL;
}

/* fuse_value.c: operations on the value that the one before made, and nothing else reads. */
bool bob_fuse_value(Decode *d, uint32_t i, const Op *a, const Op *b);
/* fuse_list.c: elements of lists that are loaded and stored. */
bool bob_fuse_elements(Decode *d, uint32_t i);
/* fuse_call.c: calls and returns. */
bool bob_fuse_call(Decode *d, uint32_t i, const Op *a, const Op *b);
/* A call, when all else is done: where it is seen from outside that the function may return at
 * once. */
void bob_fuse_recursion(Decode *d, uint32_t i);
/* fuse_loop.c: what a loop's turn does with elements at its index, and the step to the next one. */
bool bob_fuse_loop(Decode *d, uint32_t i);

#endif
