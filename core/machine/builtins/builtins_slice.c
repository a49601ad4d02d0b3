/* Slices with a step, slices that are assigned or deleted, and sequences that are unpacked into a
 * starred target. What fails leaves all as it was. */
#include <string.h>

#include "core/base/utf8.h"
#include "core/machine/builtins/builtins.h"
#include "core/machine/types/str_index.h"

/* The elements start, start + step, ... of a sequence, `count` of them; `stop` is a bound. */
typedef struct Slice {
    int64_t start, stop, step;
    uint32_t count;
} Slice;

/* ---- what a slice means ---- */

static BobStatus part(BobState *s, BobValue v, int64_t open, int64_t *out)
{
    *out = open;
    if (v.tag == TAG_NONE)
        return BOB_OK;
    if (!bob_is_integral(v)) {
        TRY(bob_check_alive(s, v));
        return bob_fail(s, BOB_TYPE_ERROR,
                        "slice indices must be integers or None or have an __index__ method");
    }
    *out = v.i;
    return BOB_OK;
}

static int64_t cut(int64_t i, uint32_t size, bool down)
{
    if (i < 0)
        i += size;
    if (i < 0)
        return down ? -1 : 0;
    return i < (int64_t)size ? i : down ? (int64_t)size - 1 : (int64_t)size;
}

/* `parts` are start, stop and step, each maybe none; in CPython's order of errors. */
static BobStatus find_slice(BobState *s, const BobValue *parts, uint32_t size, Slice *k)
{
    TRY(part(s, parts[2], 1, &k->step));
    if (k->step == 0)
        return bob_fail(s, BOB_VALUE_ERROR, "slice step cannot be zero");
    if (k->step == INT64_MIN)
        k->step = -INT64_MAX;
    TRY(part(s, parts[0], k->step < 0 ? INT64_MAX : 0, &k->start));
    TRY(part(s, parts[1], k->step < 0 ? INT64_MIN : INT64_MAX, &k->stop));
    k->start = cut(k->start, size, k->step < 0);
    k->stop = parts[1].tag == TAG_NONE && k->step < 0 ? -1 : cut(k->stop, size, k->step < 0);
    k->count = 0;
    if (k->step < 0 && k->stop < k->start)
        k->count = (uint32_t)((k->start - k->stop - 1) / -k->step + 1);
    else if (k->step > 0 && k->start < k->stop)
        k->count = (uint32_t)((k->stop - k->start - 1) / k->step + 1);
    return BOB_OK;
}

static BobStatus refuse(BobState *s, BobValue v, const char *what)
{
    if (bob_is_object(v, OBJ_DICT))
        return bob_fail(s, BOB_TYPE_ERROR, "unhashable type: 'slice'");
    return bob_fail(s, BOB_TYPE_ERROR, "'%s' object %s", bob_type_name(v), what);
}

/* ---- seq[start:stop:step] ---- */

static BobStatus pick_elements(BobState *s, const BobObject *from, const Slice *k, BobValue *r)
{
    bool began = bob_begin_long(s, k->count);
    BobStatus status = BOB_OK;
    BobObject *o;
    uint32_t i;
    if (bob_heap_new(&s->heap, (BobObjectType)from->type, k->count, &o) != BOB_OK)
        return bob_end_long(s, began, bob_no_memory(s));
    for (i = 0; i < k->count && status == BOB_OK; i++) {
        bob_copy_elements(o, i, from, (uint32_t)(k->start + i * k->step), 1);
        if (i % BOB_POLL_UNITS == BOB_POLL_UNITS - 1)
            status = bob_poll(s);
    }
    if (status == BOB_OK)
        *r = bob_ref(o);
    return bob_end_long(s, began, status);
}

/* How far a step is walked in a text that is not ASCII; farther ones ask its index. */
#define MOST_WALKED 64

/* The byte of the next code point of a slice, from that of the one before. */
static uint32_t next_point(BobState *s, const BobObject *o, const Slice *k, uint32_t i, uint32_t at)
{
    const char *bytes = bob_str_bytes(o);
    int64_t n = k->step;
    if (bob_str_is_ascii(o))
        return (uint32_t)(at + n);
    if (n > MOST_WALKED || n < -MOST_WALKED)
        return bob_str_offset(&s->heap, o, (uint32_t)(k->start + i * n));
    for (; n > 0; n--)
        at += bob_utf8_size((unsigned char)bytes[at]);
    for (; n < 0; n++)
        do
            at--;
        while (((unsigned char)bytes[at] & 0xC0) == 0x80);
    return at;
}

