#include "core/engines/engine.h"

const BobEngine *const bob_engines[] = {
    &bob_engine_switch, &bob_engine_call,   &bob_engine_token, &bob_engine_direct,
    &bob_engine_cached, &bob_engine_fused, NULL,
};

const BobEngine *const bob_default_engine = &bob_engine_fused;

const BobThreadedEngine bob_threaded_engines[] = {
    {"direct", false},
    {"cached", false},
    {"fused", true},
    {NULL, false},
};

const BobAbsentEngine bob_absent_engines[] = {
    {NULL, NULL},
};
