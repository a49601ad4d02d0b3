/* The meaning of operations that types answer, and what types with ELEMENTS have in common. */
#include <string.h>

#include "core/base/copy.h"
#include "core/machine/call.h"
#include "core/machine/sem.h"
#include "core/machine/types/class.h"
#include "core/machine/types/iterator.h"

/* v can't do that; `what` completes "'int' object ...". */
static COLD BobStatus cannot(BobState *s, BobValue v, const char *what)
{
    return bob_fail(s, BOB_TYPE_ERROR, "'%s' object %s", bob_type_name(v), what);
}

/* Ends an operation whose only result is a new object. */
static BobStatus made(BobState *s, BobStatus status, BobObject *const *o, BobValue *r)
{
    if (status != BOB_OK)
        return bob_no_memory(s);
    *r = bob_ref(*o);
    return BOB_OK;
}

/* ---- elements ---- */

static size_t element_size(const BobObject *o)
{
    return o->kind == KIND_MIXED ? sizeof(BobValue) : sizeof(int64_t);
}

static void fill_piece(BobObject *o, uint32_t at, uint32_t n, BobValue v)
{
    uint32_t i;
    if (element_size(o) == sizeof v) {
        BobValue *values = (BobValue *)o->data + at;
        for (i = 0; i < n; i++)
            values[i] = v;
    } else {
        int64_t *elements = (int64_t *)o->data + at; /* i, f and ref share their 8 bytes */
        for (i = 0; i < n; i++)
            elements[i] = v.i;
    }
}

BobStatus bob_elements_fill(BobState *s, BobObject *o, uint32_t at, uint32_t n, BobValue v)
{
    for (; n > BOB_POLL_UNITS; n -= BOB_POLL_UNITS) {
        fill_piece(o, at, BOB_POLL_UNITS, v);
        at += BOB_POLL_UNITS;
        if (bob_poll(s) != BOB_OK)
            return BOB_YIELDED;
    }
    fill_piece(o, at, n, v);
    bob_set_size(o, at + n);
    return BOB_OK;
}

void bob_copy_elements(BobObject *to, uint32_t at, const BobObject *from, uint32_t start,
                       uint32_t n)
{
    uint32_t i;
    if (n == 0)
        return;
    if (to->type == OBJ_LIST && to->size == 0)
        bob_list_set_kind(to, (BobKind)from->kind);
    if (to->kind == from->kind) {
        size_t size = element_size(to);
        bob_copy((char *)to->data + at * size, (const char *)from->data + start * size, n * size);
    } else {
        if (to->type == OBJ_LIST)
            bob_list_set_kind(to, KIND_MIXED);
        for (i = 0; i < n; i++)
            ((BobValue *)to->data)[at + i] = bob_element(from, start + i);
    }
    if (at + n > to->size)
        bob_set_size(to, at + n);
}

BobStatus bob_copy_in_pieces(BobState *s, BobObject *to, uint32_t at, const BobObject *from,
                             uint32_t start, uint32_t n)
{
    uint32_t i, piece;
    if (n <= BOB_POLL_UNITS) {
        bob_copy_elements(to, at, from, start, n);
        return BOB_OK;
    }
    for (i = 0; i < n; i += piece) {
        piece = n - i < BOB_POLL_UNITS ? n - i : BOB_POLL_UNITS;
        if (i > 0 && bob_poll(s) != BOB_OK)
            return BOB_YIELDED;
        bob_copy_elements(to, at + i, from, start + i, piece);
    }
    return BOB_OK;
}

/* ---- what takes long ---- */

bool bob_begin_long(BobState *s, uint64_t n)
{
    if (n <= BOB_POLL_UNITS || s->heap.journaling)
        return false;
    bob_heap_begin(&s->heap);
    return true;
}

BobStatus bob_end_long(BobState *s, bool began, BobStatus status)
{
    if (began && status == BOB_OK)
        bob_heap_commit(&s->heap);
    else if (began)
        bob_heap_rollback(&s->heap);
    return status;
}

BobStatus bob_copy_long(BobState *s, char *to, const char *from, size_t n)
{
    for (; n > BOB_POLL_UNITS; n -= BOB_POLL_UNITS) {
        bob_copy(to, from, BOB_POLL_UNITS);
        to += BOB_POLL_UNITS;
        from += BOB_POLL_UNITS;
        if (bob_poll(s) != BOB_OK)
            return BOB_YIELDED;
    }
    bob_copy(to, from, n);
    return BOB_OK;
}

