/* `switch-tos`: one switch in a loop, over
 * cells, the top of stack in a register. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define ENGINE_NAME switch_tos
#define DISPATCH_BY BY_SWITCH
#define CACHED 1
#define FUSED 0
#include "core/engines/cells_loop.inc"

const BobEngine bob_engine_switch_tos = {
    .summary = "one switch in a loop, over cells, the top of stack in a register",
    .run = run,
};
