/* Reading snapshots: every byte is suspect. What an engine relies on (that operand depths
 * are the proven ones, that each frame below the top is after a call of the frame above)
 * is checked here, so that a forged snapshot is at worst another program's state. */
#include <math.h>
#include <string.h>

#include "core/base/hash.h"
#include "core/base/utf8.h"
#include "core/machine/call.h"
#include "core/machine/store/container.h"
#include "core/machine/store/snapshot.h"
#include "core/machine/types/class.h"
#include "core/machine/types/dict.h"
#include "core/machine/types/set.h"
#include "core/machine/types/str_index.h"

typedef struct ReadText {
    BobText *text;
    uint32_t shown, points; /* bytes that are there, and their code points */
    uint32_t strings;       /* seen so far */
} ReadText;

typedef struct Reader {
    const unsigned char *bytes;
    uint64_t at, end;
    BobError *error;
    BobState *s;
    const BobAllocator *allocator;
    ReadText *texts;
    uint32_t text_count;
    BobObject **objects;
    uint32_t object_count;
    uint64_t needed;   /* heap bytes that the objects account for */
    uint32_t **depths; /* by function: proven depths, made when first asked for */
} Reader;

#define REFUSE(r, offset, ...)                                                                     \
    refused((r), (offset), bob_error_set((r)->error, BOB_INVALID_PROGRAM, __VA_ARGS__))

static COLD BobStatus refused(Reader *r, uint64_t offset, BobStatus status)
{
    if (r->error != NULL) {
        r->error->offset = offset;
        r->error->has_offset = true;
    }
    return status;
}

static COLD BobStatus no_memory(Reader *r)
{
    return bob_error_set(r->error, BOB_OUT_OF_MEMORY, "no memory for the snapshot");
}

#define TRY(call)                                                                                  \
    do {                                                                                           \
        BobStatus status_ = (call);                                                                \
        if (status_ != BOB_OK)                                                                     \
            return status_;                                                                        \
    } while (0)

/* ---- numbers ---- */

static BobStatus need(Reader *r, uint64_t n)
{
    if (n > r->end - r->at)
        return REFUSE(r, r->at, "the snapshot ends here, %llu bytes early",
                      (unsigned long long)(n - (r->end - r->at)));
    return BOB_OK;
}

static uint64_t number(Reader *r, unsigned size)
{
    uint64_t v = 0;
    unsigned i;
    for (i = 0; i < size; i++)
        v |= (uint64_t)r->bytes[r->at + i] << (8 * i);
    r->at += size;
    return v;
}

static BobStatus read_u64(Reader *r, uint64_t *v)
{
    TRY(need(r, 8));
    *v = number(r, 8);
    return BOB_OK;
}

static BobStatus read_u32(Reader *r, uint32_t *v)
{
    TRY(need(r, 4));
    *v = (uint32_t)number(r, 4);
    return BOB_OK;
}

static BobStatus read_byte(Reader *r, unsigned *v)
{
    TRY(need(r, 1));
    *v = (unsigned)number(r, 1);
    return BOB_OK;
}

/* A count of things that take at least `least` bytes each. */
static BobStatus read_count(Reader *r, uint32_t *count, uint32_t least, const char *what)
{
    uint64_t at = r->at;
    TRY(read_u32(r, count));
    if (*count > (r->end - r->at) / least)
        return REFUSE(r, at, "%u %s do not fit the bytes left", *count, what);
    return BOB_OK;
}

/* ---- values and objects ---- */

static BobStatus read_value(Reader *r, bool may_be_unbound, BobValue *v)
{
    uint64_t at = r->at, payload;
    const BobProgram *p = r->s->program;
    unsigned kind;
    TRY(need(r, 9));
    kind = (unsigned)number(r, 1);
    payload = number(r, 8);
    v->i = (int64_t)payload;
    switch (kind) {
    case SNAP_UNBOUND:
        v->tag = TAG_UNBOUND;
        return may_be_unbound && payload == 0 ? BOB_OK : REFUSE(r, at, "no value is unbound here");
    case SNAP_NONE:
        v->tag = TAG_NONE;
        return payload == 0 ? BOB_OK : REFUSE(r, at, "none with bits set");
    case SNAP_BOOL:
        v->tag = TAG_BOOL;
        return payload <= 1 ? BOB_OK : REFUSE(r, at, "a bool is 0 or 1");
    case SNAP_INT:
        v->tag = TAG_INT;
        return BOB_OK;
    case SNAP_FLOAT:
        v->tag = TAG_FLOAT;
        if (isnan(v->f) && payload != 0x7FF8000000000000u)
            return REFUSE(r, at, "an unknown nan");
        return BOB_OK;
    case SNAP_FUNC:
        v->tag = TAG_FUNC;
        return payload < p->function_count ? BOB_OK : REFUSE(r, at, "no such function");
    case SNAP_OBJECT:
        if (payload >= r->object_count)
            return REFUSE(r, at, "no such object");
        *v = bob_ref(r->objects[payload]);
        return BOB_OK;
    case SNAP_STATIC:
        if (payload > BOB_EMPTY_STR)
            return REFUSE(r, at, "no such character");
        *v = bob_ref(bob_static_str(p, (unsigned)payload));
        return BOB_OK;
    case SNAP_CONSTANT:
        if (payload >= p->constant_count || p->constants[payload].tag != TAG_REF)
            return REFUSE(r, at, "no such string constant");
        *v = p->constants[payload];
        return BOB_OK;
    default:
        return REFUSE(r, at, "no kind of value has the number %u", kind);
    }
}

