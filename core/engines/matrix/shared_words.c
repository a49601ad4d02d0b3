/* `shared-words`: one computed goto that all handlers jump to, over
 * the words of the bytecode. */
#include "core/engines/bytecode.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define ENGINE_NAME shared_words
#define DISPATCH_BY BY_SHARED
#include "core/engines/words_loop.inc"

const BobEngine bob_engine_shared_words = {
    .summary = "one computed goto that all handlers jump to, over the words of the bytecode",
    .run = run,
};
