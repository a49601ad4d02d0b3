/* `table-super`: a table of functions that a loop calls, over
 * cells with superinstructions. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define ENGINE_NAME table_super
#define CACHED 1
#define FUSED 1
#include "core/engines/cells_table.inc"

const BobEngine bob_engine_table_super = {
    .summary = "a table of functions that a loop calls, over cells with superinstructions",
    .run = run,
};
