/* Stable sorting. sort_run.inc is the algorithm, made here for ints, floats, texts and any values:
 * an element is what a comparison needs first, so that most of them read no other memory.
 *
 * Comparing is free up to 64 units for each step of n times the bit length of n, which
 * is what a sort is charged; what looks deeper than that is charged on top. */
#include <string.h>

#include "core/machine/builtins/builtins.h"

#define SHORT_SORT 64u /* below it listsort is one binary insertion sort */
#define GALLOP 7u      /* wins running that make galloping worth while */
#define POLL_STEPS 65536u

typedef struct Run {
    uint32_t start, size;
    unsigned power; /* of the border to the next run */
} Run;

typedef struct Sort {
    BobState *s;
    void *spare; /* room for half of the elements */
    uint64_t work;
    uint32_t gallop; /* wins running before it is tried: grows where it did not help */
    uint32_t run_count;
    Run runs[64]; /* powers rise from one to the next and are at most 33 */
} Sort;

/* Runs shorter than this are filled up: n divided by a power of two, rounded up, 32 to 64. */
static uint32_t least_run(uint32_t n)
{
    uint32_t rest = 0;
    while (n >= SHORT_SORT) {
        rest |= n & 1;
        n >>= 1;
    }
    return n + rest;
}

/* Of the border between a run and the one of `size` after it, in a list of n: the first binary
 * digit in which the places of their middles in the list differ. */
static unsigned run_power(const Run *before, uint32_t size, uint32_t n)
{
    uint64_t a = 2 * (uint64_t)before->start + before->size, b = a + before->size + size;
    unsigned power = 1;
    for (; a >= n || b < n; power++) {
        if (a >= n) {
            a -= n;
            b -= n;
        }
        a <<= 1;
        b <<= 1;
    }
    return power;
}

static inline BobStatus decided(const Sort *t, bool less, bool *r)
{
    (void)t;
    *r = less;
    return BOB_OK;
}

typedef int64_t Int;
#define ELEM Int
#define LESS(t, a, b, r) decided((t), (a) < (b), (r))
#include "core/machine/builtins/sort_run.inc"

typedef double Float;
#define ELEM Float
#define LESS(t, a, b, r) decided((t), (a) < (b), (r))
#include "core/machine/builtins/sort_run.inc"

/* UTF-8 orders as its code points do, so the first eight bytes decide where they differ. */
typedef struct Text {
    uint64_t head; /* the first byte highest, zeros after the last */
    BobObject *str;
} Text;

static uint64_t text_head(const BobObject *str)
{
    uint64_t head = 0;
    uint32_t i;
    for (i = 0; i < 8; i++)
        head = head << 8 | (i < str->size ? (unsigned char)bob_str_bytes(str)[i] : 0u);
    return head;
}

static inline BobStatus text_less(Sort *t, Text a, Text b, bool *r)
{
    if (a.head == b.head)
        return bob_compare(t->s, CMP_LT, bob_ref(a.str), bob_ref(b.str), &t->work, r);
    t->work++; /* a word; what examines more has the rest */
    *r = a.head < b.head;
    return BOB_OK;
}
#define ELEM Text
#define LESS(t, a, b, r) text_less((t), (a), (b), (r))
#include "core/machine/builtins/sort_run.inc"

#define ELEM BobValue
#define LESS(t, a, b, r) bob_compare((t)->s, CMP_LT, (a), (b), &(t)->work, (r))
#include "core/machine/builtins/sort_run.inc"

/* A value with what it is sorted by. */
typedef struct Keyed {
    BobValue key, value;
} Keyed;
#define ELEM Keyed
#define LESS(t, a, b, r) bob_compare((t)->s, CMP_LT, (a).key, (b).key, &(t)->work, (r))
#include "core/machine/builtins/sort_run.inc"

/* ---- values to elements and back, in place ---- */

typedef enum Form { FORM_INT, FORM_FLOAT, FORM_TEXT, FORM_VALUE } Form;

static Form form_of(const BobValue *values, uint32_t n)
{
    uint64_t tag = values[0].tag;
    uint32_t i;
    for (i = 0; i < n; i++)
        if (values[i].tag != tag || (tag == TAG_REF && !bob_object_is(values[i].ref, OBJ_STR)))
            return FORM_VALUE;
    return tag == TAG_INT     ? FORM_INT
           : tag == TAG_FLOAT ? FORM_FLOAT
           : tag == TAG_REF   ? FORM_TEXT
                              : FORM_VALUE;
}

_Static_assert(sizeof(Text) == sizeof(BobValue), "a text's element takes a value's place");

