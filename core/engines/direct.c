/* `direct`: pre-decoded label addresses with inline operands: no names, no tables, no checks that
 * are proven. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define ENGINE_NAME direct
#define DISPATCH_BY BY_GOTO
#define CACHED 0
#define FUSED 0
#include "core/engines/cells_loop.inc"

const BobEngine bob_engine_direct = {
    .summary =
        "pre-decoded label addresses with inline operands: no names, no tables, no proven checks",
    .run = run,
};
