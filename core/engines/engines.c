#include "core/engines/engine.h"
#include "core/engines/tail.h"

const BobEngine *const bob_engines[] = {
    &bob_engine_switch, &bob_engine_call,
    &bob_engine_token,  &bob_engine_direct,
    &bob_engine_cached, &bob_engine_fused,
#ifndef BOB_TAIL_ABSENT
    &bob_engine_tail,
#endif
    &bob_engine_typed,  NULL,
};

const BobEngine *const bob_default_engine = &bob_engine_typed;

const BobThreadedEngine bob_threaded_engines[] = {
    {"direct", false}, {"cached", false}, {"fused", true},
#ifndef BOB_TAIL_ABSENT
    {"tail", true},
#endif
    {NULL, false},
};

const BobAbsentEngine bob_absent_engines[] = {
#ifdef BOB_TAIL_ABSENT
    {"tail", BOB_TAIL_ABSENT},
#endif
    {NULL, NULL},
};
