/* Values that a host gives (BobInput, core/bobbin.h), copied into a machine's heap. */
#ifndef BOB_HOST_INPUT_H
#define BOB_HOST_INPUT_H

#include "core/host/handles.h"

/* Makes values of n inputs, all or none: BOB_OK; BOB_OUT_OF_MEMORY or BOB_INVALID_ARGUMENT with the
 * message in *error and the heap as it was. `what` begins messages ("argument", "the answer");
 * where there are several inputs their number from 1 follows it. No fuel. */
NODISCARD BobStatus bob_take_inputs(BobState *s, const BobHandles *handles, const BobInput *inputs,
                                    size_t n, BobValue *out, const char *what, BobError *error);

#endif
