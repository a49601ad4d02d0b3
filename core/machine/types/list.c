/* The type list: elements of a kind (value.h), and how that changes with what is stored. */
#include "core/machine/sem.h"

/* ---- its storage ---- */

void bob_list_set_kind(BobObject *list, BobKind kind)
{
    uint32_t i;
    if (list->kind == kind)
        return;
    if (list->size > 0) {
        BobValue *values = list->data;
        ASSERT(kind == KIND_MIXED);
        for (i = list->size; i-- > 0;) /* from the end: values are wider than elements */
            values[i] = bob_element(list, i);
    }
    list->len[list->kind] = 0;
    list->kind = (uint8_t)kind;
    list->len[kind] = list->size;
}

void bob_list_put(BobObject *list, uint32_t i, BobValue v)
{
    BobKind kind = bob_kind_of(v);
    ASSERT(i <= list->size && i < bob_capacity(list));
    if (list->kind != kind && list->kind != KIND_MIXED)
        bob_list_set_kind(list, list->size == 0 ? kind : KIND_MIXED);
    else if (list->size == 0)
        bob_list_set_kind(list, kind);
    switch ((BobKind)list->kind) {
    case KIND_MIXED:
        ((BobValue *)list->data)[i] = v;
        break;
    case KIND_FLOAT:
        ((double *)list->data)[i] = v.f;
        break;
    case KIND_REF:
        ((BobObject **)list->data)[i] = v.ref;
        break;
    case KIND_INT:
    case KIND_BOOL:
        ((int64_t *)list->data)[i] = v.i;
        break;
    case KIND_COUNT:
        ASSERT(false);
    }
}

BobStatus bob_list_append(BobHeap *h, BobObject *list, BobValue v)
{
    uint64_t capacity = bob_capacity(list);
    if (list->size == capacity) {
        BobStatus status = bob_heap_grow(h, list, capacity == 0 ? 4 : 2 * capacity);
        if (status != BOB_OK)
            return status;
    }
    bob_list_put(list, list->size, v);
    bob_set_size(list, list->size + 1);
    return BOB_OK;
}

/* ---- operations on lists alone ---- */

static BobStatus check_list(BobState *s, BobValue v, const char *what)
{
    BobStatus status = bob_check_alive(s, v);
    if (status == BOB_OK && !bob_is_list(v))
        return bob_fail(s, BOB_TYPE_ERROR, "'%s' object %s", bob_type_name(v), what);
    return status;
}

BobStatus bob_sem_LIST_FILL(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    BobObject *o;
    uint64_t n;
    bool began;
    BobStatus status;
    if (!bob_is_integral(b)) {
        status = bob_check_alive(s, b);
        return status != BOB_OK
                   ? status
                   : bob_fail(s, BOB_TYPE_ERROR, "a list's length must be an int, not %s",
                              bob_type_name(b));
    }
    n = b.i > 0 ? (uint64_t)b.i : 0;
    status = bob_charge(s, n);
    if (status != BOB_OK)
        return status;
    began = bob_begin_long(s, n);
    if (bob_heap_new(&s->heap, OBJ_LIST, n, &o) != BOB_OK)
        return bob_end_long(s, began, bob_no_memory(s));
    o->kind = (uint8_t)bob_kind_of(a);
    status = bob_elements_fill(s, o, 0, (uint32_t)n, a);
    if (status == BOB_OK)
        *r = bob_ref(o);
    return bob_end_long(s, began, status);
}

BobStatus bob_append(BobState *s, BobValue list, BobValue v)
{
    BobStatus status = check_list(s, list, "has no attribute 'append'");
    if (status != BOB_OK)
        return status;
    return bob_list_append(&s->heap, list.ref, v) == BOB_OK ? BOB_OK : bob_no_memory(s);
}

SEM_ARGS(LIST_APPEND)
{
    return bob_append(s, args[0], args[1]);
}

BobStatus bob_sem_LIST_POP(BobState *s, BobValue a, BobValue *r)
{
    BobStatus status = check_list(s, a, "has no attribute 'pop'");
    if (status != BOB_OK)
        return status;
    if (a.ref->size == 0)
        return bob_fail(s, BOB_INDEX_OUT_OF_RANGE, "pop from empty list");
    *r = bob_element(a.ref, a.ref->size - 1);
    bob_set_size(a.ref, a.ref->size - 1);
    return BOB_OK;
}

/* ---- the type ---- */

static BobStatus set_item(BobState *s, BobObject *list, BobValue key, BobValue v)
{
    uint32_t i;
    BobStatus status = bob_index(s, key, list->size, "list assignment", &i);
    if (status == BOB_OK)
        bob_list_put(list, i, v);
    return status;
}

const BobTypeOps bob_type_list = {
    .what = "list",
    .item = bob_elements_item,
    .set_item = set_item,
    .slice = bob_elements_slice,
    .unpack = bob_elements_unpack,
    .join = bob_elements_join,
    .repeat = bob_elements_repeat,
    .contains = bob_elements_contain,
    .relate = bob_elements_relate,
    .open = "[",
    .close = "]",
    .close_one = "]",
    .inside = "[...]",
};
