/* Stable sorting: runs as they lie, then merges of equal halves; n log n at worst. Short
 * lists take CPython's own way (one run, then binary insertion), so that even values
 * without an order among them, such as nan, come out as they do there.
 *
 * Comparing is free up to 64 units for each step of n times the bit length of n, which
 * is what a sort is charged; what looks deeper than that is charged on top. */
#include <string.h>

#include "core/machine/builtins.h"

#define SHORT_SORT 64u /* CPython's MAX_MINRUN: below it listsort is one binary insertion sort */

typedef struct Sort {
    BobState *s;
    BobValue *values, *spare;
    BobTag all; /* TAG_INT, TAG_FLOAT, or anything else for mixed */
    uint64_t work;
} Sort;

static inline BobStatus less(Sort *t, BobValue a, BobValue b, bool *r)
{
    if (t->all == TAG_INT) {
        *r = a.i < b.i;
        return BOB_OK;
    }
    if (t->all == TAG_FLOAT) {
        *r = a.f < b.f;
        return BOB_OK;
    }
    return bob_compare(t->s, CMP_LT, a, b, &t->work, r);
}

static void turn(BobValue *v, uint32_t n)
{
    uint32_t i, k;
    for (i = 0, k = n; i + 1 < k; i++) {
        BobValue first = v[i];
        v[i] = v[--k];
        v[k] = first;
    }
}

/* The length of the run that v begins with, strictly falling ones turned round. n >= 2. */
static BobStatus first_run(Sort *t, BobValue *v, uint32_t n, uint32_t *length)
{
    bool falling, now;
    uint32_t k;
    TRY(less(t, v[1], v[0], &falling));
    for (k = 2; k < n; k++) {
        TRY(less(t, v[k], v[k - 1], &now));
        if (now != falling)
            break;
    }
    if (falling)
        turn(v, k);
    *length = k;
    return BOB_OK;
}

/* v[0..sorted) is in order; puts the others in. */
static BobStatus insert_rest(Sort *t, BobValue *v, uint32_t n, uint32_t sorted)
{
    for (; sorted < n; sorted++) {
        uint32_t left = 0, right = sorted;
        BobValue pivot = v[sorted];
        while (left < right) {
            uint32_t middle = left + (right - left) / 2;
            bool before;
            TRY(less(t, pivot, v[middle], &before));
            if (before)
                right = middle;
            else
                left = middle + 1;
        }
        memmove(v + left + 1, v + left, (sorted - left) * sizeof *v);
        v[left] = pivot;
    }
    return BOB_OK;
}

/* v[0..middle) and v[middle..n) are in order. */
static BobStatus merge(Sort *t, BobValue *v, uint32_t middle, uint32_t n)
{
    uint32_t a = 0, b = middle, to = 0;
    bool right_first;
    TRY(less(t, v[middle], v[middle - 1], &right_first));
    if (!right_first)
        return BOB_OK;
    memcpy(t->spare, v, middle * sizeof *v);
    while (a < middle && b < n) {
        TRY(less(t, v[b], t->spare[a], &right_first));
        v[to++] = right_first ? v[b++] : t->spare[a++];
    }
    memcpy(v + to, t->spare + a, (middle - a) * sizeof *v);
    return BOB_OK;
}

static BobStatus sort_part(Sort *t, BobValue *v, uint32_t n)
{
    uint32_t run;
    if (n < 2)
        return BOB_OK;
    if (n < SHORT_SORT) {
        TRY(first_run(t, v, n, &run));
        return insert_rest(t, v, n, run);
    }
    TRY(sort_part(t, v, n / 2));
    TRY(sort_part(t, v + n / 2, n - n / 2));
    return merge(t, v, n / 2, n);
}

static BobStatus sort_all(Sort *t, uint32_t n)
{
    uint32_t run = n;
    if (n < 2)
        return BOB_OK;
    TRY(first_run(t, t->values, n, &run)); /* a list in order already is common */
    return run == n         ? BOB_OK
           : n < SHORT_SORT ? insert_rest(t, t->values, n, run)
                            : sort_part(t, t->values, n);
}

static BobTag common_tag(const BobValue *values, uint32_t n)
{
    uint32_t i;
    for (i = 1; i < n; i++)
        if (values[i].tag != values[0].tag)
            return TAG_UNBOUND;
    return n == 0 ? TAG_UNBOUND : (BobTag)values[0].tag;
}

/* bob_compare() gives up where the fuel left would not pay for the work so far. For the
 * time of the sort there is more fuel, by what is free of charge: `free` units. */
static BobStatus sort_within(Sort *t, uint32_t n, uint64_t base, uint64_t free)
{
    BobState *s = t->s;
    uint64_t fuel = s->fuel, extra = (free - base + BOB_UNITS_PER_FUEL - 1) / BOB_UNITS_PER_FUEL;
    uint64_t head = extra * BOB_UNITS_PER_FUEL - (free - base);
    BobStatus status;
    s->fuel = fuel > BOB_UNLIMITED - extra ? BOB_UNLIMITED : fuel + extra;
    t->work = head;
    status = sort_all(t, n);
    t->work -= head;
    s->fuel = fuel;
    if (status != BOB_OK && status != BOB_OUT_OF_FUEL)
        return status;
    return bob_charge(s, base + (t->work > free ? t->work - free : 0));
}

BobStatus bob_sort(BobState *s, BobValue *values, uint32_t n, bool reverse)
{
    uint64_t base = (uint64_t)n * bob_bit_length(n);
    size_t half = ((size_t)n / 2 + 1) * sizeof(BobValue);
    Sort t = {.s = s, .values = values, .all = common_tag(values, n)};
    BobStatus status;
    if (n == 1)
        TRY(bob_charge(s, base));
    if (n < 2)
        return BOB_OK;
    t.spare = bob_alloc(&s->allocator, half);
    if (t.spare == NULL)
        return bob_no_memory(s);
    if (reverse)
        turn(values, n); /* so that equal ones keep their order when turned back */
    status = sort_within(&t, n, base, base * BOB_UNITS_PER_FUEL);
    if (reverse)
        turn(values, n);
    bob_free(&s->allocator, t.spare, half);
    return status;
}
