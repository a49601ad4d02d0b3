/* Where values are put: registers, slots, copies of locals, constants; and the moves between.
 * Functions that need a register or slot choose one that neither a local, an operand nor an
 * operation after Decode.insert_at uses. */
#ifndef BOB_LOCATIONS_H
#define BOB_LOCATIONS_H

#include "core/typed/operand.h"

typedef struct Move {
    Operand to, from;
    bool floats, done;
} Move;
#define BOB_MOVES_SIZE (2 * (size_t)MOST_VARS * sizeof(Move))

/* A free register, or a free slot where there is none; a free slot. */
Var bob_new_temp(Decode *d, unsigned type);
Var bob_new_slot(Decode *d, unsigned type);
/* An operand as a handler reads it: a register, a slot or a constant. */
Operand bob_use(Decode *d, Var *v);
/* The same in a slot. */
Operand bob_use_slot(Decode *d, Var *v);
/* A constant, or a copy with something added, gets a location of its own. */
void bob_settle(Decode *d, Var *v);
/* Every constant and copy does. */
void bob_materialise(Decode *d, Var *v);
/* Pops the top of the operand stack into a local. */
void bob_store_local(Decode *d, uint32_t local);
/* The value of an operand to where the next callee will have it. */
void bob_pass(Decode *d, Var *v, const Var *to);
/* Copies of a local that is about to change get its value. */
void bob_unshare(Decode *d, uint32_t local);
/* All locals and operands to their slots, for a call, but its arguments, the upper `args`. */
void bob_spill_all(Decode *d, uint32_t args);
/* Chooses the locals that live in registers in a loop and moves them there, all others to their
 * slots. */
void bob_allocate(Decode *d, const Loop *loop);
/* True if values must be moved to enter context `to` from here; with `emit`, moves them. */
bool bob_moves(Decode *d, const Context *to, bool emit);

#endif