static BobStatus charge(Reader *r, uint64_t at, unsigned room_class)
{
    uint64_t n = room_class == NO_ROOM ? 0 : (uint64_t)1 << room_class;
    r->needed += n;
    if (r->needed > r->s->heap.account.charged)
        return REFUSE(r, at, "objects need more than the %llu bytes charged",
                      (unsigned long long)r->s->heap.account.charged);
    return BOB_OK;
}

static BobStatus read_text(Reader *r, uint32_t i)
{
    uint64_t at = r->at;
    uint32_t used, strings, shown;
    unsigned room_class;
    BobText *t;
    TRY(read_u32(r, &used));
    TRY(read_u32(r, &strings));
    TRY(read_byte(r, &room_class));
    TRY(read_u32(r, &shown));
    TRY(need(r, shown));
    if (room_class >= BOB_ROOM_CLASSES || used > (uint64_t)1 << room_class || shown > used ||
        shown == 0 || strings == 0)
        return REFUSE(r, at, "a text whose sizes contradict each other");
    if (bob_utf8_valid((const char *)r->bytes + r->at, shown) != shown)
        return REFUSE(r, r->at, "text that is not valid UTF-8");
    TRY(charge(r, at, room_class));
    t = bob_heap_place_text(&r->s->heap, room_class);
    if (t == NULL)
        return no_memory(r);
    t->used = used;
    t->strings = strings;
    t->room_class = room_class;
    memcpy(t->bytes, r->bytes + r->at, shown);
    r->at += shown;
    r->texts[i] = (ReadText){t, shown, (uint32_t)bob_utf8_points(t->bytes, shown), 0};
    return BOB_OK;
}

static BobStatus read_texts(Reader *r)
{
    uint32_t i;
    TRY(read_count(r, &r->text_count, 14, "texts"));
    r->texts = bob_alloc_zeroed(r->allocator, r->text_count * sizeof *r->texts);
    if (r->texts == NULL)
        return no_memory(r);
    for (i = 0; i < r->text_count; i++)
        TRY(read_text(r, i));
    return BOB_OK;
}

static BobStatus read_str(Reader *r, BobObject *o)
{
    uint64_t at = r->at;
    uint32_t text, size;
    ReadText *t;
    BobObject whole = {.type = OBJ_STR};
    TRY(read_u32(r, &text));
    TRY(read_u32(r, &size));
    if (text >= r->text_count)
        return REFUSE(r, at, "no such text");
    t = &r->texts[text];
    if (size < 1 || size > t->shown || ++t->strings > t->text->strings)
        return REFUSE(r, at, "a string that its text can't show");
    if (size < t->shown && ((unsigned char)t->text->bytes[size] & 0xC0) == 0x80)
        return REFUSE(r, at, "a string that ends inside a character");
    whole.data = o->data = t->text;
    whole.size = t->shown;
    whole.points = t->points;
    o->size = size;
    o->points = bob_str_point(&r->s->heap, &whole, size); /* many may show one long text */
    return BOB_OK;
}

/* The type of that number, or OBJ_COUNT. Two types of one number do not compile. */
static BobObjectType type_of_number(unsigned number)
{
    switch (number) {
#define OBJECT(NAME, ...)                                                                          \
    case SNAP_TYPE_##NAME:                                                                         \
        return OBJ_##NAME;
#include "core/machine/types/types.def"
    default:
        return OBJ_COUNT;
    }
}

/* Steps over the size and the elements of an object, and finds the class of its room. */
static BobStatus skip_elements(Reader *r, uint64_t at, bool grows, unsigned *room_class)
{
    uint32_t size;
    if (grows)
        TRY(read_byte(r, room_class));
    TRY(read_count(r, &size, 9, "elements"));
    r->at += (uint64_t)size * 9;
    if (!grows)
        *room_class = bob_room_class((uint64_t)size * BOB_ELEMENT_CHARGE);
    if (*room_class != NO_ROOM && (*room_class < 4 || *room_class >= BOB_ROOM_CLASSES))
        return REFUSE(r, at, "no room has the class %u", *room_class);
    if ((uint64_t)size * BOB_ELEMENT_CHARGE >
        (*room_class == NO_ROOM ? 0 : (uint64_t)1 << *room_class))
        return REFUSE(r, at, "more elements than room");
    return BOB_OK;
}

