/* Hashes of values. Numbers that are equal have equal hashes, whatever their types: the value
 * modulo 2**61 - 1. A text is hashed by SipHash-1-3 over the units in which CPython stores it. A
 * tuple is hashed by the hashes of its elements, along a path instead of the C stack. */
#include "core/machine/types/hash.h"

#include <math.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/machine/sem.h"
#include "core/machine/text/path.h"
#include "core/machine/types/class.h"

#define MODULUS ((UINT64_C(1) << 61) - 1)
/* CPython's is an address up to 3.11; a number that is the same in every run. */
#define HASH_OF_NONE INT64_C(0xFCA86420)
#define HASH_OF_FUNCTIONS INT64_C(0x5DEECE66D)

/* -1 says that there is none, to CPython. */
static int64_t never_minus_one(int64_t hash)
{
    return hash == -1 ? -2 : hash;
}

static int64_t hash_int(int64_t i)
{
    uint64_t magnitude = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    int64_t hash = (int64_t)(magnitude % MODULUS);
    return never_minus_one(i < 0 ? -hash : hash);
}

/* The digits of the fraction by 28 bits at a time, as CPython takes them. */
static int64_t hash_float(double x)
{
    int exponent;
    double fraction;
    uint64_t h = 0;
    bool negative = x < 0;
    if (isinf(x))
        return negative ? -314159 : 314159;
    if (isnan(x))
        return 0;
    fraction = frexp(fabs(x), &exponent);
    while (fraction != 0) {
        uint64_t digit;
        h = ((h << 28) & MODULUS) | h >> (61 - 28);
        fraction *= 268435456.0; /* 2**28 */
        exponent -= 28;
        digit = (uint64_t)fraction;
        fraction -= (double)digit;
        h += digit;
        if (h >= MODULUS)
            h -= MODULUS;
    }
    exponent = exponent >= 0 ? exponent % 61 : 61 - 1 - ((-1 - exponent) % 61);
    h = ((h << exponent) & MODULUS) | h >> (61 - exponent);
    return never_minus_one(negative ? -(int64_t)h : (int64_t)h);
}

/* ---- texts ---- */

typedef struct Sip {
    uint64_t v0, v1, v2, v3;
} Sip;

static inline uint64_t rotate(uint64_t v, unsigned n)
{
    return v << n | v >> (64 - n);
}

static inline void sip_round(Sip *s)
{
    s->v0 += s->v1;
    s->v2 += s->v3;
    s->v1 = rotate(s->v1, 13) ^ s->v0;
    s->v3 = rotate(s->v3, 16) ^ s->v2;
    s->v0 = rotate(s->v0, 32);
    s->v2 += s->v1;
    s->v0 += s->v3;
    s->v1 = rotate(s->v1, 17) ^ s->v2;
    s->v3 = rotate(s->v3, 21) ^ s->v0;
    s->v2 = rotate(s->v2, 32);
}

static inline uint64_t little_endian(const unsigned char *p, size_t n)
{
    uint64_t v = 0;
    while (n-- > 0)
        v = v << 8 | p[n];
    return v;
}

static inline void sip_word(Sip *s, uint64_t word)
{
    s->v3 ^= word;
    sip_round(s);
    s->v0 ^= word;
}

/* Whole words of n bytes; how many bytes they are. */
static size_t sip_words(Sip *s, const unsigned char *p, size_t n)
{
    size_t i;
    for (i = 0; n - i >= 8; i += 8)
        sip_word(s, little_endian(p + i, 8));
    return i;
}

/* The key is zero. */
static Sip sip_begin(void)
{
    return (Sip){UINT64_C(0x736f6d6570736575), UINT64_C(0x646f72616e646f6d),
                 UINT64_C(0x6c7967656e657261), UINT64_C(0x7465646279746573)};
}

static int64_t sip_end(Sip *s, const unsigned char *rest, size_t n, uint64_t total)
{
    sip_word(s, total << 56 | little_endian(rest, n));
    s->v2 ^= 0xff;
    sip_round(s);
    sip_round(s);
    sip_round(s);
    return never_minus_one((int64_t)(s->v0 ^ s->v1 ^ s->v2 ^ s->v3));
}

/* CPython stores a text in units of 1, 2 or 4 bytes, the least that its largest character takes. */
static unsigned unit_of(const char *text, uint32_t n)
{
    unsigned unit = 1;
    uint32_t i;
    for (i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0xF0)
            return 4;
        if (c >= 0xC4)
            unit = 2;
    }
    return unit;
}

