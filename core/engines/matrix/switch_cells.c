/* `switch-cells`: one switch in a loop, over
 * decoded cells. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define ENGINE_NAME switch_cells
#define DISPATCH_BY BY_SWITCH
#define CACHED 0
#define FUSED 0
#include "core/engines/cells_loop.inc"

const BobEngine bob_engine_switch_cells = {
    .summary = "one switch in a loop, over decoded cells",
    .run = run,
};
