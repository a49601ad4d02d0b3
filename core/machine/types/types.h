/* What the machine knows of each type of value: made from types.def.
 *
 * Read next: state.h. */
#ifndef BOB_TYPES_H
#define BOB_TYPES_H

#include "core/machine/value.h"

/* As Python names it; that of a freed object stays. */
const char *bob_object_type_name(BobObjectType type);

/* As the interface shows it: BOB_FREED for what was given back. */
BobType bob_public_type(BobValue v);

#endif
