/* `fused` once more, with each instruction counted: for the rest of a slice, which an engine that
 * tests its fuel now and then can't end at the right instruction. A fifth slower, and some eight
 * times as fast as the reference engine. */
#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

/* Instructions of bytecode that a handler does. */
enum {
    LOADS_SS = 0,
    LOADS_SL = 1,
    LOADS_SC = 1,
    LOADS_LL = 2,
    LOADS_LC = 2,
    USES_PUSH = 0,
    USES_STORE = 1,
    USES_FALSE = 1,
    USES_TRUE = 1,
#define OP(name, ...) COUNT_##name = 1,
#include "core/machine/ops.def"
    COUNT_LOAD_SLOT = 1,
    COUNT_LOAD_ADDRESS = 1,
    COUNT_STORE_SLOT = 1,
    COUNT_DELETE_SLOT = 1,
    COUNT_STORE_ADDRESS = 1,
    COUNT_LEAVE = 1,
#define FUSE_BIN(op, source, sink)                                                                 \
    COUNT_##op##_##source##_##sink = LOADS_##source + 1 + USES_##sink,
#define FUSE(name, cells) COUNT_##name = 2,
#include "core/decode/fuse.def"
};

#define DISPATCH_BY BY_GOTO
#define ENGINE_NAME counted
#define CACHED 1
#define FUSED 1
#define COUNTED 1
#include "core/engines/cells_loop.inc"

const BobLoop bob_counted = counted_loop;
