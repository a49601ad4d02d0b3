/* What a call leaves: its arguments, and what it returned.
 *
 * There is no garbage collector in the machine: what a program makes is given back by its own
 * instructions. But arguments are made by the host, and a result is for the host, so no instruction
 * gives them back; a host that calls for a year would fill any heap. So they are remembered, and
 * now and then, between two calls, those that nothing refers to any more are given back.
 *
 * Between two calls that can be said exactly. No function runs, so what the program can reach is
 * what globals lead to. All of it is visited; if a value is met whose insides are not known to this
 * file, nothing is given back at all.
 *
 * "Now and then" is when twice as much is in use as was the last time, so that a visit is paid by
 * what was made since, and a call of a small function costs nothing. All of it is
 * determined by the canonical state, of which what is remembered is a part. */
#ifndef BOB_HOST_DROP_H
#define BOB_HOST_DROP_H

#include "core/host/handles.h"
#include "core/machine/state.h"

/* Room to remember `more` values; false where memory is out. */
NODISCARD bool bob_drop_room(BobState *s, uint32_t more);
/* Remembers it, if it is an object; there must be room. */
void bob_drop(BobState *s, BobValue v);

/* Whether it is time. */
bool bob_is_drop_due(const BobState *s);
/* Gives back what is remembered, and all that it alone leads to, but for what the program refers
 * to, the result and frames that are still shown, and handles made since the last call. Where
 * memory is out nothing happens, and BOB_OUT_OF_MEMORY is returned. */
NODISCARD BobStatus bob_drop_now(BobState *s, BobHandles *handles, uint32_t call);

/* Whether handles of earlier calls still name what the program refers to: those that do not name
 * nothing from now on. BOB_OK or BOB_OUT_OF_MEMORY. */
NODISCARD BobStatus bob_check_handles(BobState *s, BobHandles *handles, uint32_t call);

#endif
