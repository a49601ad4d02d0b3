/* The type str. A string is immutable; what joining, slicing and the like make is a new one, on
 * the same buffer where it can be (value.h). */
#include <string.h>

#include "core/base/copy.h"
#include "core/base/utf8.h"
#include "core/machine/sem.h"
#include "core/machine/text/json.h"
#include "core/machine/text/text.h"
#include "core/machine/types/str_index.h"

/* Ends an operation whose only result is a new object. */
static BobStatus made(BobState *s, BobStatus status, BobObject *const *o, BobValue *r)
{
    if (status != BOB_OK)
        return bob_no_memory(s);
    *r = bob_ref(*o);
    return BOB_OK;
}

/* ---- new strings ---- */

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

/* A new text of both, where there is no room after the first. */
static NOINLINE BobStatus join_apart(BobState *s, const BobObject *a, const BobObject *b,
                                     BobValue *r)
{
    uint64_t n = (uint64_t)a->size + b->size;
    BobObject *o;
    BobText *t;
    bool began = bob_begin_long(s, n);
    BobStatus status = bob_heap_new_str(&s->heap, NULL, n, (uint64_t)a->points + b->points, &o);
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

static BobStatus join(BobState *s, BobObject *a, BobObject *b, BobValue *r)
{
    uint64_t n = (uint64_t)a->size + b->size;
    BobObject *o;
    BobText *t;
    BobStatus status = bob_charge(s, (uint64_t)a->points + b->points);
    if (status != BOB_OK)
        return status;
    if (n < 2)
        return bob_str_of_points(s, bob_str_bytes(a->size != 0 ? a : b), n, n, r);
    if (!bob_heap_can_extend(a, b->size))
        return join_apart(s, a, b, r);
    t = a->data; /* nobody sees what lies beyond its end */
    status = bob_copy_long(s, t->bytes + t->used, bob_str_bytes(b), b->size);
    return status != BOB_OK
               ? status
               : made(s, bob_heap_extend_str(&s->heap, a, NULL, b->size, b->points, &o), &o, r);
}

static BobStatus repeat(BobState *s, BobObject *a, int64_t count, BobValue *r)
{
    uint64_t n = bob_repeated_size(a->size, count), done;
    BobStatus status = bob_charge(s, bob_repeated_size(a->points, count));
    BobObject *o;
    bool began;
    char *bytes;
    if (status != BOB_OK)
        return status;
    if (n > s->heap.limit)
        return bob_no_memory(s);
    if (n < 2)
        return bob_str_of_points(s, bob_str_bytes(a), n, n, r);
    began = bob_begin_long(s, n);
    if (bob_heap_new_str(&s->heap, NULL, n, a->points * (uint64_t)count, &o) != BOB_OK)
        return bob_end_long(s, began, bob_no_memory(s));
    bytes = ((BobText *)o->data)->bytes;
    status = bob_copy_long(s, bytes, bob_str_bytes(a), a->size);
    for (done = a->size; done < n && status == BOB_OK; done *= 2) /* doubling what is there */
        status = bob_copy_long(s, bytes + done, bytes, done < n - done ? done : n - done);
    if (status == BOB_OK)
        *r = bob_ref(o);
    return bob_end_long(s, began, status);
}

/* ---- its parts ---- */

static BobStatus character(BobState *s, const BobObject *o, uint32_t i, BobValue *r)
{
    const char *at = bob_str_bytes(o) + bob_str_offset(&s->heap, o, i);
    return bob_str_of_points(s, at, bob_utf8_size((unsigned char)*at), 1, r);
}

static BobStatus item(BobState *s, BobObject *o, BobValue key, BobValue *r)
{
    uint32_t i;
    BobStatus status = bob_index(s, key, o->points, bob_type_str.what, &i);
    return status == BOB_OK ? character(s, o, i, r) : status;
}

static BobStatus next(BobState *s, BobCursor *c, BobValue *v)
{
    const char *text = bob_str_bytes(c->o) + c->byte;
    unsigned size = bob_utf8_size((unsigned char)*text);
    c->byte += size;
    c->i++;
    return bob_str_new(s, text, size, v);
}

static BobStatus slice(BobState *s, BobObject *o, uint32_t from, uint32_t n, BobValue *r)
{
    uint32_t start, end;
    BobStatus status = bob_charge(s, n);
    if (status != BOB_OK)
        return status;
    start = n == 0 ? 0 : bob_str_offset(&s->heap, o, from);
    end = n == 0 ? 0 : bob_str_offset(&s->heap, o, from + n);
    return bob_str_of_points(s, bob_str_bytes(o) + start, end - start, n, r);
}

/* The characters of a string that is not ASCII, all or none. */
static BobStatus unpack(BobState *s, const BobObject *str, uint32_t n, BobValue *out)
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

static BobStatus contains(BobState *s, const BobObject *str, BobValue item, BobValue *r)
{
    const char *at, *text = bob_str_bytes(str);
    BobStatus status;
    if (!bob_is_str(item))
        return bob_fail(s, BOB_TYPE_ERROR, "'in <string>' requires string as left operand, not %s",
                        bob_type_name(item));
    at = bob_find_text(s, text, str->size, item.ref);
    status = bob_charge(s, at == NULL ? str->size : (uint64_t)(at - text) + item.ref->size);
    if (status == BOB_OK)
        *r = bob_bool(at != NULL);
    return status;
}

/* ---- shown and given back ---- */

static void write_json(BobBuffer *b, const BobObject *o)
{
    if (o->size > bob_json_room(b))
        bob_buffer_text(b, "\"...\"");
    else
        bob_json_string(b, bob_str_bytes(o), o->size);
}

/* The last of those that show a text gives its room back. */
static void drop(BobHeap *h, BobObject *o, bool credit)
{
    BobText *t = o->data;
    if (--t->strings > 0)
        return;
    bob_text_index_drop(h, t);
    if (t->room_class == NO_ROOM)
        return;
    bob_heap_put_room(h, t->bytes, t->room_class);
    if (credit)
        h->account.free_rooms[t->room_class]++;
}

const BobTypeOps bob_type_str = {
    .what = "string",
    .item = item,
    .slice = slice,
    .unpack = unpack,
    .join = join,
    .repeat = repeat,
    .contains = contains,
    .next = next,
    .relate = bob_str_relate,
    .write = bob_write_quoted,
    .write_json = write_json,
    .drop = drop,
};
