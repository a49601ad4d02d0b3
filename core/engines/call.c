/* `call`: a table of handler functions, called one after another by a loop. The registers
 * live in memory between the calls. */
#include "core/engines/bytecode.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define IP w->ip
#define SP w->sp
#define FP w->fp
#define BASE w->base
#define LIMIT w->limit
#define CODE w->code
#define LEFT w->left
#define W w
#define CASE(name)                                                                                 \
    static int call_##name(UNUSED Wire *w)                                                         \
    {
#define END }
#define GO_ON (-1)
#define DISPATCH() return GO_ON
#define LOAD_REGISTERS() ((void)0)
#define QUIT(why) return (int)(why)

#include "core/engines/bytecode.inc"

static BobExit call_loop(Wire *w)
{
    static int (*const table[256])(Wire *) = {
#define OP(name, ...) [OP_##name] = call_##name,
#include "core/machine/ops.def"
        [OP_COUNT... 255] = call_UNASSIGNED,
    };
    int reason;
    do
        reason = table[*w->ip & 0xFF](w);
    while (reason == GO_ON);
    return (BobExit)reason;
}

static BobStatus run(BobState *s, uint64_t stop)
{
    return bob_wire_run(s, stop, call_loop);
}

const BobEngine bob_engine_call = {
    .summary = "a table of handler functions, called by a loop",
    .run = run,
};
