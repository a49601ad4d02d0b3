/* The type iterator; iterator.h has its layout. */
#include "core/machine/types/iterator.h"

#include <string.h>

#include "core/base/utf8.h"
#include "core/machine/exceptions.h"
#include "core/machine/sem.h"
#include "core/machine/types/dict.h"
#include "core/machine/types/set.h"

/* Iterators over iterators: more levels than that are refused, since each takes the C stack. */
#define MOST_LEVELS 64u
#define MOST_SAVED 4096u

typedef struct Fields {
    BobValue source, position, expected, kind, held, count;
} Fields;
_Static_assert(sizeof(Fields) == BOB_ITER_FIELDS * sizeof(BobValue), "one after another");

struct BobIterSaved {
    BobObject *iterator;
    Fields fields;
};

static Fields *fields_of(const BobObject *it)
{
    return it->data;
}

static unsigned kind_of(const BobObject *it)
{
    return (unsigned)fields_of(it)->kind.i & ITER_KINDS;
}

bool bob_can_iterate(BobValue v)
{
    return bob_type_has(v, TYPE_ITERABLE);
}

static BobStatus not_iterable(BobState *s, BobValue v)
{
    return bob_fail(s, BOB_TYPE_ERROR, "'%s' object is not iterable", bob_type_name(v));
}

/* Only a forged snapshot has others. */
static BobStatus check(BobState *s, const BobObject *it)
{
    const Fields *f = fields_of(it);
    if (it->size == BOB_ITER_FIELDS && f->position.tag == TAG_INT && f->expected.tag == TAG_INT &&
        f->kind.tag == TAG_INT && f->count.tag == TAG_INT &&
        (f->source.tag == TAG_NONE || f->source.tag == TAG_REF))
        return BOB_OK;
    return bob_fail(s, BOB_TYPE_ERROR, "an iterator that is none");
}

/* ---- making ---- */

/* Whose size must not change while it is walked: the dict, or NULL. */
static const BobObject *guarded(BobValue source)
{
    const BobObject *o = source.ref;
    if (o->type == OBJ_DICT || bob_is_set(source))
        return o;
    return o->type == OBJ_DICT_KEYS || o->type == OBJ_DICT_VALUES || o->type == OBJ_DICT_ITEMS
               ? bob_viewed(o)
               : NULL;
}

BobStatus bob_iter_make(BobState *s, BobValue source, int64_t position, unsigned kind, BobValue *r)
{
    const BobObject *sized =
        (kind & ITER_KINDS) <= ITER_BACKWARD && source.tag == TAG_REF ? guarded(source) : NULL;
    BobObject *it;
    if (bob_heap_new(&s->heap, OBJ_ITERATOR, BOB_ITER_FIELDS, &it) != BOB_OK)
        return bob_no_memory(s);
    *fields_of(it) = (Fields){
        .source = source,
        .position = bob_int(position),
        .expected = bob_int(sized != NULL ? sized->size : 0),
        .kind = bob_int(kind),
        .held = bob_none(),
        .count = bob_int(0),
    };
    bob_set_size(it, BOB_ITER_FIELDS);
    *r = bob_ref(it);
    return BOB_OK;
}

BobStatus bob_iter_new(BobState *s, BobValue v, BobValue *r)
{
    BobStatus status = bob_check_alive(s, v);
    if (status != BOB_OK)
        return status;
    if (!bob_can_iterate(v))
        return not_iterable(s, v);
    if (bob_is_object(v, OBJ_ITERATOR)) {
        *r = v;
        return BOB_OK;
    }
    return bob_iter_make(s, v, 0, ITER_FORWARD, r);
}

/* ---- one step ---- */

typedef struct Step {
    BobState *s;
    BobValue *v;
    bool *more;
    unsigned level;
} Step;

static BobStatus step(Step *w, BobObject *it);

static void end_walk(Step *w, BobObject *it)
{
    fields_of(it)->source = bob_none();
    *w->more = false;
}

