/* Operations to cells. */
#ifndef BOB_EMIT_H
#define BOB_EMIT_H

#include "core/typed/edge.h"
#include "core/typed/oplist.h"

#define TALLY_CELLS 3u /* of the counter before a cell, when profiling is on */

/* One operation, as it is. */
void bob_emit(Decode *d, const Op *op);
/* The first handler of a function that has been called, or NULL: after the tally. */
TypedCell *bob_begin_of(const Typed *t, const Entry *callee);
/* Stubs for the edges of all runs, after them. */
void bob_put_stubs(Decode *d);

#endif