/* A dict's entry: key, value, hash. */
#define ENTRY_BYTES 26u

static BobStatus skip_dict(Reader *r, uint64_t at, unsigned *room_class)
{
    uint32_t count;
    TRY(read_byte(r, room_class));
    TRY(read_count(r, &count, ENTRY_BYTES, "entries"));
    r->at += (uint64_t)count * ENTRY_BYTES;
    if (*room_class == NO_ROOM)
        return count == 0 ? BOB_OK : REFUSE(r, at, "more entries than room");
    if (*room_class < BOB_DICT_ROOM(BOB_DICT_LEAST) || *room_class >= BOB_ROOM_CLASSES)
        return REFUSE(r, at, "no dict's room has the class %u", *room_class);
    if (count > bob_dict_usable(*room_class - BOB_DICT_ROOM(0)))
        return REFUSE(r, at, "more entries than room");
    return BOB_OK;
}

static BobStatus read_dict(Reader *r, BobObject *d)
{
    uint64_t at = r->at, hash;
    BobEntry *entries = bob_dict_entries(d);
    uint32_t count, i;
    r->at++; /* the room's class */
    TRY(read_u32(r, &count));
    if (d->data != NULL)
        bob_dict_set_count(d, count);
    for (i = 0; i < count; i++) {
        BobEntry *e = &entries[i];
        TRY(read_value(r, true, &e->key));
        TRY(read_value(r, true, &e->value));
        TRY(read_u64(r, &hash));
        e->hash = (int64_t)hash;
        if ((e->key.tag == TAG_UNBOUND) != (e->value.tag == TAG_UNBOUND))
            return REFUSE(r, r->at - ENTRY_BYTES, "half an entry");
        d->size += e->key.tag != TAG_UNBOUND;
    }
    return bob_dict_reindex(d) ? BOB_OK : REFUSE(r, at, "hashes of a dict that are not honest");
}

/* A set's slot: key, hash. */
#define SLOT_BYTES 17u

static BobStatus skip_set(Reader *r, uint64_t at, unsigned *room_class)
{
    uint32_t count;
    TRY(read_byte(r, room_class));
    TRY(read_count(r, &count, SLOT_BYTES, "slots"));
    if (*room_class == NO_ROOM)
        return count == 0 ? BOB_OK : REFUSE(r, at, "more slots than room");
    if (*room_class < BOB_SET_ROOM(BOB_SET_LEAST) || *room_class >= 36 ||
        count != UINT64_C(1) << (*room_class - BOB_SET_ROOM(0)))
        return REFUSE(r, at, "no set's room has the class %u", *room_class);
    TRY(need(r, 4 + (uint64_t)count * SLOT_BYTES));
    r->at += 4 + (uint64_t)count * SLOT_BYTES;
    return BOB_OK;
}

/* There must be slots that were never used: a search ends there. */
static BobStatus read_set(Reader *r, BobObject *o)
{
    uint64_t at = r->at, hash;
    BobSetHead *head = bob_set_head(o);
    uint32_t count, i;
    r->at++; /* the room's class */
    TRY(read_u32(r, &count));
    if (count == 0)
        return BOB_OK;
    *head = (BobSetHead){.fill = 0};
    TRY(read_u32(r, &head->finger));
    for (i = 0; i < count; i++) {
        BobSlot *slot = &head->slots[i];
        TRY(read_value(r, true, &slot->key));
        TRY(read_u64(r, &hash));
        slot->hash = (int64_t)hash;
        if (slot->key.tag == TAG_UNBOUND && slot->hash != 0 && slot->hash != -1)
            return REFUSE(r, r->at - SLOT_BYTES, "a slot without an element that has a hash");
        o->size += slot->key.tag != TAG_UNBOUND;
        head->fill += slot->key.tag != TAG_UNBOUND || slot->hash != 0;
    }
    if ((uint64_t)head->fill * 5 >= (uint64_t)(count - 1) * 3)
        return REFUSE(r, at, "a set that is too full");
    return BOB_OK;
}

