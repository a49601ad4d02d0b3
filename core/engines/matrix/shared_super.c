/* `shared-super`: the cell of the matrix with one computed goto for all handlers over decoded cells, top of stack in a register, superinstructions. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define DISPATCH_BY BY_SHARED
#define LOOP shared_super_loop
#define CACHED 1
#define FUSED 1
#include "core/engines/cells_loop.inc"

static BobStatus run(BobState *s, uint64_t stop)
{
    return bob_threaded_run(s, stop, shared_super_loop);
}

const BobEngine bob_engine_shared_super = {
    "shared-super",
    "one computed goto for all handlers, over decoded cells, top of stack in a register, superinstructions",
    run,
};
