/* The heap: headers and rooms, charged exactly, given back by FREE and RELEASE alone.
 *
 * What is charged (docs/machine.md, 6): 32 bytes a header, a power of two for each room.
 * A room or header that was given back is a credit for the next of its size; charges never
 * shrink, so that `charged` is also the high-water mark. What is allocated physically
 * follows the same order but is kept apart from the account, so that an instruction that
 * fails half-way can be rolled back to the byte.
 *
 *   header pool   blocks of BobObject, never returned before the end: a dangling
 *                 reference always meets a header
 *   rooms         16 bytes for a BobText's head, then 2^class bytes; carved from blocks
 *   free lists    one of headers, one of rooms for each class; last in, first out
 */
#ifndef BOB_HEAP_H
#define BOB_HEAP_H

#include <string.h>

#include "core/base/limits.h"
#include "core/base/memory.h"
#include "core/machine/value.h"

#define BOB_HEADER_CHARGE 32
#define BOB_ELEMENT_CHARGE 16

/* What is charged and what is credited: all of the heap that a snapshot needs besides
 * the objects themselves. */
typedef struct BobHeapAccount {
    uint64_t charged;
    uint64_t free_headers;
    uint64_t free_rooms[BOB_ROOM_CLASSES];
} BobHeapAccount;

typedef struct BobHeapBlock BobHeapBlock;

/* Of a text's code points: str_index.h. */
typedef struct BobTextIndex {
    uint32_t *entries;
    uint32_t count; /* of a free one: the next free one's number */
} BobTextIndex;

typedef struct BobHeap {
    const BobAllocator *allocator;
    uint64_t limit;
    bool limit_reached; /* it refused something; else a refusal was the allocator's */
    BobHeapAccount account;
    BobObject *headers;            /* free ones, linked through data */
    void *rooms[BOB_ROOM_CLASSES]; /* free ones, linked through their first word */
    BobHeapBlock *blocks;          /* all memory, for the end */
    char *carve, *carve_end;       /* rooms are cut from here */
    char *mapped;                  /* so far, memory was asked for in advance */
    BobObject *fresh, *fresh_end;  /* headers are cut from here */
    size_t next_block;             /* bytes of the next block; grows */
    BobTextIndex *indexes;         /* by number from 1: not charged, see str_index.h */
    uint32_t index_count, free_index;
    /* An instruction that makes several objects: see bob_heap_begin. */
    BobHeapAccount saved;
    BobObject **journal;
    size_t journal_count, journal_room;
    bool journaling;
    unsigned nested; /* begins within a begin */
} BobHeap;

void bob_heap_init(BobHeap *h, const BobAllocator *allocator, uint64_t limit);
void bob_heap_end(BobHeap *h);
/* Whether the header lies in this heap's memory. */
bool bob_heap_has(const BobHeap *h, const BobObject *o);

/* The class of a room of n bytes, NO_ROOM for 0. */
static inline unsigned bob_room_class(uint64_t n)
{
    return n == 0 ? NO_ROOM : bob_log2_ceil(n);
}

/* A new object of a type with ELEMENTS, with room for `capacity` of them, size 0 (list: kind INT).
 * The caller fills data and calls bob_set_size. BOB_OK or BOB_OUT_OF_MEMORY, without effect. */
NODISCARD BobStatus bob_heap_new(BobHeap *h, BobObjectType type, uint64_t capacity,
                                 BobObject **out);

/* A new string of n bytes of valid UTF-8 and its number of code points; text NULL leaves
 * the bytes for the caller to fill. Never one of the static strings: use bob_str_new. */
NODISCARD BobStatus bob_heap_new_str(BobHeap *h, const char *text, uint64_t n, uint64_t points,
                                     BobObject **out);

/* a + b where a ends its buffer and the room suffices: a new header on the same buffer; text NULL
 * where its n bytes are there already.
 * False where that can't be done (nothing happened then). */
bool bob_heap_can_extend(const BobObject *a, uint64_t more);
NODISCARD BobStatus bob_heap_extend_str(BobHeap *h, BobObject *a, const char *text, uint32_t n,
                                        uint32_t points, BobObject **out);

/* Makes room for `capacity` elements in a list, keeping its elements. */
NODISCARD BobStatus bob_heap_grow(BobHeap *h, BobObject *list, uint64_t capacity);

/* A room of a class, for an object that copies its contents there and gives its old room back;
 * never while instructions are journaled, except for objects that they made. */
