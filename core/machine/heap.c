#include "core/machine/heap.h"

#include <string.h>

#include "core/base/copy.h"
#include "core/machine/types/types.h"

/* Blocks begin small, so that a small machine stays small, and double up to this. Their sizes
 * are those of the memory, the block's own head included. */
#define FIRST_BLOCK ((size_t)4096)
#define LARGEST_BLOCK ((size_t)1 << 20)
/* Small rooms fill all their pages: these are asked for so many bytes at a time. Of a larger one
 * half may never be written, since a room has 16 bytes for an element of 8. */
#define MAPPED_AT_ONCE ((size_t)1 << 16)
#define SMALL_CLASS 12
#define LARGEST_JOURNAL 1024u /* objects, that is kept */
#define TEXT_HEAD sizeof(BobText)

struct BobHeapBlock {
    BobHeapBlock *next;
    size_t size;
    max_align_t memory[];
};

void bob_heap_init(BobHeap *h, const BobAllocator *allocator, uint64_t limit)
{
    memset(h, 0, sizeof *h);
    h->allocator = allocator;
    h->limit = limit;
    h->next_block = FIRST_BLOCK;
}

static void end_indexes(BobHeap *h)
{
    uint32_t i;
    while (h->free_index != 0) { /* a free one's count is none of entries */
        BobTextIndex *x = &h->indexes[h->free_index - 1];
        h->free_index = x->count;
        x->count = 0;
    }
    for (i = 0; i < h->index_count; i++)
        bob_array_free(h->allocator, h->indexes[i].entries, h->indexes[i].count,
                       sizeof *h->indexes[i].entries);
    bob_array_free(h->allocator, h->indexes, h->index_count, sizeof *h->indexes);
    h->indexes = NULL;
    h->index_count = 0;
}

static void free_journal(BobHeap *h)
{
    bob_free(h->allocator, h->journal, h->journal_room * sizeof(BobObject *));
    h->journal = NULL;
    h->journal_room = 0;
}

void bob_heap_end(BobHeap *h)
{
    end_indexes(h);
    while (h->blocks != NULL) {
        BobHeapBlock *b = h->blocks;
        h->blocks = b->next;
        bob_free(h->allocator, b, b->size);
    }
    free_journal(h);
}

bool bob_heap_has(const BobHeap *h, const BobObject *o)
{
    const BobHeapBlock *b;
    for (b = h->blocks; b != NULL; b = b->next)
        if ((const char *)o >= (const char *)b &&
            (const char *)(o + 1) <= (const char *)b + b->size)
            return true;
    return false;
}

/* ---- physical storage ---- */

static void *new_block(BobHeap *h, size_t n)
{
    size_t size = sizeof(BobHeapBlock) + n;
    BobHeapBlock *b = bob_alloc(h->allocator, size);
    if (b == NULL)
        return NULL;
    b->next = h->blocks;
    b->size = size;
    h->blocks = b;
    return b->memory;
}

/* The memory in the next shared block. */
static size_t block_size(BobHeap *h)
{
    size_t n = h->next_block - sizeof(BobHeapBlock);
    if (h->next_block < LARGEST_BLOCK)
        h->next_block *= 2;
    return n;
}

static NOINLINE bool more_headers(BobHeap *h)
{
    size_t n = block_size(h) / sizeof *h->fresh;
    BobObject *block = new_block(h, n * sizeof *block);
    if (block == NULL)
        return false;
    h->fresh = block;
    h->fresh_end = block + n;
    return true;
}

/* One that was never used. */
static BobObject *fresh_header(BobHeap *h)
{
    if (h->fresh == h->fresh_end && !more_headers(h))
        return NULL;
    return h->fresh++;
}

static BobObject *take_header(BobHeap *h)
{
    BobObject *o = h->headers;
    if (o == NULL)
        return fresh_header(h);
    h->headers = o->data;
    return o;
}

/* A room of n bytes, head included, where the shared block has too little left. */
static NOINLINE char *room_of_new_block(BobHeap *h, size_t n)
{
    size_t size = block_size(h);
    char *block;
    if (n > size / 4) /* its own block; what is left of the shared one stays in use */
        return new_block(h, n);
    block = new_block(h, size);
    if (block == NULL)
        return NULL;
    h->carve = h->mapped = block + n;
    h->carve_end = block + size;
    return block;
}

static NOINLINE void map_ahead(BobHeap *h, unsigned class)
{
    size_t left = (size_t)(h->carve_end - h->carve),
           n = left < MAPPED_AT_ONCE ? left : MAPPED_AT_ONCE;
    h->mapped = h->carve;
    if (class <= SMALL_CLASS) {
        bob_map_soon(h->allocator, h->carve, n);
        h->mapped += n;
    }
}

