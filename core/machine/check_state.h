/* What is always true of a canonical state, asked at every exit of an engine in builds with
 * BOB_DEBUG: a mistake of an engine then stops where it comes out, not where its result is used. */
#ifndef BOB_CHECK_STATE_H
#define BOB_CHECK_STATE_H

#include "core/machine/state.h"

#ifdef BOB_DEBUG
/* Frames within the arena, one after another; ip within the code; the operands as many as the proof
 * of depths says; each value of a known tag, each reference to an object of this heap or a
 * constant, living or freed; the fuel used no more than its limit, no instruction half done.
 * `since`: the count when the engine began. */
void bob_check_state(const BobState *s, uint64_t since);
#else
static inline void bob_check_state(UNUSED const BobState *s, UNUSED uint64_t since) {}
#endif

#endif
