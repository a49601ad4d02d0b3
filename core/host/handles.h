/* Numbers by which a host names objects of a machine (bob_view_handle, BobInput.handle).
 *
 * A number is looked up in a table and never a pointer, so that any number may be given: one that
 * is not in the table names nothing. Whether an object of the table is still the one that it was is
 * said by OBJ_HANDLED: a header that was given back and used again has lost it. The upper half of a
 * number is the machine's own. */
#ifndef BOB_HOST_HANDLES_H
#define BOB_HOST_HANDLES_H

#include "core/machine/state.h"

typedef struct BobHandle {
    BobObject *object;
    uint32_t number; /* the lower half: rising, as they are made */
    uint32_t call;   /* the last call in which it was known to be one that the program refers to */
} BobHandle;

typedef struct BobHandles {
    BobHandle *table; /* of `count`, in the order of their numbers */
    uint32_t count, room;
    uint32_t *slots; /* open addressing, by object: an index in the table + 1, or 0 */
    uint32_t slot_count;
    uint32_t last;    /* the last number given */
    uint32_t machine; /* the upper half */
} BobHandles;

void bob_handles_init(BobHandles *h, const BobProgram *p);
void bob_handles_end(BobHandles *h, const BobAllocator *a);

/* The number of a living object, or 0 where memory is out. `call`: how many calls have begun. */
uint64_t bob_handle_make(BobHandles *h, const BobAllocator *a, BobObject *o, uint32_t call);
/* The object of that number, living; NULL where there is none. */
BobObject *bob_handle_find(const BobHandles *h, uint64_t number);
/* Whether a row's object is still the one that it was made for. */
bool bob_handle_is_one(const BobHandle *handle);
/* Whether there are any of earlier calls, of which it is not known whether the program refers to
 * their objects. */
bool bob_has_old_handles(const BobHandles *h, uint32_t call);
/* Drops those whose objects are gone. */
void bob_handles_purge(BobHandles *h);

#endif
