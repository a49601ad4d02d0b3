/* `shared-tos`: one computed goto that all handlers jump to, over
 * cells, the top of stack in a register. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define ENGINE_NAME shared_tos
#define DISPATCH_BY BY_SHARED
#define CACHED 1
#define FUSED 0
#include "core/engines/cells_loop.inc"

const BobEngine bob_engine_shared_tos = {
    .summary =
        "one computed goto that all handlers jump to, over cells, the top of stack in a register",
    .run = run,
};
