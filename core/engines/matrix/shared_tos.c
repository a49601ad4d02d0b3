/* `shared-tos`: the cell of the matrix with one computed goto for all handlers over decoded cells, top of stack in a register. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define DISPATCH_BY BY_SHARED
#define LOOP shared_tos_loop
#define CACHED 1
#define FUSED 0
#include "core/engines/cells_loop.inc"

static BobStatus run(BobState *s, uint64_t stop)
{
    return bob_threaded_run(s, stop, shared_tos_loop);
}

const BobEngine bob_engine_shared_tos = {
    "shared-tos",
    "one computed goto for all handlers, over decoded cells, top of stack in a register",
    run,
};