/* ---- joining and repeating ---- */

BobStatus bob_elements_join(BobState *s, BobObject *a, BobObject *b, BobValue *r)
{
    uint64_t n = (uint64_t)a->size + b->size;
    BobObject *o;
    bool began;
    BobStatus status = bob_charge(s, n);
    if (status != BOB_OK)
        return status;
    began = bob_begin_long(s, n);
    if (bob_heap_new(&s->heap, (BobObjectType)a->type, n, &o) != BOB_OK)
        return bob_end_long(s, began, bob_no_memory(s));
    status = bob_copy_in_pieces(s, o, 0, a, 0, a->size);
    if (status == BOB_OK)
        status = bob_copy_in_pieces(s, o, a->size, b, 0, b->size);
    if (status == BOB_OK)
        *r = bob_ref(o);
    return bob_end_long(s, began, status);
}

BobStatus bob_join(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    BobStatus status = bob_check_alive(s, a);
    if (status == BOB_OK)
        status = bob_check_alive(s, b);
    if (status != BOB_OK)
        return status;
    if (a.tag != TAG_REF || bob_ops_of(a.ref)->join == NULL)
        return bob_fail(s, BOB_TYPE_ERROR, "unsupported operand type(s) for +: '%s' and '%s'",
                        bob_type_name(a), bob_type_name(b));
    if (b.tag != TAG_REF || a.ref->type != b.ref->type)
        return bob_fail(s, BOB_TYPE_ERROR, "can only concatenate %s (not \"%s\") to %s",
                        bob_type_name(a), bob_type_name(b), bob_type_name(a));
    return bob_ops_of(a.ref)->join(s, a.ref, b.ref, r);
}

uint64_t bob_repeated_size(uint64_t size, int64_t times)
{
    unsigned __int128 n = (unsigned __int128)size * (uint64_t)(times > 0 ? times : 0);
    return n > UINT64_MAX ? UINT64_MAX : (uint64_t)n;
}

/* Gives an empty list or tuple n elements, those of `from` again and again. */
static BobStatus repeat_elements(BobState *s, BobObject *to, const BobObject *from, uint32_t n)
{
    uint32_t done, chunk;
    BobStatus status = bob_copy_in_pieces(s, to, 0, from, 0, from->size);
    if (status == BOB_OK && from->size == 1) /* as `[0] * n`: nothing need be read */
        return bob_elements_fill(s, to, 1, n - 1, bob_element(from, 0));
    for (done = from->size; done < n && status == BOB_OK; done += chunk) {
        chunk = done < n - done ? done : n - done; /* doubling what is there */
        status = bob_copy_in_pieces(s, to, done, to, 0, chunk);
    }
    return status;
}

BobStatus bob_elements_repeat(BobState *s, BobObject *a, int64_t times, BobValue *r)
{
    uint64_t n = bob_repeated_size(a->size, times);
    BobObject *o;
    bool began;
    BobStatus status = bob_charge(s, n);
    if (status != BOB_OK)
        return status;
    if (n > s->heap.limit)
        return bob_no_memory(s);
    began = bob_begin_long(s, n);
    if (bob_heap_new(&s->heap, (BobObjectType)a->type, n, &o) != BOB_OK)
        return bob_end_long(s, began, bob_no_memory(s));
    if (n > 0)
        status = repeat_elements(s, o, a, (uint32_t)n);
    if (status == BOB_OK)
        *r = bob_ref(o);
    return bob_end_long(s, began, status);
}

BobStatus bob_repeat(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    BobValue seq = a.tag == TAG_REF ? a : b, count = a.tag == TAG_REF ? b : a;
    BobStatus status = bob_check_alive(s, a);
    if (status == BOB_OK)
        status = bob_check_alive(s, b);
    if (status != BOB_OK)
        return status;
    if (bob_ops_of(seq.ref)->repeat == NULL)
        return bob_fail(s, BOB_TYPE_ERROR, "unsupported operand type(s) for *: '%s' and '%s'",
                        bob_type_name(a), bob_type_name(b));
    if (!bob_is_integral(count))
        return bob_fail(s, BOB_TYPE_ERROR, "can't multiply sequence by non-int of type '%s'",
                        bob_type_name(count));
    return bob_ops_of(seq.ref)->repeat(s, seq.ref, count.i, r);
}

