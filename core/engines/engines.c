#include "core/engines/engine.h"

const BobEngineRow bob_engines[] = {
#define ENGINE(c_name, name, place, dispatch, representation, shared)                              \
    {&bob_engine_##c_name, name, BOB_PLACE_##place, BOB_BY_##dispatch, BOB_RUNS_##representation},
#include "core/engines/engines.def"
    {NULL, NULL, BOB_PLACE_ALONE, BOB_BY_SWITCH, BOB_RUNS_WORDS},
};

const char *const bob_default_engine = "typed";
