/* `tail-cells`: handlers that end in a guaranteed tail call, over
 * decoded cells. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define ENGINE_NAME tail_cells
#define CACHED 0
#define FUSED 0
#include "core/engines/cells_tail.inc"

const BobEngine bob_engine_tail_cells = {
    .summary = "handlers that end in a guaranteed tail call, over decoded cells",
#ifdef BOB_TAIL_ABSENT
    .absent = BOB_TAIL_ABSENT,
#else
    .run = run,
#endif
};
