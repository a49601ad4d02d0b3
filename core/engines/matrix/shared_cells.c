/* `shared-cells`: one computed goto that all handlers jump to, over
 * decoded cells. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define ENGINE_NAME shared_cells
#define DISPATCH_BY BY_SHARED
#define CACHED 0
#define FUSED 0
#include "core/engines/cells_loop.inc"

const BobEngine bob_engine_shared_cells = {
    .summary = "one computed goto that all handlers jump to, over decoded cells",
    .run = run,
};
