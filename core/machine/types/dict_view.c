/* The types of what keys(), values() and items() of a dict give: views, which show the dict as it
 * is when they are read. */
#include "core/machine/sem.h"
#include "core/machine/types/dict.h"
#include "core/machine/types/iterator.h"

BobStatus bob_view_of_dict(BobState *s, BobObjectType type, BobObject *dict, BobValue *r)
{
    BobObject *view;
    if (bob_heap_new(&s->heap, type, 1, &view) != BOB_OK)
        return bob_no_memory(s);
    ((BobValue *)view->data)[0] = bob_ref(dict);
    bob_set_size(view, 1);
    *r = bob_ref(view);
    return BOB_OK;
}

/* ---- shown ---- */

static uint32_t length(const BobObject *view)
{
    const BobObject *d = bob_viewed(view);
    return d == NULL ? 0 : d->size;
}

static uint32_t entries(const BobObject *view)
{
    const BobObject *d = bob_viewed(view);
    return d == NULL ? 0 : bob_dict_count(d);
}

static uint32_t keys_and_values(const BobObject *view)
{
    return 2 * entries(view);
}

static BobValue key(const BobObject *view, uint32_t i)
{
    return bob_dict_entries(bob_viewed(view))[i].key;
}

static BobValue value(const BobObject *view, uint32_t i)
{
    return bob_dict_entries(bob_viewed(view))[i].value;
}

static BobValue key_or_value(const BobObject *view, uint32_t i)
{
    return i % 2 == 0 ? key(view, i / 2) : value(view, i / 2);
}

/* ---- looked into ---- */

static BobStatus has_key(BobState *s, const BobObject *view, BobValue x, BobValue *r)
{
    const BobObject *d = bob_viewed(view);
    return bob_sem_IN(s, x, d == NULL ? bob_none() : bob_ref((BobObject *)(uintptr_t)d), r);
}

static BobStatus has_value(BobState *s, const BobObject *view, BobValue x, BobValue *r)
{
    const BobObject *d = bob_viewed(view);
    uint64_t work = 0;
    uint32_t i = d == NULL ? BOB_NO_ENTRY : bob_dict_next(d, 0);
    bool same = false;
    BobStatus status = BOB_OK;
    for (; i != BOB_NO_ENTRY && !same; i = bob_dict_next(d, i + 1)) {
        status = bob_same_or_equal(s, bob_dict_entries(d)[i].value, x, &work, &same);
        if (status == BOB_OK && (++work & 0xFFF) == 0)
            status = bob_look_at_work(s, work);
        if (status != BOB_OK)
            return status;
    }
    status = bob_charge(s, work);
    if (status == BOB_OK)
        *r = bob_bool(same);
    return status;
}

static BobStatus has_item(BobState *s, const BobObject *view, BobValue x, BobValue *r)
{
    const BobObject *d = bob_viewed(view);
    uint64_t work = 0;
    int64_t hash;
    uint32_t at;
    bool same = false;
    BobStatus status;
    *r = bob_bool(false);
    if (d == NULL || !bob_is_tuple(x) || x.ref->size != 2)
        return BOB_OK;
    status = bob_hash_value(s, bob_element(x.ref, 0), &work, &hash);
    if (status == BOB_OK)
        status = bob_dict_find(s, d, bob_element(x.ref, 0), hash, &work, &at);
    if (status == BOB_OK && at != BOB_NO_ENTRY)
        status = bob_same_or_equal(s, bob_dict_entries(d)[at].value, bob_element(x.ref, 1), &work,
                                   &same);
    if (status == BOB_OK)
        status = bob_charge(s, work);
    if (status == BOB_OK)
        *r = bob_bool(same);
    return status;
}

const BobTypeOps bob_type_dict_keys = {
    .what = "dict_keys",
    .contains = has_key,
    .length = length,
    .places = entries,
    .place = key,
    .open = "dict_keys([",
    .close = "])",
    .close_one = "])",
    .inside = "...",
};

const BobTypeOps bob_type_dict_values = {
    .what = "dict_values",
    .contains = has_value,
    .length = length,
    .places = entries,
    .place = value,
    .open = "dict_values([",
    .close = "])",
    .close_one = "])",
    .inside = "...",
};

const BobTypeOps bob_type_dict_items = {
    .what = "dict_items",
    .contains = has_item,
    .length = length,
    .places = keys_and_values,
    .place = key_or_value,
    .pairs = true,
    .pair_open = "(",
    .pair_close = ")",
    .open = "dict_items([",
    .close = "])",
    .close_one = "])",
    .inside = "...",
};
