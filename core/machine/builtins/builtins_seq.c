/* Functions over whole sequences: those that look through one, and those that make lists. */
#include "core/base/utf8.h"
#include "core/machine/builtins/builtins.h"
#include "core/machine/types/iterator.h"

/* ---- looking through ---- */

/* Whether an element has the truth `wanted`; charges for those examined. A character is
 * always true. */
static BobStatus some_element(BobState *s, BobValue seq, bool wanted, bool *found)
{
    uint32_t i = 0;
    *found = false;
    TRY(bob_arg_iterable(s, seq));
    if (seq.ref->type == OBJ_STR) {
        *found = wanted && seq.ref->size > 0;
        return bob_charge(s, wanted ? *found : seq.ref->points);
    }
    while (i < seq.ref->size && !*found) {
        bool truth;
        BOB_POLL_AT(s, i);
        TRY(bob_sem_truth(s, bob_element(seq.ref, i++), &truth));
        *found = truth == wanted;
    }
    return bob_charge(s, i);
}

DEFINE_OVER(all, 0, 1)
{
    bool found;
    TRY(some_element(s, args[0], false, &found));
    *r = bob_bool(!found);
    return BOB_OK;
}

DEFINE_OVER(any, 0, 1)
{
    bool found;
    TRY(some_element(s, args[0], true, &found));
    *r = bob_bool(found);
    return BOB_OK;
}

/* The character with the least or greatest code point. UTF-8 orders as code points do. */
static BobStatus best_character(BobState *s, const BobObject *str, BobCompare op, BobValue *r)
{
    const char *text = bob_str_bytes(str);
    uint32_t at = 0, best = 0, best_point = 0;
    unsigned size;
    while (at < str->size) {
        uint32_t point = bob_utf8_decode(text + at, &size);
        if (at == 0 || (op == CMP_LT ? point < best_point : point > best_point)) {
            best = at;
            best_point = point;
        }
        at += size;
    }
    TRY(bob_charge(s, str->size));
    return bob_str_new(s, text + best, bob_utf8_size((unsigned char)text[best]), r);
}

/* Of a list of ints or of floats the first that `op` puts before all others. */
static BobStatus best_number(BobState *s, const BobObject *o, BobCompare op, BobValue *r)
{
    const int64_t *ints = o->data;
    const double *floats = o->data;
    uint32_t i, best = 0;
    for (i = 1; i < o->size; i++) {
        BOB_POLL_AT(s, i);
        if (o->kind == KIND_INT
                ? (op == CMP_LT ? ints[i] < ints[best] : ints[i] > ints[best])
                : (op == CMP_LT ? floats[i] < floats[best] : floats[i] > floats[best]))
            best = i;
    }
    *r = bob_element(o, best);
    return BOB_OK;
}

/* The first of n >= 1 values that `op` puts before all others. */
static BobStatus best_of(BobState *s, const BobValue *values, const BobObject *o, uint32_t n,
                         BobCompare op, BobValue *r)
{
    BobValue best = o != NULL ? bob_element(o, 0) : values[0];
    uint64_t work = n, left = bob_work_left(s);
    uint32_t i = 1;
    if (o != NULL && (o->kind == KIND_INT || o->kind == KIND_FLOAT) && work <= left) {
        TRY(best_number(s, o, op, &best));
        i = n;
    }
    for (; i < n && work <= left; i++) {
        BobValue v = o != NULL ? bob_element(o, i) : values[i];
        bool better;
        BOB_POLL_AT(s, i);
        TRY(bob_compare(s, op, v, best, &work, &better));
        if (better)
            best = v;
    }
    TRY(bob_charge(s, work));
    *r = best;
    return BOB_OK;
}

static BobStatus best_in(BobState *s, BobValue seq, const BobValue *otherwise, BobCompare op,
                         BobValue *r)
{
    TRY(bob_arg_iterable(s, seq));
    if (seq.ref->size == 0) {
        if (otherwise == NULL)
            return bob_fail(s, BOB_VALUE_ERROR, "%s() arg is an empty sequence",
                            op == CMP_LT ? "min" : "max");
        *r = *otherwise;
        return BOB_OK;
    }
    if (seq.ref->type == OBJ_STR)
        return best_character(s, seq.ref, op, r);
    return best_of(s, NULL, seq.ref, seq.ref->size, op, r);
}

DEFINE_OVER(min, 0, argc == 1)
{
    return argc == 1 ? best_in(s, args[0], NULL, CMP_LT, r)
                     : best_of(s, args, NULL, argc, CMP_LT, r);
}