static BobStatus new_sequence(BobState *s, BobObjectType type, uint32_t n, const BobValue *values,
                              uint32_t room, BobValue *r)
{
    BobObject *o;
    BobStatus status = bob_check_room(s, 1, room);
    if (status == BOB_OK)
        status = bob_charge(s, n);
    if (status != BOB_OK)
        return status;
    return made(s, bob_seq_new(&s->heap, type, values, n, &o), &o, r);
}

SEM_ARGS(LIST_NEW)
{
    return new_sequence(s, OBJ_LIST, n, args, room, r);
}

SEM_ARGS(TUPLE_NEW)
{
    return new_sequence(s, OBJ_TUPLE, n, args, room, r);
}

/* ---- elements by index ---- */

BobStatus bob_index(BobState *s, BobValue i, uint32_t size, const char *what, uint32_t *index)
{
    if (!bob_is_integral(i)) {
        BobStatus status = bob_check_alive(s, i);
        return status != BOB_OK ? status
               : what == bob_type_str.what
                   ? bob_fail(s, BOB_TYPE_ERROR, "string indices must be integers, not '%s'",
                              bob_type_name(i))
                   : bob_fail(s, BOB_TYPE_ERROR, "%.*s indices must be integers or slices, not %s",
                              (int)strcspn(what, " "), what, bob_type_name(i));
    }
    if (i.i < -(int64_t)size || i.i >= (int64_t)size)
        return bob_fail(s, BOB_INDEX_OUT_OF_RANGE, "%s index out of range", what);
    *index = (uint32_t)(i.i < 0 ? i.i + (int64_t)size : i.i);
    return BOB_OK;
}

BobStatus bob_elements_item(BobState *s, BobObject *o, BobValue key, BobValue *r)
{
    uint32_t i;
    BobStatus status = bob_index(s, key, o->size, bob_ops_of(o)->what, &i);
    if (status == BOB_OK)
        *r = bob_element(o, i);
    return status;
}

BobStatus bob_sem_INDEX_GET(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    BobStatus status;
    if (bob_is_str(a) && b.tag == TAG_INT && (uint64_t)b.i < a.ref->size &&
        bob_str_is_ascii(a.ref)) { /* one that is there already */
        *r = bob_ref(bob_static_str(s->program, (unsigned char)bob_str_bytes(a.ref)[b.i]));
        return BOB_OK;
    }
    status = bob_check_alive(s, a);
    if (status != BOB_OK)
        return status;
    if (a.tag != TAG_REF || bob_ops_of(a.ref)->item == NULL)
        return cannot(s, a, "is not subscriptable");
    return bob_ops_of(a.ref)->item(s, a.ref, b, r);
}

SEM_ARGS(INDEX_SET)
{
    BobValue list = args[0];
    BobStatus status = bob_check_alive(s, list);
    if (status != BOB_OK)
        return status;
    if (list.tag != TAG_REF || bob_ops_of(list.ref)->set_item == NULL)
        return cannot(s, list, "does not support item assignment");
    return bob_ops_of(list.ref)->set_item(s, list.ref, args[1], args[2]);
}

/* A bound of a slice, clamped to 0..size as Python does; none is `open`. */
static BobStatus slice_bound(BobState *s, BobValue v, uint32_t size, uint32_t open, uint32_t *bound)
{
    int64_t i;
    if (v.tag == TAG_NONE) {
        *bound = open;
        return BOB_OK;
    }
    if (!bob_is_integral(v)) {
        BobStatus status = bob_check_alive(s, v);
        return status != BOB_OK
                   ? status
                   : bob_fail(s, BOB_TYPE_ERROR,
                              "slice indices must be integers or None or have an __index__ method");
    }
    i = v.i < 0 ? v.i + (int64_t)size : v.i;
    *bound = i < 0 ? 0 : i > (int64_t)size ? size : (uint32_t)i;
    return BOB_OK;
}

BobStatus bob_elements_slice(BobState *s, BobObject *from, uint32_t start, uint32_t n, BobValue *r)
{
    BobObject *o;
    bool began;
    BobStatus status = bob_charge(s, n);
    if (status != BOB_OK)
        return status;
    began = bob_begin_long(s, n);
    if (bob_heap_new(&s->heap, (BobObjectType)from->type, n, &o) != BOB_OK)
        return bob_end_long(s, began, bob_no_memory(s));
    status = bob_copy_in_pieces(s, o, 0, from, start, n);
    if (status == BOB_OK)
        *r = bob_ref(o);
    return bob_end_long(s, began, status);
}

