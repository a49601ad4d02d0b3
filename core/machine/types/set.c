/* The types set and frozenset. Which slot an element gets, when tables grow and how operators build
 * theirs is as in CPython 3.11, whose order they show; set.h has the layout. */
#include "core/machine/types/set.h"

#include <string.h>

#include "core/machine/exceptions.h"
#include "core/machine/sem.h"
#include "core/machine/types/dict.h"
#include "core/machine/types/iterator.h"

#define LINEAR_PROBES 9u
#define PERTURB_SHIFT 5u

#define TRY(call)                                                                                  \
    do {                                                                                           \
        BobStatus try_status_ = (call);                                                            \
        if (try_status_ != BOB_OK)                                                                 \
            return try_status_;                                                                    \
    } while (0)

/* A change of a set that was there before: what it was, should the instruction fail. */
typedef struct Edit {
    BobHeapAccount account;
    void *room; /* as long as it has no other, slots are noted */
    uint32_t size, fill, finger;
    uint8_t room_class;
    bool moved;
    struct Noted {
        uint32_t at;
        BobSlot slot;
    } * noted;
    size_t count;
} Edit;

static BobSlot *slots_of(const BobObject *o)
{
    return bob_set_head(o)->slots;
}

static uint32_t fill_of(const BobObject *o)
{
    return o->data == NULL ? 0 : bob_set_head(o)->fill;
}

static bool is_active(const BobSlot *slot)
{
    return slot->key.tag != TAG_UNBOUND;
}

static bool is_unused(const BobSlot *slot)
{
    return slot->key.tag == TAG_UNBOUND && slot->hash == 0;
}

uint32_t bob_set_next(const BobObject *o, uint32_t i)
{
    uint32_t mask = bob_set_mask(o);
    if (o->data == NULL)
        return BOB_NO_SLOT;
    while (i <= mask && !is_active(&slots_of(o)[i]))
        i++;
    return i <= mask ? i : BOB_NO_SLOT;
}

/* ---- edits ---- */

static void begin_edit(BobState *s, const BobObject *o, Edit *e)
{
    *e = (Edit){.account = s->heap.account,
                .room = o->data,
                .size = o->size,
                .fill = fill_of(o),
                .finger = o->data == NULL ? 0 : bob_set_head(o)->finger,
                .room_class = o->room_class};
}

static BobStatus note(BobState *s, const BobObject *o, Edit *e, uint32_t at)
{
    struct Noted one;
    if (e == NULL || e->moved)
        return BOB_OK;
    one = (struct Noted){at, slots_of(o)[at]};
    return bob_array_push(&s->allocator, e->noted, e->count, one) ? BOB_OK : bob_no_memory(s);
}

static BobStatus end_edit(BobState *s, BobObject *o, Edit *e, BobStatus status)
{
    size_t i;
    if (status == BOB_OK) {
        if (e->moved && e->room != NULL)
            bob_heap_give_room(&s->heap, e->room, e->room_class);
    } else {
        if (e->moved && o->data != NULL)
            bob_heap_put_room(&s->heap, o->data, o->room_class);
        o->data = e->room;
        o->room_class = e->room_class;
        o->size = e->size;
        for (i = e->count; i-- > 0;)
            slots_of(o)[e->noted[i].at] = e->noted[i].slot;
        if (o->data != NULL) {
            bob_set_head(o)->fill = e->fill;
            bob_set_head(o)->finger = e->finger;
        }
        s->heap.account = e->account;
    }
    bob_array_free(&s->allocator, e->noted, e->count, sizeof *e->noted);
    return status;
}

/* ---- tables ---- */

