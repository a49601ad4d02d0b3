/* `table-super`: the cell of the matrix with a table of handler functions, called by a loop over decoded cells, top of stack in a register, superinstructions. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define LOOP table_super_loop
#define CACHED 1
#define FUSED 1
#include "core/engines/cells_table.inc"

static BobStatus run(BobState *s, uint64_t stop)
{
    return bob_threaded_run(s, stop, table_super_loop);
}

const BobEngine bob_engine_table_super = {
    "table-super",
    "a table of handler functions, called by a loop, over decoded cells, top of stack in a register, superinstructions",
    run,
};