static int64_t hash_wide(const BobObject *str)
{
    const char *text = bob_str_bytes(str);
    unsigned unit = unit_of(text, str->size), size, i;
    unsigned char piece[1024];
    size_t held = 0, done;
    uint32_t at = 0;
    Sip s = sip_begin();
    while (at < str->size) {
        uint32_t point = bob_utf8_decode(text + at, &size);
        at += size;
        for (i = 0; i < unit; i++, point >>= 8)
            piece[held++] = (unsigned char)point;
        if (held == sizeof piece) {
            (void)sip_words(&s, piece, held);
            held = 0;
        }
    }
    done = sip_words(&s, piece, held);
    return sip_end(&s, piece + done, held - done, (uint64_t)str->points * unit);
}

static int64_t hash_str(const BobObject *str)
{
    const unsigned char *text = (const unsigned char *)bob_str_bytes(str);
    Sip s;
    size_t done;
    if (str->size == 0)
        return 0;
    if (!bob_str_is_ascii(str))
        return hash_wide(str);
    s = sip_begin();
    done = sip_words(&s, text, str->size);
    return sip_end(&s, text + done, str->size - done, str->size);
}

/* ---- all of them ---- */

BobStatus bob_look_at_work(BobState *s, uint64_t work)
{
    if (work > bob_work_left(s))
        return bob_charge(s, work);
    return bob_poll(s);
}

/* What is no other's equal is hashed by its number of creation. */
static BobStatus hash_identity(BobState *s, BobValue v, uint64_t *work, int64_t *hash)
{
    if (v.ref->type == OBJ_OBJECT && bob_special(s, v, SPECIAL_hash, work) != NULL)
        return bob_fail(s, BOB_UNSUPPORTED, "a key whose class has a __hash__ is not supported");
    if (v.ref->type == OBJ_OBJECT && bob_special(s, v, SPECIAL_eq, work) != NULL)
        return bob_fail(s, BOB_TYPE_ERROR, "unhashable type: '%s'", bob_type_name(v));
    if (v.ref->points == 0)
        v.ref->points = ++s->numbered;
    *hash = v.ref->points;
    return BOB_OK;
}

/* What holds no other value that is hashed. */
static BobStatus hash_leaf(BobState *s, BobValue v, uint64_t *work, int64_t *hash)
{
    switch ((BobTag)v.tag) {
    case TAG_NONE:
        *hash = HASH_OF_NONE;
        return BOB_OK;
    case TAG_BOOL:
    case TAG_INT:
        *hash = hash_int(v.i);
        return BOB_OK;
    case TAG_FLOAT:
        *hash = hash_float(v.f);
        return BOB_OK;
    case TAG_FUNC:
        *hash = HASH_OF_FUNCTIONS + 16 * v.i;
        return BOB_OK;
    case TAG_REF:
        break;
    case TAG_UNBOUND: /* is no operand */
    case TAG_COUNT:
        ASSERT(false);
        *hash = 0;
        return BOB_OK;
    }
    if (v.ref->type == OBJ_STR) {
        *work += v.ref->size;
        *hash = hash_str(v.ref);
        return BOB_OK;
    }
    if (v.ref->type == OBJ_OBJECT || v.ref->type == OBJ_CLASS || v.ref->type == OBJ_FUNCTION ||
        v.ref->type == OBJ_METHOD)
        return hash_identity(s, v, work, hash);
    if (bob_ops_of(v.ref)->hash != NULL)
        return bob_ops_of(v.ref)->hash(s, v.ref, work, hash);
    return bob_fail(s, BOB_TYPE_ERROR, "unhashable type: '%s'", bob_type_name(v));
}

#define PRIME_1 UINT64_C(11400714785074694791)
#define PRIME_2 UINT64_C(14029467366897019727)
#define PRIME_5 UINT64_C(2870177450012600261)

static uint64_t add_lane(uint64_t acc, int64_t hash)
{
    return rotate(acc + (uint64_t)hash * PRIME_2, 31) * PRIME_1;
}

static int64_t tuple_end(uint64_t acc, uint64_t n)
{
    acc += n ^ (PRIME_5 ^ UINT64_C(3527539));
    return acc == UINT64_MAX ? INT64_C(1546275796) : (int64_t)acc;
}

/* Levels of nesting, and what each has gathered. */
typedef struct Tuples {
    BobPath path;
    uint64_t acc[BOB_MAX_NESTING];
} Tuples;

