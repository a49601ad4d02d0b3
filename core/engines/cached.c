/* `cached`: direct, with the top of the stack in a register. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define ENGINE_NAME cached
#define DISPATCH_BY BY_GOTO
#define CACHED 1
#define FUSED 0
#include "core/engines/cells_loop.inc"

const BobEngine bob_engine_cached = {
    .summary = "direct, with the top of the stack in a register",
    .run = run,
};
