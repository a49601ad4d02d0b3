/* `token`: computed goto through a table of opcodes; each handler ends in a dispatch of its
 * own, so that a branch predictor sees one jump for each operation instead of one for all
 * (Ertl and Gregg 2003). The code is still the wire words. */
#include "core/engines/bytecode.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

#define IP ip
#define SP sp
#define FP w->fp
#define BASE base
#define LIMIT limit
#define CODE code
#define LEFT left
#define W w
#define CASE(name) L_##name:
#define END
#define DISPATCH() goto *table[*ip & 0xFF]
#define LOAD_REGISTERS()                                                                           \
    do {                                                                                           \
        ip = w->ip;                                                                                \
        sp = w->sp;                                                                                \
        base = w->base;                                                                            \
        limit = w->limit;                                                                          \
        code = w->code;                                                                            \
    } while (0)
#define QUIT(why)                                                                                  \
    do {                                                                                           \
        reason = (why);                                                                            \
        goto quit;                                                                                 \
    } while (0)

static BobExit token_loop(Wire *w)
{
    static const void *const table[256] = {
#define OP(name, ...) [OP_##name] = &&L_##name,
#include "core/machine/ops.def"
        [OP_COUNT... 255] = &&L_UNASSIGNED,
    };
    const BobWord *ip, *code;
    BobValue *sp, *base, *limit;
    int64_t left = w->left;
    BobExit reason;
    LOAD_REGISTERS();
    DISPATCH();
#include "core/engines/bytecode.inc"
quit:
    w->ip = ip;
    w->sp = sp;
    w->left = left;
    return reason;
}

static BobStatus run(BobState *s, uint64_t stop)
{
    return bob_wire_run(s, stop, token_loop);
}

const BobEngine bob_engine_token = {
    .summary = "computed goto through a table of opcodes: a dispatch at the end of each handler",
    .run = run,
};
