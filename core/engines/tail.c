/* `tail`: fused, with each handler a function that ends in a jump to the next. */
#include "core/engines/tail.h"

#ifndef BOB_TAIL_ABSENT
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define LOOP tail_loop
#define CACHED 1
#define FUSED 1
#include "core/engines/cells_tail.inc"

static BobStatus run(BobState *s, uint64_t stop)
{
    return bob_threaded_run(s, stop, tail_loop);
}

const BobEngine bob_engine_tail = {
    "tail",
    "fused, with handlers as functions that end in a guaranteed tail call",
    run,
};
#endif
