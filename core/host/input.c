/* What a host gives, as values of the program. The host is trusted with pointers and lengths, as
 * any caller in C is, and with nothing else: texts may be no UTF-8, and structures may nest without
 * end. So there is no recursion, and what was made of a value that turns out to be none is undone.
 */
#include "core/host/input.h"

#include <math.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/machine/types/dict.h"
#include "core/machine/types/types.h"
#include "core/machine/program.h"
#include "core/vm.h"

/* ---- constructors ---- */

BobInput bob_in_none(void)
{
    return (BobInput){.type = BOB_NONE};
}

BobInput bob_in_bool(bool b)
{
    return (BobInput){.type = BOB_BOOL, .integer = b};
}

BobInput bob_in_int(int64_t i)
{
    return (BobInput){.type = BOB_INT, .integer = i};
}

BobInput bob_in_float(double x)
{
    return (BobInput){.type = BOB_FLOAT, .number = x};
}

BobInput bob_in_text(const char *utf8)
{
    return bob_in_str(utf8, utf8 != NULL ? strlen(utf8) : 0);
}

BobInput bob_in_str(const char *utf8, size_t n)
{
    return (BobInput){.type = BOB_STR, .text = utf8, .length = n};
}

BobInput bob_in_bytes(const void *bytes, size_t n)
{
    return (BobInput){.type = BOB_BYTES, .text = bytes, .length = n};
}

static BobInput of_items(BobType type, const BobInput *items, size_t n)
{
    return (BobInput){.type = type, .items = items, .length = n};
}

BobInput bob_in_list(const BobInput *items, size_t n)
{
    return of_items(BOB_LIST, items, n);
}

BobInput bob_in_tuple(const BobInput *items, size_t n)
{
    return of_items(BOB_TUPLE, items, n);
}

BobInput bob_in_set(const BobInput *items, size_t n)
{
    return of_items(BOB_SET, items, n);
}

BobInput bob_in_dict(const BobInput *pairs, size_t n)
{
    return of_items(BOB_DICT, pairs, n);
}

BobInput bob_in_ints(const int64_t *ints, size_t n)
{
    return (BobInput){.type = BOB_LIST, .ints = ints, .length = n};
}

BobInput bob_in_floats(const double *floats, size_t n)
{
    return (BobInput){.type = BOB_LIST, .floats = floats, .length = n};
}

/* ---- taking them ---- */

/* An object whose elements are being made. */
typedef struct Level {
    const BobInput *in;
    BobObject *o;
    size_t next;  /* of in->items */
    BobValue key; /* of a dict, whose value comes next */
} Level;

#define FIRST_LEVELS 8u

typedef struct Taking {
    BobState *s;
    const BobHandles *handles;
    BobError *error;
    const char *what;
    size_t which, count; /* the input that is being made, of how many */
    Level *levels;       /* the outermost first: `first`, or BOB_MAX_NESTING of them */
    size_t depth;
    Level first[FIRST_LEVELS];
} Taking;

#define REFUSE(t, ...) refuse((t), bob_error_set((t)->error, BOB_INVALID_ARGUMENT, __VA_ARGS__))

/* Which input it was goes before the message. */
static COLD BobStatus refuse(const Taking *t, BobStatus status)
{
    char message[sizeof t->error->message];
    if (t->error == NULL)
        return status;
    memcpy(message, t->error->message, sizeof message);
    if (t->count > 1)
        return bob_error_set(t->error, status, "%s %zu: %.150s", t->what, t->which + 1, message);
    return bob_error_set(t->error, status, "%s: %.150s", t->what, message);
}

static COLD BobStatus no_room(Taking *t)
{
    if (!t->s->heap.limit_reached)
        return bob_error_set(t->error, BOB_OUT_OF_MEMORY, "no memory is left");
    (void)bob_error_set(t->error, BOB_OUT_OF_MEMORY, "the heap's limit of %llu bytes is reached",
                        (unsigned long long)t->s->heap.limit);
    if (t->error != NULL)
        t->error->allocator_failed = false;
    return BOB_OUT_OF_MEMORY;
}

static BobStatus take_text(Taking *t, const BobInput *in, BobValue *v)
{
    size_t n = in->length;
    BobObject *o;
    if (in->text == NULL && n > 0)
        return REFUSE(t, "text is NULL, of %zu bytes", n);
    if (n > 0 && bob_utf8_valid(in->text, n) != n)
        return REFUSE(t, "text that is not valid UTF-8");
    if (n == 0 || (n == 1 && (unsigned char)in->text[0] < 0x80)) {
        *v = bob_ref(
            bob_static_str(t->s->program, n == 0 ? BOB_EMPTY_STR : (unsigned char)in->text[0]));
        return BOB_OK;
    }
    if (bob_heap_new_str(&t->s->heap, in->text, n, bob_utf8_points(in->text, n), &o) != BOB_OK)
        return no_room(t);
    *v = bob_ref(o);
    return BOB_OK;
}