static BobStatus pair(BobState *s, Fields *f, BobValue a, BobValue b, BobValue *r)
{
    BobObject *tuple;
    bool reuse = (f->kind.i & ITER_REUSE) != 0;
    if (reuse && bob_is_tuple(f->held) && f->held.ref->size == 2) {
        tuple = f->held.ref;
    } else {
        if (bob_heap_new(&s->heap, OBJ_TUPLE, 2, &tuple) != BOB_OK)
            return bob_no_memory(s);
        bob_set_size(tuple, 2);
    }
    ((BobValue *)tuple->data)[0] = a;
    ((BobValue *)tuple->data)[1] = b;
    *r = bob_ref(tuple);
    return BOB_OK;
}

/* What a view or the dict itself shows of an entry. */
static BobStatus shown(BobState *s, Fields *f, const BobEntry *e, BobValue *v)
{
    if (f->source.ref->type == OBJ_DICT_ITEMS)
        return pair(s, f, e->key, e->value, v);
    *v = f->source.ref->type == OBJ_DICT_VALUES ? e->value : e->key;
    return BOB_OK;
}

static BobStatus size_changed(Step *w, Fields *f, const BobObject *d, const char *what)
{
    if (f->expected.i == (int64_t)d->size)
        return BOB_OK;
    return bob_throw(w->s, EXC_RuntimeError, "%s changed size during iteration", what);
}

static BobStatus step_dict(Step *w, BobObject *it, const BobObject *d)
{
    Fields *f = fields_of(it);
    bool back = kind_of(it) == ITER_BACKWARD;
    uint32_t n = bob_dict_count(d), at, from;
    const BobEntry *entries = bob_dict_entries(d);
    BobStatus status = size_changed(w, f, d, "dictionary");
    if (status != BOB_OK)
        return status;
    from = f->position.i > n ? n : (uint32_t)f->position.i;
    if (back) { /* position: how many were passed from the end on */
        at = n - from;
        while (at > 0 && entries[at - 1].key.tag == TAG_UNBOUND)
            at--;
        at = at == 0 ? BOB_NO_ENTRY : at - 1;
    } else {
        at = bob_dict_next(d, from);
    }
    if (at == BOB_NO_ENTRY) {
        status = bob_charge(w->s, n - from);
        if (status == BOB_OK)
            end_walk(w, it);
        return status;
    }
    status = bob_charge(w->s, back ? n - from - at : at - from);
    if (status == BOB_OK)
        status = shown(w->s, f, &entries[at], w->v);
    if (status == BOB_OK)
        f->position.i = back ? n - at : at + 1;
    return status;
}

static BobStatus step_set(Step *w, BobObject *it, const BobObject *o)
{
    Fields *f = fields_of(it);
    uint32_t n = o->data == NULL ? 0 : bob_set_mask(o) + 1;
    uint32_t from = (uint64_t)f->position.i > n ? n : (uint32_t)f->position.i, at;
    BobStatus status = size_changed(w, f, o, "Set");
    if (status != BOB_OK)
        return status;
    at = from < n ? bob_set_next(o, from) : BOB_NO_SLOT;
    status = bob_charge(w->s, (at == BOB_NO_SLOT ? n : at) - from);
    if (status != BOB_OK)
        return status;
    if (at == BOB_NO_SLOT) {
        end_walk(w, it);
        return BOB_OK;
    }
    *w->v = bob_set_head(o)->slots[at].key;
    f->position.i = at + 1;
    return BOB_OK;
}

static BobStatus step_elements(Step *w, BobObject *it)
{
    Fields *f = fields_of(it);
    const BobObject *o = f->source.ref;
    uint64_t i = (uint64_t)f->position.i;
    if (i >= o->size) {
        end_walk(w, it);
        return BOB_OK;
    }
    *w->v = bob_element(o, kind_of(it) == ITER_BACKWARD ? o->size - 1 - (uint32_t)i : (uint32_t)i);
    f->position.i++;
    return BOB_OK;
}

static BobStatus step_str(Step *w, BobObject *it)
{
    Fields *f = fields_of(it);
    const BobObject *o = f->source.ref;
    const char *text = bob_str_bytes(o);
    uint64_t at = (uint64_t)f->position.i;
    unsigned size = 1;
    BobStatus status;
    if (at >= o->size) {
        end_walk(w, it);
        return BOB_OK;
    }
    if (kind_of(it) == ITER_BACKWARD) {
        while (size < 4 && at + size < o->size && (text[o->size - at - size] & 0xC0) == 0x80)
            size++;
        text += o->size - at - size;
    } else {
        text += at;
        if (((unsigned char)*text & 0xC0) == 0x80) /* a forged position */
            return bob_fail(w->s, BOB_TYPE_ERROR, "an iterator that is none");
        size = bob_utf8_size((unsigned char)*text);
    }
    status = bob_str_new(w->s, text, size, w->v);
    if (status == BOB_OK)
        f->position.i += size;
    return status;
}

