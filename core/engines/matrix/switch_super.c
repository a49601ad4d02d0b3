/* `switch-super`: one switch in a loop, over
 * cells with superinstructions. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define ENGINE_NAME switch_super
#define DISPATCH_BY BY_SWITCH
#define CACHED 1
#define FUSED 1
#include "core/engines/cells_loop.inc"

const BobEngine bob_engine_switch_super = {
    .summary = "one switch in a loop, over cells with superinstructions",
    .run = run,
};
