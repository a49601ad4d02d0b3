/* Whether the value in a location is still needed. Besides operations, side exits read: when one
 * is taken, the canonical state is written from all locals and operands that the context has there.
 * So a value is live as long as a local or operand is bound to its location, used or not. */
#ifndef BOB_LIVENESS_H
#define BOB_LIVENESS_H

#include "core/typed/oplist.h"

/* True if the value that operation i writes to `at` is dead after operation i + 1: no local, no
 * operand and no side exit after that refers to it. */
bool bob_is_dead_after_next(const Decode *d, uint32_t i, Operand at, bool floats);
/* True if a local or operand is in that location at a side exit of the run being made. */
bool bob_is_live_at(const Decode *d, const SideExit *side_exit, Operand at, bool floats);
/* The same once operation i is done. */
bool bob_is_live_after(const Decode *d, uint32_t i, Operand at, bool floats);
/* Where operand `at` of operation i is in a slot: a local in a register may have its slot too.
 * False where it is in none. */
bool bob_find_slot(const Decode *d, uint32_t i, Operand at, bool floats, Operand *slot);
/* True if writing to `written` changes an int or reference in `value`. With `floats` the write is
 * one of a float, and a float register is none of the int registers, though it may have the number
 * of one. */
static inline bool is_overwritten(Operand value, Operand written, bool floats)
{
    return (written.kind == IN_SLOT || !floats) && same_location(value, written);
}
/* The waiting operation that wrote an operand last, where nothing else is bound to what it wrote,
 * or NO_OP. */
uint32_t bob_producer(const Decode *d, const Var *v);

#endif