/* A room's address is that of its bytes; a BobText's head lies before it. */
static void *take_room(BobHeap *h, unsigned class)
{
    size_t n = TEXT_HEAD + ((size_t)1 << (class < 4 ? 4 : class));
    void *room = h->rooms[class];
    char *at;
    if (room != NULL) {
        memcpy(&h->rooms[class], room, sizeof(void *));
        return room;
    }
    if ((size_t)(h->carve_end - h->carve) >= n) {
        at = h->carve;
        h->carve += n;
        if (h->carve > h->mapped)
            map_ahead(h, class);
    } else {
        at = room_of_new_block(h, n);
    }
    return at == NULL ? NULL : at + TEXT_HEAD;
}

static BobText *text_of_room(void *room)
{
    return (BobText *)((char *)room - TEXT_HEAD);
}

/* ---- the account ---- */

/* What a header and a room of that class, each where wanted, are charged beyond credit. False
 * where the limit does not allow it. */
static bool price(const BobHeap *h, bool header, unsigned class, uint64_t *charge)
{
    const BobHeapAccount *a = &h->account;
    *charge = header && a->free_headers == 0 ? BOB_HEADER_CHARGE : 0;
    if (class != NO_ROOM) {
        if (class >= BOB_ROOM_CLASSES)
            return false;
        if (a->free_rooms[class] == 0)
            *charge += (uint64_t)1 << class;
    }
    return *charge <= h->limit && a->charged <= h->limit - *charge;
}

/* Pays that: once nothing can fail any more, so that there is never anything to pay back. */
static void pay(BobHeap *h, bool header, unsigned class, uint64_t charge)
{
    BobHeapAccount *a = &h->account;
    a->charged += charge;
    a->free_headers -= header && a->free_headers > 0;
    if (class != NO_ROOM && a->free_rooms[class] > 0)
        a->free_rooms[class]--;
}

static BobStatus beyond_limit(BobHeap *h)
{
    h->limit_reached = true;
    return BOB_OUT_OF_MEMORY;
}

static bool journal(BobHeap *h, BobObject *o)
{
    if (h->journaling && h->journal_count == h->journal_room) {
        size_t room = h->journal_room == 0 ? 16 : 2 * h->journal_room;
        BobObject **grown =
            h->allocator->resize(h->allocator->ctx, h->journal,
                                 h->journal_room * sizeof(BobObject *), room * sizeof(BobObject *));
        if (grown == NULL)
            return false;
        h->journal = grown;
        h->journal_room = room;
    }
    if (h->journaling)
        h->journal[h->journal_count++] = o;
    return true;
}

/* The same where both lie ready and are paid by credit, as for most of what lives shortly. */
static inline BobObject *reuse(BobHeap *h, unsigned class, void **room)
{
    BobHeapAccount *a = &h->account;
    BobObject *o = h->headers;
    if (o == NULL || a->free_headers == 0 || (h->journaling && h->journal_count == h->journal_room))
        return NULL;
    *room = NULL;
    if (class != NO_ROOM) {
        if (class >= BOB_ROOM_CLASSES || h->rooms[class] == NULL || a->free_rooms[class] == 0)
            return NULL;
        *room = h->rooms[class];
        memcpy(&h->rooms[class], *room, sizeof(void *));
        a->free_rooms[class]--;
    }
    a->free_headers--;
    h->headers = o->data;
    if (h->journaling)
        h->journal[h->journal_count++] = o;
    memset(o, 0, sizeof *o);
    o->room_class = (uint8_t) class;
    return o;
}

/* A header and a room, paid for; NULL and nothing changed where that can't be. */
static NOINLINE BobObject *make_object(BobHeap *h, unsigned class, void **room)
{
    uint64_t charge;
    BobObject *o;
    *room = NULL;
    if (!price(h, true, class, &charge)) {
        (void)beyond_limit(h);
        return NULL;
    }
    o = take_header(h);
    if (o != NULL && class != NO_ROOM)
        *room = take_room(h, class);
    if (o == NULL || (class != NO_ROOM && *room == NULL) || !journal(h, o)) {
        if (*room != NULL)
            bob_heap_put_room(h, *room, class);
        if (o != NULL)
            bob_heap_put_header(h, o);
        return NULL;
    }
    pay(h, true, class, charge);
    memset(o, 0, sizeof *o);
    o->room_class = (uint8_t) class;
    return o;
}

static inline BobObject *new_object(BobHeap *h, unsigned class, void **room)
{
    BobObject *o = reuse(h, class, room);
    return o != NULL ? o : make_object(h, class, room);
}

/* How what has no elements yet will store them. */
static inline BobKind first_kind(BobObjectType type)
{
    return type == OBJ_LIST ? KIND_INT : KIND_MIXED;
}

