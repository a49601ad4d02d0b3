/* `switch-tos`: the cell of the matrix with one switch in a loop over decoded cells, top of stack in a register. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define DISPATCH_BY BY_SWITCH
#define LOOP switch_tos_loop
#define CACHED 1
#define FUSED 0
#include "core/engines/cells_loop.inc"

static BobStatus run(BobState *s, uint64_t stop)
{
    return bob_threaded_run(s, stop, switch_tos_loop);
}

const BobEngine bob_engine_switch_tos = {
    "switch-tos",
    "one switch in a loop, over decoded cells, top of stack in a register",
    run,
};