static void insert_clean(BobSetHead *head, uint32_t mask, BobSlot entry)
{
    uint64_t perturb = (uint64_t)entry.hash, i = perturb & mask;
    for (;;) {
        unsigned probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0, k;
        for (k = 0; k <= probes; k++) {
            if (!is_active(&head->slots[i + k])) { /* a clean table has no deleted ones */
                head->slots[i + k] = entry;
                return;
            }
        }
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

/* The least k of a table of more than `used` slots. */
static unsigned log2_beyond(uint64_t used)
{
    unsigned k = BOB_SET_LEAST;
    while (k < 31 && UINT64_C(1) << k <= used)
        k++;
    return k;
}

static BobStatus take_table(BobState *s, unsigned k, BobSetHead **out)
{
    void *room = NULL;
    uint32_t i;
    if (k >= 31)
        s->heap.limit_reached = true;
    if (k >= 31 || bob_heap_take_room(&s->heap, BOB_SET_ROOM(k), &room) != BOB_OK)
        return bob_no_memory(s);
    *out = room;
    (*out)->fill = (*out)->finger = 0;
    (*out)->reserved = 0;
    for (i = 0; i < UINT32_C(1) << k; i++)
        (*out)->slots[i] = (BobSlot){.hash = 0};
    return BOB_OK;
}

/* Gives a set another table, with the elements of its own. */
static void move_to(BobState *s, BobObject *o, unsigned k, BobSetHead *table, Edit *e)
{
    uint32_t mask = (uint32_t)((UINT64_C(1) << k) - 1), i;
    for (i = bob_set_next(o, 0); i != BOB_NO_SLOT; i = bob_set_next(o, i + 1))
        insert_clean(table, mask, slots_of(o)[i]);
    table->fill = o->size;
    table->finger = o->data == NULL ? 0 : bob_set_head(o)->finger;
    if (e != NULL && !e->moved)
        e->moved = true;
    else if (o->data != NULL)
        bob_heap_give_room(&s->heap, o->data, o->room_class);
    o->data = table;
    o->room_class = (uint8_t)BOB_SET_ROOM(k);
}

static BobStatus resize(BobState *s, BobObject *o, uint64_t used, Edit *e)
{
    unsigned k = log2_beyond(used);
    BobSetHead *table;
    if (k == BOB_SET_LEAST && bob_set_mask(o) == 7 && fill_of(o) == o->size)
        return BOB_OK;
    TRY(take_table(s, k, &table));
    move_to(s, o, k, table, e);
    return BOB_OK;
}

static uint64_t grown(uint64_t used)
{
    return used > 50000 ? used * 2 : used * 4;
}

BobStatus bob_set_find(BobState *s, const BobObject *o, BobValue key, int64_t hash, uint64_t *work,
                       uint32_t *slot)
{
    uint32_t mask = bob_set_mask(o);
    uint64_t perturb = (uint64_t)hash, i = perturb & mask;
    uint32_t deleted = BOB_NO_SLOT; /* where one that is not there goes */
    *slot = BOB_NO_SLOT;
    if (o->data == NULL)
        return BOB_OK;
    for (;;) {
        unsigned probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0, k;
        for (k = 0; k <= probes; k++) {
            const BobSlot *at = &slots_of(o)[i + k];
            bool same;
            if (is_unused(at)) {
                *slot = deleted != BOB_NO_SLOT ? deleted : (uint32_t)(i + k);
                return BOB_OK;
            }
            if (!is_active(at)) /* the last one that was passed */
                deleted = (uint32_t)(i + k);
            if ((++*work & 0xFFF) == 0)
                TRY(bob_look_at_work(s, *work));
            if (at->hash != hash || !is_active(at))
                continue;
            TRY(bob_same_key(s, at->key, key, work, &same));
            if (same) {
                *slot = (uint32_t)(i + k);
                return BOB_OK;
            }
        }
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

static bool found_at(const BobObject *o, uint32_t slot)
{
    return slot != BOB_NO_SLOT && is_active(&slots_of(o)[slot]);
}

static BobStatus add(BobState *s, BobObject *o, BobValue key, int64_t hash, uint64_t *work, Edit *e)
{
    BobSetHead *table = NULL;
    uint32_t slot;
    unsigned k;
    bool grows;
    if (o->data == NULL) {
        TRY(take_table(s, BOB_SET_LEAST, &table));
        move_to(s, o, BOB_SET_LEAST, table, e);
    }
    TRY(bob_set_find(s, o, key, hash, work, &slot));
    if (found_at(o, slot))
        return BOB_OK;
    if (!is_unused(&slots_of(o)[slot])) { /* a deleted one's */
        TRY(note(s, o, e, slot));
        slots_of(o)[slot] = (BobSlot){key, hash};
        o->size++;
        return BOB_OK;
    }
    grows = (uint64_t)(fill_of(o) + 1) * 5 >= (uint64_t)bob_set_mask(o) * 3;
    k = log2_beyond(grown((uint64_t)o->size + 1));
    TRY(note(s, o, e, slot));
    if (grows)
        TRY(take_table(s, k, &table));
    slots_of(o)[slot] = (BobSlot){key, hash};
    bob_set_head(o)->fill++;
    o->size++;
    if (grows)
        move_to(s, o, k, table, e);
    return BOB_OK;
}

static BobStatus discard(BobState *s, BobObject *o, BobValue key, int64_t hash, uint64_t *work,
                         Edit *e, bool *found)
{
    uint32_t slot;
    TRY(bob_set_find(s, o, key, hash, work, &slot));
    *found = found_at(o, slot);
    if (!*found)
        return BOB_OK;
    TRY(note(s, o, e, slot));
    slots_of(o)[slot] = (BobSlot){.hash = -1};
    o->size--;
    return BOB_OK;
}

static BobStatus new_set(BobState *s, BobObjectType type, BobObject **out)
{
    if (bob_heap_new(&s->heap, type, 0, out) != BOB_OK)
        return bob_no_memory(s);
    (*out)->data = NULL;
    return BOB_OK;
}

/* ---- all elements of another ---- */

/* Room for n more at once, as CPython makes it for a set or a dict. */
static BobStatus reserve(BobState *s, BobObject *o, uint64_t n, Edit *e)
{
    if ((fill_of(o) + n) * 5 < (uint64_t)bob_set_mask(o) * 3)
        return BOB_OK;
    return resize(s, o, (o->size + n) * 2, e);
}

static BobStatus merge(BobState *s, BobObject *o, const BobObject *from, uint64_t *work, Edit *e)
{
    BobSetHead *table;
    uint32_t i;
    if (from == o || from->size == 0)
        return BOB_OK;
    *work += bob_set_mask(from) / 4;
    TRY(bob_look_at_work(s, *work));
    TRY(reserve(s, o, from->size, e));
    if (o->data == NULL || (fill_of(o) == 0 && e != NULL && !e->moved)) {
        unsigned k = log2_beyond(bob_set_mask(o));
        TRY(take_table(s, k, &table));
        move_to(s, o, k, table, e);
    }
    if (fill_of(o) == 0) {
        bool same = bob_set_mask(o) == bob_set_mask(from) && fill_of(from) == from->size;
        for (i = bob_set_next(from, 0); i != BOB_NO_SLOT; i = bob_set_next(from, i + 1)) {
            if (same)
                slots_of(o)[i] = slots_of(from)[i];
            else
                insert_clean(bob_set_head(o), bob_set_mask(o), slots_of(from)[i]);
        }
        o->size = bob_set_head(o)->fill = from->size;
        return BOB_OK;
    }
    for (i = bob_set_next(from, 0); i != BOB_NO_SLOT; i = bob_set_next(from, i + 1))
        TRY(add(s, o, slots_of(from)[i].key, slots_of(from)[i].hash, work, e));
    return BOB_OK;
}

/* What is gone through for each element of an iterable that is no set. */
typedef BobStatus Each(BobState *s, BobObject *o, BobValue key, int64_t hash, uint64_t *work,
                       Edit *e, void *ctx);

static BobStatus each_of(BobState *s, BobObject *o, BobValue from, uint64_t *work, Edit *e,
                         Each *each, void *ctx)
{
    BobGathered g;
    BobCursor c;
    BobStatus status;
    uint32_t n;
    TRY(bob_gather(s, from, &g));
    c = (BobCursor){g.seq.ref, 0, 0};
    n = bob_seq_size(g.seq.ref);
    status = BOB_OK;
    while (c.i < n && status == BOB_OK) {
        BobValue v;
        int64_t hash;
        if ((++*work & 0x3FF) == 0)
            status = bob_look_at_work(s, *work);
        if (status == BOB_OK && bob_has_elements(c.o))
            v = bob_element(c.o, c.i++);
        else if (status == BOB_OK)
            status = bob_ops_of(c.o)->next(s, &c, &v);
        if (status == BOB_OK)
            status = bob_hash_value(s, v, work, &hash);
        if (status == BOB_OK)
            status = each(s, o, v, hash, work, e, ctx);
    }
    return bob_gather_end(s, &g, status);
}

static BobStatus add_each(BobState *s, BobObject *o, BobValue key, int64_t hash, uint64_t *work,
                          Edit *e, UNUSED void *ctx)
{
    return add(s, o, key, hash, work, e);
}

static BobStatus update(BobState *s, BobObject *o, BobValue from, uint64_t *work, Edit *e)
{
    if (bob_is_set(from))
        return merge(s, o, from.ref, work, e);
    if (bob_is_object(from, OBJ_DICT))
        TRY(reserve(s, o, from.ref->size, e));
    return each_of(s, o, from, work, e, add_each, NULL);
}

static BobStatus copy(BobState *s, BobObjectType type, const BobObject *from, uint64_t *work,
                      BobObject **out)
{
    TRY(new_set(s, type, out));
    return merge(s, *out, from, work, NULL);
}

/* ---- intersection ---- */

static BobStatus keep_each(BobState *s, BobObject *result, BobValue key, int64_t hash,
                           uint64_t *work, Edit *e, void *ctx)
{
    const BobObject *o = ctx;
    uint32_t slot;
    TRY(bob_set_find(s, o, key, hash, work, &slot));
    return found_at(o, slot) ? add(s, result, key, hash, work, e) : BOB_OK;
}

static BobStatus intersection(BobState *s, BobObjectType type, BobObject *a, BobValue b,
                              uint64_t *work, BobObject **out)
{
    BobObject *small, *large;
    uint32_t i;
    if (b.tag == TAG_REF && b.ref == a)
        return copy(s, type, a, work, out);
    TRY(new_set(s, type, out));
    if (!bob_is_set(b))
        return each_of(s, *out, b, work, NULL, keep_each, a);
    small = b.ref->size > a->size ? a : b.ref;
    large = small == a ? b.ref : a;
    *work += bob_set_mask(small) / 4;
    for (i = bob_set_next(small, 0); i != BOB_NO_SLOT; i = bob_set_next(small, i + 1))
        TRY(keep_each(s, *out, slots_of(small)[i].key, slots_of(small)[i].hash, work, NULL, large));
    return BOB_OK;
}

/* ---- difference ---- */

static BobStatus discard_each(BobState *s, BobObject *o, BobValue key, int64_t hash, uint64_t *work,
                              Edit *e, UNUSED void *ctx)
{
    bool found;
    return discard(s, o, key, hash, work, e, &found);
}

static BobStatus clear_edited(BobState *s, BobObject *o, Edit *e)
{
    BobSetHead *table = NULL;
    uint32_t finger = o->data == NULL ? 0 : bob_set_head(o)->finger;
    if (finger != 0) /* which stays, as CPython's does */
        TRY(take_table(s, BOB_SET_LEAST, &table));
    if (e != NULL && !e->moved)
        e->moved = true;
    else if (o->data != NULL)
        bob_heap_give_room(&s->heap, o->data, o->room_class);
    o->data = table;
    o->room_class = table == NULL ? NO_ROOM : BOB_SET_ROOM(BOB_SET_LEAST);
    o->size = 0;
    if (table != NULL)
        table->finger = finger;
    return BOB_OK;
}

static BobStatus difference_update(BobState *s, BobObject *o, BobValue b, uint64_t *work, Edit *e)
{
    uint32_t i;
    if (b.tag == TAG_REF && b.ref == o)
        return clear_edited(s, o, e);
    if (!bob_is_set(b)) {
        TRY(each_of(s, o, b, work, e, discard_each, NULL));
    } else {
        *work += bob_set_mask(b.ref) / 4;
        for (i = bob_set_next(b.ref, 0); i != BOB_NO_SLOT; i = bob_set_next(b.ref, i + 1))
            TRY(discard_each(s, o, slots_of(b.ref)[i].key, slots_of(b.ref)[i].hash, work, e, NULL));
    }
    if (fill_of(o) - o->size <= bob_set_mask(o) / 4)
        return BOB_OK;
    return resize(s, o, grown(o->size), e);
}

static BobStatus difference(BobState *s, BobObjectType type, BobObject *a, BobValue b,
                            uint64_t *work, BobObject **out)
{
    bool dict = bob_is_object(b, OBJ_DICT);
    uint32_t i;
    if ((!bob_is_set(b) && !dict) || a->size / 4 > b.ref->size) {
        TRY(copy(s, type, a, work, out));
        return difference_update(s, *out, b, work, NULL);
    }
    TRY(new_set(s, type, out));
    *work += bob_set_mask(a) / 4;
    for (i = bob_set_next(a, 0); i != BOB_NO_SLOT; i = bob_set_next(a, i + 1)) {
        BobSlot x = slots_of(a)[i];
        uint32_t at;
        bool found;
        if (dict) {
            TRY(bob_dict_find(s, b.ref, x.key, x.hash, work, &at));
            found = at != BOB_NO_ENTRY;
        } else {
            TRY(bob_set_find(s, b.ref, x.key, x.hash, work, &at));
            found = found_at(b.ref, at);
        }
        if (!found)
            TRY(add(s, *out, x.key, x.hash, work, NULL));
    }
    return BOB_OK;
}

/* ---- symmetric difference ---- */

static BobStatus flip(BobState *s, BobObject *o, BobValue key, int64_t hash, uint64_t *work,
                      Edit *e, UNUSED void *ctx)
{
    bool found;
    TRY(discard(s, o, key, hash, work, e, &found));
    return found ? BOB_OK : add(s, o, key, hash, work, e);
}

static BobStatus symmetric_update(BobState *s, BobObject *o, BobValue b, uint64_t *work, Edit *e)
{
    uint32_t i;
    if (b.tag == TAG_REF && b.ref == o)
        return clear_edited(s, o, e);
    if (!bob_is_set(b))
        return each_of(s, o, b, work, e, flip, NULL);
    *work += bob_set_mask(b.ref) / 4;
    for (i = bob_set_next(b.ref, 0); i != BOB_NO_SLOT; i = bob_set_next(b.ref, i + 1))
        TRY(flip(s, o, slots_of(b.ref)[i].key, slots_of(b.ref)[i].hash, work, e, NULL));
    return BOB_OK;
}

/* ---- from outside ---- */

static BobStatus finish(BobState *s, BobStatus status, uint64_t work, BobObject *o, BobValue *r)
{
    if (status == BOB_OK)
        status = bob_charge(s, work);
    if (status != BOB_OK) {
        bob_heap_rollback(&s->heap);
        return status;
    }
    bob_heap_commit(&s->heap);
    *r = bob_ref(o);
    return BOB_OK;
}

static BobStatus iterable(BobState *s, BobValue v)
{
    TRY(bob_check_alive(s, v));
    if (!bob_can_iterate(v))
        return bob_fail(s, BOB_TYPE_ERROR, "'%s' object is not iterable", bob_type_name(v));
    return BOB_OK;
}

BobStatus bob_set_of(BobState *s, BobObjectType type, BobValue from, BobValue *r)
{
    BobObject *o = NULL;
    uint64_t work = 0;
    BobStatus status;
    TRY(iterable(s, from));
    bob_heap_begin(&s->heap);
    status = new_set(s, type, &o);
    if (status == BOB_OK)
        status = update(s, o, from, &work, NULL);
    return finish(s, status, work, o, r);
}

BobStatus bob_set_operate(BobState *s, BobSetOperator op, BobObject *a, const BobValue *b,
                          uint32_t n, BobValue *r)
{
    BobObjectType type = (BobObjectType)a->type;
    BobObject *o = NULL;
    uint64_t work = 0;
    uint32_t i;
    BobStatus status = BOB_OK;
    for (i = 0; i < n; i++)
        TRY(iterable(s, b[i]));
    bob_heap_begin(&s->heap);
    switch (op) {
    case SET_OR:
        status = copy(s, type, a, &work, &o);
        for (i = 0; i < n && status == BOB_OK; i++)
            if (b[i].ref != a)
                status = update(s, o, b[i], &work, NULL);
        break;
    case SET_AND: /* what is made between stays: it is one header and table each */
        status = n == 0 ? copy(s, type, a, &work, &o) : intersection(s, type, a, b[0], &work, &o);
        for (i = 1; i < n && status == BOB_OK; i++)
            status = intersection(s, type, o, b[i], &work, &o);
        break;
    case SET_SUB:
        status = n == 0 ? copy(s, type, a, &work, &o) : difference(s, type, a, b[0], &work, &o);
        for (i = 1; i < n && status == BOB_OK; i++)
            status = difference_update(s, o, b[i], &work, NULL);
        break;
    case SET_XOR: /* a copy of the other, changed by this one */
        status = new_set(s, type, &o);
        if (status == BOB_OK)
            status = update(s, o, b[0], &work, NULL);
        if (status == BOB_OK)
            status = symmetric_update(s, o, bob_ref(a), &work, NULL);
        break;
    }
    return finish(s, status, work, o, r);
}

/* A set of b's elements that goes when the instruction is over, of b itself where it is one. */
static BobStatus change(BobState *s, BobSetOperator op, BobObject *a, BobValue b, uint64_t *work,
                        Edit *e)
{
    switch (op) {
    case SET_OR:
        return update(s, a, b, work, e);
    case SET_SUB:
        return difference_update(s, a, b, work, e);
    case SET_XOR:
        return symmetric_update(s, a, b, work, e);
    case SET_AND:
        break;
    }
    return BOB_OK;
}

/* Becomes what `o`, which nothing else refers to, is. */
static void swap_bodies(BobState *s, BobObject *a, BobObject *o)
{
    BobObject was = *a;
    a->data = o->data;
    a->room_class = o->room_class;
    a->size = o->size;
    o->data = was.data;
    o->room_class = was.room_class;
    o->size = was.size;
    if (a->data != NULL && o->data != NULL)
        bob_set_head(a)->finger = bob_set_head(o)->finger;
    bob_heap_free(&s->heap, o, true);
}

/* An empty set has no table, and so no place for the finger of the one that it replaces. */
static BobStatus keep_finger(BobState *s, const BobObject *a, BobObject *o)
{
    BobSetHead *table;
    if (o->data != NULL || a->data == NULL || bob_set_head(a)->finger == 0)
        return BOB_OK;
    TRY(take_table(s, BOB_SET_LEAST, &table));
    o->data = table;
    o->room_class = BOB_SET_ROOM(BOB_SET_LEAST);
    return BOB_OK;
}

BobStatus bob_set_change(BobState *s, BobSetOperator op, BobObject *a, const BobValue *b,
                         uint32_t n)
{
    BobValue other = bob_none();
    uint64_t work = 0;
    uint32_t i;
    Edit e;
    BobStatus status = BOB_OK;
    for (i = 0; i < n; i++)
        TRY(iterable(s, b[i]));
    if (op == SET_AND) {
        BobValue r;
        TRY(bob_set_operate(s, op, a, b, n, &r));
        status = keep_finger(s, a, r.ref);
        if (status != BOB_OK) {
            bob_heap_free(&s->heap, r.ref, true);
            return status;
        }
        swap_bodies(s, a, r.ref);
        return BOB_OK;
    }
    bob_heap_begin(&s->heap);
    begin_edit(s, a, &e);
    if (op == SET_XOR && !bob_is_set(b[0]) && !bob_is_object(b[0], OBJ_DICT)) {
        status = bob_set_of(s, OBJ_SET, b[0], &other);
        b = &other;
    }
    for (i = 0; i < n && status == BOB_OK; i++)
        status = change(s, op, a, b[i], &work, &e);
    if (status == BOB_OK)
        status = bob_charge(s, work);
    status = end_edit(s, a, &e, status);
    if (status == BOB_OK)
        bob_heap_commit(&s->heap);
    else
        bob_heap_rollback(&s->heap);
    if (other.tag == TAG_REF && status == BOB_OK)
        bob_heap_free(&s->heap, other.ref, true);
    return status;
}

BobStatus bob_set_add(BobState *s, BobObject *o, BobValue key)
{
    uint64_t work = 0;
    int64_t hash;
    uint32_t slot;
    TRY(bob_hash_value(s, key, &work, &hash));
    TRY(bob_set_find(s, o, key, hash, &work, &slot)); /* all that costs fuel */
    TRY(bob_charge(s, work));
    if (found_at(o, slot))
        return BOB_OK;
    if (o->data == NULL) { /* the first element: nothing can fail after the table */
        BobSetHead *table;
        TRY(take_table(s, BOB_SET_LEAST, &table));
        move_to(s, o, BOB_SET_LEAST, table, NULL);
        insert_clean(table, 7, (BobSlot){key, hash});
        o->size = table->fill = 1;
        return BOB_OK;
    }
    if (!is_unused(&slots_of(o)[slot])) {
        slots_of(o)[slot] = (BobSlot){key, hash};
        o->size++;
        return BOB_OK;
    }
    if ((uint64_t)(fill_of(o) + 1) * 5 >= (uint64_t)bob_set_mask(o) * 3) {
        unsigned k = log2_beyond(grown((uint64_t)o->size + 1));
        BobSetHead *table;
        TRY(take_table(s, k, &table));
        slots_of(o)[slot] = (BobSlot){key, hash};
        o->size++;
        move_to(s, o, k, table, NULL);
        return BOB_OK;
    }
    slots_of(o)[slot] = (BobSlot){key, hash};
    bob_set_head(o)->fill++;
    o->size++;
    return BOB_OK;
}

/* A set that is looked for is taken for a frozenset. */
static BobStatus hash_of(BobState *s, BobValue key, uint64_t *work, int64_t *hash)
{
    if (bob_is_object(key, OBJ_SET))
        return bob_type_frozenset.hash(s, key.ref, work, hash);
    return bob_hash_value(s, key, work, hash);
}

BobStatus bob_set_discard(BobState *s, BobObject *o, BobValue key, bool *found)
{
    uint64_t work = 0;
    int64_t hash;
    uint32_t slot;
    TRY(hash_of(s, key, &work, &hash));
    TRY(bob_set_find(s, o, key, hash, &work, &slot));
    TRY(bob_charge(s, work));
    *found = found_at(o, slot);
    if (*found) {
        slots_of(o)[slot] = (BobSlot){.hash = -1};
        o->size--;
    }
    return BOB_OK;
}

BobStatus bob_set_pop(BobState *s, BobObject *o, BobValue *r)
{
    uint32_t mask = bob_set_mask(o), i, looked = 0;
    if (o->size == 0)
        return bob_throw(s, EXC_KeyError, "'pop from an empty set'");
    i = bob_set_head(o)->finger & mask;
    while (!is_active(&slots_of(o)[i])) {
        i = i == mask ? 0 : i + 1;
        looked++;
    }
    TRY(bob_charge(s, looked));
    *r = slots_of(o)[i].key;
    slots_of(o)[i] = (BobSlot){.hash = -1};
    o->size--;
    bob_set_head(o)->finger = i + 1;
    return BOB_OK;
}

BobStatus bob_set_clear(BobState *s, BobObject *o)
{
    return o->data == NULL ? BOB_OK : clear_edited(s, o, NULL);
}

BobStatus bob_set_within(BobState *s, const BobObject *a, const BobObject *b, uint64_t *work,
                         bool *within)
{
    uint32_t i, slot;
    *within = a->size <= b->size;
    for (i = bob_set_next(a, 0); *within && i != BOB_NO_SLOT; i = bob_set_next(a, i + 1)) {
        TRY(bob_set_find(s, b, slots_of(a)[i].key, slots_of(a)[i].hash, work, &slot));
        *within = found_at(b, slot);
        ++*work;
    }
    return BOB_OK;
}

BobStatus bob_set_disjoint(BobState *s, const BobObject *a, const BobObject *b, bool *disjoint)
{
    const BobObject *small = a->size < b->size ? a : b, *large = small == a ? b : a;
    uint64_t work = bob_set_mask(small) / 4;
    uint32_t i, slot;
    *disjoint = true;
    for (i = bob_set_next(small, 0); *disjoint && i != BOB_NO_SLOT;
         i = bob_set_next(small, i + 1)) {
        TRY(bob_set_find(s, large, slots_of(small)[i].key, slots_of(small)[i].hash, &work, &slot));
        *disjoint = !found_at(large, slot);
    }
    return bob_charge(s, work);
}

SEM_ARGS(SET_NEW)
{
    BobObject *o = NULL;
    uint64_t work = n;
    BobStatus status = bob_check_room(s, 1, room);
    uint32_t i;
    if (status != BOB_OK)
        return status;
    bob_heap_begin(&s->heap);
    status = new_set(s, OBJ_SET, &o);
    for (i = 0; i < n && status == BOB_OK; i++) {
        int64_t hash;
        status = bob_hash_value(s, args[i], &work, &hash);
        if (status == BOB_OK)
            status = add(s, o, args[i], hash, &work, NULL);
    }
    return finish(s, status, work, o, r);
}

/* ---- the types ---- */

static BobStatus contains(BobState *s, const BobObject *o, BobValue x, BobValue *r)
{
    uint64_t work = 0;
    int64_t hash;
    uint32_t slot;
    TRY(hash_of(s, x, &work, &hash));
    TRY(bob_set_find(s, o, x, hash, &work, &slot));
    TRY(bob_charge(s, work));
    *r = bob_bool(found_at(o, slot));
    return BOB_OK;
}

static uint64_t shuffled(int64_t hash)
{
    uint64_t h = (uint64_t)hash;
    return ((h ^ 89869747u) ^ (h << 16)) * UINT64_C(3644798167);
}

static BobStatus hash_set(UNUSED BobState *s, BobObject *o, uint64_t *work, int64_t *hash)
{
    uint64_t h = 0;
    uint32_t i;
    *work += o->size;
    for (i = bob_set_next(o, 0); i != BOB_NO_SLOT; i = bob_set_next(o, i + 1))
        h ^= shuffled(slots_of(o)[i].hash);
    h ^= ((uint64_t)o->size + 1) * UINT64_C(1927868237);
    h ^= (h >> 11) ^ (h >> 25);
    h = h * 69069u + UINT64_C(907133923);
    *hash = h == UINT64_MAX ? INT64_C(590923713) : (int64_t)h;
    return BOB_OK;
}

static uint32_t places(const BobObject *o)
{
    return o->data == NULL ? 0 : bob_set_mask(o) + 1;
}

static BobValue place(const BobObject *o, uint32_t i)
{
    return slots_of(o)[i].key;
}

const BobTypeOps bob_type_set = {
    .what = "set",
    .contains = contains,
    .relate = bob_set_relate,
    .places = places,
    .place = place,
    .open = "{",
    .close = "}",
    .close_one = "}",
    .inside = "set(...)",
    .empty = "set()",
    .json_open = "{\"set\":[",
    .json_close = "]}",
};

const BobTypeOps bob_type_frozenset = {
    .what = "frozenset",
    .contains = contains,
    .relate = bob_set_relate,
    .hash = hash_set,
    .places = places,
    .place = place,
    .open = "frozenset({",
    .close = "})",
    .close_one = "})",
    .inside = "frozenset(...)",
    .empty = "frozenset()",
    .json_open = "{\"frozenset\":[",
    .json_close = "]}",
};