DEFINE_OVER(max, 0, argc == 1)
{
    return argc == 1 ? best_in(s, args[0], NULL, CMP_GT, r)
                     : best_of(s, args, NULL, argc, CMP_GT, r);
}

DEFINE_OVER(min_default, 0, 1)
{
    return best_in(s, args[0], &args[1], CMP_LT, r);
}

DEFINE_OVER(max_default, 0, 1)
{
    return best_in(s, args[0], &args[1], CMP_GT, r);
}

/* ---- sum ---- */

/* The error of a + b, of types that can't be added. */
static BobStatus cannot_add(BobState *s, BobValue a, BobValue b)
{
    BobValue none;
    BobStatus status = bob_join(s, a, b, &none);
    ASSERT(status != BOB_OK);
    return status;
}

/* The ints before the first float may go beyond 64 bits in between, as Python's do. */
static BobStatus sum_numbers(BobState *s, const BobObject *o, BobValue start, BobValue *r)
{
    bool floats = start.tag == TAG_FLOAT;
    __int128 whole = floats ? 0 : start.i;
    double sum = floats ? start.f : 0.0;
    uint32_t i;
    for (i = 0; i < o->size; i++) {
        BobValue v = bob_element(o, i);
        BOB_POLL_AT(s, i);
        if (!bob_is_number(v))
            return cannot_add(s, floats ? bob_float(0) : bob_int(0), v);
        if (v.tag == TAG_FLOAT) {
            if (!floats)
                sum = (double)whole;
            floats = true;
            sum += v.f;
        } else if (floats) {
            sum += (double)v.i;
        } else {
            whole += v.i;
        }
    }
    if (!floats && (whole > INT64_MAX || whole < INT64_MIN))
        return bob_fail(s, BOB_INTEGER_OVERFLOW, "the result of sum() does not fit 64 bits");
    TRY(bob_charge(s, o->size));
    *r = floats ? bob_float(sum) : bob_int((int64_t)whole);
    return BOB_OK;
}

/* Lists or tuples, joined at once. */
static BobStatus sum_sequences(BobState *s, const BobObject *o, BobValue start, BobValue *r)
{
    uint64_t total = start.ref->size;
    BobObject *made;
    BobStatus status;
    bool began;
    uint32_t i;
    for (i = 0; i < o->size; i++) {
        BobValue v = bob_element(o, i);
        BOB_POLL_AT(s, i);
        if (!bob_is_object(v, (BobObjectType)start.ref->type))
            return cannot_add(s, start, v);
        total += v.ref->size;
    }
    TRY(bob_charge(s, o->size + total));
    began = bob_begin_long(s, o->size + total);
    if (bob_heap_new(&s->heap, (BobObjectType)start.ref->type, total, &made) != BOB_OK)
        return bob_end_long(s, began, bob_no_memory(s));
    status = bob_copy_in_pieces(s, made, 0, start.ref, 0, start.ref->size);
    for (i = 0; i < o->size && status == BOB_OK; i++) {
        const BobObject *part = bob_element(o, i).ref;
        status = bob_copy_in_pieces(s, made, made->size, part, 0, part->size);
    }
    if (status == BOB_OK && began)
        status = bob_poll(s);
    if (status == BOB_OK)
        *r = bob_ref(made);
    return bob_end_long(s, began, status);
}

DEFINE_OVER(sum, 0, 1)
{
    BobValue start = argc > 1 ? args[1] : bob_int(0);
    const BobObject *o = args[0].ref;
    TRY(bob_arg_iterable(s, args[0]));
    TRY(bob_check_alive(s, start));
    if (bob_is_str(start))
        return bob_fail(s, BOB_TYPE_ERROR, "sum() can't sum strings [use ''.join(seq) instead]");
    if (o->size == 0) {
        *r = start;
        return BOB_OK;
    }
    if (o->type == OBJ_STR || (start.tag != TAG_REF && !bob_is_number(start)))
        return cannot_add(s, start, o->type == OBJ_STR ? args[0] : bob_element(o, 0));
    return start.tag == TAG_REF ? sum_sequences(s, o, start, r) : sum_numbers(s, o, start, r);
}

/* ---- lists made of a sequence ---- */