static void pack(BobValue *values, uint32_t n, Form form)
{
    char *at = (char *)values;
    uint32_t i;
    if (form == FORM_VALUE)
        return;
    for (i = 0; i < n; i++) {
        BobValue v = values[i];
        if (form == FORM_TEXT) {
            Text text = {text_head(v.ref), v.ref};
            memcpy(at + i * sizeof text, &text, sizeof text);
        } else { /* i and f share their 8 bytes */
            memcpy(at + i * sizeof v.i, &v.i, sizeof v.i);
        }
    }
}

static void unpack(BobValue *values, uint32_t n, Form form)
{
    const char *at = (const char *)values;
    uint32_t i;
    if (form == FORM_VALUE)
        return;
    for (i = n; i-- > 0;) {
        BobValue v = {.tag = form == FORM_INT ? TAG_INT : form == FORM_FLOAT ? TAG_FLOAT : TAG_REF};
        if (form == FORM_TEXT)
            memcpy(&v.ref, at + i * sizeof(Text) + offsetof(Text, str), sizeof v.ref);
        else
            memcpy(&v.i, at + i * sizeof v.i, sizeof v.i);
        values[i] = v;
    }
}

static BobStatus sort_as(Sort *t, BobValue *values, uint32_t n, Form form)
{
    void *elements = values;
    switch (form) {
    case FORM_INT:
        return sort_Int(t, elements, n);
    case FORM_FLOAT:
        return sort_Float(t, elements, n);
    case FORM_TEXT:
        return sort_Text(t, elements, n);
    case FORM_VALUE:
        break;
    }
    return sort_BobValue(t, values, n);
}

static BobStatus sort_all(Sort *t, void *elements, uint32_t n)
{
    BobValue *values = elements;
    Form form = form_of(values, n);
    BobStatus status;
    pack(values, n, form);
    status = sort_as(t, values, n, form);
    unpack(values, n, form);
    return status;
}

static uint64_t base_charge(uint32_t n)
{
    return (uint64_t)n * bob_bit_length(n);
}

/* bob_compare() gives up where the fuel left would not pay for the work so far. For the
 * time of the sort there is more fuel, by what is free of charge. */
typedef BobStatus SortAll(Sort *t, void *elements, uint32_t n);
static BobStatus sort_within(Sort *t, void *elements, uint32_t n, uint64_t base, SortAll *sort)
{
    uint64_t free = base * BOB_UNITS_PER_FUEL;
    BobState *s = t->s;
    uint64_t fuel = s->fuel, extra = (free - base + BOB_UNITS_PER_FUEL - 1) / BOB_UNITS_PER_FUEL;
    uint64_t head = extra * BOB_UNITS_PER_FUEL - (free - base);
    BobStatus status;
    s->fuel = fuel > BOB_UNLIMITED - extra ? BOB_UNLIMITED : fuel + extra;
    t->work = head;
    status = sort(t, elements, n);
    t->work -= head;
    s->fuel = fuel;
    if (status != BOB_OK && status != BOB_OUT_OF_FUEL)
        return status;
    return bob_charge(s, base + (t->work > free ? t->work - free : 0));
}

BobStatus bob_sort(BobState *s, BobValue *values, uint32_t n, bool reverse)
{
    uint64_t base = base_charge(n);
    size_t half = ((size_t)n / 2 + 1) * sizeof(BobValue);
    Sort t = {.s = s, .gallop = GALLOP};
    BobStatus status;
    if (n == 1)
        TRY(bob_charge(s, base));
    if (n < 2)
        return BOB_OK;
    t.spare = bob_alloc(&s->allocator, half);
    if (t.spare == NULL)
        return bob_no_memory(s);
    if (reverse)
        reverse_BobValue(values, n); /* so that equal ones keep their order when reversed again */
    status = sort_within(&t, values, n, base, sort_all);
    if (reverse)
        reverse_BobValue(values, n);
    bob_free(&s->allocator, t.spare, half);
    return status;
}

/* ---- lists ---- */

/* Longer ones are left to the sort, which polls; of these none goes beyond what is free. */
#define SHORT_TEXT 128u

/* Whether element i of a list of ints, floats or references comes before element k. Sets *known
 * to false where that is not easily seen. */
