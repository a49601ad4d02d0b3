/* Decoding blocks of bytecode. */
#ifndef BOB_BLOCKS_H
#define BOB_BLOCKS_H

#include "core/typed/edge.h"

/* Decodes from a context on, in which the machine is now, until everything straight ahead leads to
 * versions, stubs or ends. `edge` is a return's, or NULL. With `plain` the values of the first
 * instruction's operands decide how it is done. NULL where memory or room is out, or there are too
 * many versions. */
TypedCell *bob_decode_typed(Typed *t, const Context *from, Edge *edge, bool plain);
/* The code to enter from the canonical state in a context where all is in slots. */
TypedCell *bob_decode_entered(Typed *t, Context *c);

#endif