/* Two code points or more. */
static BobStatus pick_points(BobState *s, const BobObject *from, const Slice *k, BobValue *r)
{
    const char *bytes = bob_str_bytes(from);
    uint32_t first = bob_str_offset(&s->heap, from, (uint32_t)k->start), at = first, i, size;
    uint64_t total = 0;
    bool began;
    BobObject *o;
    BobStatus status = BOB_OK;
    char *to;
    for (i = 0; i < k->count; i++) {
        at = i == 0 ? first : next_point(s, from, k, i, at);
        total += bob_utf8_size((unsigned char)bytes[at]);
        BOB_POLL_AT(s, i);
    }
    began = bob_begin_long(s, k->count);
    if (bob_heap_new_str(&s->heap, NULL, total, k->count, &o) != BOB_OK)
        return bob_end_long(s, began, bob_no_memory(s));
    to = ((BobText *)o->data)->bytes;
    for (i = 0; i < k->count && status == BOB_OK; i++) {
        at = i == 0 ? first : next_point(s, from, k, i, at);
        size = bob_utf8_size((unsigned char)bytes[at]);
        memcpy(to, bytes + at, size);
        to += size;
        if (i % BOB_POLL_UNITS == BOB_POLL_UNITS - 1)
            status = bob_poll(s);
    }
    if (status == BOB_OK)
        *r = bob_ref(o);
    return bob_end_long(s, began, status);
}

DEFINE_BUILTIN(slice_step)
{
    Slice k;
    uint64_t far;
    TRY(bob_check_alive(s, args[0]));
    if (!bob_type_has(args[0], TYPE_SEQUENCE))
        return refuse(s, args[0], "is not subscriptable");
    TRY(find_slice(s, args + 1, bob_seq_size(args[0].ref), &k));
    if (k.step == 1 || k.count == 0 || (k.count == 1 && bob_is_str(args[0])))
        return bob_ops_of(args[0].ref)
            ->slice(s, args[0].ref, k.count == 0 ? 0 : (uint32_t)k.start, k.count, r);
    far = (uint64_t)(k.step < 0 ? -k.step : k.step);
    if (!bob_is_str(args[0]) || bob_str_is_ascii(args[0].ref))
        far = 1;
    TRY(bob_charge(s, k.count * (far > MOST_WALKED ? MOST_WALKED : far)));
    return bob_is_str(args[0]) ? pick_points(s, args[0].ref, &k, r)
                               : pick_elements(s, args[0].ref, &k, r);
}

/* ---- list[start:stop:step] = seq ---- */

/* The elements of seq in host memory: those of the list itself, or characters of a text, which are
 * made here. `more` is what the list is to grow by. */
static BobStatus elements_of(BobState *s, BobValue seq, const BobObject *list, uint64_t more,
                             BobValue *values)
{
    uint32_t n = bob_seq_size(seq.ref);
    BobCursor c = bob_cursor(seq);
    BobStatus status = BOB_OK;
    bob_heap_begin(&s->heap);
    while (status == BOB_OK && c.i < n) {
        uint32_t at = c.i;
        status = bob_cursor_next(s, &c, &values[at]);
        if (status == BOB_OK && at % BOB_POLL_UNITS == BOB_POLL_UNITS - 1)
            status = bob_poll(s);
    }
    if (status == BOB_OK && more > 0 && !bob_list_can_grow(s, list, more))
        status = bob_no_memory(s);
    if (status == BOB_OK)
        bob_heap_commit(&s->heap);
    else
        bob_heap_rollback(&s->heap);
    return status;
}

static void *element_at(const BobObject *list, uint32_t i)
{
    size_t width = list->kind == KIND_MIXED ? sizeof(BobValue) : sizeof(int64_t);
    return (char *)list->data + i * width;
}

/* Elements start to stop make room for n others; there is room for them. */
static void replace(BobObject *list, uint32_t start, uint32_t stop, const BobValue *values,
                    uint32_t n)
{
    uint32_t size = list->size, i;
    if (start == 0 && stop == size) { /* they decide the list's kind */
        bob_set_size(list, 0);
        for (i = 0; i < n; i++)
            bob_seq_add(list, values[i]);
        return;
    }
    for (i = 0; i < n; i++)
        if (list->kind != bob_kind_of(values[i]))
            bob_list_set_kind(list, KIND_MIXED);
    if (n != stop - start) {
        memmove(element_at(list, start + n), element_at(list, stop),
                (size_t)((char *)element_at(list, size) - (char *)element_at(list, stop)));
        bob_set_size(list, size - (stop - start) + n);
    }
    for (i = 0; i < n; i++)
        bob_list_put(list, start + i, values[i]);
}

static BobStatus set_slice(BobState *s, BobObject *list, const Slice *k, BobValue seq)
{
    uint32_t n = bob_seq_size(seq.ref), i;
    uint32_t start = (uint32_t)k->start, stop = start + k->count;
    uint64_t more = n > k->count ? n - k->count : 0;
    BobValue *values = NULL;
    BobStatus status;
    TRY(bob_charge(s, n + (uint64_t)(n != k->count ? list->size - stop : 0)));
    if (n > 0) {
        values = bob_alloc(&s->allocator, n * sizeof *values);
        status = values == NULL ? bob_no_memory(s) : elements_of(s, seq, list, more, values);
        if (status == BOB_OK && more > 0)
            status = bob_list_room(s, list, more);
    } else {
        status = BOB_OK;
    }
    if (status == BOB_OK && k->step == 1)
        replace(list, start, stop, values, n);
    for (i = 0; status == BOB_OK && k->step != 1 && i < n; i++)
        bob_list_put(list, (uint32_t)(k->start + i * k->step), values[i]);
    if (values != NULL)
        bob_free(&s->allocator, values, n * sizeof *values);
    return status;
}

