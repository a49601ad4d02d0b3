/* `token`: computed goto through a table of opcodes; each handler ends in a dispatch of its
 * own, so that a branch predictor sees one jump for each operation instead of one for all
 * (Ertl and Gregg 2003). The code is still the wire words. */
#include "core/engines/bytecode.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define ENGINE_NAME token
#define DISPATCH_BY BY_GOTO
#include "core/engines/words_loop.inc"

const BobEngine bob_engine_token = {
    .summary = "computed goto through a table of opcodes: a dispatch at the end of each handler",
    .run = run,
};
