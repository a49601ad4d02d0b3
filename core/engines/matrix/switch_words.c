/* `switch-words`: the cell of the matrix with one switch in a loop over wire words. */
#include "core/engines/bytecode.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define DISPATCH_BY BY_SWITCH
#define LOOP switch_words_loop
#include "core/engines/words_loop.inc"

static BobStatus run(BobState *s, uint64_t stop)
{
    return bob_wire_run(s, stop, switch_words_loop);
}

const BobEngine bob_engine_switch_words = {
    "switch-words",
    "one switch in a loop, over wire words",
    run,
};
