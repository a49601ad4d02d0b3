/* Methods of lists. What fails leaves the list as it was. */
#include <string.h>

#include "core/machine/builtins/builtins.h"
#include "core/machine/types/dict.h"
#include "core/machine/types/iterator.h"

/* Moves the elements from `at` on by `by` places, into room that is there. */
static void move_tail(BobObject *list, uint32_t at, int by)
{
    size_t width = list->kind == KIND_MIXED ? sizeof(BobValue) : sizeof(int64_t);
    char *data = list->data;
    if (at < list->size)
        memmove(data + ((size_t)at + (size_t)by) * width, data + at * width,
                (list->size - at) * width);
}

/* Takes element i out. */
static void take_out(BobObject *list, uint32_t i)
{
    move_tail(list, i + 1, -1);
    bob_set_size(list, list->size - 1);
}

DEFINE_BUILTIN(append)
{
    TRY(bob_arg_self(s, args[0], OBJ_LIST, "append"));
    TRY(bob_list_room(s, args[0].ref, 1));
    bob_seq_add(args[0].ref, args[1]);
    *r = bob_none();
    return BOB_OK;
}

/* An index into a list, negative ones from the end; IndexOutOfRange with that message. */
static BobStatus place(BobState *s, const BobObject *list, int64_t i, const char *message,
                       uint32_t *at)
{
    if (i < 0)
        i += list->size;
    if (i < 0 || i >= list->size)
        return bob_fail(s, BOB_INDEX_OUT_OF_RANGE, "%s", message);
    *at = (uint32_t)i;
    return BOB_OK;
}

DEFINE_BUILTIN(pop)
{
    BobObject *list = args[0].ref;
    int64_t i = -1;
    uint32_t at = 0;
    if (bob_is_object(args[0], OBJ_DICT))
        return bob_dict_pop(s, args, argc, r);
    TRY(bob_arg_self(s, args[0], OBJ_LIST, "pop"));
    if (argc > 2)
        return bob_fail(s, BOB_TYPE_ERROR, "pop expected at most 1 argument, got %u", argc - 1);
    if (argc > 1)
        TRY(bob_arg_int(s, args[1], &i));
    TRY(place(s, list, i, list->size == 0 ? "pop from empty list" : "pop index out of range", &at));
    TRY(bob_charge(s, list->size - 1 - at));
    *r = bob_element(list, at);
    take_out(list, at);
    return BOB_OK;
}

DEFINE_BUILTIN(del_item)
{
    BobObject *list = args[0].ref;
    uint32_t at = 0;
    TRY(bob_check_alive(s, args[0]));
    if (args[0].tag == TAG_REF && bob_ops_of(args[0].ref)->del_item != NULL) {
        *r = bob_none();
        return bob_ops_of(args[0].ref)->del_item(s, args[0].ref, args[1]);
    }
    if (!bob_is_list(args[0]))
        return bob_fail(
            s, BOB_TYPE_ERROR, "'%s' object %s support item deletion", bob_type_name(args[0]),
            args[0].tag == TAG_REF && bob_is_integral(args[1]) ? "doesn't" : "does not");
    TRY(bob_check_alive(s, args[1]));
    if (!bob_is_integral(args[1]))
        return bob_fail(s, BOB_TYPE_ERROR, "list indices must be integers or slices, not %s",
                        bob_type_name(args[1]));
    TRY(place(s, list, args[1].i, "list assignment index out of range", &at));
    TRY(bob_charge(s, list->size - 1 - at));
    take_out(list, at);
    *r = bob_none();
    return BOB_OK;
}

DEFINE_BUILTIN(insert)
{
    BobObject *list = args[0].ref;
    BobValue v = args[2];
    uint32_t at, size;
    int64_t i;
    TRY(bob_arg_self(s, args[0], OBJ_LIST, "insert"));
    TRY(bob_arg_int(s, args[1], &i));
    size = list->size;
    if (i < 0)
        i += size;
    at = i < 0 ? 0 : i > (int64_t)size ? size : (uint32_t)i;
    TRY(bob_charge(s, size - at));
    TRY(bob_list_room(s, list, 1));
    if (at < size) { /* as many elements, then v in the place that the move left */
        if (list->kind != bob_kind_of(v))
            bob_list_set_kind(list, KIND_MIXED);
        move_tail(list, at, 1);
        bob_set_size(list, size + 1);
        bob_list_put(list, at, v);
    } else {
        bob_seq_add(list, v);
    }
    *r = bob_none();
    return BOB_OK;
}

