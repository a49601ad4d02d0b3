/* The typed engine: what its loop and everything else share. Read in this order; a file calls only
 * those above it.
 *
 *   cell.h       cells, frames and registers: all that the loop knows
 *   context.h    what is known at a point of the program: types, and where values are
 *   analyse.c    what is known of a function from its bytecode: join points, loops
 *   operand.c    operands of handlers; oplist.c operations that wait; liveness.c what is dead
 *   locations.c  registers and slots: moves, which locals a loop keeps in registers
 *   hoist.c      rows of tables that a loop leaves as they are
 *   lookup.c     finding what was decoded; edge.c where nothing was decoded yet
 *   emit.c       operations to cells
 *   check.c      what is always true of all these, asserted in debug builds
 *   fuse.c       neighbouring operations made one; fuse_*.c by kind
 *   runs.c       cells decoded in one go
 *   versions.c   join points: each block decoded once a context
 *   generic.c    what has no handler of its own: the shared meaning on boxed operands
 *   select.c     one bytecode instruction in a context: which handlers; select_*.c by kind
 *   inline.c     short functions in place of their calls
 *   blocks.c     blocks of bytecode, instruction by instruction
 *   frames.c     from the canonical state, and back, a frame or many
 *   stubs.c      what the loop calls: edges taken for the first time, failed guards
 *   generic_run.c  the same for what has no handler
 *   loop.c       the loop, made from handlers.def
 *   enter.c      the engine: into the loop, out of it, and what runs between */
#ifndef BOB_TYPED_H
#define BOB_TYPED_H

#include "core/decode/decode.h"
#include "core/engines/threaded.h"
#include "core/typed/cell.h"

#endif