/* A sign and decimal digits, as many as 64 bits hold. */
static BobStatus take_decimal(Taking *t, const BobInput *in, BobValue *v)
{
    bool negative = in->length > 0 && in->text[0] == '-';
    uint64_t magnitude = 0;
    size_t i;
    if (in->length == (size_t)negative)
        return REFUSE(t, "an int without a digit");
    for (i = negative; i < in->length; i++) {
        unsigned digit = (unsigned)(unsigned char)in->text[i] - '0';
        if (digit > 9)
            return REFUSE(t, "an int of other than decimal digits");
        if (magnitude > (UINT64_MAX - digit) / 10)
            return REFUSE(t, "an int of more than 64 bits");
        magnitude = 10 * magnitude + digit;
    }
    if (magnitude > (uint64_t)INT64_MAX + negative)
        return REFUSE(t, "an int of more than 64 bits");
    *v = bob_int(negative ? (int64_t)(0 - magnitude) : (int64_t)magnitude);
    return BOB_OK;
}

static double one_nan(double x)
{
    return isnan(x) ? bob_quiet_nan() : x;
}

/* Elements that lie ready as the list keeps them. */
static void copy_numbers(const BobInput *in, BobObject *o)
{
    size_t i, n = in->length;
    if (o->type != OBJ_LIST) {
        BobValue *values = o->data;
        for (i = 0; i < n; i++)
            values[i] = in->ints != NULL ? bob_int(in->ints[i]) : bob_float(one_nan(in->floats[i]));
    } else if (in->ints != NULL) {
        o->kind = KIND_INT;
        memcpy(o->data, in->ints, n * sizeof *in->ints);
    } else {
        double *floats = o->data;
        o->kind = n > 0 ? KIND_FLOAT : KIND_INT;
        for (i = 0; i < n; i++)
            floats[i] = one_nan(in->floats[i]);
    }
    bob_set_size(o, (uint32_t)n);
}

/* Another level; false where memory is out. */
static bool open_level(Taking *t, const BobInput *in, BobObject *o)
{
    if (t->depth == FIRST_LEVELS && t->levels == t->first) {
        Level *all = bob_alloc(&t->s->allocator, BOB_MAX_NESTING * sizeof *all);
        if (all == NULL)
            return false;
        memcpy(all, t->first, sizeof t->first);
        t->levels = all;
    }
    t->levels[t->depth++] = (Level){.in = in, .o = o};
    return true;
}

/* A list or tuple: its elements come next, unless they are numbers side by side. */
static BobStatus take_sequence(Taking *t, const BobInput *in, BobObjectType type, BobValue *v)
{
    BobObject *o;
    if ((in->items != NULL) + (in->ints != NULL) + (in->floats != NULL) > 1)
        return REFUSE(t, "elements of two kinds");
    if (in->length > 0 && in->items == NULL && in->ints == NULL && in->floats == NULL)
        return REFUSE(t, "elements are NULL, %zu of them", in->length);
    if (t->depth >= BOB_MAX_NESTING)
        return REFUSE(t, "nested deeper than %u", BOB_MAX_NESTING);
    if (in->length > UINT32_MAX)
        t->s->heap.limit_reached = true;
    if (in->length > UINT32_MAX || bob_heap_new(&t->s->heap, type, in->length, &o) != BOB_OK)
        return no_room(t);
    *v = bob_ref(o);
    if (in->length > 0 && in->items == NULL)
        copy_numbers(in, o);
    else if (in->length > 0 && !open_level(t, in, o))
        return bob_error_set(t->error, BOB_OUT_OF_MEMORY, "no memory is left");
    return BOB_OK;
}

/* Its keys and values come next. */
static BobStatus take_dict(Taking *t, const BobInput *in, BobValue *v)
{
    BobObject *o;
    if (in->length > 0 && in->items == NULL)
        return REFUSE(t, "pairs are NULL, %zu of them", in->length);
    if (t->depth >= BOB_MAX_NESTING)
        return REFUSE(t, "nested deeper than %u", BOB_MAX_NESTING);
    if (in->length > UINT32_MAX)
        t->s->heap.limit_reached = true;
    if (in->length > UINT32_MAX || bob_dict_new(t->s, in->length, &o) != BOB_OK)
        return no_room(t);
    *v = bob_ref(o);
    if (in->length > 0 && !open_level(t, in, o))
        return bob_error_set(t->error, BOB_OUT_OF_MEMORY, "no memory is left");
    return BOB_OK;
}

/* A pair whose key is whole by now. */
static BobStatus put_pair(Taking *t, BobObject *d, BobValue key, BobValue value)
{
    uint64_t work = 0;
    int64_t hash;
    uint32_t entry;
    BobStatus status = bob_hash_value(t->s, key, &work, &hash);
    if (status == BOB_OK)
        status = bob_dict_find(t->s, d, key, hash, &work, &entry);
    if (status != BOB_OK)
        return REFUSE(t, "a key of type %s, which is not hashable here", bob_type_name(key));
    return bob_dict_put(t->s, d, key, hash, entry, value) == BOB_OK ? BOB_OK : no_room(t);
}

