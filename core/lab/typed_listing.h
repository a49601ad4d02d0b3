/* What the typed engine tells of itself: its members of BobEngine that are for the laboratory. */
#ifndef BOB_TYPED_LISTING_H
#define BOB_TYPED_LISTING_H

#include "core/bobbin_lab.h"
#include "core/machine/state.h"

/* Its registers in this build. */
void bob_typed_registers(unsigned *ints, unsigned *floats);

/* enter.c: makes the engine of a state that has not run yet, so that it counts (typed_counts.h).
 * BOB_OK or BOB_OUT_OF_MEMORY. */
NODISCARD BobStatus bob_typed_watch(BobState *s);

/* Of a state whose engine counts, which must be this one: false and BOB_INVALID_ARGUMENT
 * where it does not. */
bool bob_typed_totals(const BobState *s, BobWatchTotals *totals);
NODISCARD BobStatus bob_typed_sites(const BobState *s, BobWatchVisit visit, void *ctx);

/* What was decoded: function by function each block, what is known there, its cells beside the
 * bytecode, and how often each was dispatched. */
NODISCARD BobStatus bob_typed_listing(const BobState *s, BobBuffer *out);

#endif