static BobStatus read_header(Reader *r, uint32_t i)
{
    uint64_t at = r->at;
    unsigned number, flags, room_class = NO_ROOM;
    uint32_t named = 0;
    BobObject object = {.data = NULL};
    BobObject *o;
    TRY(read_byte(r, &number));
    TRY(read_byte(r, &flags));
    object.type = (uint8_t)type_of_number(number);
    if (object.type == OBJ_COUNT)
        return REFUSE(r, at, "no type of object has the number %u", number);
    if (flags > SNAP_NUMBERED || flags == SNAP_RELEASED ||
        (flags == SNAP_NUMBERED && object.type == OBJ_STR))
        return REFUSE(r, at + 1, "no object has the flags %u", flags);
    r->needed += (flags & SNAP_RELEASED) != 0 ? 0 : BOB_HEADER_CHARGE;
    if (flags == SNAP_NUMBERED) {
        TRY(read_u32(r, &named));
        if (named == 0 || named > r->s->numbered)
            return REFUSE(r, at, "no object has the number %u", named);
    }
    if ((flags & SNAP_FREED) == 0 && object.type == OBJ_STR) {
        TRY(need(r, 8));
        r->at += 8;
    } else if ((flags & SNAP_FREED) == 0 && object.type == OBJ_DICT) {
        TRY(skip_dict(r, at, &room_class));
    } else if ((flags & SNAP_FREED) == 0 &&
               (object.type == OBJ_SET || object.type == OBJ_FROZENSET)) {
        TRY(skip_set(r, at, &room_class));
    } else if ((flags & SNAP_FREED) == 0) {
        ASSERT(bob_has_elements(&object));
        TRY(skip_elements(r, at, (bob_object_flags(&object) & TYPE_GROWS) != 0, &room_class));
    }
    TRY(charge(r, at, room_class));
    o = r->objects[i] = bob_heap_place(&r->s->heap, (BobObjectType)object.type, room_class);
    if (o == NULL)
        return no_memory(r);
    if ((flags & SNAP_FREED) != 0)
        o->flags |= OBJ_FREED;
    o->points = named;
    if ((flags & SNAP_RELEASED) != 0)
        o->flags |= OBJ_RELEASED;
    return BOB_OK;
}

/* Objects may refer to later ones: all headers are there before contents are read. This
 * pass only finds the types and steps over the rest. */
static BobStatus read_headers(Reader *r)
{
    uint64_t start;
    uint32_t i;
    TRY(read_count(r, &r->object_count, 2, "objects"));
    r->objects = bob_alloc_zeroed(r->allocator, r->object_count * sizeof(void *));
    if (r->objects == NULL)
        return no_memory(r);
    start = r->at;
    for (i = 0; i < r->object_count; i++)
        TRY(read_header(r, i));
    r->at = start;
    return BOB_OK;
}

/* What operations on the object rely on without asking. */
static BobStatus check_contents(Reader *r, uint64_t at, const BobObject *o)
{
    if (o->type == OBJ_CELL && (o->size > 1 || o->room_class != bob_room_class(BOB_ELEMENT_CHARGE)))
        return REFUSE(r, at, "a cell with room for other than one value");
    if (o->type == OBJ_FUNCTION &&
        (o->size == 0 || bob_element(o, 0).tag != TAG_FUNC ||
         r->s->program->functions[bob_element(o, 0).i].bound != o->size - 1))
        return REFUSE(r, at, "a function object that does not hold what its function takes");
    return BOB_OK;
}

static BobStatus read_contents(Reader *r, BobObject *o)
{
    uint64_t at = r->at;
    uint32_t size, k;
    unsigned skipped;
    r->at += o->points != 0 && o->type != OBJ_STR ? 6 : 2; /* type, flags, number */
    if ((o->flags & OBJ_FREED) != 0)
        return BOB_OK;
    if (o->type == OBJ_STR)
        return read_str(r, o);
    if (o->type == OBJ_DICT)
        return read_dict(r, o);
    if (o->type == OBJ_SET || o->type == OBJ_FROZENSET)
        return read_set(r, o);
    if ((bob_object_flags(o) & TYPE_GROWS) != 0)
        TRY(read_byte(r, &skipped));
    TRY(read_u32(r, &size));
    for (k = 0; k < size; k++) {
        BobValue v;
        TRY(read_value(r, false, &v));
        if (o->type == OBJ_LIST) /* it may change its kind */
            bob_list_put(o, k, v);
        else
            ((BobValue *)o->data)[k] = v;
        bob_set_size(o, k + 1);
    }
    return check_contents(r, at, o);
}

static BobStatus read_objects(Reader *r)
{
    uint32_t i;
    TRY(read_headers(r));
    for (i = 0; i < r->object_count; i++)
        TRY(read_contents(r, r->objects[i]));
    for (i = 0; i < r->object_count; i++)
        if ((r->objects[i]->flags & OBJ_FREED) == 0 &&
            !bob_class_is_sound(r->s->program, r->objects[i]))
            return REFUSE(r, r->at, "object %u is no %s", i,
                          bob_object_type_name((BobObjectType)r->objects[i]->type));
    return BOB_OK;
}