DEFINE_OVER(set_slice, 0, 1)
{
    Slice k;
    TRY(bob_check_alive(s, args[1]));
    if (!bob_is_list(args[1]))
        return refuse(s, args[1], "does not support item assignment");
    TRY(find_slice(s, args + 2, args[1].ref->size, &k));
    TRY(bob_check_alive(s, args[0]));
    if (!bob_type_has(args[0], TYPE_ITERABLE))
        return bob_fail(s, BOB_TYPE_ERROR,
                        k.step == 1 ? "can only assign an iterable"
                                    : "must assign iterable to extended slice");
    if (k.step != 1 && bob_seq_size(args[0].ref) != k.count)
        return bob_fail(s, BOB_VALUE_ERROR,
                        "attempt to assign sequence of size %u to extended slice of size %u",
                        bob_seq_size(args[0].ref), k.count);
    TRY(set_slice(s, args[1].ref, &k, args[0]));
    *r = bob_none();
    return BOB_OK;
}

DEFINE_BUILTIN(del_slice)
{
    BobObject *list = args[0].ref;
    Slice k;
    uint32_t i;
    char *to;
    TRY(bob_check_alive(s, args[0]));
    if (!bob_is_list(args[0]))
        return refuse(s, args[0], "does not support item deletion");
    TRY(find_slice(s, args + 1, list->size, &k));
    *r = bob_none();
    if (k.count == 0)
        return BOB_OK;
    if (k.step < 0) { /* the same elements from the first one */
        k.start += (k.count - 1) * k.step;
        k.step = -k.step;
    }
    TRY(bob_charge(s, list->size - (uint64_t)k.start));
    to = element_at(list, (uint32_t)k.start);
    for (i = 0; i < k.count; i++) { /* what lies between two that go moves down */
        uint32_t from = (uint32_t)(k.start + i * k.step) + 1;
        uint32_t end = i + 1 < k.count ? (uint32_t)(from + k.step - 1) : list->size;
        size_t n = (size_t)((char *)element_at(list, end) - (char *)element_at(list, from));
        memmove(to, element_at(list, from), n);
        to += n;
    }
    bob_set_size(list, list->size - k.count);
    return BOB_OK;
}

/* ---- a, *b, c = seq ---- */

/* Both objects are there: the elements go into the tuple, but for those of the starred target. */
static BobStatus share_out(BobState *s, BobValue seq, uint32_t before, BobObject *rest, uint32_t n,
                           BobObject *all)
{
    BobCursor c = bob_cursor(seq);
    uint32_t size = bob_seq_size(seq.ref);
    BobValue v;
    while (c.i < size) {
        uint32_t i = c.i;
        if (i == before)
            bob_seq_add(all, bob_ref(rest));
        TRY(bob_cursor_next(s, &c, &v));
        bob_seq_add(i >= before && i - before < n ? rest : all, v);
        BOB_POLL_AT(s, i);
    }
    if (size == before)
        bob_seq_add(all, bob_ref(rest));
    return BOB_OK;
}

DEFINE_OVER(unpack_rest, 0, 1)
{
    int64_t before, after;
    uint32_t size;
    BobObject *rest, *all;
    BobStatus status;
    TRY(bob_check_alive(s, args[0]));
    if (!bob_type_has(args[0], TYPE_ITERABLE))
        return bob_fail(s, BOB_TYPE_ERROR, "cannot unpack non-iterable %s object",
                        bob_type_name(args[0]));
    TRY(bob_arg_int(s, args[1], &before));
    TRY(bob_arg_int(s, args[2], &after));
    if (before < 0 || after < 0 || before > UINT16_MAX || after > INT32_MAX)
        return bob_fail(s, BOB_VALUE_ERROR, "so many targets do not exist");
    size = bob_seq_size(args[0].ref);
    if (size < before + after)
        return bob_fail(s, BOB_VALUE_ERROR,
                        "not enough values to unpack (expected at least %lld, got %u)",
                        (long long)(before + after), size);
    TRY(bob_charge(s, size));
    bob_heap_begin(&s->heap);
    status = bob_heap_new(&s->heap, OBJ_LIST, (uint64_t)(size - before - after), &rest);
    if (status == BOB_OK)
        status = bob_heap_new(&s->heap, OBJ_TUPLE, (uint64_t)(before + after + 1), &all);
    status = status != BOB_OK ? bob_no_memory(s)
                              : share_out(s, args[0], (uint32_t)before, rest,
                                          size - (uint32_t)(before + after), all);
    if (status != BOB_OK) {
        bob_heap_rollback(&s->heap);
        return status;
    }
    bob_heap_commit(&s->heap);
    *r = bob_ref(all);
    return BOB_OK;
}

DEFINE_BUILTIN(spreadable)
{
    TRY(bob_check_alive(s, args[0]));
    if (!bob_type_has(args[0], TYPE_ITERABLE))
        return bob_fail(s, BOB_TYPE_ERROR, "Value after * must be an iterable, not %s",
                        bob_type_name(args[0]));
    *r = args[0];
    return BOB_OK;
}
