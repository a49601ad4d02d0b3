#include "core/engines/engine.h"

const BobEngine *const bob_engines[] = {&bob_engine_switch, NULL};