/* Rebuilds the free list of headers as far as anything reaches it. */
static BobStatus read_released(Reader *r)
{
    uint32_t count, i, expected = 0, found = 0;
    uint64_t start;
    TRY(read_count(r, &count, 4, "free headers"));
    start = r->at;
    if (count > r->s->heap.account.free_headers)
        return REFUSE(r, start, "more free headers than the account has");
    for (i = 0; i < r->object_count; i++)
        expected += (r->objects[i]->flags & OBJ_RELEASED) != 0;
    for (i = count; i-- > 0;) { /* the last given back comes first, so from the end */
        uint32_t n;
        BobObject *o;
        r->at = start + (uint64_t)i * 4;
        TRY(read_u32(r, &n));
        if (n == 0 && i == count - 1)
            return REFUSE(r, r->at - 4, "the last free header is not reached");
        if (n > r->object_count || (n > 0 && ((r->objects[n - 1]->flags & OBJ_RELEASED) == 0 ||
                                              r->objects[n - 1]->points != 0)))
            return REFUSE(r, r->at - 4, "not a free header");
        o = n > 0 ? r->objects[n - 1] : bob_heap_place(&r->s->heap, OBJ_LIST, NO_ROOM);
        if (o == NULL)
            return no_memory(r);
        o->flags |= OBJ_FREED | OBJ_RELEASED;
        o->points = 1; /* listed: a header is on the list once */
        found += n > 0;
        bob_heap_place_free(&r->s->heap, o);
    }
    for (i = 0; i < r->object_count; i++)
        if ((r->objects[i]->flags & OBJ_RELEASED) != 0)
            r->objects[i]->points = 0;
    r->at = start + (uint64_t)count * 4;
    if (found != expected)
        return REFUSE(r, start, "a released header that is not free");
    return BOB_OK;
}

/* ---- frames and globals ---- */

/* The proven depths of a function's instructions, or NULL where it is unproven. */
static BobStatus proven(Reader *r, uint32_t function, const uint32_t **depths)
{
    const BobProgram *p = r->s->program;
    const BobFunction *f = &p->functions[function];
    uint32_t deepest;
    *depths = NULL;
    if (f->max_depth == BOB_UNPROVEN)
        return BOB_OK;
    if (r->depths[function] == NULL) {
        r->depths[function] = bob_alloc(r->allocator, f->code_size * sizeof(uint32_t));
        if (r->depths[function] == NULL ||
            bob_prove_depth(p, f, r->depths[function], &deepest) != BOB_OK)
            return no_memory(r);
    }
    *depths = r->depths[function];
    return BOB_OK;
}

/* Whether a frame of f can hold so many operands. */
static BobStatus check_room(Reader *r, uint64_t at, const BobFunction *f, uint32_t depth)
{
    if (depth <= bob_frame_room(r->s, f))
        return BOB_OK;
    if (depth <= f->max_depth)
        return REFUSE(r, at, "a frame of %.80s has %u operands, the stack limit is %u: give more",
                      f->name, depth, r->s->stack_limit);
    return REFUSE(r, at, "%u operands are more than a frame of %.80s may hold", depth, f->name);
}

/* Whether a frame of f can stand at ip with that depth. */
static BobStatus check_depth(Reader *r, uint64_t at, uint32_t function, uint32_t ip, uint32_t depth)
{
    const BobFunction *f = &r->s->program->functions[function];
    const uint32_t *depths;
    TRY(check_room(r, at, f, depth));
    TRY(proven(r, function, &depths));
    if (depths != NULL && ip < f->code_size && depths[ip] != depth)
        return REFUSE(r, at, "instruction %u of %s is never reached with %u operands", ip, f->name,
                      depth);
    return BOB_OK;
}

/* A frame below the top must be at the instruction after one that has called the function above
 * it. Of what a value was called is not known here; whoever makes a frame's first locals its
 * arguments has seen to them. */
static BobStatus check_call(Reader *r, uint64_t at, const BobFrame *f, uint32_t callee,
                            uint32_t then)
{
    const BobProgram *p = r->s->program;
    const BobFunction *function = &p->functions[f->function];
    uint32_t pops, pushes;
    BobWord w;
    if (f->ip == 0 || bob_opcode(function->code[f->ip - 1]) >= OP_COUNT)
        return REFUSE(r, at, "a frame that called nothing");
    w = function->code[f->ip - 1];
    bob_stack_effect(p, w, &pops, &pushes);
    if (then != THEN_PUSH) {
        if (bob_then_kind(then) >= THEN_COUNT || bob_then_kind(then) == THEN_PUSH ||
            bob_then_operand(then) >= pops || f->depth < pops ||
            pushes > (bob_then_kind(then) == THEN_METHOD ? 2u : 1u) ||
            (bob_then_kind(then) == THEN_METHOD && pushes != 2))
            return REFUSE(r, at, "a frame whose result has no use");
        return check_depth(r, at, f->function, f->ip - 1, f->depth);
    }
    if (!(bob_opcode(w) == OP_CALL_FUNC && bob_operand(w) == callee) &&
        !bob_calls_value(bob_opcode(w)))
        return REFUSE(r, at, "a frame that did not call the one above it");
    return check_depth(r, at, f->function, f->ip - 1, f->depth + pops);
}