static inline bool comes_before(const BobObject *list, uint32_t i, uint32_t k, bool *known)
{
    const BobObject *a, *b;
    uint32_t n;
    int order;
    if (list->kind == KIND_INT)
        return ((const int64_t *)list->data)[i] < ((const int64_t *)list->data)[k];
    if (list->kind == KIND_FLOAT)
        return ((const double *)list->data)[i] < ((const double *)list->data)[k];
    a = ((BobObject *const *)list->data)[i];
    b = ((BobObject *const *)list->data)[k];
    n = a->size < b->size ? a->size : b->size;
    if (!bob_object_is(a, OBJ_STR) || !bob_object_is(b, OBJ_STR) || n > SHORT_TEXT) {
        *known = false;
        return false;
    }
    order = memcmp(bob_str_bytes(a), bob_str_bytes(b), n);
    return order != 0 ? order < 0 : a->size < b->size;
}

/* Whether a list is one run, and a falling one, to be reversed. */
static bool is_run(const BobState *s, const BobObject *list, bool reverse, bool *falling)
{
    uint32_t k, to = reverse;
    bool known = list->kind == KIND_INT || list->kind == KIND_FLOAT || list->kind == KIND_REF;
    *falling = false;
    if (!known || list->size < 2)
        return false;
    *falling = comes_before(list, 1 - to, to, &known);
    for (k = 2; k < list->size && known; k++)
        if ((k % POLL_STEPS == 0 && bob_interrupted(s)) ||
            comes_before(list, k - to, k - !to, &known) != *falling)
            return false;
    return known;
}

/* Of a list of ints or floats: as they lie, without tags. */
static BobStatus sort_numbers(BobState *s, BobObject *list, bool reverse)
{
    uint32_t n = list->size;
    size_t bytes = ((size_t)n + n / 2 + 1) * sizeof(int64_t);
    int64_t *copy = bob_alloc(&s->allocator, bytes);
    Sort t = {.s = s, .gallop = GALLOP};
    BobStatus status;
    if (copy == NULL)
        return bob_no_memory(s);
    t.spare = copy + n;
    memcpy(copy, list->data, n * sizeof *copy);
    if (reverse)
        reverse_Int(copy, n);
    status = list->kind == KIND_INT ? sort_Int(&t, copy, n) : sort_Float(&t, (void *)copy, n);
    if (status == BOB_OK)
        status = bob_charge(s, base_charge(n));
    if (status == BOB_OK && reverse)
        reverse_Int(copy, n);
    if (status == BOB_OK)
        memcpy(list->data, copy, n * sizeof *copy);
    bob_free(&s->allocator, copy, bytes);
    return status;
}

BobStatus bob_sort_list(BobState *s, BobObject *list, bool reverse)
{
    uint32_t n = list->size, i;
    size_t bytes = ((size_t)n + 1) * sizeof(BobValue);
    BobValue *values;
    BobStatus status;
    bool falling;
    if (is_run(s, list, reverse, &falling)) {
        TRY(bob_charge(s, base_charge(n)));
        if (falling)
            reverse_Int(list->data, n); /* elements of any kind but mixed have one size */
        return BOB_OK;
    }
    if (n > 0 && (list->kind == KIND_INT || list->kind == KIND_FLOAT))
        return sort_numbers(s, list, reverse);
    values = bob_alloc(&s->allocator, bytes);
    if (values == NULL)
        return bob_no_memory(s);
    for (i = 0; i < n; i++)
        values[i] = bob_element(list, i);
    status = bob_sort(s, values, n, reverse);
    for (i = 0; i < n && status == BOB_OK; i++)
        bob_list_put(list, i, values[i]);
    bob_free(&s->allocator, values, bytes);
    return status;
}

static BobStatus sort_by_key(Sort *t, void *elements, uint32_t n)
{
    return sort_Keyed(t, elements, n);
}

BobStatus bob_sort_by(BobState *s, BobObject *list, const BobObject *keys, bool reverse)
{
    uint32_t n = list->size, i;
    size_t bytes = ((size_t)n + n / 2 + 1) * sizeof(Keyed);
    Keyed *pairs = bob_alloc(&s->allocator, bytes);
    Sort t = {.s = s, .gallop = GALLOP};
    BobStatus status;
    ASSERT(keys->size == n);
    if (pairs == NULL)
        return bob_no_memory(s);
    t.spare = pairs + n;
    for (i = 0; i < n; i++)
        pairs[reverse ? n - 1 - i : i] = (Keyed){bob_element(keys, i), bob_element(list, i)};
    status = n < 2 ? bob_charge(s, base_charge(n))
                   : sort_within(&t, pairs, n, base_charge(n), sort_by_key);
    for (i = 0; i < n && status == BOB_OK; i++)
        bob_list_put(list, i, pairs[reverse ? n - 1 - i : i].value);
    bob_free(&s->allocator, pairs, bytes);
    return status;
}
