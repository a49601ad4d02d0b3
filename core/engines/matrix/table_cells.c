/* `table-cells`: a table of functions that a loop calls, over
 * decoded cells. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define ENGINE_NAME table_cells
#define CACHED 0
#define FUSED 0
#include "core/engines/cells_table.inc"

const BobEngine bob_engine_table_cells = {
    .summary = "a table of functions that a loop calls, over decoded cells",
    .run = run,
};
