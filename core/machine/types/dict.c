/* The type dict; dict.h has its layout. */
#include "core/machine/types/dict.h"

#include <string.h>

#include "core/machine/exceptions.h"
#include "core/machine/sem.h"

/* What a forged snapshot may make of its restoring, in probes. */
#define MOST_PROBES (UINT64_C(1) << 30)

static unsigned log2_of(const BobObject *d)
{
    ASSERT(d->room_class != NO_ROOM);
    return d->room_class - 5u;
}

static uint32_t *index_of(const BobObject *d)
{
    return (uint32_t *)(bob_dict_entries(d) + bob_dict_usable(log2_of(d)));
}

/* The high bits of a product: equal distances of hashes, which ints often have, spread. */
static inline uint32_t home(int64_t hash, unsigned k)
{
    return (uint32_t)((uint64_t)hash * UINT64_C(0x9E3779B97F4A7C15) >> (64 - k));
}

static uint64_t room_left(const BobObject *d)
{
    return d->room_class == NO_ROOM ? 0 : bob_dict_usable(log2_of(d)) - bob_dict_count(d);
}

/* ---- look-up ---- */

BobStatus bob_dict_find(BobState *s, const BobObject *d, BobValue key, int64_t hash, uint64_t *work,
                        uint32_t *entry)
{
    const BobEntry *entries = bob_dict_entries(d);
    const uint32_t *index;
    uint32_t mask, at;
    unsigned k;
    *entry = BOB_NO_ENTRY;
    if (d->size == 0)
        return BOB_OK;
    k = log2_of(d);
    index = index_of(d);
    mask = (uint32_t)((UINT64_C(1) << k) - 1);
    for (at = home(hash, k); index[at] != 0; at = (at + 1) & mask) {
        uint32_t i = index[at] - 1;
        bool same;
        BobStatus status;
        if ((++*work & 0xFFF) == 0 && (status = bob_look_at_work(s, *work)) != BOB_OK)
            return status;
        if (entries[i].hash != hash)
            continue;
        status = bob_same_key(s, entries[i].key, key, work, &same);
        if (status != BOB_OK)
            return status;
        if (same) {
            *entry = i;
            return BOB_OK;
        }
    }
    return BOB_OK;
}

BobStatus bob_dict_look_up(BobState *s, const BobObject *d, BobValue key, int64_t *hash,
                           uint32_t *entry)
{
    uint64_t work = 0;
    BobStatus status = bob_hash_value(s, key, &work, hash);
    if (status == BOB_OK)
        status = bob_dict_find(s, d, key, *hash, &work, entry);
    return status == BOB_OK ? bob_charge(s, work) : status;
}

uint32_t bob_dict_next(const BobObject *d, uint32_t i)
{
    const BobEntry *entries = bob_dict_entries(d);
    uint32_t n = bob_dict_count(d);
    while (i < n && entries[i].key.tag == TAG_UNBOUND)
        i++;
    return i < n ? i : BOB_NO_ENTRY;
}

/* ---- the index ---- */

static uint64_t put_in_index(BobObject *d, uint32_t entry)
{
    unsigned k = log2_of(d);
    uint32_t *index = index_of(d), mask = (uint32_t)((UINT64_C(1) << k) - 1);
    uint32_t at = home(bob_dict_entries(d)[entry].hash, k);
    uint64_t probes = 1;
    for (; index[at] != 0; probes++)
        at = (at + 1) & mask;
    index[at] = entry + 1;
    return probes;
}

bool bob_dict_reindex(BobObject *d)
{
    uint64_t probes = 0;
    uint32_t i;
    if (d->room_class == NO_ROOM)
        return true;
    memset(index_of(d), 0, sizeof(uint32_t) << log2_of(d));
    for (i = bob_dict_next(d, 0); i != BOB_NO_ENTRY && probes < MOST_PROBES;
         i = bob_dict_next(d, i + 1))
        probes += put_in_index(d, i);
    return i == BOB_NO_ENTRY;
}

