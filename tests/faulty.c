/* A bobbin with one more engine, which is wrong on purpose: what `ladder` and `diff` do when
 * engines disagree can be seen of no right build. It is linked instead of
 * core/engines/engines.c; BOBBIN_FAULT says how the engine is wrong:
 *
 *   output   other bytes, as many
 *   result   another int as the result
 *   count    one more instruction
 *   error    an error where there is none
 *
 * Without it the engine is as right as the reference. */
#include "core/engines/engine.h"

#define bob_engines right_engines
#define bob_default_engine right_default
#include "core/engines/engines.c"
#undef bob_engines
#undef bob_default_engine

#include <stdlib.h>
#include <string.h>

static BobWrite right_write;
static void *right_ctx;

static int write_wrongly(void *ctx, const char *bytes, size_t n)
{
    (void)ctx;
    return n == 0 ? 0
                  : right_write(right_ctx, "?", 1) != 0 || right_write(right_ctx, bytes + 1, n - 1);
}

static BobStatus run_wrongly(BobState *s, uint64_t stop)
{
    const char *fault = getenv("BOBBIN_FAULT");
    if (fault == NULL)
        fault = "none";
    if (strcmp(fault, "error") == 0)
        return bob_fail_here(s, bob_fail(s, BOB_VALUE_ERROR, "wrong on purpose"));
    if (strcmp(fault, "output") == 0) {
        right_write = s->write;
        right_ctx = s->write_ctx;
        s->write = write_wrongly;
    }
    BobStatus status = bob_engine_switch.run(s, stop);
    if (status == BOB_OK && strcmp(fault, "result") == 0)
        s->result = bob_int(s->result.i + 1);
    if (status == BOB_OK && strcmp(fault, "count") == 0)
        s->count++;
    return status;
}

static const BobEngine faulty = {.summary = "wrong on purpose", .run = run_wrongly};

const BobEngineRow bob_engines[] = {
    {&bob_engine_switch, "switch", BOB_PLACE_ALONE, BOB_BY_SWITCH, BOB_RUNS_WORDS},
    {&faulty, "faulty", BOB_PLACE_ALONE, BOB_BY_SWITCH, BOB_RUNS_WORDS},
    {NULL, NULL, BOB_PLACE_ALONE, BOB_BY_SWITCH, BOB_RUNS_WORDS},
};

const char *const bob_default_engine = "switch";