static BobStatus read_frame(Reader *r)
{
    BobState *s = r->s;
    uint64_t at = r->at;
    uint32_t function, ip, depth, then, i;
    const BobFunction *f;
    BobFrame *frame;
    TRY(read_u32(r, &function));
    TRY(read_u32(r, &ip));
    TRY(read_u32(r, &depth));
    TRY(read_u32(r, &then));
    if (function >= s->program->function_count ||
        (s->frame_count == 0 && s->phase != PHASE_CALL && function != s->program->main))
        return REFUSE(r, at, "no such function here");
    f = &s->program->functions[function];
    if (ip > f->code_size)
        return REFUSE(r, at, "%s has no instruction %u", f->name, ip);
    if (s->frame_count >= s->depth_limit ||
        (s->frame_count > 0 && bob_frame_charge(s, f) > s->arena_limit - s->arena_used))
        return REFUSE(r, at,
                      "the state has more frames than the limits of depth (%u) and arena (%llu) "
                      "allow: give more",
                      s->depth_limit, (unsigned long long)s->arena_limit);
    if (s->frame_count == 0 && then != THEN_PUSH)
        return REFUSE(r, at, "the lowest frame returns to nobody");
    if (s->frame_count > 0)
        TRY(check_call(r, at, bob_top_frame(s), function, then));
    TRY(check_room(r, at, f, depth));
    if (!bob_has_room(s, f) && !bob_state_reserve_all(s))
        return no_memory(r);
    frame = bob_place_frame(s, function);
    frame->ip = ip;
    frame->then = then;
    for (i = 0; i < f->local_count; i++)
        TRY(read_value(r, true, &frame->locals[i]));
    for (i = 0; i < depth; i++)
        TRY(read_value(r, false, &bob_frame_stack(s, frame)[i]));
    frame->depth = depth;
    return BOB_OK;
}

static BobStatus read_frames(Reader *r)
{
    uint64_t at = r->at;
    uint32_t count, i;
    const BobFrame *top;
    TRY(read_count(r, &count, 16, "frames"));
    if ((count == 0) != (r->s->phase == PHASE_IDLE))
        return REFUSE(r, at, count == 0 ? "a state without frames" : "an idle state with frames");
    bob_pop_frame(r->s); /* that of main, placed when the state was made */
    if (count == 0)
        return BOB_OK;
    for (i = 0; i < count; i++) {
        TRY(read_frame(r));
        /* One that has not begun fails by itself when it does. */
        if (i == 0 && (count > 1 || r->s->count > 0) && r->s->arena_used > r->s->arena_limit)
            return REFUSE(r, at, "main alone fills the arena's %llu values: give more",
                          (unsigned long long)r->s->arena_limit);
    }
    top = bob_top_frame(r->s);
    return check_depth(r, at, top->function, top->ip, top->depth);
}

static BobStatus read_dropped(Reader *r)
{
    BobDropped *d = &r->s->dropped;
    uint32_t count, i, n;
    TRY(read_u64(r, &d->most));
    TRY(read_count(r, &count, 4, "objects of calls"));
    d->objects = bob_alloc(r->allocator, count * sizeof(BobObject *));
    if (d->objects == NULL)
        return no_memory(r);
    d->room = count;
    for (i = 0; i < count; i++) {
        TRY(read_u32(r, &n));
        if (n >= r->object_count || (r->objects[n]->flags & OBJ_FREED) != 0)
            return REFUSE(r, r->at - 4, "no such object of a call");
        d->objects[d->count++] = r->objects[n];
    }
    return BOB_OK;
}

static BobStatus read_host(Reader *r)
{
    BobState *s = r->s;
    uint64_t at = r->at, code;
    unsigned phase, ending;
    bool ended;
    TRY(read_byte(r, &phase));
    TRY(read_byte(r, &ending));
    TRY(read_u64(r, &code));
    ended = ending != ENDING_NONE;
    if (phase > PHASE_CALL || ending > ENDING_EXIT || (ended && phase != PHASE_IDLE))
        return REFUSE(r, at, "no machine stands so");
    if (ending != ENDING_EXIT && code != 0)
        return REFUSE(r, at + 2, "an exit code of what has not exited");
    s->phase = (BobPhase)phase;
    s->ending = (BobEnding)ending;
    s->exit_code = (int64_t)code;
    at = r->at;
    TRY(read_value(r, false, &s->result));
    if (s->result.tag != TAG_NONE && !ended)
        return REFUSE(r, at, "a result of what has not ended");
    return read_dropped(r);
}