/* Closes the gap at a place: what comes after it and may stand there moves up, and so on. */
static void close_gap(BobObject *d, uint32_t gap)
{
    unsigned k = log2_of(d);
    uint32_t *index = index_of(d), mask = (uint32_t)((UINT64_C(1) << k) - 1), at = gap;
    for (;;) {
        uint32_t wanted;
        at = (at + 1) & mask;
        if (index[at] == 0)
            break;
        wanted = home(bob_dict_entries(d)[index[at] - 1].hash, k);
        if (((at - wanted) & mask) < ((at - gap) & mask))
            continue;
        index[gap] = index[at];
        gap = at;
    }
    index[gap] = 0;
}

/* ---- growth ---- */

/* The least k whose dict takes n keys, as CPython estimates it. */
static unsigned log2_for(uint64_t n)
{
    unsigned k = BOB_DICT_LEAST;
    while (k < BOB_ROOM_CLASSES && bob_dict_usable(k) < n)
        k++;
    return k;
}

BobStatus bob_dict_new(BobState *s, uint64_t n, BobObject **out)
{
    unsigned k;
    if (n >= UINT32_MAX / 2) {
        s->heap.limit_reached = true;
        return bob_no_memory(s);
    }
    k = log2_for(n);
    if (bob_heap_new(&s->heap, OBJ_DICT, n == 0 ? 0 : (uint64_t)2 << k, out) != BOB_OK)
        return bob_no_memory(s);
    if (n == 0) {
        (*out)->data = NULL;
        return BOB_OK;
    }
    bob_dict_set_count(*out, 0);
    memset(index_of(*out), 0, sizeof(uint32_t) << k);
    return BOB_OK;
}

/* The living entries, side by side. */
static void pack(BobEntry *to, const BobObject *d)
{
    const BobEntry *entries = bob_dict_entries(d);
    uint32_t i, n = 0;
    for (i = bob_dict_next(d, 0); i != BOB_NO_ENTRY; i = bob_dict_next(d, i + 1))
        to[n++] = entries[i];
}

/* A room for a dict that is rebuilt with room for n more keys, which is where it may fail: the
 * one it has where that has the size. */
static BobStatus take_room(BobState *s, const BobObject *d, uint64_t n, unsigned *class,
                           void **room)
{
    uint64_t wanted = (uint64_t)d->size * 3;
    unsigned k = BOB_DICT_LEAST;
    while (k < 31 && (UINT64_C(1) << k < wanted || bob_dict_usable(k) < d->size + n))
        k++;
    *class = BOB_DICT_ROOM(k);
    *room = d->data;
    if (*class == d->room_class)
        return BOB_OK;
    if (k == 31)
        s->heap.limit_reached = true;
    return k == 31 || bob_heap_take_room(&s->heap, *class, room) != BOB_OK ? bob_no_memory(s)
                                                                           : BOB_OK;
}

static void move_to(BobState *s, BobObject *d, unsigned class, void *room)
{
    void *old = d->data;
    unsigned old_class = d->room_class;
    pack((BobEntry *)((uint64_t *)room + 1), d);
    d->data = room;
    d->room_class = (uint8_t) class;
    bob_dict_set_count(d, d->size);
    if (old != room && old_class != NO_ROOM)
        bob_heap_give_room(&s->heap, old, old_class);
    (void)bob_dict_reindex(d);
}

BobStatus bob_dict_reserve(BobState *s, BobObject *d, uint64_t n)
{
    unsigned class;
    void *room;
    BobStatus status;
    if (n <= room_left(d))
        return BOB_OK;
    status = take_room(s, d, n, &class, &room);
    if (status == BOB_OK)
        move_to(s, d, class, room);
    return status;
}

/* ---- change ---- */

void bob_dict_add(BobObject *d, BobValue key, int64_t hash, BobValue value)
{
    uint32_t i = bob_dict_count(d);
    ASSERT(i < bob_dict_usable(log2_of(d)));
    bob_dict_set_count(d, i + 1);
    bob_dict_entries(d)[i] = (BobEntry){key, value, hash};
    d->size++;
    (void)put_in_index(d, i);
}

BobStatus bob_dict_put(BobState *s, BobObject *d, BobValue key, int64_t hash, uint32_t entry,
                       BobValue value)
{
    BobStatus status = BOB_OK;
    if (entry != BOB_NO_ENTRY) {
        bob_dict_entries(d)[entry].value = value;
        return BOB_OK;
    }
    status = bob_dict_reserve(s, d, 1);
    if (status == BOB_OK)
        bob_dict_add(d, key, hash, value);
    return status;
}