/* Whether room for `more` will be paid for, so that what is made before may be kept. */
static bool can_grow(const BobState *s, const BobObject *list, uint64_t more)
{
    uint64_t capacity = bob_capacity(list), want = capacity == 0 ? 4 : 2 * capacity;
    const BobHeapAccount *a = &s->heap.account;
    unsigned class;
    if (more <= capacity - list->size)
        return true;
    if (want < list->size + more)
        want = list->size + more;
    if (want > s->heap.limit / BOB_ELEMENT_CHARGE)
        return false;
    class = bob_room_class(want * BOB_ELEMENT_CHARGE);
    return class < BOB_ROOM_CLASSES &&
           (a->free_rooms[class] > 0 || a->charged + ((uint64_t)1 << class) <= s->heap.limit);
}

/* The characters of a string are objects of their own: they are made first, in a list of
 * host memory, then the list grows, then they move in. */
static BobStatus extend_one_by_one(BobState *s, BobObject *list, BobValue str)
{
    uint32_t n = str.ref->points, i;
    BobCursor c = bob_cursor(str);
    BobValue *made = bob_alloc(&s->allocator, n * sizeof *made);
    BobStatus status = made == NULL ? bob_no_memory(s) : BOB_OK;
    bob_heap_begin(&s->heap);
    while (status == BOB_OK && c.i < n) {
        uint32_t at = c.i;
        status = bob_cursor_next(s, &c, &made[at]);
    }
    if (status == BOB_OK && !can_grow(s, list, n))
        status = bob_no_memory(s);
    if (status == BOB_OK)
        bob_heap_commit(&s->heap);
    else
        bob_heap_rollback(&s->heap);
    if (status == BOB_OK)
        status = bob_list_room(s, list, n);
    for (i = 0; status == BOB_OK && i < n; i++)
        bob_seq_add(list, made[i]);
    bob_free(&s->allocator, made, n * sizeof *made);
    return status;
}

static BobStatus extend(BobState *s, BobObject *list, BobValue seq)
{
    uint32_t n = bob_seq_size(seq.ref); /* now: seq may be the list */
    TRY(bob_charge(s, n));
    if (n == 0)
        return BOB_OK;
    if (!bob_has_elements(seq.ref))
        return extend_one_by_one(s, list, seq);
    TRY(bob_list_room(s, list, n));
    bob_copy_elements(list, list->size, seq.ref, 0, n);
    return BOB_OK;
}

BobStatus bob_list_extend(BobState *s, BobObject *list, BobValue seq)
{
    BobGathered g;
    if (bob_is_basic(seq.ref))
        return extend(s, list, seq);
    TRY(bob_gather(s, seq, &g));
    return bob_gather_end(s, &g, extend(s, list, g.seq));
}

DEFINE_BUILTIN(extend)
{
    TRY(bob_arg_self(s, args[0], OBJ_LIST, "extend"));
    TRY(bob_arg_iterable(s, args[1]));
    TRY(bob_list_extend(s, args[0].ref, args[1]));
    *r = bob_none();
    return BOB_OK;
}

BobStatus bob_list_repeat(BobState *s, BobObject *list, int64_t count)
{
    uint32_t size = list->size, done;
    uint64_t total;
    if (count < 0)
        count = 0;
    if (__builtin_mul_overflow((uint64_t)count, (uint64_t)size, &total))
        total = UINT64_MAX;
    TRY(bob_charge(s, total));
    if (total == 0) {
        bob_set_size(list, 0);
        return BOB_OK;
    }
    if (total > s->heap.limit / BOB_ELEMENT_CHARGE)
        return bob_no_memory(s);
    TRY(bob_list_room(s, list, total - size));
    for (done = size; done < total; done = list->size) /* doubling what is there */
        bob_copy_elements(list, done, list, 0,
                          done < total - done ? done : (uint32_t)(total - done));
    return BOB_OK;
}

DEFINE_BUILTIN(reverse)
{
    BobObject *list = args[0].ref;
    uint32_t i, k;
    TRY(bob_arg_self(s, args[0], OBJ_LIST, "reverse"));
    TRY(bob_charge(s, list->size));
    for (i = 0, k = list->size; i + 1 < k; i++) {
        BobValue first = bob_element(list, i);
        bob_list_put(list, i, bob_element(list, --k));
        bob_list_put(list, k, first);
    }
    *r = bob_none();
    return BOB_OK;
}

DEFINE_BUILTIN(copy)
{
    BobObject *d;
    if (bob_is_object(args[0], OBJ_DICT)) {
        TRY(bob_dict_copy(s, args[0].ref, &d));
        *r = bob_ref(d);
        return BOB_OK;
    }
    TRY(bob_arg_self(s, args[0], OBJ_LIST, "copy"));
    TRY(bob_charge(s, args[0].ref->size));
    return bob_seq_copy(s, OBJ_LIST, args[0], r);
}

