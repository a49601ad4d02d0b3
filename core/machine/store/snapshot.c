/* Writing snapshots. The layout is in snapshot.h; snapshot_read.c is the other half. */
#include "core/machine/store/snapshot.h"

#include <math.h>
#include <string.h>

#include "core/base/hash.h"
#include "core/machine/store/container.h"
#include "core/machine/types/dict.h"
#include "core/machine/types/set.h"

/* Addresses to numbers, by open addressing: objects, texts, constants. */
typedef struct Map {
    const BobAllocator *allocator;
    const void **keys;
    uint32_t *numbers;
    size_t slots, count;
} Map;

#define NOT_MAPPED UINT32_MAX

static size_t slot_of(const Map *m, const void *key)
{
    size_t mask = m->slots - 1;
    size_t at = (size_t)(((uint64_t)(uintptr_t)key >> 3) * 0x9E3779B97F4A7C15u >> 20) & mask;
    while (m->keys[at] != NULL && m->keys[at] != key)
        at = (at + 1) & mask;
    return at;
}

static uint32_t map_find(const Map *m, const void *key)
{
    size_t at;
    if (m->slots == 0)
        return NOT_MAPPED;
    at = slot_of(m, key);
    return m->keys[at] == NULL ? NOT_MAPPED : m->numbers[at];
}

static void map_free(Map *m)
{
    bob_free(m->allocator, m->keys, m->slots * sizeof *m->keys);
    bob_free(m->allocator, m->numbers, m->slots * sizeof *m->numbers);
    m->keys = NULL;
    m->numbers = NULL;
    m->slots = m->count = 0;
}

static bool map_grow(Map *m)
{
    Map bigger = {m->allocator, NULL, NULL, m->slots == 0 ? 64 : m->slots * 2, m->count};
    size_t i;
    bigger.keys = bob_alloc_zeroed(m->allocator, bigger.slots * sizeof *bigger.keys);
    bigger.numbers = bob_alloc(m->allocator, bigger.slots * sizeof *bigger.numbers);
    if (bigger.keys == NULL || bigger.numbers == NULL) {
        map_free(&bigger);
        return false;
    }
    for (i = 0; i < m->slots; i++) {
        if (m->keys[i] != NULL) {
            size_t at = slot_of(&bigger, m->keys[i]);
            bigger.keys[at] = m->keys[i];
            bigger.numbers[at] = m->numbers[i];
        }
    }
    map_free(m);
    *m = bigger;
    return true;
}

/* key must be new. */
static bool map_add(Map *m, const void *key, uint32_t number)
{
    size_t at;
    if ((m->count + 1) * 2 > m->slots && !map_grow(m))
        return false;
    at = slot_of(m, key);
    m->keys[at] = key;
    m->numbers[at] = number;
    m->count++;
    return true;
}

/* Where the bytes go: counted only, or written in pieces and hashed. */
typedef struct Pieces {
    BobBuffer piece; /* bytes not yet written */
    BobHashing hash;
    uint64_t size; /* so far */
    bool counting;
    BobStatus status;
    BobWrite write;
    void *ctx;
} Pieces;

typedef struct Writer {
    const BobState *s;
    Pieces out;
    BobBuffer program; /* its container */
    Map numbers;       /* of objects */
    Map constants;     /* static strings of the constant pool to their index */
    Map text_numbers;
    const BobObject **objects; /* in the order of their numbers */
    size_t object_count;
    const BobText **texts;
    size_t text_count;
    uint32_t *shown; /* of each text, the longest reachable prefix */
    size_t shown_count;
    bool failed;
} Writer;

/* ---- bytes ---- */

static void flush(Pieces *out)
{
    BobBuffer *b = &out->piece;
    if (out->status == BOB_OK && b->size > 0) {
        bob_hashing_add(&out->hash, b->bytes, b->size);
        if (out->write(out->ctx, b->bytes, b->size) != 0)
            out->status = BOB_OUTPUT_FAILED;
    }
    b->size = 0;
}

static void put_bytes(Writer *w, const void *bytes, size_t n)
{
    Pieces *out = &w->out;
    const char *from = bytes;
    out->size += n;
    while (n > 0 && !out->counting && out->status == BOB_OK) {
        size_t room = BOB_SNAPSHOT_PIECE - out->piece.size, part = n < room ? n : room;
        bob_buffer_add(&out->piece, from, part); /* reserved at the beginning */
        from += part;
        n -= part;
        if (part == room)
            flush(out);
    }
}

static void put_number(Writer *w, uint64_t v, unsigned size)
{
    char le[8];
    unsigned i;
    for (i = 0; i < size; i++, v >>= 8)
        le[i] = (char)v;
    put_bytes(w, le, size);
}