static BobStatus enter(BobState *s, Tuples *t, BobObject *tuple)
{
    switch (bob_path_enter(&t->path, tuple)) {
    case PATH_ENTERED:
        t->acc[t->path.depth - 1] = PRIME_5;
        return BOB_OK;
    case PATH_INSIDE_ITSELF: /* only a tuple that a snapshot made so */
    case PATH_TOO_DEEP:
        break;
    }
    return bob_fail(s, BOB_VALUE_ERROR, "a hash of values nested deeper than %u", BOB_MAX_NESTING);
}

static BobStatus walk_tuple(BobState *s, Tuples *t, uint64_t *work, int64_t *hash)
{
    while (t->path.depth > 0) {
        unsigned at = t->path.depth - 1;
        const BobObject *o = t->path.levels[at].object;
        uint32_t i = t->path.levels[at].next++;
        BobValue v;
        BobStatus status;
        if (i == o->size) {
            *hash = tuple_end(t->acc[at], o->size);
            (void)bob_path_leave(&t->path);
            if (at > 0)
                t->acc[at - 1] = add_lane(t->acc[at - 1], *hash);
            continue;
        }
        v = bob_element(o, i);
        status = bob_check_alive(s, v);
        if (status == BOB_OK && (++*work & 0xFFF) == 0)
            status = bob_look_at_work(s, *work);
        if (status == BOB_OK)
            status = bob_is_tuple(v) ? enter(s, t, v.ref) : hash_leaf(s, v, work, hash);
        if (status != BOB_OK)
            return status;
        if (!bob_is_tuple(v))
            t->acc[at] = add_lane(t->acc[at], *hash);
    }
    return BOB_OK;
}

static NOINLINE BobStatus hash_tuple(BobState *s, BobObject *tuple, uint64_t *work, int64_t *hash)
{
    UNINITIALIZED Tuples t;
    BobStatus status;
    t.path.depth = 0;
    status = enter(s, &t, tuple);
    if (status == BOB_OK)
        status = walk_tuple(s, &t, work, hash);
    bob_path_leave_all(&t.path);
    return status;
}

/* Most tuples hold no tuple: those need no path. */
static BobStatus hash_flat(BobState *s, BobObject *tuple, uint64_t *work, int64_t *hash)
{
    uint64_t acc = PRIME_5, began = *work;
    uint32_t i;
    if (tuple->size > 64)
        return hash_tuple(s, tuple, work, hash);
    for (i = 0; i < tuple->size; i++) {
        BobValue v = bob_element(tuple, i);
        BobStatus status = bob_check_alive(s, v);
        if (status != BOB_OK)
            return status;
        if (bob_is_tuple(v)) {
            *work = began;
            return hash_tuple(s, tuple, work, hash);
        }
        status = hash_leaf(s, v, work, hash);
        if (status != BOB_OK)
            return status;
        acc = add_lane(acc, *hash);
        ++*work;
    }
    *hash = tuple_end(acc, tuple->size);
    return BOB_OK;
}

BobStatus bob_hash_value(BobState *s, BobValue v, uint64_t *work, int64_t *hash)
{
    BobStatus status;
    if (v.tag == TAG_INT) {
        *hash = hash_int(v.i);
        return BOB_OK;
    }
    status = bob_check_alive(s, v);
    if (status != BOB_OK)
        return status;
    if (bob_is_str(v) && v.ref->size > 0xFFF) {
        status = bob_look_at_work(s, *work + v.ref->size);
        if (status != BOB_OK)
            return status;
    }
    return bob_is_tuple(v) ? hash_flat(s, v.ref, work, hash) : hash_leaf(s, v, work, hash);
}

/* A nan is itself, though it equals nothing: a float has no identity here but its bits. */
BobStatus bob_same_key(BobState *s, BobValue a, BobValue b, uint64_t *work, bool *same)
{
    if (a.tag == b.tag && a.i == b.i && !bob_is_freed(a)) {
        *same = true;
        return BOB_OK;
    }
    if (a.tag == TAG_INT && b.tag == TAG_INT) {
        *same = false;
        return BOB_OK;
    }
    if (bob_is_str(a) && bob_is_str(b)) {
        *same = a.ref->size == b.ref->size;
        if (*same) {
            *work += a.ref->size;
            *same = memcmp(bob_str_bytes(a.ref), bob_str_bytes(b.ref), a.ref->size) == 0;
        }
        return BOB_OK;
    }
    return bob_same_or_equal(s, a, b, work, same);
}
