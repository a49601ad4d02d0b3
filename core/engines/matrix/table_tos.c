/* `table-tos`: the cell of the matrix with a table of handler functions, called by a loop over decoded cells, top of stack in a register. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define LOOP table_tos_loop
#define CACHED 1
#define FUSED 0
#include "core/engines/cells_table.inc"

static BobStatus run(BobState *s, uint64_t stop)
{
    return bob_threaded_run(s, stop, table_tos_loop);
}

const BobEngine bob_engine_table_tos = {
    "table-tos",
    "a table of handler functions, called by a loop, over decoded cells, top of stack in a register",
    run,
};
