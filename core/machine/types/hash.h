/* Hashes of values: CPython's with PYTHONHASHSEED=0, since the order of a set shows them. */
#ifndef BOB_HASH_VALUE_H
#define BOB_HASH_VALUE_H

#include "core/machine/types/types.h"

/* hash(v); what is examined is counted in *work, and charged by the caller. BOB_OK; BOB_TYPE_ERROR
 * ("unhashable type: 'list'"), BOB_VALUE_ERROR (nested too deep), BOB_USE_AFTER_FREE;
 * BOB_OUT_OF_FUEL where the fuel left would not pay for the work, BOB_YIELDED. */
NODISCARD BobStatus bob_hash_value(BobState *s, BobValue v, uint64_t *work, int64_t *hash);

/* As a key of a dict or an element of a set: one is the other, or equals it. Counts its work. */
NODISCARD BobStatus bob_same_key(BobState *s, BobValue a, BobValue b, uint64_t *work, bool *same);

/* Every so many units of work, which a look-up with many probes is: BOB_OK, BOB_YIELDED, or
 * BOB_OUT_OF_FUEL where the fuel left would not pay for that much. */
NODISCARD BobStatus bob_look_at_work(BobState *s, uint64_t work);

#endif
