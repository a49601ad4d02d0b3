/* Ranges of ints, as the loops of the Python front end count through them. */
#include "core/machine/builtins/builtins.h"

typedef struct Range {
    int64_t start, stop, step;
    uint64_t count; /* of its elements */
} Range;

/* [start] stop [step], in the order in which range() checks them. */
static BobStatus range_of(BobState *s, const BobValue *args, uint32_t argc, Range *g)
{
    *g = (Range){0, 0, 1, 0};
    ASSERT(argc >= 1 && argc <= 3);
    TRY(bob_arg_int(s, args[0], argc == 1 ? &g->stop : &g->start));
    if (argc > 1)
        TRY(bob_arg_int(s, args[1], &g->stop));
    if (argc > 2)
        TRY(bob_arg_int(s, args[2], &g->step));
    if (g->step == 0)
        return bob_fail(s, BOB_VALUE_ERROR, "range() arg 3 must not be zero");
    if (g->step > 0 && g->start < g->stop)
        g->count = ((uint64_t)g->stop - (uint64_t)g->start - 1) / (uint64_t)g->step + 1;
    else if (g->step < 0 && g->start > g->stop)
        g->count = ((uint64_t)g->start - (uint64_t)g->stop - 1) / (0 - (uint64_t)g->step) + 1;
    return BOB_OK;
}

/* Element i; modulo 2**64 where there is none. */
static int64_t element(const Range *g, uint64_t i)
{
    return (int64_t)((uint64_t)g->start + i * (uint64_t)g->step);
}

DEFINE_BUILTIN(range)
{
    Range g;
    BobObject *o;
    int64_t *data;
    uint64_t i;
    BobStatus status;
    TRY(range_of(s, args, argc, &g));
    TRY(bob_charge(s, g.count));
    bob_heap_begin(&s->heap);
    status = bob_heap_new(&s->heap, OBJ_LIST, g.count, &o) == BOB_OK ? BOB_OK : bob_no_memory(s);
    data = status == BOB_OK ? o->data : NULL; /* a new list is one of ints */
    for (i = 0; i < g.count && status == BOB_OK; i++) {
        data[i] = element(&g, i);
        if (i % BOB_POLL_UNITS == BOB_POLL_UNITS - 1)
            status = bob_poll(s);
    }
    if (status != BOB_OK) {
        bob_heap_rollback(&s->heap);
        return status;
    }
    bob_heap_commit(&s->heap);
    bob_set_size(o, (uint32_t)g.count);
    *r = bob_ref(o);
    return BOB_OK;
}

DEFINE_BUILTIN(to_index)
{
    int64_t i;
    TRY(bob_arg_int(s, args[0], &i));
    *r = bob_int(i);
    return BOB_OK;
}

DEFINE_BUILTIN(range_stop)
{
    int64_t last, past;
    Range g;
    TRY(range_of(s, args, argc, &g));
    last = element(&g, g.count - 1);
    *r = bob_int(g.count > 0 && __builtin_add_overflow(last, g.step, &past) ? last : g.stop);
    return BOB_OK;
}

DEFINE_BUILTIN(range_last)
{
    Range g;
    TRY(range_of(s, args, argc, &g));
    *r = bob_int(element(&g, g.count - 1));
    return BOB_OK;
}

DEFINE_BUILTIN(range_left)
{
    Range g;
    TRY(range_of(s, args, argc, &g));
    *r = bob_int(g.count > INT64_MAX ? INT64_MAX : (int64_t)g.count);
    return BOB_OK;
}

DEFINE_BUILTIN(range_len)
{
    Range g;
    TRY(range_of(s, args, argc, &g));
    if (g.count > INT64_MAX)
        return bob_fail(s, BOB_VALUE_ERROR, "Python int too large to convert to C ssize_t");
    *r = bob_int((int64_t)g.count);
    return BOB_OK;
}

/* The int that a value is equal to. */
static bool whole(BobValue v, int64_t *i)
{
    if (v.tag == TAG_FLOAT && v.f >= -0x1p63 && v.f < 0x1p63 && (double)(int64_t)v.f == v.f) {
        *i = (int64_t)v.f;
        return true;
    }
    *i = v.i;
    return bob_is_integral(v);
}

/* Whether a value equals an element, and of which number. */
static bool find(const Range *g, BobValue v, uint64_t *at)
{
    uint64_t away, step = g->step > 0 ? (uint64_t)g->step : 0 - (uint64_t)g->step;
    int64_t x;
    if (!whole(v, &x) ||
        (g->step > 0 ? x < g->start || x >= g->stop : x > g->start || x <= g->stop))
        return false;
    away = g->step > 0 ? (uint64_t)x - (uint64_t)g->start : (uint64_t)g->start - (uint64_t)x;
    *at = away / step;
    return away % step == 0;
}

DEFINE_BUILTIN(range_has)
{
    Range g;
    uint64_t at;
    TRY(bob_check_alive(s, args[0]));
    TRY(range_of(s, args + 1, argc - 1, &g));
    *r = bob_bool(find(&g, args[0], &at));
    return BOB_OK;
}

DEFINE_BUILTIN(range_count)
{
    Range g;
    uint64_t at;
    TRY(range_of(s, args, argc - 1, &g));
    TRY(bob_check_alive(s, args[argc - 1]));
    *r = bob_int(find(&g, args[argc - 1], &at));
    return BOB_OK;
}

DEFINE_BUILTIN(range_index)
{
    Range g;
    BobValue x = args[argc - 1];
    uint64_t at;
    TRY(range_of(s, args, argc - 1, &g));
    TRY(bob_check_alive(s, x));
    if (!find(&g, x, &at)) {
        if (x.tag == TAG_BOOL)
            return bob_fail(s, BOB_VALUE_ERROR, "%s is not in range", x.i != 0 ? "True" : "False");
        if (x.tag == TAG_INT)
            return bob_fail(s, BOB_VALUE_ERROR, "%lld is not in range", (long long)x.i);
        return bob_fail(s, BOB_VALUE_ERROR, "sequence.index(x): x not in sequence");
    }
    if (at > INT64_MAX)
        return bob_fail(s, BOB_INTEGER_OVERFLOW, "the index does not fit 64 bits");
    *r = bob_int((int64_t)at);
    return BOB_OK;
}

DEFINE_BUILTIN(range_get)
{
    Range g;
    BobValue index = args[argc - 1];
    uint64_t at;
    TRY(range_of(s, args, argc - 1, &g));
    TRY(bob_check_alive(s, index));
    if (!bob_is_integral(index))
        return bob_fail(s, BOB_TYPE_ERROR, "range indices must be integers or slices, not %s",
                        bob_type_name(index));
    at = index.i < 0 ? g.count - (0 - (uint64_t)index.i) : (uint64_t)index.i;
    if (index.i < 0 ? 0 - (uint64_t)index.i > g.count : at >= g.count)
        return bob_fail(s, BOB_INDEX_OUT_OF_RANGE, "range object index out of range");
    *r = bob_int(element(&g, at));
    return BOB_OK;
}
