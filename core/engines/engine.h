/* The one interface of all engines: advance the canonical state. */
#ifndef BOB_ENGINE_H
#define BOB_ENGINE_H

#include "core/machine/state.h"

typedef struct BobEngine {
    const char *name;
    const char *summary;
    /* Runs until the program ends (BOB_OK, s->ending set), fails (the error's kind, s->error
     * complete) or s->count has reached `stop`: BOB_YIELDED, or BOB_OUT_OF_FUEL where that
     * is s->fuel. stop is at most s->fuel. The state is canonical before and after. */
    BobStatus (*run)(BobState *s, uint64_t stop);
} BobEngine;

/* The engines of this build, the default first, NULL at the end. */
extern const BobEngine *const bob_engines[];

extern const BobEngine bob_engine_switch, bob_engine_direct, bob_engine_cached, bob_engine_fused;

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
/* Makes a trace that could not be written the machine's error: BOB_OUTPUT_FAILED. */
BobStatus bob_trace_failed(BobTracer *t);

#endif
