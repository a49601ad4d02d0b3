/* `tail-words`: the cell of the matrix with handlers that end in guaranteed tail calls over wire words. */
#include "core/engines/tail.h"

#ifndef BOB_TAIL_ABSENT
#include "core/engines/bytecode.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define LOOP tail_words_loop
#include "core/engines/words_tail.inc"

static BobStatus run(BobState *s, uint64_t stop)
{
    return bob_wire_run(s, stop, tail_words_loop);
}

const BobEngine bob_engine_tail_words = {
    "tail-words",
    "handlers that end in guaranteed tail calls, over wire words",
    run,
};
#endif