NODISCARD BobStatus bob_heap_take_room(BobHeap *h, unsigned class, void **room);
void bob_heap_give_room(BobHeap *h, void *room, unsigned class);

/* Gives an object's storage back; with `header`, that too (RELEASE). Static objects stay. */
void bob_heap_free(BobHeap *h, BobObject *o, bool header);

/* The free list of a class of rooms. */
static inline void bob_heap_put_room(BobHeap *h, void *room, unsigned class)
{
    memcpy(room, &h->rooms[class], sizeof(void *));
    h->rooms[class] = room;
}

static inline void bob_heap_put_header(BobHeap *h, BobObject *o)
{
    o->data = h->headers;
    h->headers = o;
}

/* bob_heap_free with the header, of a living object, for engines to inline; false, and nothing
 * done, where there is more to give back than that. */
static inline bool bob_heap_release(BobHeap *h, BobObject *o)
{
    unsigned class = o->room_class;
    void *room = o->data;
    if ((o->flags & OBJ_STATIC) != 0)
        return true;
    if (o->type == OBJ_STR) {
        BobText *t = o->data;
        if (t->index != 0)
            return false;
        room = t->bytes;
        class = --t->strings > 0 ? NO_ROOM : t->room_class; /* others may still show it */
    } else if (o->type > OBJ_LIST) {                        /* it may hold more than a room */
        return false;
    }
    if (class != NO_ROOM) {
        bob_heap_put_room(h, room, class);
        h->account.free_rooms[class]++;
    }
    memset(o->len, 0, sizeof o->len);
    o->room_class = NO_ROOM;
    o->flags |= OBJ_FREED | OBJ_RELEASED;
    o->size = o->points = 0;
    bob_heap_put_header(h, o);
    h->account.free_headers++;
    return true;
}

/* Instructions that make more than one object: whatever was made since begin is undone by
 * rollback, account and free lists included. No bob_heap_grow or bob_heap_free between, unless what
 * follows can't fail any more. Within another begin nothing is undone until that is: whoever fails
 * inside makes the whole fail. */
void bob_heap_begin(BobHeap *h);
void bob_heap_commit(BobHeap *h);
void bob_heap_rollback(BobHeap *h);

/* For the snapshot reader: storage that the account, restored as a whole, has already paid
 * for. NULL when memory is out. */
NODISCARD BobObject *bob_heap_place(BobHeap *h, BobObjectType type, unsigned room_class);
NODISCARD BobText *bob_heap_place_text(BobHeap *h, unsigned room_class);
/* Puts a header on the free list. */
void bob_heap_place_free(BobHeap *h, BobObject *o);

/* ---- lists and tuples ---- */

/* Room for how many elements. */
static inline uint64_t bob_capacity(const BobObject *o)
{
    return o->room_class == NO_ROOM ? 0 : ((uint64_t)1 << o->room_class) / BOB_ELEMENT_CHARGE;
}
/* Sets size, and len[kind] of a list. The elements must be there. */
static inline void bob_set_size(BobObject *o, uint32_t size)
{
    o->size = size;
    if (o->type == OBJ_LIST)
        o->len[o->kind] = size;
}

/* The kind that holds a value. */
static inline BobKind bob_kind_of(BobValue v)
{
    switch ((BobTag)v.tag) {
    case TAG_INT:
        return KIND_INT;
    case TAG_FLOAT:
        return KIND_FLOAT;
    case TAG_BOOL:
        return KIND_BOOL;
    case TAG_REF:
        return KIND_REF;
    case TAG_NONE:
    case TAG_FUNC:
    case TAG_UNBOUND:
    case TAG_COUNT:
        break;
    }
    return KIND_MIXED;
}

/* Rewrites the elements of a list in place as another kind, KIND_MIXED if not empty. */
void bob_list_set_kind(BobObject *list, BobKind kind);

/* Sets element i of a list, i <= size (i == size writes one past the end, where there is
 * room: the caller then sets the size); changes the kind where it must. */
void bob_list_put(BobObject *list, uint32_t i, BobValue v);

/* Adds an element at the end; grows. BOB_OK or BOB_OUT_OF_MEMORY. */
NODISCARD BobStatus bob_list_append(BobHeap *h, BobObject *list, BobValue v);

/* A new list or tuple of n values. BOB_OK or BOB_OUT_OF_MEMORY. */
NODISCARD BobStatus bob_seq_new(BobHeap *h, BobObjectType type, const BobValue *values, uint64_t n,
                                BobObject **out);

#endif