static BobStatus read_globals(Reader *r)
{
    uint32_t count, i, name;
    int64_t last = -1;
    TRY(read_count(r, &count, 13, "globals"));
    for (i = 0; i < count; i++) {
        uint64_t at = r->at;
        TRY(read_u32(r, &name));
        if (name >= r->s->program->names.count || (int64_t)name <= last)
            return REFUSE(r, at, "no such name here");
        TRY(read_value(r, false, &r->s->globals[name]));
        last = name;
    }
    return BOB_OK;
}

/* ---- the whole ---- */

/* Checks what comes before the contents and leaves the reader after it. */
static BobStatus open_snapshot(Reader *r, const void *bytes, size_t n, BobError *error)
{
    uint64_t length, hash;
    uint32_t version, zero;
    *r = (Reader){.bytes = bytes, .at = 0, .end = n, .error = error};
    if (n < 8 || memcmp(bytes, BOB_SNAPSHOT_MAGIC, 8) != 0)
        return REFUSE(r, 0, "not a snapshot");
    r->at = 8;
    TRY(read_u32(r, &version));
    if (version != BOB_SNAPSHOT_VERSION)
        return REFUSE(r, 8, "snapshot version %u, this build reads %u", version,
                      BOB_SNAPSHOT_VERSION);
    TRY(read_u32(r, &zero));
    TRY(read_u64(r, &length));
    TRY(read_u64(r, &hash));
    if (zero != 0)
        return REFUSE(r, 12, "unknown flags");
    if (length != n)
        return REFUSE(r, 16, "%llu bytes long, but %llu are there", (unsigned long long)length,
                      (unsigned long long)n);
    if (hash != bob_ops_hash())
        return REFUSE(r, 24, "taken with another operation table");
    TRY(need(r, 8));
    r->end = n - 8;
    r->at = r->end;
    r->end = n;
    if (number(r, 8) != bob_hash(bytes, n - 8))
        return REFUSE(r, n - 8, "the checksum is wrong: the snapshot is damaged");
    r->end = n - 8;
    r->at = BOB_SNAPSHOT_HEAD;
    return BOB_OK;
}

static BobStatus enter_container(Reader *r, uint64_t *length)
{
    uint64_t at = r->at;
    TRY(read_u64(r, length));
    if (*length > r->end - r->at)
        return REFUSE(r, at, "the program does not fit the snapshot");
    return BOB_OK;
}

BobStatus bob_snapshot_read_program(const void *bytes, size_t n, const BobAllocator *a,
                                    const BobLoadLimits *limits, BobProgram **program,
                                    BobError *error)
{
    Reader r;
    uint64_t length;
    BobStatus status;
    *program = NULL;
    TRY(open_snapshot(&r, bytes, n, error));
    TRY(enter_container(&r, &length));
    if (limits != NULL && length > limits->bytes)
        return REFUSE(&r, r.at - 8, "a program of %llu bytes, which is more than the limit of %llu",
                      (unsigned long long)length, (unsigned long long)limits->bytes);
    status = bob_container_read(r.bytes + r.at, length, a, limits, program, error);
    if (status == BOB_INVALID_PROGRAM && error != NULL && error->has_offset)
        error->offset += r.at;
    return status;
}

static BobStatus read_arguments(Reader *r, const char ***argv, uint32_t *argc, BobBuffer *text)
{
    uint32_t i, size;
    uint64_t start;
    TRY(read_count(r, argc, 4, "arguments"));
    start = r->at;
    *argv = bob_alloc_zeroed(r->allocator, *argc * sizeof **argv);
    if (*argv == NULL)
        return no_memory(r);
    for (i = 0; i < *argc; i++) { /* NUL-terminated copies, one after another */
        TRY(read_u32(r, &size));
        TRY(need(r, size));
        if (bob_utf8_valid((const char *)r->bytes + r->at, size) != size ||
            memchr(r->bytes + r->at, 0, size) != NULL)
            return REFUSE(r, r->at, "an argument that is no text");
        bob_buffer_add(text, r->bytes + r->at, size);
        bob_buffer_byte(text, '\0');
        r->at += size;
    }
    if (text->failed)
        return no_memory(r);
    for (i = 0, start = 0; i < *argc; i++) {
        (*argv)[i] = text->bytes + start;
        start += strlen(text->bytes + start) + 1;
    }
    return BOB_OK;
}