static BobStatus step_object(Step *w, BobObject *it)
{
    BobValue source = fields_of(it)->source;
    const BobObject *d = guarded(source);
    if (source.ref->type == OBJ_STR)
        return step_str(w, it);
    if (source.ref->type == OBJ_TUPLE || source.ref->type == OBJ_LIST)
        return step_elements(w, it);
    if (bob_is_set(source) && kind_of(it) == ITER_FORWARD)
        return step_set(w, it, source.ref);
    if (d != NULL && !bob_is_set(source))
        return step_dict(w, it, d);
    return bob_fail(w->s, BOB_TYPE_ERROR, "an iterator that is none");
}

static BobStatus inner(Step *w, BobValue it)
{
    BobStatus status;
    if (!bob_is_object(it, OBJ_ITERATOR))
        return bob_fail(w->s, BOB_TYPE_ERROR, "an iterator that is none");
    if (w->level == MOST_LEVELS)
        return bob_fail(w->s, BOB_UNSUPPORTED, "iterators over iterators beyond %u levels",
                        MOST_LEVELS);
    w->level++;
    status = step(w, it.ref);
    w->level--;
    return status;
}

static BobStatus step_enumerate(Step *w, BobObject *it)
{
    Fields *f = fields_of(it);
    BobStatus status = inner(w, f->source);
    if (status != BOB_OK || !*w->more) {
        if (status == BOB_OK)
            end_walk(w, it);
        return status;
    }
    if (f->position.i == INT64_MAX)
        return bob_fail(w->s, BOB_INTEGER_OVERFLOW,
                        "the numbers of enumerate() do not fit 64 bits");
    status = pair(w->s, f, f->position, *w->v, w->v);
    f->position.i++;
    return status;
}

/* Of zip(strict=True): argument i ended, or did not, unlike those before it. */
static BobStatus uneven(Step *w, uint32_t i, const char *how)
{
    return bob_fail(w->s, BOB_VALUE_ERROR, "zip() argument %u is %s than argument%s%.0u", i + 1,
                    how, i == 1 ? " 1" : "s 1-", i == 1 ? 0 : i);
}

static BobStatus step_zip(Step *w, BobObject *it)
{
    Fields *f = fields_of(it);
    BobObject *parts = f->source.ref, *tuple;
    bool strict = kind_of(it) == ITER_STRICT;
    uint32_t i;
    if (parts->type != OBJ_TUPLE)
        return bob_fail(w->s, BOB_TYPE_ERROR, "an iterator that is none");
    if (parts->size == 0) {
        end_walk(w, it);
        return BOB_OK;
    }
    if (bob_heap_new(&w->s->heap, OBJ_TUPLE, parts->size, &tuple) != BOB_OK)
        return bob_no_memory(w->s);
    for (i = 0; i < parts->size; i++) {
        BobValue v;
        Step one = {w->s, &v, w->more, w->level};
        BobStatus status = inner(&one, bob_element(parts, i));
        if (status != BOB_OK)
            return status;
        if (!*w->more && strict && i > 0)
            return uneven(w, i, "shorter");
        if (!*w->more)
            break;
        ((BobValue *)tuple->data)[i] = v;
        bob_set_size(tuple, i + 1);
    }
    if (*w->more) {
        *w->v = bob_ref(tuple);
        return BOB_OK;
    }
    for (i = 1; strict && i < parts->size; i++) {
        BobValue v;
        Step one = {w->s, &v, w->more, w->level};
        BobStatus status;
        *w->more = true;
        status = inner(&one, bob_element(parts, i));
        if (status != BOB_OK)
            return status;
        if (*w->more)
            return uneven(w, i, "longer");
    }
    end_walk(w, it);
    return BOB_OK;
}

