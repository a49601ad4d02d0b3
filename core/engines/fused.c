/* `fused`: cached, with superinstructions chosen from a profile. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define DISPATCH_BY BY_GOTO
#define LOOP fused_loop
#define CACHED 1
#define FUSED 1
#include "core/engines/cells_loop.inc"

static BobStatus run(BobState *s, uint64_t stop)
{
    return bob_threaded_run(s, stop, fused_loop);
}

const BobEngine bob_engine_fused = {
    .summary = "cached, with superinstructions chosen from a profile",
    .run = run,
};
