/* `tail-tos`: the cell of the matrix with handlers that end in guaranteed tail calls over decoded cells, top of stack in a register. */
#include "core/engines/tail.h"

#ifndef BOB_TAIL_ABSENT
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define LOOP tail_tos_loop
#define CACHED 1
#define FUSED 0
#include "core/engines/cells_tail.inc"

static BobStatus run(BobState *s, uint64_t stop)
{
    return bob_threaded_run(s, stop, tail_tos_loop);
}

const BobEngine bob_engine_tail_tos = {
    "tail-tos",
    "handlers that end in guaranteed tail calls, over decoded cells, top of stack in a register",
    run,
};
#endif