static BobStatus read_output(Reader *r)
{
    BobState *s = r->s;
    BobHashing *h = &s->output, begun = *h;
    uint64_t at = r->at;
    size_t held;
    unsigned i;
    TRY(read_u64(r, &h->size));
    if (h->size > s->output_limit)
        return REFUSE(r, at, "%llu bytes of output were written, the limit is %llu: give more",
                      (unsigned long long)h->size, (unsigned long long)s->output_limit);
    for (i = 0; i < 4; i++)
        TRY(read_u64(r, &h->lanes[i]));
    if (h->size < BOB_HASH_BLOCK && memcmp(h->lanes, begun.lanes, sizeof h->lanes) != 0)
        return REFUSE(r, at + 8, "so little output has no such hash");
    held = h->size % BOB_HASH_BLOCK;
    TRY(need(r, held));
    memcpy(h->pending, r->bytes + r->at, held);
    r->at += held;
    return BOB_OK;
}

static BobStatus read_counts(Reader *r)
{
    BobState *s = r->s;
    BobHeapAccount *a = &s->heap.account;
    uint64_t at = r->at, room = 0;
    unsigned i;
    TRY(read_u64(r, &s->count));
    TRY(read_u32(r, &s->numbered));
    s->began = s->count;
    TRY(read_output(r));
    at = r->at;
    TRY(read_u64(r, &a->charged));
    TRY(read_u64(r, &a->free_headers));
    if (a->charged > s->heap.limit)
        return REFUSE(r, at, "%llu bytes of heap are in use, the limit is %llu: give more",
                      (unsigned long long)a->charged, (unsigned long long)s->heap.limit);
    if (a->free_headers > a->charged / BOB_HEADER_CHARGE)
        return REFUSE(r, at + 8, "more free headers than were ever charged");
    r->needed = a->free_headers * BOB_HEADER_CHARGE;
    for (i = 0; i < BOB_ROOM_CLASSES; i++) {
        TRY(read_u64(r, &a->free_rooms[i]));
        if (a->free_rooms[i] > a->charged >> i)
            return REFUSE(r, r->at - 8, "more free rooms than were ever charged");
        room += a->free_rooms[i] << i;
    }
    r->needed += room;
    return charge(r, at, NO_ROOM);
}

static BobStatus read_state(Reader *r)
{
    TRY(read_counts(r));
    TRY(read_texts(r));
    TRY(read_objects(r));
    TRY(read_released(r));
    TRY(read_host(r));
    TRY(read_frames(r));
    TRY(read_globals(r));
    TRY(read_value(r, false, &r->s->handled)); /* whoever uses it asks whether it is an exception */
    if (r->at != r->end)
        return REFUSE(r, r->at, "bytes after the end");
    return BOB_OK;
}

static void free_reader(Reader *r, const BobProgram *p)
{
    uint32_t i;
    bob_free(r->allocator, r->texts, r->text_count * sizeof *r->texts);
    bob_free(r->allocator, r->objects, r->object_count * sizeof *r->objects);
    for (i = 0; r->depths != NULL && i < p->function_count; i++)
        bob_free(r->allocator, r->depths[i], p->functions[i].code_size * sizeof(uint32_t));
    bob_free(r->allocator, r->depths, p->function_count * sizeof *r->depths);
}

/* Makes the state, with the arguments, and fills it. */
static BobStatus restore(Reader *r, const BobProgram *p, const BobConfig *config)
{
    BobBuffer text = {.allocator = r->allocator};
    const char **argv = NULL;
    uint32_t argc = 0;
    BobStatus status = read_arguments(r, &argv, &argc, &text);
    if (status == BOB_OK) {
        status = bob_state_init(r->s, p, config, (int)argc, argv);
        if (status != BOB_OK)
            (void)no_memory(r);
    }
    bob_free(r->allocator, argv, argc * sizeof *argv);
    bob_buffer_free(&text);
    if (status != BOB_OK)
        return status;
    r->depths = bob_alloc_zeroed(r->allocator, p->function_count * sizeof *r->depths);
    status = r->depths == NULL ? no_memory(r) : read_state(r);
    if (status != BOB_OK)
        bob_state_end(r->s);
    return status;
}

BobStatus bob_snapshot_read(BobState *s, const BobProgram *p, const BobConfig *config,
                            const void *bytes, size_t n, BobError *error)
{
    Reader r;
    uint64_t length;
    BobStatus status;
    TRY(open_snapshot(&r, bytes, n, error));
    TRY(enter_container(&r, &length));
    if (bob_hash(r.bytes + r.at, length) != p->hash)
        return REFUSE(&r, r.at, "a snapshot of another program");
    r.at += length;
    r.s = s;
    r.allocator = config->allocator.resize != NULL ? &config->allocator : &bob_malloc_allocator;
    status = restore(&r, p, config);
    free_reader(&r, p);
    return status;
}
