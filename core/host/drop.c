#include "core/host/drop.h"

#include "core/machine/types/dict.h"

#define LEAST_GROWTH ((uint64_t)16 << 10) /* bytes */

/* What is remembered is no more than objects that can exist, and some that were met twice. */
#define LEAST_COUNT 1024u

bool bob_drop_room(BobState *s, uint32_t more)
{
    BobDropped *d = &s->dropped;
    uint32_t room = d->room == 0 ? 16 : d->room;
    BobObject **objects;
    if (more <= d->room - d->count)
        return true;
    while (room - d->count < more)
        room *= 2;
    objects = s->allocator.resize(s->allocator.ctx, d->objects, d->room * sizeof(BobObject *),
                                  room * sizeof(BobObject *));
    if (objects == NULL)
        return false;
    d->objects = objects;
    d->room = room;
    return true;
}

void bob_drop(BobState *s, BobValue v)
{
    if (v.tag == TAG_REF && (v.ref->flags & (OBJ_STATIC | OBJ_FREED)) == 0)
        s->dropped.objects[s->dropped.count++] = v.ref;
}

/* Bytes of objects that are there. */
static uint64_t in_use(const BobHeapAccount *a)
{
    uint64_t used = a->charged - a->free_headers * BOB_HEADER_CHARGE;
    unsigned i;
    for (i = 0; i < BOB_ROOM_CLASSES; i++)
        used -= a->free_rooms[i] << i;
    return used;
}

bool bob_is_drop_due(const BobState *s)
{
    const BobDropped *d = &s->dropped;
    const BobHeapAccount *a = &s->heap.account;
    return d->count > 0 &&
           (in_use(a) > d->most || d->count > LEAST_COUNT + a->charged / BOB_HEADER_CHARGE);
}

/* ---- reach ---- */

/* Objects in the order in which they are met, each marked OBJ_REACHED. */
typedef struct Reach {
    const BobAllocator *allocator;
    BobObject **met;
    size_t count, room;
    bool failed; /* memory is out */
    bool opaque; /* one was met whose insides are not known */
} Reach;

static void meet(void *reach, BobValue v)
{
    Reach *r = reach;
    if (v.tag != TAG_REF || (v.ref->flags & (OBJ_STATIC | OBJ_REACHED)) != 0 || r->failed)
        return;
    if (r->count == r->room) {
        size_t room = r->room == 0 ? 64 : 2 * r->room;
        BobObject **met = r->allocator->resize(
            r->allocator->ctx, r->met, r->room * sizeof(BobObject *), room * sizeof(BobObject *));
        if (met == NULL) {
            r->failed = true;
            return;
        }
        r->met = met;
        r->room = room;
    }
    v.ref->flags |= OBJ_REACHED;
    r->met[r->count++] = v.ref;
}

/* What it refers to. Lists of numbers are not visited. */
static void meet_inside(Reach *r, const BobObject *o)
{
    uint32_t i;
    if ((o->flags & OBJ_FREED) != 0 || o->type == OBJ_STR)
        return;
    if (o->type == OBJ_DICT) {
        const BobEntry *entries = bob_dict_entries(o);
        for (i = 0; i < bob_dict_count(o); i++) {
            meet(r, entries[i].key);
            meet(r, entries[i].value);
        }
        return;
    }
    if (!bob_has_elements(o)) {
        r->opaque = true;
        return;
    }
    if (o->kind == KIND_REF || o->kind == KIND_MIXED)
        for (i = 0; i < o->size; i++)
            meet(r, bob_element(o, i));
}

/* All that what was met leads to, from number `from` on. */
static void meet_all(Reach *r, size_t from)
{
    for (; from < r->count && !r->failed; from++)
        meet_inside(r, r->met[from]);
}

