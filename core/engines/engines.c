#include "core/engines/engine.h"

const BobEngine *const bob_engines[] = {
    &bob_engine_switch, &bob_engine_direct, &bob_engine_cached, &bob_engine_fused, NULL,
};