static BobStatus step(Step *w, BobObject *it)
{
    Fields *f;
    BobStatus status = check(w->s, it);
    if (status != BOB_OK)
        return status;
    f = fields_of(it);
    *w->more = true;
    if (f->source.tag == TAG_NONE) {
        *w->more = false;
        return BOB_OK;
    }
    status = bob_check_alive(w->s, f->source);
    if (status != BOB_OK)
        return status;
    switch (kind_of(it)) {
    case ITER_FORWARD:
    case ITER_BACKWARD:
        return step_object(w, it);
    case ITER_FORWARDS:
        return inner(w, f->source);
    case ITER_ENUMERATE:
        return step_enumerate(w, it);
    case ITER_ZIP:
    case ITER_STRICT:
        return step_zip(w, it);
    default:
        return bob_fail(w->s, BOB_TYPE_ERROR, "an iterator that is none");
    }
}

/* ---- iterators that go back where something fails ---- */

/* All iterators that a step of this one may move. */
static BobStatus save_all(BobState *s, BobObject *first, struct BobIterSaved **saved, size_t *count)
{
    size_t at;
    struct BobIterSaved one = {.iterator = first};
    if (!bob_array_push(&s->allocator, *saved, *count, one))
        return bob_no_memory(s);
    for (at = *count - 1; at < *count; at++) {
        BobObject *it = (*saved)[at].iterator;
        const Fields *f = fields_of(it);
        BobStatus status = check(s, it);
        uint32_t i, n;
        const BobObject *parts;
        if (status != BOB_OK)
            return status;
        (*saved)[at].fields = *f;
        if (kind_of(it) <= ITER_BACKWARD || f->source.tag == TAG_NONE || bob_is_freed(f->source))
            continue;
        parts = f->source.ref;
        n = parts->type == OBJ_TUPLE ? parts->size : 1;
        for (i = 0; i < n; i++) {
            BobValue v = parts->type == OBJ_TUPLE ? bob_element(parts, i) : f->source;
            if (!bob_is_object(v, OBJ_ITERATOR))
                continue;
            if (*count == MOST_SAVED)
                return bob_fail(s, BOB_UNSUPPORTED, "more than %u iterators in one", MOST_SAVED);
            one.iterator = v.ref;
            if (!bob_array_push(&s->allocator, *saved, *count, one))
                return bob_no_memory(s);
            f = fields_of(it);
        }
    }
    return BOB_OK;
}

static void restore_all(const struct BobIterSaved *saved, size_t count)
{
    while (count-- > 0)
        *fields_of(saved[count].iterator) = saved[count].fields;
}

BobStatus bob_iter_next(BobState *s, BobObject *it, BobValue *v, bool *more)
{
    struct BobIterSaved *saved = NULL;
    size_t count = 0;
    Step w = {s, v, more, 0};
    BobStatus status = check(s, it);
    if (status != BOB_OK)
        return status;
    if (kind_of(it) <= ITER_BACKWARD)
        return step(&w, it);
    status = save_all(s, it, &saved, &count);
    if (status == BOB_OK) {
        bob_heap_begin(&s->heap);
        status = step(&w, it);
        if (status == BOB_OK && *more) {
            bob_heap_commit(&s->heap);
        } else {
            bob_heap_rollback(&s->heap);
            if (status != BOB_OK)
                restore_all(saved, count);
        }
    }
    bob_array_free(&s->allocator, saved, count, sizeof *saved);
    return status;
}

/* ---- loops ---- */

BobStatus bob_loop_new(BobState *s, BobValue v, bool reuse, BobValue *r)
{
    unsigned kind = ITER_LOOP | (reuse ? ITER_REUSE : 0);
    BobStatus status = bob_check_alive(s, v);
    if (status != BOB_OK)
        return status;
    if (!bob_can_iterate(v))
        return not_iterable(s, v);
    return bob_iter_make(s, v, 0,
                         kind | (bob_is_object(v, OBJ_ITERATOR) ? ITER_FORWARDS : ITER_FORWARD), r);
}

