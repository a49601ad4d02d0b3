/* `table-tos`: a table of functions that a loop calls, over
 * cells, the top of stack in a register. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define ENGINE_NAME table_tos
#define CACHED 1
#define FUSED 0
#include "core/engines/cells_table.inc"

const BobEngine bob_engine_table_tos = {
    .summary = "a table of functions that a loop calls, over cells, the top of stack in a register",
    .run = run,
};