static inline BobStatus as_sequence(BobObject *o, void *room, BobObjectType type, BobObject **out)
{
    o->type = (uint8_t)type;
    o->kind = (uint8_t)first_kind(type);
    o->data = room;
    *out = o;
    return BOB_OK;
}

static inline BobStatus as_str(BobObject *o, void *room, unsigned class, const char *text,
                               uint64_t n, uint64_t points, BobObject **out)
{
    BobText *t = text_of_room(room);
    t->used = (uint32_t)n;
    t->strings = 1;
    t->room_class = class;
    t->index = 0;
    if (text != NULL)
        bob_copy_small(t->bytes, text, n);
    o->type = OBJ_STR;
    o->room_class = NO_ROOM;
    o->data = t;
    o->size = (uint32_t)n;
    o->points = (uint32_t)points;
    *out = o;
    return BOB_OK;
}

/* What is not recycled, apart: where nothing is called, nothing need be saved. */
static NOINLINE BobStatus make_sequence(BobHeap *h, BobObjectType type, unsigned class,
                                        BobObject **out)
{
    void *room;
    BobObject *o = make_object(h, class, &room);
    return o == NULL ? BOB_OUT_OF_MEMORY : as_sequence(o, room, type, out);
}

static NOINLINE BobStatus make_str(BobHeap *h, const char *text, uint64_t n, uint64_t points,
                                   BobObject **out)
{
    unsigned class = bob_room_class(n);
    void *room;
    BobObject *o = make_object(h, class, &room);
    return o == NULL ? BOB_OUT_OF_MEMORY : as_str(o, room, class, text, n, points, out);
}

BobStatus bob_heap_new(BobHeap *h, BobObjectType type, uint64_t capacity, BobObject **out)
{
    unsigned class;
    void *room;
    BobObject *o;
    if (capacity > h->limit / BOB_ELEMENT_CHARGE)
        return beyond_limit(h);
    class = bob_room_class(capacity * BOB_ELEMENT_CHARGE);
    o = reuse(h, class, &room);
    return o == NULL ? make_sequence(h, type, class, out) : as_sequence(o, room, type, out);
}

BobStatus bob_heap_new_str(BobHeap *h, const char *text, uint64_t n, uint64_t points,
                           BobObject **out)
{
    unsigned class = bob_room_class(n);
    void *room;
    BobObject *o;
    ASSERT(n > 0);
    if (n > h->limit || n > UINT32_MAX)
        return beyond_limit(h);
    o = reuse(h, class, &room);
    return o == NULL ? make_str(h, text, n, points, out)
                     : as_str(o, room, class, text, n, points, out);
}

bool bob_heap_can_extend(const BobObject *a, uint64_t more)
{
    const BobText *t = a->data;
    return (a->flags & OBJ_STATIC) == 0 && t->used == a->size &&
           more <= ((uint64_t)1 << t->room_class) - t->used && more <= UINT32_MAX - t->used;
}

BobStatus bob_heap_extend_str(BobHeap *h, BobObject *a, const char *text, uint32_t n,
                              uint32_t points, BobObject **out)
{
    BobText *t = a->data;
    void *room;
    BobObject *o = new_object(h, NO_ROOM, &room);
    if (o == NULL)
        return BOB_OUT_OF_MEMORY;
    if (text != NULL)
        memmove(t->bytes + t->used, text, n); /* text may lie in the same buffer */
    t->used += n;
    t->strings++;
    o->type = OBJ_STR;
    o->data = t;
    o->size = t->used;
    o->points = a->points + points;
    *out = o;
    return BOB_OK;
}

static size_t element_size(const BobObject *list)
{
    return list->kind == KIND_MIXED ? sizeof(BobValue) : sizeof(int64_t);
}

BobStatus bob_heap_grow(BobHeap *h, BobObject *list, uint64_t capacity)
{
    unsigned class, old = list->room_class;
    uint64_t charge;
    void *room;
    if (capacity <= bob_capacity(list))
        return BOB_OK;
    if (capacity > h->limit / BOB_ELEMENT_CHARGE)
        return beyond_limit(h);
    class = bob_room_class(capacity * BOB_ELEMENT_CHARGE);
    if (!price(h, false, class, &charge))
        return beyond_limit(h);
    room = take_room(h, class);
    if (room == NULL)
        return BOB_OUT_OF_MEMORY;
    pay(h, false, class, charge);
    if (old != NO_ROOM) {
        memcpy(room, list->data, list->size * element_size(list));
        bob_heap_put_room(h, list->data, old);
        h->account.free_rooms[old]++;
    }
    list->data = room;
    list->room_class = (uint8_t) class;
    return BOB_OK;
}