DEFINE_BUILTIN(clear)
{
    if (bob_is_object(args[0], OBJ_DICT)) {
        bob_dict_clear(&s->heap, args[0].ref);
        *r = bob_none();
        return BOB_OK;
    }
    TRY(bob_arg_self(s, args[0], OBJ_LIST, "clear"));
    bob_set_size(args[0].ref, 0);
    *r = bob_none();
    return BOB_OK;
}

DEFINE_BUILTIN(sort)
{
    int64_t reverse = 0;
    TRY(bob_arg_self(s, args[0], OBJ_LIST, "sort"));
    if (argc > 1)
        TRY(bob_arg_int(s, args[1], &reverse));
    *r = bob_none();
    return bob_sort_list(s, args[0].ref, reverse != 0);
}

DEFINE_BUILTIN(sort_by)
{
    bool reverse = false;
    TRY(bob_arg_self(s, args[0], OBJ_LIST, "sort"));
    TRY(bob_arg_self(s, args[1], OBJ_LIST, "sort"));
    if (argc > 2)
        TRY(bob_sem_truth(s, args[2], &reverse));
    if (args[0].ref->size != args[1].ref->size || args[0].ref == args[1].ref)
        return bob_fail(s, BOB_VALUE_ERROR, "list modified during sort");
    *r = bob_none();
    return bob_sort_by(s, args[0].ref, args[1].ref, reverse);
}

static BobStatus not_found(BobState *s, const BobObject *o, BobValue x)
{
    BobSink k = bob_sink(s, 120);
    if (o->type == OBJ_TUPLE)
        return bob_fail(s, BOB_VALUE_ERROR, "tuple.index(x): x not in tuple");
    k.stop = 120; /* whatever fuel is left: the error is the same */
    TRY(bob_write_repr(s, &k, x));
    return bob_fail(s, BOB_VALUE_ERROR, "%.*s%s is not in list", (int)s->scratch.size,
                    s->scratch.bytes, k.size > s->scratch.size ? "..." : "");
}

static BobStatus arg_seq(BobState *s, BobValue v, const char *method)
{
    TRY(bob_check_alive(s, v));
    return bob_type_has(v, TYPE_SEQUENCE) ? BOB_OK : bob_fail_self(s, v, method);
}

DEFINE_BUILTIN(index)
{
    const BobObject *o = args[0].ref;
    uint32_t from, to, at;
    uint64_t work;
    TRY(arg_seq(s, args[0], "index"));
    if (o->type == OBJ_STR)
        return bob_str_index(s, args, argc, r);
    TRY(bob_check_alive(s, args[1]));
    TRY(bob_arg_part(s, argc > 2 ? args[2] : bob_int(0), argc > 3 ? args[3] : bob_int(INT64_MAX),
                     false, o->size, &from, &to));
    if (to < from)
        to = from;
    TRY(bob_search(s, o, args[1], from, to, true, &work, &at));
    if (at == to)
        return not_found(s, o, args[1]);
    TRY(bob_charge(s, work));
    *r = bob_int(at);
    return BOB_OK;
}

DEFINE_BUILTIN(count)
{
    uint64_t work;
    uint32_t n;
    TRY(arg_seq(s, args[0], "count"));
    if (args[0].ref->type == OBJ_STR)
        return bob_str_count(s, args, argc, r);
    if (argc != 2)
        return bob_fail(s, BOB_TYPE_ERROR, "%s.count() takes exactly one argument (%u given)",
                        bob_type_name(args[0]), argc - 1);
    TRY(bob_check_alive(s, args[1]));
    TRY(bob_search(s, args[0].ref, args[1], 0, args[0].ref->size, false, &work, &n));
    TRY(bob_charge(s, work));
    *r = bob_int(n);
    return BOB_OK;
}

DEFINE_BUILTIN(remove)
{
    BobObject *list = args[0].ref;
    uint64_t work;
    uint32_t at;
    TRY(bob_arg_self(s, args[0], OBJ_LIST, "remove"));
    TRY(bob_check_alive(s, args[1]));
    TRY(bob_search(s, list, args[1], 0, list->size, true, &work, &at));
    if (at == list->size)
        return bob_fail(s, BOB_VALUE_ERROR, "list.remove(x): x not in list");
    TRY(bob_charge(s, work + (list->size - 1 - at)));
    take_out(list, at);
    *r = bob_none();
    return BOB_OK;
}