static void put_byte(Writer *w, unsigned v)
{
    put_number(w, v, 1);
}

static void put_u32(Writer *w, uint32_t v)
{
    put_number(w, v, 4);
}

static void put_u64(Writer *w, uint64_t v)
{
    put_number(w, v, 8);
}

/* ---- reach ---- */

static void reach_text(Writer *w, const BobObject *str)
{
    const BobText *t = str->data;
    uint32_t number = map_find(&w->text_numbers, t);
    if (number == NOT_MAPPED) {
        if (!map_add(&w->text_numbers, t, (uint32_t)w->text_count) ||
            !bob_array_push(&w->s->allocator, w->texts, w->text_count, t) ||
            !bob_array_push(&w->s->allocator, w->shown, w->shown_count, str->size))
            w->failed = true;
    } else if (w->shown[number] < str->size) {
        w->shown[number] = str->size;
    }
}

static void reach(Writer *w, BobValue v)
{
    if (v.tag != TAG_REF || (v.ref->flags & OBJ_STATIC) != 0 ||
        map_find(&w->numbers, v.ref) != NOT_MAPPED || w->failed)
        return;
    if (!map_add(&w->numbers, v.ref, (uint32_t)w->object_count) ||
        !bob_array_push(&w->s->allocator, w->objects, w->object_count, v.ref)) {
        w->failed = true;
        return;
    }
    if (bob_is_str(v))
        reach_text(w, v.ref);
}

/* Those that are still shown of an idle machine are not part of its state. */
static uint32_t frame_count(const BobState *s)
{
    return s->phase == PHASE_IDLE ? 0 : s->frame_count;
}

static void reach_all(Writer *w)
{
    const BobState *s = w->s;
    uint32_t i, k;
    size_t at;
    for (i = 0; i < frame_count(s); i++) {
        const BobFrame *f = &s->frames[i];
        const BobValue *stack = bob_frame_stack(s, f);
        for (k = 0; k < bob_frame_function(s, f)->local_count; k++)
            reach(w, f->locals[k]);
        for (k = 0; k < f->depth; k++)
            reach(w, stack[k]);
    }
    for (i = 0; i < s->program->names.count; i++)
        reach(w, s->globals[i]);
    reach(w, s->result);
    for (i = 0; i < s->dropped.count; i++)
        if ((s->dropped.objects[i]->flags & OBJ_FREED) == 0)
            reach(w, bob_ref(s->dropped.objects[i]));
    reach(w, s->handled);
    for (at = 0; at < w->object_count && !w->failed; at++) {
        const BobObject *o = w->objects[at];
        for (i = 0; (o->flags & OBJ_FREED) == 0 && i < bob_places(o); i++)
            reach(w, bob_place(o, i));
    }
}

static void map_constants(Writer *w)
{
    const BobProgram *p = w->s->program;
    uint32_t i;
    for (i = 0; i < p->constant_count && !w->failed; i++) {
        BobValue v = p->constants[i];
        if (v.tag == TAG_REF && map_find(&w->constants, v.ref) == NOT_MAPPED)
            w->failed = !map_add(&w->constants, v.ref, i);
    }
}

/* ---- write ---- */

static void put_value(Writer *w, BobValue v)
{
    static const unsigned char kinds[] = {
        [TAG_UNBOUND] = SNAP_UNBOUND,
#define VALUE(NAME, ...) [TAG_##NAME] = SNAP_##NAME,
#include "core/machine/types/types.def"
    };
    _Static_assert(COUNT_OF(kinds) == TAG_REF, "a kind for each tag, a reference's apart");
    const BobObject *statics = w->s->program->statics;
    uint64_t payload = 0;
    unsigned kind;
    if (v.tag != TAG_REF) {
        kind = kinds[v.tag];
        if (v.tag == TAG_FLOAT && isnan(v.f))
            v.f = NAN;
        if (v.tag != TAG_UNBOUND && v.tag != TAG_NONE)
            memcpy(&payload, &v.i, sizeof payload);
    } else if ((v.ref->flags & OBJ_STATIC) == 0) {
        kind = SNAP_OBJECT;
        payload = map_find(&w->numbers, v.ref);
    } else if (v.ref >= statics && v.ref <= statics + BOB_EMPTY_STR) {
        kind = SNAP_STATIC;
        payload = (uint64_t)(v.ref - statics);
    } else {
        kind = SNAP_CONSTANT;
        payload = map_find(&w->constants, v.ref);
    }
    put_byte(w, kind);
    put_u64(w, payload);
}