BobStatus bob_dict_set(BobState *s, BobObject *d, BobValue key, BobValue value)
{
    int64_t hash;
    uint32_t entry;
    BobStatus status = bob_dict_look_up(s, d, key, &hash, &entry);
    return status == BOB_OK ? bob_dict_put(s, d, key, hash, entry, value) : status;
}

void bob_dict_remove(BobObject *d, uint32_t entry)
{
    BobEntry *e = &bob_dict_entries(d)[entry];
    unsigned k = log2_of(d);
    uint32_t *index = index_of(d), mask = (uint32_t)((UINT64_C(1) << k) - 1);
    uint32_t at = home(e->hash, k);
    while (index[at] != entry + 1)
        at = (at + 1) & mask;
    close_gap(d, at);
    *e = (BobEntry){.hash = 0};
    d->size--;
}

void bob_dict_clear(BobHeap *h, BobObject *d)
{
    if (d->room_class != NO_ROOM)
        bob_heap_give_room(h, d->data, d->room_class);
    d->data = NULL;
    d->room_class = NO_ROOM;
    d->size = 0;
}

/* Finds all keys of `from` first, so that nothing can fail once the first is changed. */
static BobStatus find_all(BobState *s, const BobObject *d, const BobObject *from, uint32_t *found,
                          uint32_t *missing)
{
    const BobEntry *entries = bob_dict_entries(from);
    uint64_t work = from->size;
    uint32_t i, n = 0;
    *missing = 0;
    for (i = bob_dict_next(from, 0); i != BOB_NO_ENTRY; i = bob_dict_next(from, i + 1), n++) {
        BobStatus status = bob_dict_find(s, d, entries[i].key, entries[i].hash, &work, &found[n]);
        if (status == BOB_OK && (n & 0xFFF) == 0xFFF)
            status = bob_look_at_work(s, work);
        if (status != BOB_OK)
            return status;
        *missing += found[n] == BOB_NO_ENTRY;
    }
    return bob_charge(s, work);
}

BobStatus bob_dict_merge(BobState *s, BobObject *d, const BobObject *from)
{
    const BobEntry *entries = bob_dict_entries(from);
    uint32_t *found, i, n = 0, missing = 0;
    size_t bytes = from->size * sizeof *found;
    unsigned class = NO_ROOM;
    void *room = NULL;
    bool grows;
    BobStatus status;
    if (from->size == 0 || from == d)
        return BOB_OK;
    found = bob_alloc(&s->allocator, bytes);
    if (found == NULL)
        return bob_no_memory(s);
    status = find_all(s, d, from, found, &missing);
    grows = status == BOB_OK && missing > room_left(d);
    if (grows)
        status = take_room(s, d, missing, &class, &room);
    for (i = bob_dict_next(from, 0); status == BOB_OK && i != BOB_NO_ENTRY;
         i = bob_dict_next(from, i + 1), n++)
        if (found[n] != BOB_NO_ENTRY)
            bob_dict_entries(d)[found[n]].value = entries[i].value;
    if (status == BOB_OK && grows)
        move_to(s, d, class, room);
    for (n = 0, i = bob_dict_next(from, 0); status == BOB_OK && i != BOB_NO_ENTRY;
         i = bob_dict_next(from, i + 1), n++)
        if (found[n] == BOB_NO_ENTRY)
            bob_dict_add(d, entries[i].key, entries[i].hash, entries[i].value);
    bob_free(&s->allocator, found, bytes);
    return status;
}

BobStatus bob_dict_copy(BobState *s, const BobObject *from, BobObject **out)
{
    const BobEntry *entries = bob_dict_entries(from);
    uint32_t i;
    BobStatus status = bob_charge(s, bob_dict_count(from));
    if (status == BOB_OK)
        status = bob_dict_new(s, from->size, out);
    if (status != BOB_OK)
        return status;
    for (i = bob_dict_next(from, 0); i != BOB_NO_ENTRY; i = bob_dict_next(from, i + 1))
        bob_dict_add(*out, entries[i].key, entries[i].hash, entries[i].value);
    return BOB_OK;
}

