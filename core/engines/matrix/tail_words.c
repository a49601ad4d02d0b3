/* `tail-words`: handlers that end in a guaranteed tail call, over
 * the words of the bytecode. */
#include "core/engines/bytecode.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define ENGINE_NAME tail_words
#include "core/engines/words_tail.inc"

const BobEngine bob_engine_tail_words = {
    .summary = "handlers that end in a guaranteed tail call, over the words of the bytecode",
#ifdef BOB_TAIL_ABSENT
    .absent = BOB_TAIL_ABSENT,
#else
    .run = run,
#endif
};
