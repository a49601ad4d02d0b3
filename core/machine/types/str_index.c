#include "core/machine/types/str_index.h"

#include <string.h>

#include "core/base/utf8.h"

/* The entries of a text: [k] is the byte at which code point (k + 1) * BOB_INDEX_STEP begins. */
typedef struct Entries {
    const uint32_t *at;
    uint32_t count;
} Entries;

/* ---- of constants ---- */

static uint32_t static_count(size_t n, size_t points)
{
    return points == n || points == 0 ? 0 : (uint32_t)((points - 1) / BOB_INDEX_STEP);
}

static uint32_t *static_entries(const BobObject *o)
{
    uintptr_t end = (uintptr_t)bob_str_bytes(o) + o->size + 1;
    return (uint32_t *)((end + sizeof(uint32_t) - 1) & ~(uintptr_t)(sizeof(uint32_t) - 1));
}

size_t bob_static_index_room(size_t n, size_t points)
{
    uint32_t count = static_count(n, points);
    return count == 0 ? 0 : (count + 1) * sizeof(uint32_t);
}

void bob_static_index_make(BobObject *o)
{
    uint32_t count = static_count(o->size, o->points), *entries = static_entries(o), i;
    size_t at = 0;
    for (i = 0; i < count; i++) {
        at += bob_utf8_offset(bob_str_bytes(o) + at, o->size - at, BOB_INDEX_STEP);
        entries[i] = (uint32_t)at;
    }
}

/* ---- of the heap's texts ---- */

/* The number of a new, empty index; 0 where memory is out. */
static uint32_t new_index(BobHeap *h)
{
    BobTextIndex none = {NULL, 0};
    uint32_t number = h->free_index;
    if (number != 0) {
        h->free_index = h->indexes[number - 1].count;
        h->indexes[number - 1] = none;
        return number;
    }
    if (!bob_array_push(h->allocator, h->indexes, h->index_count, none))
        return 0;
    return h->index_count;
}

void bob_text_index_drop(BobHeap *h, BobText *t)
{
    BobTextIndex *x;
    if (t->index == 0)
        return;
    x = &h->indexes[t->index - 1];
    bob_array_free(h->allocator, x->entries, x->count, sizeof *x->entries);
    *x = (BobTextIndex){NULL, h->free_index};
    h->free_index = t->index;
    t->index = 0;
}

/* What is known of a string, one entry more if it shows enough text and there is memory. */
static bool next_entry(BobHeap *h, const BobObject *o, Entries *e)
{
    BobText *t = o->data;
    uint32_t from = e->count == 0 ? 0 : e->at[e->count - 1];
    BobTextIndex *x;
    uint32_t next;
    if (o->points <= (uint64_t)(e->count + 1) * BOB_INDEX_STEP ||
        (t->index == 0 && (t->index = new_index(h)) == 0))
        return false;
    x = &h->indexes[t->index - 1];
    ASSERT(x->count == e->count);
    next = from + (uint32_t)bob_utf8_offset(t->bytes + from, o->size - from, BOB_INDEX_STEP);
    if (!bob_array_push(h->allocator, x->entries, x->count, next))
        return false;
    *e = (Entries){x->entries, x->count};
    return true;
}

static Entries known(const BobHeap *h, const BobObject *o)
{
    const BobText *t = o->data;
    if ((o->flags & OBJ_STATIC) != 0)
        return (Entries){static_entries(o), static_count(o->size, o->points)};
    if (t->index == 0)
        return (Entries){NULL, 0};
    return (Entries){h->indexes[t->index - 1].entries, h->indexes[t->index - 1].count};
}

static bool is_static(const BobObject *o)
{
    return (o->flags & OBJ_STATIC) != 0;
}

uint32_t bob_str_offset(BobHeap *h, const BobObject *o, uint32_t point)
{
    const char *text = bob_str_bytes(o);
    uint32_t want = point / BOB_INDEX_STEP, from = 0;
    Entries e;
    ASSERT(o->type == OBJ_STR && point <= o->points);
    if (bob_str_is_ascii(o))
        return point;
    if (o->points - point < BOB_INDEX_STEP / 2)
        return (uint32_t)bob_utf8_before(text, o->size, o->points - point);
    if (want > 0) {
        e = known(h, o);
        while (e.count < want && !is_static(o) && next_entry(h, o, &e))
            ;
        want = want < e.count ? want : e.count;
        from = want == 0 ? 0 : e.at[want - 1];
    }
    return from +
           (uint32_t)bob_utf8_offset(text + from, o->size - from, point - want * BOB_INDEX_STEP);
}

/* How many of the entries are at or before a byte. */
static uint32_t entries_before(Entries e, uint32_t byte)
{
    uint32_t low = 0, high = e.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (e.at[middle] <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t bob_str_point(BobHeap *h, const BobObject *o, uint32_t byte)
{
    const char *text = bob_str_bytes(o);
    uint32_t want, from;
    Entries e;
    ASSERT(o->type == OBJ_STR && byte <= o->size);
    if (bob_str_is_ascii(o))
        return byte;
    if (byte < BOB_INDEX_STEP)
        return (uint32_t)bob_utf8_points(text, byte);
    e = known(h, o);
    while ((e.count == 0 || e.at[e.count - 1] < byte) && !is_static(o) && next_entry(h, o, &e))
        ;
    want = entries_before(e, byte);
    from = want == 0 ? 0 : e.at[want - 1];
    return want * BOB_INDEX_STEP + (uint32_t)bob_utf8_points(text + from, byte - from);
}