static BobStatus made_of(BobState *s, BobObjectType type, const BobValue *args, uint32_t argc,
                         BobValue *r)
{
    BobObject *o;
    if (argc == 0) {
        if (bob_heap_new(&s->heap, type, 0, &o) != BOB_OK)
            return bob_no_memory(s);
        *r = bob_ref(o);
        return BOB_OK;
    }
    TRY(bob_arg_iterable(s, args[0]));
    if (type == OBJ_TUPLE && bob_is_tuple(args[0])) {
        *r = args[0];
        return BOB_OK;
    }
    TRY(bob_charge(s, bob_seq_size(args[0].ref)));
    return bob_seq_copy(s, type, args[0], r);
}

DEFINE_OVER(list, 0, 1)
{
    return made_of(s, OBJ_LIST, args, argc, r);
}

DEFINE_OVER(tuple, 0, 1)
{
    return made_of(s, OBJ_TUPLE, args, argc, r);
}

/* What a loop indexes in place of a living sequence. */
static BobStatus to_index_in(BobState *s, const BobValue *args, BobValue *r)
{
    if (bob_is_str(args[0]) && !bob_str_is_ascii(args[0].ref))
        return made_of(s, OBJ_LIST, args, 1, r);
    if (!bob_is_basic(args[0].ref))
        return bob_loop_new(s, args[0], false, r);
    *r = args[0];
    return BOB_OK;
}

DEFINE_BUILTIN(iterable)
{
    TRY(bob_arg_iterable(s, args[0]));
    return to_index_in(s, args, r);
}

/* A dict or a view of one. */
static bool is_dict(BobValue v)
{
    return bob_is_object(v, OBJ_DICT) || bob_is_object(v, OBJ_DICT_KEYS) ||
           bob_is_object(v, OBJ_DICT_VALUES) || bob_is_object(v, OBJ_DICT_ITEMS);
}

static BobStatus arg_reversible(BobState *s, BobValue v)
{
    TRY(bob_check_alive(s, v));
    if (!bob_type_has(v, TYPE_SEQUENCE) && !is_dict(v))
        return bob_fail(s, BOB_TYPE_ERROR, "'%s' object is not reversible", bob_type_name(v));
    return BOB_OK;
}

DEFINE_BUILTIN(reversible)
{
    TRY(arg_reversible(s, args[0]));
    return is_dict(args[0]) ? bob_builtin_list(s, args, 1, r) : to_index_in(s, args, r);
}

DEFINE_OVER(reversed, 0, is_dict(args[0]))
{
    uint32_t i, k;
    BobObject *o;
    TRY(arg_reversible(s, args[0]));
    TRY(bob_charge(s, bob_seq_size(args[0].ref)));
    TRY(bob_seq_copy(s, OBJ_LIST, args[0], r));
    o = r->ref;
    if (o->kind == KIND_REF) { /* characters, for example */
        BobObject **e = o->data, *first;
        for (i = 0, k = o->size; i + 1 < k; i++) {
            first = e[i];
            e[i] = e[--k];
            e[k] = first;
        }
        return BOB_OK;
    }
    for (i = 0, k = o->size; i + 1 < k; i++) {
        BobValue first = bob_element(o, i);
        bob_list_put(o, i, bob_element(o, --k));
        bob_list_put(o, k, first);
    }
    return BOB_OK;
}

/* Characters sort as their code points; only then are they made. */
static BobStatus load_for_sort(BobValue seq, BobValue *values)
{
    const BobObject *o = seq.ref;
    uint32_t i, at = 0, n = bob_seq_size(o);
    for (i = 0; i < n; i++) {
        unsigned size;
        if (bob_has_elements(o)) {
            values[i] = bob_element(o, i);
            continue;
        }
        values[i] = bob_int(bob_utf8_decode(bob_str_bytes(o) + at, &size));
        at += size;
    }
    return BOB_OK;
}

static BobStatus sorted_characters(BobState *s, const BobValue *points, uint32_t n, BobValue *r)
{
    BobObject *o;
    uint32_t i;
    if (bob_heap_new(&s->heap, OBJ_LIST, n, &o) != BOB_OK)
        return bob_no_memory(s);
    for (i = 0; i < n; i++) {
        char text[4];
        BobValue v;
        TRY(bob_str_new(s, text, bob_utf8_encode((uint32_t)points[i].i, text), &v));
        bob_seq_add(o, v);
    }
    *r = bob_ref(o);
    return BOB_OK;
}

static BobStatus sorted_list(BobState *s, BobValue seq, const BobValue *values, uint32_t n,
                             BobValue *r)
{
    BobObject *o;
    BobStatus status;
    if (bob_has_elements(seq.ref)) {
        if (bob_seq_new(&s->heap, OBJ_LIST, values, n, &o) != BOB_OK)
            return bob_no_memory(s);
        *r = bob_ref(o);
        return BOB_OK;
    }
    bob_heap_begin(&s->heap);
    status = sorted_characters(s, values, n, r);
    if (status == BOB_OK)
        bob_heap_commit(&s->heap);
    else
        bob_heap_rollback(&s->heap);
    return status;
}