/* ---- operations ---- */

static BobStatus fill(BobState *s, BobObject *d, const BobValue *args, uint32_t n)
{
    uint64_t work = n;
    uint32_t i;
    for (i = 0; i < n; i++) {
        int64_t hash;
        uint32_t entry;
        BobStatus status = bob_hash_value(s, args[2 * i], &work, &hash);
        if (status == BOB_OK)
            status = bob_dict_find(s, d, args[2 * i], hash, &work, &entry);
        if (status == BOB_OK && (i & 0xFFF) == 0xFFF)
            status = bob_look_at_work(s, work);
        if (status != BOB_OK)
            return status;
        if (entry != BOB_NO_ENTRY)
            bob_dict_entries(d)[entry].value = args[2 * i + 1];
        else
            bob_dict_add(d, args[2 * i], hash, args[2 * i + 1]);
    }
    return bob_charge(s, work);
}

SEM_ARGS(DICT_NEW)
{
    BobObject *d = NULL;
    BobStatus status = bob_check_room(s, 1, room);
    if (status != BOB_OK)
        return status;
    bob_heap_begin(&s->heap);
    status = bob_dict_new(s, n, &d);
    if (status == BOB_OK)
        status = fill(s, d, args, n);
    if (status == BOB_OK) {
        bob_heap_commit(&s->heap);
        *r = bob_ref(d);
    } else {
        bob_heap_rollback(&s->heap);
    }
    return status;
}

BobStatus bob_fail_key(BobState *s, BobValue key)
{
    return bob_throw_value(s, EXC_KeyError, key);
}

/* ---- the type ---- */

static BobStatus item(BobState *s, BobObject *d, BobValue key, BobValue *r)
{
    int64_t hash;
    uint32_t entry;
    BobStatus status = bob_dict_look_up(s, d, key, &hash, &entry);
    if (status != BOB_OK)
        return status;
    if (entry == BOB_NO_ENTRY)
        return bob_fail_key(s, key);
    *r = bob_dict_entries(d)[entry].value;
    return BOB_OK;
}

static BobStatus set_item(BobState *s, BobObject *d, BobValue key, BobValue v)
{
    return bob_dict_set(s, d, key, v);
}

static BobStatus del_item(BobState *s, BobObject *d, BobValue key)
{
    int64_t hash;
    uint32_t entry;
    BobStatus status = bob_dict_look_up(s, d, key, &hash, &entry);
    if (status != BOB_OK)
        return status;
    if (entry == BOB_NO_ENTRY)
        return bob_fail_key(s, key);
    bob_dict_remove(d, entry);
    return BOB_OK;
}

static BobStatus contains(BobState *s, const BobObject *d, BobValue x, BobValue *r)
{
    int64_t hash;
    uint32_t entry;
    BobStatus status = bob_dict_look_up(s, d, x, &hash, &entry);
    if (status == BOB_OK)
        *r = bob_bool(entry != BOB_NO_ENTRY);
    return status;
}

/* The keys. */
static BobStatus next(UNUSED BobState *s, BobCursor *c, BobValue *v)
{
    uint32_t at = bob_dict_next(c->o, c->byte);
    ASSERT(at != BOB_NO_ENTRY);
    *v = bob_dict_entries(c->o)[at].key;
    c->byte = at + 1;
    c->i++;
    return BOB_OK;
}

static uint32_t places(const BobObject *d)
{
    return 2 * bob_dict_count(d);
}

static BobValue place(const BobObject *d, uint32_t i)
{
    const BobEntry *e = &bob_dict_entries(d)[i / 2];
    return i % 2 == 0 ? e->key : e->value;
}

const BobTypeOps bob_type_dict = {
    .what = "dict",
    .item = item,
    .set_item = set_item,
    .del_item = del_item,
    .contains = contains,
    .next = next,
    .relate = bob_dict_relate,
    .equal_only = true,
    .places = places,
    .place = place,
    .pairs = true,
    .open = "{",
    .close = "}",
    .close_one = "}",
    .inside = "{...}",
    .json_open = "{\"dict\":[",
    .json_close = "]}",
};
