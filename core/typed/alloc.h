/* Memory of the typed engine: what lives as long as the run, and arrays that are filled again by
 * each decoding. */
#ifndef BOB_TYPED_ALLOC_H
#define BOB_TYPED_ALLOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Typed Typed;

/* Zeroed memory until the end of the run; NULL, and t->full set, when there is no more: nothing is
 * decoded from then on, so a caller need not undo what it had begun. */
void *bob_typed_alloc(Typed *t, size_t n);
void bob_typed_free_all(Typed *t);
/* Room for element `count` of an array that is filled again each time; false where memory is out.
 */
bool bob_scratch_room(Typed *t, void *array, uint32_t *room, uint32_t count, size_t element);

#endif
