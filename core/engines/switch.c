/* `switch`: the reference engine as it is. */
#include "core/engines/engine.h"
#include "core/machine/call.h"
#include "core/machine/sem.h"
#include "core/machine/types/class.h"

#define HOOK_PARAMETER
#define BEFORE() ((void)0)
#define AFTER() ((void)0)
#include "core/engines/reference.inc"

const BobEngine bob_engine_switch = {
    .summary = "fetch, decode, execute over wire words with every check at run time: the reference",
    .run = run,
};