BobStatus bob_heap_take_room(BobHeap *h, unsigned class, void **room)
{
    uint64_t charge;
    void *taken;
    if (!price(h, false, class, &charge))
        return beyond_limit(h);
    taken = take_room(h, class);
    if (taken == NULL)
        return BOB_OUT_OF_MEMORY;
    pay(h, false, class, charge);
    *room = taken;
    return BOB_OK;
}

void bob_heap_give_room(BobHeap *h, void *room, unsigned class)
{
    bob_heap_put_room(h, room, class);
    h->account.free_rooms[class]++;
}

/* Gives back what an object holds; its header becomes a freed one. */
static void drop_room(BobHeap *h, BobObject *o, bool credit)
{
    if (bob_ops_of(o)->drop != NULL) {
        bob_ops_of(o)->drop(h, o, credit);
    } else if (o->room_class != NO_ROOM) {
        bob_heap_put_room(h, o->data, o->room_class);
        if (credit)
            h->account.free_rooms[o->room_class]++;
    }
}

void bob_heap_free(BobHeap *h, BobObject *o, bool header)
{
    if ((o->flags & OBJ_STATIC) != 0 || (header && bob_heap_release(h, o)))
        return;
    drop_room(h, o, true);
    memset(o->len, 0, sizeof o->len);
    o->flags |= OBJ_FREED;
    o->size = o->points = 0;
    o->room_class = NO_ROOM;
    o->data = NULL;
    if (header) {
        bob_heap_put_header(h, o);
        o->flags |= OBJ_RELEASED;
        h->account.free_headers++;
    }
}

/* ---- several objects at once ---- */

void bob_heap_begin(BobHeap *h)
{
    if (h->journaling) {
        h->nested++;
        return;
    }
    h->saved = h->account;
    h->journaling = true;
}

/* Its room stays for the next, unless it is large. */
static void forget_journal(BobHeap *h)
{
    if (h->journal_room > LARGEST_JOURNAL)
        free_journal(h);
    h->journal_count = 0;
    h->journaling = false;
}

void bob_heap_commit(BobHeap *h)
{
    if (h->nested > 0) {
        h->nested--;
        return;
    }
    forget_journal(h);
}

/* Back in reverse order, so that the free lists stand as they did, what was newly cut on
 * top of them: the next instruction takes the same headers that it would have taken. */
void bob_heap_rollback(BobHeap *h)
{
    size_t i;
    if (h->nested > 0) {
        h->nested--;
        return;
    }
    for (i = h->journal_count; i-- > 0;) {
        BobObject *o = h->journal[i];
        drop_room(h, o, false);
        memset(o, 0, sizeof *o);
        o->type = OBJ_LIST;
        o->flags = OBJ_FREED | OBJ_RELEASED;
        bob_heap_put_header(h, o);
    }
    h->account = h->saved;
    forget_journal(h);
}

/* ---- restored from a snapshot ---- */

BobObject *bob_heap_place(BobHeap *h, BobObjectType type, unsigned room_class)
{
    BobObject *o = fresh_header(h); /* the free list may be in the making */
    void *room = NULL;
    if (o == NULL || (room_class != NO_ROOM && (room = take_room(h, room_class)) == NULL))
        return NULL;
    memset(o, 0, sizeof *o);
    o->type = (uint8_t)type;
    o->kind = (uint8_t)first_kind(type);
    o->room_class = (uint8_t)room_class;
    o->data = room;
    return o;
}

BobText *bob_heap_place_text(BobHeap *h, unsigned room_class)
{
    void *room = take_room(h, room_class);
    if (room == NULL)
        return NULL;
    text_of_room(room)->index = 0;
    return text_of_room(room);
}

void bob_heap_place_free(BobHeap *h, BobObject *o)
{
    bob_heap_put_header(h, o);
}

/* ---- lists and tuples ---- */

/* The narrowest kind for all of them. */
static BobKind common_kind(const BobValue *values, uint64_t n)
{
    BobKind kind = n == 0 ? KIND_INT : bob_kind_of(values[0]);
    uint64_t i;
    for (i = 1; i < n; i++)
        if (bob_kind_of(values[i]) != kind)
            return KIND_MIXED;
    return kind;
}

BobStatus bob_seq_new(BobHeap *h, BobObjectType type, const BobValue *values, uint64_t n,
                      BobObject **out)
{
    BobObject *o;
    uint64_t i;
    BobStatus status = bob_heap_new(h, type, n, &o);
    if (status != BOB_OK)
        return status;
    if (type == OBJ_LIST)
        o->kind = (uint8_t)common_kind(values, n);
    if (o->kind != KIND_MIXED) {
        for (i = 0; i < n; i++) /* i, f and ref share their 8 bytes */
            ((int64_t *)o->data)[i] = values[i].i;
    } else if (n > 0) {
        memcpy(o->data, values, n * sizeof *values);
    }
    bob_set_size(o, (uint32_t)n);
    *out = o;
    return BOB_OK;
}
