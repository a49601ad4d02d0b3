/* `tail`: fused, with each handler a function that ends in a jump to the next. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define ENGINE_NAME tail
#define CACHED 1
#define FUSED 1
#include "core/engines/cells_tail.inc"

const BobEngine bob_engine_tail = {
    .summary = "fused, with handlers as functions that end in a guaranteed tail call",
#ifdef BOB_TAIL_ABSENT
    .absent = BOB_TAIL_ABSENT,
#else
    .run = run,
#endif
};