static void put_texts(Writer *w)
{
    size_t i;
    put_u32(w, (uint32_t)w->text_count);
    for (i = 0; i < w->text_count; i++) {
        const BobText *t = w->texts[i];
        put_u32(w, t->used);
        put_u32(w, t->strings);
        put_byte(w, t->room_class);
        put_u32(w, w->shown[i]);
        put_bytes(w, t->bytes, w->shown[i]);
    }
}

/* Whether it was given a number of creation; of a text `points` is something else. */
static bool is_numbered(const BobObject *o)
{
    return (o->flags & OBJ_FREED) == 0 && o->type != OBJ_STR && o->points != 0;
}

static void put_dict(Writer *w, const BobObject *d)
{
    const BobEntry *entries = bob_dict_entries(d);
    uint32_t i;
    put_byte(w, d->room_class);
    put_u32(w, bob_dict_count(d));
    for (i = 0; i < bob_dict_count(d); i++) {
        put_value(w, entries[i].key);
        put_value(w, entries[i].value);
        put_u64(w, (uint64_t)entries[i].hash);
    }
}

static void put_set(Writer *w, const BobObject *o)
{
    uint32_t i, n = o->data == NULL ? 0 : bob_set_mask(o) + 1;
    put_byte(w, o->room_class);
    put_u32(w, n);
    if (n > 0)
        put_u32(w, bob_set_head(o)->finger);
    for (i = 0; i < n; i++) {
        put_value(w, bob_set_head(o)->slots[i].key);
        put_u64(w, (uint64_t)bob_set_head(o)->slots[i].hash);
    }
}

static void put_object(Writer *w, const BobObject *o)
{
    static const uint8_t numbers[] = {
#define OBJECT(NAME, ...) SNAP_TYPE_##NAME,
#include "core/machine/types/types.def"
    };
    uint32_t i;
    _Static_assert(COUNT_OF(numbers) == OBJ_COUNT, "a number for each type");
    put_byte(w, numbers[o->type]);
    put_byte(w, ((o->flags & OBJ_FREED) != 0 ? SNAP_FREED : 0) |
                    ((o->flags & OBJ_RELEASED) != 0 ? SNAP_RELEASED : 0) |
                    (is_numbered(o) ? SNAP_NUMBERED : 0));
    if ((o->flags & OBJ_FREED) != 0)
        return;
    if (is_numbered(o))
        put_u32(w, o->points);
    if (o->type == OBJ_STR) {
        put_u32(w, map_find(&w->text_numbers, o->data));
        put_u32(w, o->size);
        return;
    }
    if (o->type == OBJ_DICT) {
        put_dict(w, o);
        return;
    }
    if (o->type == OBJ_SET || o->type == OBJ_FROZENSET) {
        put_set(w, o);
        return;
    }
    ASSERT(bob_has_elements(o));
    if ((bob_object_flags(o) & TYPE_GROWS) != 0)
        put_byte(w, o->room_class);
    put_u32(w, o->size);
    for (i = 0; i < o->size; i++)
        put_value(w, bob_element(o, i));
}

/* The free list of headers down to the last one that a broken promise still reaches. */
static void put_released(Writer *w)
{
    const BobObject *o;
    uint32_t count = 0, i = 0;
    for (o = w->s->heap.headers; o != NULL; o = o->data) {
        i++;
        if (map_find(&w->numbers, o) != NOT_MAPPED)
            count = i;
    }
    put_u32(w, count);
    for (o = w->s->heap.headers, i = 0; i < count; i++, o = o->data)
        put_u32(w, map_find(&w->numbers, o) + 1); /* NOT_MAPPED + 1 is 0 */
}

static void put_host(Writer *w)
{
    const BobState *s = w->s;
    uint32_t i, count = 0;
    /* A failed one stands before the instruction that it could not execute. */
    put_byte(w, s->phase == PHASE_FAILED ? PHASE_MAIN : s->phase);
    put_byte(w, s->ending);
    put_u64(w, s->ending == ENDING_EXIT ? (uint64_t)s->exit_code : 0);
    put_value(w, s->result);
    put_u64(w, s->dropped.most);
    for (i = 0; i < s->dropped.count; i++)
        count += (s->dropped.objects[i]->flags & OBJ_FREED) == 0;
    put_u32(w, count);
    for (i = 0; i < s->dropped.count; i++)
        if ((s->dropped.objects[i]->flags & OBJ_FREED) == 0)
            put_u32(w, map_find(&w->numbers, s->dropped.objects[i]));
}

static void put_frames(Writer *w)
{
    const BobState *s = w->s;
    uint32_t i, k;
    put_u32(w, frame_count(s));
    for (i = 0; i < frame_count(s); i++) {
        const BobFrame *f = &s->frames[i];
        const BobValue *stack = bob_frame_stack(s, f);
        put_u32(w, f->function);
        put_u32(w, f->ip);
        put_u32(w, f->depth);
        put_u32(w, f->then);
        for (k = 0; k < bob_frame_function(s, f)->local_count; k++)
            put_value(w, f->locals[k]);
        for (k = 0; k < f->depth; k++)
            put_value(w, stack[k]);
    }
}

