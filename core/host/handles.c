#include "core/host/handles.h"

#include "core/base/memory.h"
#include "core/machine/program.h"

void bob_handles_init(BobHandles *h, const BobProgram *p)
{
    /* Machines of one program count; those of two have different addresses or code. */
    BobProgram *counted = (BobProgram *)(uintptr_t)p;
    uint64_t mixed = ((uint64_t)(uintptr_t)p >> 4 ^ p->hash) +
                     atomic_fetch_add(&counted->machines, 1) * 0x9E3779B97F4A7C15u;
    mixed *= 0xD6E8FEB86659FD93u;
    *h = (BobHandles){.machine = (uint32_t)(mixed >> 32)};
}

void bob_handles_end(BobHandles *h, const BobAllocator *a)
{
    bob_free(a, h->table, h->room * sizeof *h->table);
    bob_free(a, h->slots, h->slot_count * sizeof *h->slots);
}

/* Where it is or would be. */
static uint32_t slot_of(const BobHandles *h, const BobObject *o)
{
    uint32_t mask = h->slot_count - 1;
    uint32_t at = (uint32_t)(((uint64_t)(uintptr_t)o >> 3) * 0x9E3779B97F4A7C15u >> 32) & mask;
    while (h->slots[at] != 0 && h->table[h->slots[at] - 1].object != o)
        at = (at + 1) & mask;
    return at;
}

static void fill_slots(BobHandles *h)
{
    uint32_t i;
    for (i = 0; i < h->slot_count; i++)
        h->slots[i] = 0;
    for (i = 0; i < h->count; i++)
        h->slots[slot_of(h, h->table[i].object)] = i + 1;
}

static bool more_slots(BobHandles *h, const BobAllocator *a)
{
    uint32_t count = h->slot_count == 0 ? 16 : 2 * h->slot_count;
    uint32_t *slots;
    if (2 * (h->count + 1) <= h->slot_count)
        return true;
    slots = count > h->slot_count ? bob_alloc(a, count * sizeof *slots) : NULL;
    if (slots == NULL)
        return false;
    bob_free(a, h->slots, h->slot_count * sizeof *slots);
    h->slots = slots;
    h->slot_count = count;
    fill_slots(h);
    return true;
}

static bool more_room(BobHandles *h, const BobAllocator *a)
{
    uint32_t room = h->room == 0 ? 8 : 2 * h->room;
    BobHandle *table;
    if (h->count < h->room)
        return true;
    table = room > h->room
                ? a->resize(a->ctx, h->table, h->room * sizeof *table, room * sizeof *table)
                : NULL;
    if (table == NULL)
        return false;
    h->table = table;
    h->room = room;
    return true;
}

/* Constants are written to by nobody. */
bool bob_handle_is_one(const BobHandle *handle)
{
    return (handle->object->flags & OBJ_STATIC) != 0 ||
           (handle->object->flags & (OBJ_HANDLED | OBJ_FREED)) == OBJ_HANDLED;
}

bool bob_has_old_handles(const BobHandles *h, uint32_t call)
{
    uint32_t i;
    for (i = 0; i < h->count; i++)
        if (h->table[i].call != call)
            return true;
    return false;
}

void bob_handles_purge(BobHandles *h)
{
    uint32_t i, n = 0;
    for (i = 0; i < h->count; i++)
        if (h->table[i].number != 0 && bob_handle_is_one(&h->table[i]))
            h->table[n++] = h->table[i];
    h->count = n;
    fill_slots(h);
}

uint64_t bob_handle_make(BobHandles *h, const BobAllocator *a, BobObject *o, uint32_t call)
{
    uint32_t at;
    BobHandle made = {.object = o, .number = h->last + 1, .call = call};
    if (h->last == UINT32_MAX || !more_slots(h, a) || !more_room(h, a))
        return 0;
    at = slot_of(h, o);
    if (h->slots[at] != 0) {
        BobHandle *known = &h->table[h->slots[at] - 1];
        if (bob_handle_is_one(known)) {
            known->call = call;
            return (uint64_t)h->machine << 32 | known->number;
        }
        /* Another object's that had this header: its number is given to nothing again. */
        known->number = 0;
        bob_handles_purge(h);
        at = slot_of(h, o);
    }
    h->table[h->count++] = made;
    h->slots[at] = h->count;
    h->last = made.number;
    if ((o->flags & OBJ_STATIC) == 0)
        o->flags |= OBJ_HANDLED;
    return (uint64_t)h->machine << 32 | made.number;
}

BobObject *bob_handle_find(const BobHandles *h, uint64_t number)
{
    uint32_t low = 0, high = h->count, wanted = (uint32_t)number;
    if (number >> 32 != h->machine)
        return NULL;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (h->table[middle].number < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low < h->count && h->table[low].number == wanted && bob_handle_is_one(&h->table[low])
               ? h->table[low].object
               : NULL;
}
