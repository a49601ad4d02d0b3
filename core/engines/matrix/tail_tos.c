/* `tail-tos`: handlers that end in a guaranteed tail call, over
 * cells, the top of stack in a register. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define ENGINE_NAME tail_tos
#define CACHED 1
#define FUSED 0
#include "core/engines/cells_tail.inc"

const BobEngine bob_engine_tail_tos = {
    .summary =
        "handlers that end in a guaranteed tail call, over cells, the top of stack in a register",
#ifdef BOB_TAIL_ABSENT
    .absent = BOB_TAIL_ABSENT,
#else
    .run = run,
#endif
};