static void put_globals(Writer *w)
{
    const BobState *s = w->s;
    uint32_t i, bound = 0;
    for (i = 0; i < s->program->names.count; i++)
        bound += s->globals[i].tag != TAG_UNBOUND;
    put_u32(w, bound);
    for (i = 0; i < s->program->names.count; i++) {
        if (s->globals[i].tag != TAG_UNBOUND) {
            put_u32(w, i);
            put_value(w, s->globals[i]);
        }
    }
}

static void put_program_and_arguments(Writer *w)
{
    const BobState *s = w->s;
    uint32_t i;
    put_u64(w, w->program.size);
    put_bytes(w, w->program.bytes, w->program.size);
    put_u32(w, s->arg_count);
    for (i = 0; i < s->arg_count; i++) {
        put_u32(w, (uint32_t)strlen(s->args[i]));
        put_bytes(w, s->args[i], strlen(s->args[i]));
    }
}

static void put_output(Writer *w)
{
    const BobHashing *h = &w->s->output;
    unsigned i;
    put_u64(w, h->size);
    for (i = 0; i < 4; i++)
        put_u64(w, h->lanes[i]);
    put_bytes(w, h->pending, h->size % BOB_HASH_BLOCK);
}

/* All but the hash at the end. `length` is that of the whole. */
static void put_all(Writer *w, uint64_t length)
{
    const BobState *s = w->s;
    size_t i;
    put_bytes(w, BOB_SNAPSHOT_MAGIC, 8);
    put_u32(w, BOB_SNAPSHOT_VERSION);
    put_u32(w, 0);
    put_u64(w, length);
    put_u64(w, bob_ops_hash());
    put_program_and_arguments(w);
    put_u64(w, s->count);
    put_u32(w, s->numbered);
    put_output(w);
    put_u64(w, s->heap.account.charged);
    put_u64(w, s->heap.account.free_headers);
    for (i = 0; i < BOB_ROOM_CLASSES; i++)
        put_u64(w, s->heap.account.free_rooms[i]);
    put_texts(w);
    put_u32(w, (uint32_t)w->object_count);
    for (i = 0; i < w->object_count; i++)
        put_object(w, w->objects[i]);
    put_released(w);
    put_host(w);
    put_frames(w);
    put_globals(w);
    put_value(w, s->handled);
}

/* Once to count, since the length comes first, and once to write. */
static BobStatus put_twice(Writer *w)
{
    uint64_t length;
    w->out.counting = true;
    put_all(w, 0);
    length = w->out.size + 8;
    w->out.counting = false;
    w->out.size = 0;
    bob_hashing_begin(&w->out.hash);
    if (!bob_buffer_reserve(&w->out.piece,
                            length < BOB_SNAPSHOT_PIECE ? (size_t)length : BOB_SNAPSHOT_PIECE))
        return BOB_OUT_OF_MEMORY;
    put_all(w, length);
    flush(&w->out);
    put_u64(w, bob_hashing_value(&w->out.hash));
    flush(&w->out);
    ASSERT(w->out.size == length || w->out.status != BOB_OK);
    return w->out.status;
}

BobStatus bob_snapshot_write(const BobState *s, BobWrite write, void *ctx)
{
    const BobAllocator *a = &s->allocator;
    Writer w = {.s = s, .out = {.status = BOB_OK, .write = write, .ctx = ctx}};
    BobStatus status = BOB_OUT_OF_MEMORY;
    ASSERT(!s->hidden);
    w.numbers.allocator = w.constants.allocator = w.text_numbers.allocator = a;
    w.program.allocator = w.out.piece.allocator = a;
    map_constants(&w);
    reach_all(&w);
    if (!w.failed && bob_container_write(s->program, &w.program) == BOB_OK)
        status = put_twice(&w);
    map_free(&w.numbers);
    map_free(&w.constants);
    map_free(&w.text_numbers);
    bob_buffer_free(&w.program);
    bob_buffer_free(&w.out.piece);
    bob_array_free(a, w.objects, w.object_count, sizeof *w.objects);
    bob_array_free(a, w.texts, w.text_count, sizeof *w.texts);
    bob_array_free(a, w.shown, w.shown_count, sizeof *w.shown);
    return status;
}

bool bob_is_snapshot(const void *bytes, size_t n)
{
    return bytes != NULL && n >= 8 && memcmp(bytes, BOB_SNAPSHOT_MAGIC, 8) == 0;
}
