/* `switch-super`: the cell of the matrix with one switch in a loop over decoded cells, top of stack in a register, superinstructions. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define DISPATCH_BY BY_SWITCH
#define LOOP switch_super_loop
#define CACHED 1
#define FUSED 1
#include "core/engines/cells_loop.inc"

static BobStatus run(BobState *s, uint64_t stop)
{
    return bob_threaded_run(s, stop, switch_super_loop);
}

const BobEngine bob_engine_switch_super = {
    "switch-super",
    "one switch in a loop, over decoded cells, top of stack in a register, superinstructions",
    run,
};
