/* `shared-super`: one computed goto that all handlers jump to, over
 * cells with superinstructions. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define ENGINE_NAME shared_super
#define DISPATCH_BY BY_SHARED
#define CACHED 1
#define FUSED 1
#include "core/engines/cells_loop.inc"

const BobEngine bob_engine_shared_super = {
    .summary = "one computed goto that all handlers jump to, over cells with superinstructions",
    .run = run,
};