/* What the program refers to, and what is still shown of the last call. */
static void meet_roots(Reach *r, const BobState *s)
{
    uint32_t i, k;
    for (i = 0; i < s->program->names.count; i++)
        meet(r, s->globals[i]);
    meet(r, s->result);
    for (i = 0; i < s->frame_count; i++) {
        const BobFrame *f = &s->frames[i];
        for (k = 0; k < bob_frame_function(s, f)->local_count; k++)
            meet(r, f->locals[k]);
        for (k = 0; k < f->depth; k++)
            meet(r, bob_frame_stack(s, f)[k]);
    }
}

static void meet_handles(Reach *r, const BobHandles *h, uint32_t call)
{
    uint32_t i;
    for (i = 0; i < h->count; i++)
        if (h->table[i].call == call && bob_handle_is_one(&h->table[i]))
            meet(r, bob_ref(h->table[i].object));
}

static void end_reach(Reach *r)
{
    size_t i;
    for (i = 0; i < r->count; i++)
        r->met[i]->flags &= (uint8_t)~OBJ_REACHED;
    bob_free(r->allocator, r->met, r->room * sizeof(BobObject *));
}

/* ---- giving back ---- */

static void decide_when_next(BobState *s)
{
    uint64_t limit = s->heap.limit, used = in_use(&s->heap.account);
    uint64_t next = 2 * used + LEAST_GROWTH;
    if (next > limit - limit / 8)
        next = limit - limit / 8;
    if (next < used + limit / 64) /* not again at once */
        next = used + limit / 64;
    s->dropped.most = next;
}

/* What the program refers to now it may drop later: such an object stays, once. */
static void forget_gone(BobDropped *d)
{
    uint32_t i, n = 0;
    for (i = 0; i < d->count; i++)
        if ((d->objects[i]->flags & (OBJ_FREED | OBJ_OPEN)) == 0) {
            d->objects[i]->flags |= OBJ_OPEN;
            d->objects[n++] = d->objects[i];
        }
    for (i = 0; i < n; i++)
        d->objects[i]->flags &= (uint8_t)~OBJ_OPEN;
    d->count = n;
}

BobStatus bob_drop_now(BobState *s, BobHandles *handles, uint32_t call)
{
    Reach r = {.allocator = &s->allocator};
    BobDropped *d = &s->dropped;
    size_t kept, i;
    bool done;
    ASSERT(!s->hidden);
    meet_roots(&r, s);
    meet_handles(&r, handles, call);
    meet_all(&r, 0);
    kept = r.count;
    done = !r.failed && !r.opaque;
    for (i = 0; i < d->count && done; i++)
        if ((d->objects[i]->flags & OBJ_FREED) == 0)
            meet(&r, bob_ref(d->objects[i]));
    if (done)
        meet_all(&r, kept);
    done = done && !r.failed;
    for (i = kept; i < r.count && done; i++)
        if ((r.met[i]->flags & OBJ_FREED) == 0) /* they stay headers */
            bob_heap_free(&s->heap, r.met[i], true);
    if (!r.failed) {
        if (done)
            forget_gone(d);
        else /* it would be the same the next time */
            d->count = 0;
        decide_when_next(s);
    }
    end_reach(&r);
    return r.failed ? BOB_OUT_OF_MEMORY : BOB_OK;
}

BobStatus bob_check_handles(BobState *s, BobHandles *handles, uint32_t call)
{
    Reach r = {.allocator = &s->allocator};
    uint32_t i;
    meet_roots(&r, s);
    meet_handles(&r, handles, call);
    meet_all(&r, 0);
    for (i = 0; i < handles->count && !r.failed && !r.opaque; i++) {
        BobHandle *h = &handles->table[i];
        if ((h->object->flags & (OBJ_STATIC | OBJ_REACHED)) != 0)
            h->call = call;
        else
            h->number = 0;
    }
    end_reach(&r);
    if (r.failed)
        return BOB_OUT_OF_MEMORY;
    bob_handles_purge(handles);
    return BOB_OK;
}
