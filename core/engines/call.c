/* `call`: a table of handler functions, called one after another by a loop. */
#include "core/engines/bytecode.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define ENGINE_NAME call
#include "core/engines/words_table.inc"

const BobEngine bob_engine_call = {
    .summary = "a table of handler functions, called by a loop",
    .run = run,
};