/* The value itself; elements are made later. */
static BobStatus take_one(Taking *t, const BobInput *in, BobValue *v)
{
    if (in->handle != 0) {
        BobObject *o = bob_handle_find(t->handles, in->handle);
        if (o == NULL)
            return REFUSE(t, "a handle that is not, or no longer, one of this machine");
        *v = bob_ref(o);
        return BOB_OK;
    }
    switch (in->type) {
    case BOB_NONE:
        *v = bob_none();
        return BOB_OK;
    case BOB_BOOL:
        *v = bob_bool(in->integer != 0);
        return BOB_OK;
    case BOB_INT:
        if (in->text != NULL)
            return take_decimal(t, in, v);
        *v = bob_int(in->integer);
        return BOB_OK;
    case BOB_FLOAT:
        *v = bob_float(one_nan(in->number));
        return BOB_OK;
    case BOB_STR:
        return take_text(t, in, v);
    case BOB_TUPLE:
        return take_sequence(t, in, OBJ_TUPLE, v);
    case BOB_LIST:
        return take_sequence(t, in, OBJ_LIST, v);
    case BOB_DICT:
        return take_dict(t, in, v);
    case BOB_SET:
    case BOB_FROZENSET:
    case BOB_BYTES:
    case BOB_BYTEARRAY:
    case BOB_COMPLEX:
        return REFUSE(t, "a value of type %d, which this version does not take", (int)in->type);
    case BOB_FUNC:
    case BOB_RANGE:
    case BOB_OBJECT:
    case BOB_CLASS:
    case BOB_EXCEPTION:
    case BOB_ITERATOR:
    case BOB_DICT_KEYS:
    case BOB_DICT_VALUES:
    case BOB_DICT_ITEMS:
    case BOB_MODULE:
    case BOB_CELL:
    case BOB_FREED:
        break;
    }
    return REFUSE(t, "no value can be given with type %d", (int)in->type);
}

static void put_element(BobObject *o, uint32_t i, BobValue v)
{
    if (o->type == OBJ_LIST) /* it may change its kind */
        bob_list_put(o, i, v);
    else
        ((BobValue *)o->data)[i] = v;
    bob_set_size(o, i + 1);
}

/* An element may open a level of its own, which is then made to its end first. */
static BobStatus take_elements(Taking *t)
{
    while (t->depth > 0) {
        size_t depth = t->depth - 1;
        Level *level = &t->levels[depth];
        BobObject *o = level->o;
        size_t i = level->next;
        BobValue v;
        BobStatus status;
        bool pairs = o->type == OBJ_DICT;
        if (i == level->in->length << pairs) {
            t->depth--;
            continue;
        }
        level->next++;
        status = take_one(t, &level->in->items[i], &v);
        if (status != BOB_OK)
            return status;
        if (!pairs)
            put_element(o, (uint32_t)i, v);
        else if (i % 2 == 0)
            t->levels[depth].key = v; /* they may have moved */
        else if ((status = put_pair(t, o, t->levels[depth].key, v)) != BOB_OK)
            return status;
    }
    return BOB_OK;
}

BobStatus bob_take_inputs(BobState *s, const BobHandles *handles, const BobInput *inputs, size_t n,
                          BobValue *out, const char *what, BobError *error)
{
    Taking t = {.s = s, .handles = handles, .error = error, .what = what, .count = n};
    BobStatus status = BOB_OK;
    BobError before = s->error;
    uint64_t fuel = s->fuel;
    if (inputs == NULL && n > 0)
        return bob_error_set(error, BOB_INVALID_ARGUMENT, "%s may not be NULL", what);
    t.levels = t.first;
    s->fuel = BOB_UNLIMITED; /* it costs none */
    s->heap.limit_reached = false;
    bob_heap_begin(&s->heap);
    for (; t.which < n && status == BOB_OK; t.which++) {
        status = take_one(&t, &inputs[t.which], &out[t.which]);
        if (status == BOB_OK)
            status = take_elements(&t);
    }
    if (status == BOB_OK)
        bob_heap_commit(&s->heap);
    else
        bob_heap_rollback(&s->heap);
    s->heap.limit_reached = false; /* no refusal of the program's */
    s->fuel = fuel;
    s->surcharge = 0;
    if (status != BOB_OK)
        s->error = before;
    if (t.levels != t.first)
        bob_free(&s->allocator, t.levels, BOB_MAX_NESTING * sizeof *t.levels);
    return status;
}

BobStatus bob_machine_take(BobMachine *m, const BobInput *inputs, size_t n, BobValue *out,
                           const char *what)
{
    return bob_take_inputs(&m->state, &m->handles, inputs, n, out, what, &m->refusal);
}
