/* The one interface of all engines: advance the canonical state. */
#ifndef BOB_ENGINE_H
#define BOB_ENGINE_H

#include "core/machine/state.h"

typedef struct BobEngine {
    const char *name;
    const char *summary;
    /* Runs until the program ends (BOB_OK, s->ending set), fails (the error's kind, s->error
     * complete) or s->count has reached `stop`: BOB_YIELDED, or BOB_OUT_OF_FUEL where that
     * is s->fuel. stop is at most s->fuel. The state is canonical before and after, but for
     * frames that it hides (state.h). Interrupted, it comes back with BOB_YIELDED before `stop`:
     * at once if it was so when it was called or is inside a long instruction, else within some
     * BOB_PIECE of fuel. */
    BobStatus (*run)(BobState *s, uint64_t stop);
} BobEngine;

/* The engines of this build in the order of the ladder, the reference first, NULL at the
 * end; and the one that runs where none is named. */
extern const BobEngine *const bob_engines[];
extern const BobEngine *const bob_default_engine;

extern const BobEngine bob_engine_switch, bob_engine_call, bob_engine_token, bob_engine_direct,
    bob_engine_cached, bob_engine_fused, bob_engine_tail, bob_engine_typed;

/* Engines that run what the decoder makes, with superinstructions or without; the others run
 * words. The name is NULL at the end. */
typedef struct BobThreadedEngine {
    const char *name;
    bool fused;
} BobThreadedEngine;
extern const BobThreadedEngine bob_threaded_engines[];

/* Engines that other builds have and this one has not, and why; the name is NULL at the end. */
typedef struct BobAbsentEngine {
    const char *name;
    const char *reason;
} BobAbsentEngine;
extern const BobAbsentEngine bob_absent_engines[];

/* Where a traced run reports: after each instruction that succeeded. */
typedef struct BobTracer {
    BobState *state;
    BobWrite write;
    void *write_ctx;
    BobBuffer line; /* in the making */
    bool failed;    /* a write failed; the run stops with BOB_OUTPUT_FAILED */
    /* the instruction under way */
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
