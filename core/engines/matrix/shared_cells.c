/* `shared-cells`: the cell of the matrix with one computed goto for all handlers over decoded cells. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define DISPATCH_BY BY_SHARED
#define LOOP shared_cells_loop
#define CACHED 0
#define FUSED 0
#include "core/engines/cells_loop.inc"

static BobStatus run(BobState *s, uint64_t stop)
{
    return bob_threaded_run(s, stop, shared_cells_loop);
}

const BobEngine bob_engine_shared_cells = {
    "shared-cells",
    "one computed goto for all handlers, over decoded cells",
    run,
};
