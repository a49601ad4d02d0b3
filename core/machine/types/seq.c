/* The meaning of operations on sequences: strings, tuples, lists. */
#include <string.h>

#include "core/base/copy.h"
#include "core/base/utf8.h"
#include "core/machine/sem.h"
#include "core/machine/types/str_index.h"

static const char *const sequence_names[] = {"string", "tuple", "list"};

/* v must be a living sequence; `what` completes "'int' object ...". */
static BobStatus check_sequence(BobState *s, BobValue v, const char *what)
{
    BobStatus status = bob_check_alive(s, v);
    if (status == BOB_OK && v.tag != TAG_REF)
        return bob_fail(s, BOB_TYPE_ERROR, "'%s' object %s", bob_type_name(v), what);
    return status;
}

static BobStatus check_list(BobState *s, BobValue v, const char *what)
{
    BobStatus status = bob_check_alive(s, v);
    if (status == BOB_OK && !bob_is_list(v))
        return bob_fail(s, BOB_TYPE_ERROR, "'%s' object %s", bob_type_name(v), what);
    return status;
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

/* n elements from `at` on, the end, become v; a list has the kind for that. */
static BobStatus fill(BobState *s, BobObject *o, uint32_t at, uint32_t n, BobValue v)
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

/* Whether both store elements in the same way. */
static bool same_layout(const BobObject *a, const BobObject *b)
{
    bool wide_a = a->type == OBJ_TUPLE || a->kind == KIND_MIXED;
    bool wide_b = b->type == OBJ_TUPLE || b->kind == KIND_MIXED;
    return wide_a == wide_b && (wide_a || a->kind == b->kind);
}

void bob_copy_elements(BobObject *to, uint32_t at, const BobObject *from, uint32_t start,
                       uint32_t n)
{
    uint32_t i;
    if (n == 0)
        return;
    if (to->type == OBJ_LIST && to->size == 0)
        bob_list_set_kind(to, from->type == OBJ_LIST ? (BobKind)from->kind : KIND_MIXED);
    if (same_layout(to, from)) {
        size_t size = element_size(to);
        bob_copy((char *)to->data + at * size, (const char *)from->data + start * size, n * size);
    } else if (to->type == OBJ_TUPLE) {
        for (i = 0; i < n; i++)
            ((BobValue *)to->data)[at + i] = bob_element(from, start + i);
    } else {
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

/* ---- strings ---- */

/* A long one. */
static NOINLINE BobStatus long_str(BobState *s, const char *text, uint64_t n, uint64_t points,
                                   BobValue *r)
{
    bool began = bob_begin_long(s, n);
    BobObject *o;
    BobStatus status = bob_heap_new_str(&s->heap, NULL, n, points, &o);
    if (status != BOB_OK)
        status = bob_no_memory(s);
    else
        status = bob_copy_long(s, ((BobText *)o->data)->bytes, text, n);
    if (status == BOB_OK)
        *r = bob_ref(o);
    return bob_end_long(s, began, status);
}

BobStatus bob_str_of_points(BobState *s, const char *text, uint64_t n, uint64_t points, BobValue *r)
{
    BobObject *o;
    if (n == 0) {
        *r = bob_ref(bob_static_str(s->program, BOB_EMPTY_STR));
        return BOB_OK;
    }
    if (n == 1) {
        *r = bob_ref(bob_static_str(s->program, (unsigned char)text[0]));
        return BOB_OK;
    }
    if (n > BOB_POLL_UNITS)
        return long_str(s, text, n, points, r);
    return made(s, bob_heap_new_str(&s->heap, text, n, points, &o), &o, r);
}

BobStatus bob_str_new(BobState *s, const char *text, uint64_t n, BobValue *r)
{
    uint64_t points = 0, done;
    for (done = 0; done + BOB_POLL_UNITS < n; done += BOB_POLL_UNITS) {
        points += bob_utf8_points(text + done, BOB_POLL_UNITS);
        if (bob_poll(s) != BOB_OK)
            return BOB_YIELDED;
    }
    return bob_str_of_points(s, text, n, points + bob_utf8_points(text + done, n - done), r);
}

static BobStatus join_strings(BobState *s, BobObject *a, const BobObject *b, BobValue *r)
{
    uint64_t n = (uint64_t)a->size + b->size;
    BobObject *o;
    BobText *t;
    bool began;
    BobStatus status = bob_charge(s, (uint64_t)a->points + b->points);
    if (status != BOB_OK)
        return status;
    if (n < 2)
        return bob_str_of_points(s, bob_str_bytes(a->size != 0 ? a : b), n, n, r);
    if (bob_heap_can_extend(a, b->size)) {
        t = a->data; /* nobody sees what lies beyond its end */
        status = bob_copy_long(s, t->bytes + t->used, bob_str_bytes(b), b->size);
        return status != BOB_OK
                   ? status
                   : made(s, bob_heap_extend_str(&s->heap, a, NULL, b->size, b->points, &o), &o, r);
    }
    began = bob_begin_long(s, n);
    status = bob_heap_new_str(&s->heap, NULL, n, (uint64_t)a->points + b->points, &o);
    if (status != BOB_OK)
        return bob_end_long(s, began, bob_no_memory(s));
    t = o->data;
    status = bob_copy_long(s, t->bytes, bob_str_bytes(a), a->size);
    if (status == BOB_OK)
        status = bob_copy_long(s, t->bytes + a->size, bob_str_bytes(b), b->size);
    if (status == BOB_OK)
        *r = bob_ref(o);
    return bob_end_long(s, began, status);
}

static BobStatus repeat_string(BobState *s, const BobObject *a, uint64_t times, BobValue *r)
{
    uint64_t n = a->size * times, done;
    BobObject *o;
    BobStatus status;
    bool began;
    char *bytes;
    if (n < 2)
        return bob_str_of_points(s, bob_str_bytes(a), n, n, r);
    began = bob_begin_long(s, n);
    if (bob_heap_new_str(&s->heap, NULL, n, a->points * times, &o) != BOB_OK)
        return bob_end_long(s, began, bob_no_memory(s));
    bytes = ((BobText *)o->data)->bytes;
    status = bob_copy_long(s, bytes, bob_str_bytes(a), a->size);
    for (done = a->size; done < n && status == BOB_OK; done *= 2) /* doubling what is there */
        status = bob_copy_long(s, bytes + done, bytes, done < n - done ? done : n - done);
    if (status == BOB_OK)
        *r = bob_ref(o);
    return bob_end_long(s, began, status);
}

/* ---- joining and repeating ---- */

BobStatus bob_join(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    BobObject *o;
    uint64_t n;
    bool began;
    BobStatus status = bob_check_alive(s, a);
    if (status == BOB_OK)
        status = bob_check_alive(s, b);
    if (status != BOB_OK)
        return status;
    if (a.tag == TAG_REF && (b.tag != TAG_REF || a.ref->type != b.ref->type))
        return bob_fail(s, BOB_TYPE_ERROR, "can only concatenate %s (not \"%s\") to %s",
                        bob_type_name(a), bob_type_name(b), bob_type_name(a));
    if (a.tag != TAG_REF)
        return bob_fail(s, BOB_TYPE_ERROR, "unsupported operand type(s) for +: '%s' and '%s'",
                        bob_type_name(a), bob_type_name(b));
    if (a.ref->type == OBJ_STR)
        return join_strings(s, a.ref, b.ref, r);
    status = bob_charge(s, (uint64_t)a.ref->size + b.ref->size);
    if (status != BOB_OK)
        return status;
    n = (uint64_t)a.ref->size + b.ref->size;
    began = bob_begin_long(s, n);
    if (bob_heap_new(&s->heap, (BobObjectType)a.ref->type, n, &o) != BOB_OK)
        return bob_end_long(s, began, bob_no_memory(s));
    status = bob_copy_in_pieces(s, o, 0, a.ref, 0, a.ref->size);
    if (status == BOB_OK)
        status = bob_copy_in_pieces(s, o, a.ref->size, b.ref, 0, b.ref->size);
    if (status == BOB_OK)
        *r = bob_ref(o);
    return bob_end_long(s, began, status);
}

/* size * times, or the largest number where that is more. */
static uint64_t repeated_size(uint64_t size, int64_t times)
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
        return fill(s, to, 1, n - 1, bob_element(from, 0));
    for (done = from->size; done < n && status == BOB_OK; done += chunk) {
        chunk = done < n - done ? done : n - done; /* doubling what is there */
        status = bob_copy_in_pieces(s, to, done, to, 0, chunk);
    }
    return status;
}

BobStatus bob_repeat(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    BobValue seq = a.tag == TAG_REF ? a : b, count = a.tag == TAG_REF ? b : a;
    uint64_t n;
    uint32_t size;
    BobObject *o;
    bool began;
    BobStatus status = bob_check_alive(s, a);
    if (status == BOB_OK)
        status = bob_check_alive(s, b);
    if (status != BOB_OK)
        return status;
    if (!bob_is_integral(count))
        return bob_fail(s, BOB_TYPE_ERROR, "can't multiply sequence by non-int of type '%s'",
                        bob_type_name(count));
    n = repeated_size(bob_seq_size(seq.ref), count.i);
    status = bob_charge(s, n);
    if (status != BOB_OK)
        return status;
    size = seq.ref->size;
    if (repeated_size(size, count.i) > s->heap.limit)
        return bob_no_memory(s);
    if (seq.ref->type == OBJ_STR)
        return repeat_string(s, seq.ref, size == 0 || count.i < 0 ? 0 : (uint64_t)count.i, r);
    began = bob_begin_long(s, n);
    if (bob_heap_new(&s->heap, (BobObjectType)seq.ref->type, n, &o) != BOB_OK)
        return bob_end_long(s, began, bob_no_memory(s));
    if (n > 0)
        status = repeat_elements(s, o, seq.ref, (uint32_t)n);
    if (status == BOB_OK)
        *r = bob_ref(o);
    return bob_end_long(s, began, status);
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
    status = fill(s, o, 0, (uint32_t)n, a);
    if (status == BOB_OK)
        *r = bob_ref(o);
    return bob_end_long(s, began, status);
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
               : what == sequence_names[OBJ_STR]
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

BobStatus bob_seq_item(BobState *s, const BobObject *o, uint32_t i, BobValue *r)
{
    const char *at;
    if (o->type != OBJ_STR) {
        *r = bob_element(o, i);
        return BOB_OK;
    }
    at = bob_str_bytes(o) + bob_str_offset(&s->heap, o, i);
    return bob_str_of_points(s, at, bob_utf8_size((unsigned char)*at), 1, r);
}

BobStatus bob_sem_INDEX_GET(BobState *s, BobValue a, BobValue b, BobValue *r)
{
    uint32_t i;
    BobStatus status;
    if (bob_is_str(a) && b.tag == TAG_INT && (uint64_t)b.i < a.ref->size &&
        bob_str_is_ascii(a.ref)) { /* one that is there already */
        *r = bob_ref(bob_static_str(s->program, (unsigned char)bob_str_bytes(a.ref)[b.i]));
        return BOB_OK;
    }
    status = check_sequence(s, a, "is not subscriptable");
    if (status != BOB_OK)
        return status;
    status = bob_index(s, b, bob_seq_size(a.ref), sequence_names[a.ref->type], &i);
    if (status != BOB_OK)
        return status;
    return bob_seq_item(s, a.ref, i, r);
}

SEM_ARGS(INDEX_SET)
{
    BobValue list = args[0];
    uint32_t index;
    BobStatus status = check_list(s, list, "does not support item assignment");
    if (status != BOB_OK)
        return status;
    status = bob_index(s, args[1], list.ref->size, "list assignment", &index);
    if (status != BOB_OK)
        return status;
    bob_list_put(list.ref, index, args[2]);
    return BOB_OK;
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

static BobStatus slice_string(BobState *s, const BobObject *o, uint32_t from, uint32_t n,
                              BobValue *r)
{
    uint32_t start, end;
    BobStatus status = bob_charge(s, n);
    if (status != BOB_OK)
        return status;
    start = n == 0 ? 0 : bob_str_offset(&s->heap, o, from);
    end = n == 0 ? 0 : bob_str_offset(&s->heap, o, from + n);
    return bob_str_of_points(s, bob_str_bytes(o) + start, end - start, n, r);
}

SEM_ARGS(SLICE_GET)
{
    BobValue seq = args[0], start = args[1], stop = args[2];
    uint32_t size, from, to, count;
    BobObject *o;
    bool began;
    BobStatus status = check_sequence(s, seq, "is not subscriptable");
    if (status != BOB_OK)
        return status;
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
    count = to > from ? to - from : 0;
    if (seq.ref->type == OBJ_STR)
        return slice_string(s, seq.ref, from, count, r);
    status = bob_charge(s, count);
    if (status != BOB_OK)
        return status;
    began = bob_begin_long(s, count);
    if (bob_heap_new(&s->heap, (BobObjectType)seq.ref->type, count, &o) != BOB_OK)
        return bob_end_long(s, began, bob_no_memory(s));
    status = bob_copy_in_pieces(s, o, 0, seq.ref, from, count);
    if (status == BOB_OK)
        *r = bob_ref(o);
    return bob_end_long(s, began, status);
}

/* ---- lists that change, lengths ---- */

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

BobStatus bob_sem_LEN(BobState *s, BobValue a, BobValue *r)
{
    BobStatus status = bob_check_alive(s, a);
    if (status != BOB_OK)
        return status;
    if (a.tag != TAG_REF)
        return bob_fail(s, BOB_TYPE_ERROR, "object of type '%s' has no len()", bob_type_name(a));
    *r = bob_int(bob_seq_size(a.ref));
    return BOB_OK;
}

/* The characters of a string that is not ASCII, all or none. */
static BobStatus unpack_characters(BobState *s, const BobObject *str, uint32_t n, BobValue *out)
{
    uint32_t i;
    const char *at = bob_str_bytes(str);
    bob_heap_begin(&s->heap);
    for (i = 0; i < n; i++) {
        unsigned size = bob_utf8_size((unsigned char)*at);
        BobStatus status = bob_str_of_points(s, at, size, 1, &out[n - 1 - i]);
        if (status != BOB_OK) {
            bob_heap_rollback(&s->heap);
            return status;
        }
        at += size;
    }
    bob_heap_commit(&s->heap);
    return BOB_OK;
}

/* The first element last. */
SEM_ARGS(UNPACK)
{
    BobValue seq = args[0];
    uint32_t size, i;
    BobObject *o;
    BobStatus status = bob_check_alive(s, seq);
    if (status != BOB_OK)
        return status;
    if (seq.tag != TAG_REF)
        return bob_fail(s, BOB_TYPE_ERROR, "cannot unpack non-iterable %s object",
                        bob_type_name(seq));
    o = seq.ref;
    size = bob_seq_size(o);
    if (size > n)
        return bob_fail(s, BOB_VALUE_ERROR, "too many values to unpack (expected %u)", n);
    if (size < n)
        return bob_fail(s, BOB_VALUE_ERROR, "not enough values to unpack (expected %u, got %u)", n,
                        size);
    status = bob_check_room(s, n, room);
    if (status == BOB_OK)
        status = bob_charge(s, n);
    if (status != BOB_OK)
        return status;
    if (o->type == OBJ_STR)
        return unpack_characters(s, o, n, r);
    for (i = 0; i < n; i++)
        r[n - 1 - i] = bob_element(o, i);
    return BOB_OK;
}

static BobStatus give_back(BobState *s, BobValue object, bool header)
{
    BobStatus status = check_sequence(s, object, "holds no storage");
    if (status == BOB_OK)
        bob_heap_free(&s->heap, object.ref, header);
    return status;
}

SEM_ARGS(FREE)
{
    return give_back(s, args[0], false);
}

SEM_ARGS(RELEASE)
{
    return give_back(s, args[0], true);
}
