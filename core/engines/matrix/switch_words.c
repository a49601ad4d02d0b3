/* `switch-words`: one switch in a loop, over
 * the words of the bytecode. */
#include "core/engines/bytecode.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define ENGINE_NAME switch_words
#define DISPATCH_BY BY_SWITCH
#include "core/engines/words_loop.inc"

const BobEngine bob_engine_switch_words = {
    .summary = "one switch in a loop, over the words of the bytecode",
    .run = run,
};