DEFINE_OVER(sorted, 0, 1)
{
    int64_t reverse = 0;
    BobValue *values;
    BobStatus status;
    size_t bytes;
    uint32_t n;
    TRY(bob_arg_iterable(s, args[0]));
    if (argc > 1)
        TRY(bob_arg_int(s, args[1], &reverse));
    n = bob_seq_size(args[0].ref);
    bytes = ((size_t)n + 1) * sizeof *values;
    values = bob_alloc(&s->allocator, bytes);
    if (values == NULL)
        return bob_no_memory(s);
    status = load_for_sort(args[0], values);
    if (status == BOB_OK)
        status = bob_sort(s, values, n, reverse != 0);
    if (status == BOB_OK)
        status = sorted_list(s, args[0], values, n, r);
    bob_free(&s->allocator, values, bytes);
    return status;
}

/* A list of n tuples, each of the next element of `count` sequences; `numbered` puts a
 * number before it. */
static BobStatus make_tuples(BobState *s, const BobValue *seqs, uint32_t count, uint32_t n,
                             bool numbered, int64_t number, BobValue *r)
{
    UNINITIALIZED BobCursor cursors[255];
    BobObject *list, *tuple;
    uint32_t i, k;
    if (bob_heap_new(&s->heap, OBJ_LIST, n, &list) != BOB_OK)
        return bob_no_memory(s);
    for (k = 0; k < count; k++)
        cursors[k] = bob_cursor(seqs[k]);
    for (i = 0; i < n; i++) {
        BOB_POLL_AT(s, i);
        if (bob_heap_new(&s->heap, OBJ_TUPLE, (uint64_t)count + numbered, &tuple) != BOB_OK)
            return bob_no_memory(s);
        if (numbered)
            bob_seq_add(tuple, bob_int(number + i));
        for (k = 0; k < count; k++) {
            BobValue v;
            TRY(bob_cursor_next(s, &cursors[k], &v));
            bob_seq_add(tuple, v);
        }
        bob_seq_add(list, bob_ref(tuple));
    }
    *r = bob_ref(list);
    return BOB_OK;
}

static BobStatus tuples(BobState *s, const BobValue *seqs, uint32_t count, uint32_t n,
                        bool numbered, int64_t number, BobValue *r)
{
    BobStatus status;
    TRY(bob_charge(s, n));
    bob_heap_begin(&s->heap);
    status = make_tuples(s, seqs, count, n, numbered, number, r);
    if (status == BOB_OK)
        bob_heap_commit(&s->heap);
    else
        bob_heap_rollback(&s->heap);
    return status;
}

DEFINE_OVER(enumerate, 0, 1)
{
    int64_t start = 0, last;
    uint32_t n;
    TRY(bob_check_alive(s, args[0]));
    if (argc > 1)
        TRY(bob_arg_int(s, args[1], &start));
    TRY(bob_arg_iterable(s, args[0]));
    n = bob_seq_size(args[0].ref);
    if (n > 0 && i64_add(start, n - 1, &last) != BOB_OK)
        return bob_fail(s, BOB_INTEGER_OVERFLOW, "the numbers of enumerate() do not fit 64 bits");
    return tuples(s, args, 1, n, true, start, r);
}

static BobStatus zip(BobState *s, const BobValue *args, uint32_t argc, bool strict, BobValue *r)
{
    uint32_t i, n = 0;
    for (i = 0; i < argc; i++)
        TRY(bob_arg_iterable(s, args[i]));
    for (i = 0; i < argc; i++) {
        uint32_t size = bob_seq_size(args[i].ref);
        if (strict && i > 0 && size != n)
            return bob_fail(s, BOB_VALUE_ERROR, "zip() argument %u is %s than argument%s%.0u",
                            i + 1, size < n ? "shorter" : "longer", i == 1 ? " 1" : "s 1-",
                            i == 1 ? 0 : i);
        if (i == 0 || size < n)
            n = size;
    }
    return tuples(s, args, argc, n, false, 0, r);
}

DEFINE_OVER(zip, 0, argc)
{
    return zip(s, args, argc, false, r);
}

DEFINE_OVER(zip_strict, 0, argc)
{
    return zip(s, args, argc, true, r);
}
