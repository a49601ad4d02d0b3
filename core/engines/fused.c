/* `fused`: cached, with superinstructions chosen from a profile. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define ENGINE_NAME fused
#define DISPATCH_BY BY_GOTO
#define CACHED 1
#define FUSED 1
#include "core/engines/cells_loop.inc"

const BobEngine bob_engine_fused = {
    .summary = "cached, with superinstructions chosen from a profile",
    .run = run,
};
