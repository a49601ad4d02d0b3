/* `shared-words`: the cell of the matrix with one computed goto for all handlers over wire words. */
#include "core/engines/bytecode.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define DISPATCH_BY BY_SHARED
#define LOOP shared_words_loop
#include "core/engines/words_loop.inc"

static BobStatus run(BobState *s, uint64_t stop)
{
    return bob_wire_run(s, stop, shared_words_loop);
}

const BobEngine bob_engine_shared_words = {
    "shared-words",
    "one computed goto for all handlers, over wire words",
    run,
};
