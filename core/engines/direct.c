/* `direct`: pre-decoded label addresses with inline operands: no names, no tables, no checks that
 * are proven. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define DISPATCH_BY BY_GOTO
#define LOOP direct_loop
#define CACHED 0
#define FUSED 0
#include "core/engines/cells_loop.inc"

static BobStatus run(BobState *s, uint64_t stop)
{
    return bob_threaded_run(s, stop, direct_loop);
}

const BobEngine bob_engine_direct = {
    .summary = "pre-decoded label addresses with inline operands: no names, no tables, no checks that are "
    "proven",
    .run = run,
};
