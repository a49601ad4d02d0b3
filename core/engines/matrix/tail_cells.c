/* `tail-cells`: the cell of the matrix with handlers that end in guaranteed tail calls over decoded cells. */
#include "core/engines/tail.h"

#ifndef BOB_TAIL_ABSENT
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define LOOP tail_cells_loop
#define CACHED 0
#define FUSED 0
#include "core/engines/cells_tail.inc"

static BobStatus run(BobState *s, uint64_t stop)
{
    return bob_threaded_run(s, stop, tail_cells_loop);
}

const BobEngine bob_engine_tail_cells = {
    "tail-cells",
    "handlers that end in guaranteed tail calls, over decoded cells",
    run,
};
#endif