BobStatus bob_loop_len(BobState *s, BobObject *it, BobValue *r)
{
    Fields *f = fields_of(it);
    BobStatus status = check(s, it);
    BobValue v = bob_none();
    bool more;
    if (status != BOB_OK)
        return status;
    if ((f->kind.i & ITER_HELD) == 0 || (f->kind.i & ITER_TAKEN) != 0) {
        status = bob_iter_next(s, it, &v, &more);
        if (status != BOB_OK)
            return status;
        f->kind.i = (f->kind.i & ~(int64_t)(ITER_TAKEN | ITER_HELD)) | (more ? ITER_HELD : 0);
        if (more) {
            f->held = v;
            f->count.i++;
        }
    }
    *r = bob_int(f->count.i);
    return BOB_OK;
}

static BobStatus item(BobState *s, BobObject *it, UNUSED BobValue key, BobValue *r)
{
    Fields *f = fields_of(it);
    if (!bob_is_loop(it))
        return bob_fail(s, BOB_TYPE_ERROR, "'iterator' object is not subscriptable");
    f->kind.i |= ITER_TAKEN;
    *r = f->held;
    return BOB_OK;
}

const BobTypeOps bob_type_iterator = {
    .what = "iterator",
    .item = item,
};

/* ---- all elements ---- */

static BobStatus gather(BobState *s, BobObject *it, BobGathered *g)
{
    bool more = true;
    uint64_t n = 0;
    while (more) {
        BobValue v;
        Step w = {s, &v, &more, 0};
        BobStatus status = step(&w, it);
        if (status == BOB_OK && (n & 0x3FF) == 0)
            status = bob_look_at_work(s, n);
        if (status != BOB_OK)
            return status;
        if (!more)
            break;
        if (n == g->room) {
            size_t room = g->room == 0 ? 16 : 2 * g->room;
            BobValue *grown;
            if (room > s->heap.limit / sizeof v) {
                s->heap.limit_reached = true;
                return bob_no_memory(s);
            }
            grown = s->allocator.resize(s->allocator.ctx, g->values, g->room * sizeof v,
                                        room * sizeof v);
            if (grown == NULL)
                return bob_no_memory(s);
            g->values = grown;
            g->room = room;
        }
        g->values[n++] = v;
    }
    g->list.size = g->list.len[KIND_MIXED] = (uint32_t)n;
    g->list.data = g->values;
    return BOB_OK;
}

BobStatus bob_gather(BobState *s, BobValue v, BobGathered *g)
{
    BobStatus status = bob_check_alive(s, v);
    Fields fields = {.source = v,
                     .position = bob_int(0),
                     .expected = bob_int(0),
                     .kind = bob_int(ITER_FORWARD),
                     .held = bob_none(),
                     .count = bob_int(0)};
    BobObject walker = {.type = OBJ_ITERATOR, .kind = KIND_MIXED, .room_class = NO_ROOM};
    g->seq = v;
    g->values = NULL;
    g->saved = NULL;
    g->room = g->saved_count = 0;
    g->began = false;
    if (status != BOB_OK)
        return status;
    if (!bob_can_iterate(v))
        return not_iterable(s, v);
    if (bob_is_basic(v.ref))
        return BOB_OK;
    walker.data = &fields;
    walker.size = BOB_ITER_FIELDS;
    if (bob_is_object(v, OBJ_ITERATOR)) {
        status = save_all(s, v.ref, &g->saved, &g->saved_count);
        fields.kind.i = ITER_FORWARDS;
    } else {
        const BobObject *sized = guarded(v);
        fields.expected.i = sized != NULL ? sized->size : 0;
    }
    g->list = (BobObject){.type = OBJ_LIST, .kind = KIND_MIXED, .room_class = NO_ROOM};
    g->seq = bob_ref(&g->list);
    g->began = true;
    bob_heap_begin(&s->heap);
    if (status == BOB_OK)
        status = gather(s, &walker, g);
    return status == BOB_OK ? BOB_OK : bob_gather_end(s, g, status);
}

BobStatus bob_gather_end(BobState *s, BobGathered *g, BobStatus status)
{
    if (!g->began)
        return status;
    if (status == BOB_OK) {
        bob_heap_commit(&s->heap);
    } else {
        bob_heap_rollback(&s->heap);
        restore_all(g->saved, g->saved_count);
    }
    bob_array_free(&s->allocator, g->saved, g->saved_count, sizeof *g->saved);
    bob_free(&s->allocator, g->values, g->room * sizeof *g->values);
    g->began = false;
    return status;
}
