/* The one interface of all engines: advance the canonical state. */
#ifndef BOB_ENGINE_H
#define BOB_ENGINE_H

#include "core/bobbin_lab.h"
#include "core/machine/state.h"

typedef struct BobEngine {
    const char *summary;
    /* Runs until the program ends (BOB_OK, s->ending set), fails (the error's kind, s->error
     * complete) or s->count has reached `stop`: BOB_YIELDED, or BOB_OUT_OF_FUEL where that
     * is s->fuel. stop is at most s->fuel. The state is canonical before and after, but for
     * frames that it hides (state.h). Interrupted, it comes back with BOB_YIELDED before `stop`:
     * at once if it was so when it was called or is inside a long instruction, else within some
     * BOB_PIECE of fuel. */
    BobStatus (*run)(BobState *s, uint64_t stop);
    const char *absent; /* NULL, or why this build does not have it; run is NULL then */

    /* The rest is for the laboratory (bobbin_lab.h). Each is NULL where there is nothing to say. */

    /* Its registers in this build. */
    void (*registers)(unsigned *ints, unsigned *floats);
    /* Makes the engine's data for a state that has not run yet, so that its runs count what the
     * three others tell. BOB_OK or BOB_OUT_OF_MEMORY. An engine with this has all four; the
     * three are false and BOB_INVALID_ARGUMENT for a state that nothing was counted of. */
    BobStatus (*watch)(BobState *s);
    bool (*totals)(const BobState *s, BobWatchTotals *totals);
    BobStatus (*sites)(const BobState *s, BobWatchVisit visit, void *ctx);
    BobStatus (*listing)(const BobState *s, BobBuffer *out);
} BobEngine;
_Static_assert(offsetof(BobEngine, run) == 8, "where the audit finds it: run_function()");

/* The columns of engines.def. */
typedef enum BobDispatch {
#define DISPATCH(NAME, ...) BOB_BY_##NAME,
#include "core/engines/engines.def"
    BOB_DISPATCH_COUNT
} BobDispatch;
typedef enum BobRepresentation {
#define REPRESENTATION(NAME, ...) BOB_RUNS_##NAME,
#include "core/engines/engines.def"
    BOB_RUNS_OWN
} BobRepresentation;
typedef enum BobEnginePlace { BOB_PLACE_RUNG, BOB_PLACE_CELL, BOB_PLACE_ALONE } BobEnginePlace;
typedef struct BobEngineRow {
    const BobEngine *engine; /* NULL at the end of bob_engines */
    const char *name;
    BobEnginePlace place;
    BobDispatch dispatch;
    BobRepresentation representation;
} BobEngineRow;

/* The rows in their order; and the one that runs where none is named. */
extern const BobEngineRow bob_engines[];
extern const char *const bob_default_engine;

#define ENGINE(name, ...) extern const BobEngine bob_engine_##name;
#include "core/engines/engines.def"

/* Where a traced run reports: after each instruction that succeeded. */
typedef struct BobTracer {
    BobState *state;
    BobWrite write;
    void *write_ctx;
    BobBuffer line; /* in the making */
    bool failed;    /* a write failed; the run stops with BOB_OUTPUT_FAILED */
    /* the instruction that is being executed */
    uint64_t count;
    uint32_t function, ip, frame_count;
} BobTracer;

/* trace.c: the reference engine with a tracer. */
BobStatus bob_trace_run(BobTracer *t, uint64_t stop);
void bob_trace_header(BobTracer *t);
void bob_trace_footer(BobTracer *t, BobStatus status);
/* Whether the trace lacks something that nobody will have heard of after a run with that status;
 * a program's own error goes before a write that failed, which its callback knows of. */
bool bob_trace_lost(const BobTracer *t, BobStatus status);
/* Makes that the machine's error: BOB_OUTPUT_FAILED, or BOB_OUT_OF_MEMORY. */
BobStatus bob_trace_failed(BobTracer *t);

#endif