SEM_ARGS(SLICE_GET)
{
    BobValue seq = args[0], start = args[1], stop = args[2];
    uint32_t size, from, to;
    BobStatus status = bob_check_alive(s, seq);
    if (status != BOB_OK)
        return status;
    if (!bob_type_has(seq, TYPE_SEQUENCE))
        return cannot(s, seq, "is not subscriptable");
    size = bob_seq_size(seq.ref);
    if (start.tag == TAG_INT && (uint64_t)start.i <= size) {
        from = (uint32_t)start.i;
    } else {
        status = slice_bound(s, start, size, 0, &from);
        if (status != BOB_OK)
            return status;
    }
    if (stop.tag == TAG_INT && (uint64_t)stop.i <= size) {
        to = (uint32_t)stop.i;
    } else {
        status = slice_bound(s, stop, size, size, &to);
        if (status != BOB_OK)
            return status;
    }
    return bob_ops_of(seq.ref)->slice(s, seq.ref, from, to > from ? to - from : 0, r);
}

/* ---- lengths ---- */

BobStatus bob_sem_LEN(BobState *s, BobValue a, BobValue *r)
{
    BobStatus status = bob_check_alive(s, a);
    if (status != BOB_OK)
        return status;
    if (a.tag == TAG_REF && bob_is_loop(a.ref))
        return bob_loop_len(s, a.ref, r);
    if (bob_is_object(a, OBJ_OBJECT)) {
        uint64_t work = 0;
        const BobValue *f = bob_special(s, a, SPECIAL_len, &work);
        status = bob_charge(s, work);
        if (status != BOB_OK || f != NULL)
            return status != BOB_OK ? status : bob_calls(s, THEN_LENGTH, *f, 1, &a);
    }
    if (!bob_type_has(a, TYPE_SIZED))
        return bob_fail(s, BOB_TYPE_ERROR, "object of type '%s' has no len()", bob_type_name(a));
    *r = bob_int(bob_seq_size(a.ref));
    return BOB_OK;
}

BobStatus bob_elements_unpack(UNUSED BobState *s, const BobObject *o, uint32_t n, BobValue *out)
{
    uint32_t i;
    for (i = 0; i < n; i++)
        out[n - 1 - i] = bob_element(o, i);
    return BOB_OK;
}

/* Of what is iterable and no sequence. */
static NOINLINE BobStatus unpack_gathered(BobState *s, BobValue v, uint32_t n, uint32_t room,
                                          BobValue *r)
{
    BobGathered g;
    BobStatus status = bob_gather(s, v, &g);
    if (status != BOB_OK)
        return status;
    return bob_gather_end(s, &g, bob_sem_UNPACK(s, n, &g.seq, room, r));
}

/* The first element last. */
SEM_ARGS(UNPACK)
{
    BobValue seq = args[0];
    uint32_t size;
    BobStatus status = bob_check_alive(s, seq);
    if (status != BOB_OK)
        return status;
    if (!bob_type_has(seq, TYPE_SEQUENCE) && bob_can_iterate(seq))
        return unpack_gathered(s, seq, n, room, r);
    if (!bob_type_has(seq, TYPE_SEQUENCE))
        return bob_fail(s, BOB_TYPE_ERROR, "cannot unpack non-iterable %s object",
                        bob_type_name(seq));
    size = bob_seq_size(seq.ref);
    if (size > n)
        return bob_fail(s, BOB_VALUE_ERROR, "too many values to unpack (expected %u)", n);
    if (size < n)
        return bob_fail(s, BOB_VALUE_ERROR, "not enough values to unpack (expected %u, got %u)", n,
                        size);
    status = bob_check_room(s, n, room);
    if (status == BOB_OK)
        status = bob_charge(s, n);
    return status == BOB_OK ? bob_ops_of(seq.ref)->unpack(s, seq.ref, n, r) : status;
}

static BobStatus give_back(BobState *s, BobValue object, bool header)
{
    BobStatus status = bob_check_alive(s, object);
    if (status != BOB_OK)
        return status;
    if (object.tag != TAG_REF)
        return cannot(s, object, "holds no storage");
    bob_heap_free(&s->heap, object.ref, header);
    return BOB_OK;
}

SEM_ARGS(FREE)
{
    return give_back(s, args[0], false);
}

SEM_ARGS(RELEASE)
{
    return give_back(s, args[0], true);
}
