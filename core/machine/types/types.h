/* What the machine knows of each type of value: made from types.def.
 *
 * What can be done with objects of a type is a table of functions, BobTypeOps, in a file of its own
 * beside this one: str.c, list.c, tuple.c. Where an engine or a built-in has a faster way for a
 * type it asks for the type first; all else comes here. Read next: state.h. */
#ifndef BOB_TYPES_H
#define BOB_TYPES_H

#include "core/machine/heap.h"

typedef struct BobState BobState;
typedef struct BobSink BobSink;

/* A bound method is a function to those who look from outside. */
enum { BOB_METHOD = BOB_FUNC };

/* As Python names it; that of a freed object stays. */
const char *bob_object_type_name(BobObjectType type);

/* As the interface shows it: BOB_FREED for what was given back. */
BobType bob_public_type(BobValue v);

/* ---- what the functions below share ---- */

/* Elements one after another; of a str each is made as it is met. Lives as long as the
 * sequence keeps its storage. */
typedef struct BobCursor {
    const BobObject *o;
    uint32_t i;
    uint32_t byte; /* of a str */
} BobCursor;

/* How two values relate: what the comparisons, IN and searches make of that, they decide. */
typedef enum BobRelation {
    REL_LESS,
    REL_SAME,
    REL_MORE,
    REL_UNORDERED, /* numbers, one of them nan */
    REL_DIFFERENT, /* not equal, and no order between such types */
} BobRelation;

typedef struct BobComparison BobComparison; /* one that is being made: compare.c */

/* ---- a type ---- */

/* All objects given are living ones of the type; other values may be freed. A function has the
 * contract of bob_sem_NAME (sem.h). NULL: values of the type can't do that, which is a TypeError,
 * unless it is said what happens then. A type whose flags have ELEMENTS is walked, restored
 * and given back by these, and shown by them where it has `open`. */
typedef struct BobTypeOps {
    const char *what; /* in "string index out of range" */

    BobStatus (*item)(BobState *s, BobObject *o, BobValue key, BobValue *r);    /* o[key] */
    BobStatus (*set_item)(BobState *s, BobObject *o, BobValue key, BobValue v); /* o[key] = v */
    BobStatus (*del_item)(BobState *s, BobObject *o, BobValue key);             /* del o[key] */
    /* n elements, which are there, of a SEQUENCE: a new object; in reverse order to out. */
    BobStatus (*slice)(BobState *s, BobObject *o, uint32_t from, uint32_t n, BobValue *r);
    BobStatus (*unpack)(BobState *s, const BobObject *o, uint32_t n, BobValue *out);
    BobStatus (*join)(BobState *s, BobObject *a, BobObject *b, BobValue *r);    /* a + b */
    BobStatus (*repeat)(BobState *s, BobObject *o, int64_t times, BobValue *r); /* o * times */
    BobStatus (*contains)(BobState *s, const BobObject *o, BobValue x, BobValue *r);
    /* The next element of what is ITERABLE without ELEMENTS. */
    BobStatus (*next)(BobState *s, BobCursor *c, BobValue *v);

    /* Two objects of the type. NULL: an object equals itself alone, and there is no order. With
     * equal_only there is no order either. */
    BobStatus (*relate)(BobComparison *c, const BobObject *a, const BobObject *b, unsigned depth,
                        BobRelation *r);
    bool equal_only;

    /* hash(o), where it is no tuple; counts its work. NULL: it is unhashable. */
    BobStatus (*hash)(BobState *s, BobObject *o, uint64_t *work, int64_t *hash);

    /* What holds values otherwise than as ELEMENTS: places for them, and what is at place i,
     * unbound where nothing is. Whoever walks values (snapshots, repr, JSON) goes through these.
     * With `pairs` keys are at even places and their values after them. */
    uint32_t (*places)(const BobObject *o);
    BobValue (*place)(const BobObject *o, uint32_t i);
    bool pairs;
    const char *pair_open, *pair_close; /* around a pair; NULL: nothing, and ": " between */

    uint32_t (*length)(const BobObject *o); /* of what is SIZED; NULL: its size */

    /* The text of repr: what comes before the elements, after them, after a single one, and for the
     * object inside itself, which JSON shows too. Where open is NULL: a function, or NULL for
     * "<name>". */
    const char *open, *close, *close_one, *inside;
    const char *empty;                  /* or NULL, where that is open and close */
    const char *json_open, *json_close; /* NULL: [ and ] */
    void (*write)(BobSink *k, const BobObject *o);
    /* NULL: with ELEMENTS an array of them, else "<name>", with its quotes. */
    void (*write_json)(BobBuffer *b, const BobObject *o);

    /* Gives back what it holds, with credit where that is to be accounted. NULL: its room. */
    void (*drop)(BobHeap *h, BobObject *o, bool credit);
} BobTypeOps;

#define OBJECT(NAME, name, ...) extern const BobTypeOps bob_type_##name;
#include "core/machine/types/types.def"

extern const BobTypeOps *const bob_type_ops[OBJ_COUNT];
static inline const BobTypeOps *bob_ops_of(const BobObject *o)
{
    ASSERT(o->type < OBJ_COUNT);
    return bob_type_ops[o->type];
}

/* Whether its text is that of values in it. */
static inline bool bob_shows_elements(BobValue v)
{
    return v.tag == TAG_REF && bob_ops_of(v.ref)->open != NULL;
}

/* Whether it holds values, and those that it holds. (A view holds a dict and shows what that
 * holds.) */
static inline bool bob_holds(const BobObject *o)
{
    return bob_has_elements(o) || bob_ops_of(o)->places != NULL;
}
static inline uint32_t bob_places(const BobObject *o)
{
    return bob_has_elements(o)             ? o->size
           : bob_ops_of(o)->places != NULL ? bob_ops_of(o)->places(o)
                                           : 0;
}
static inline BobValue bob_place(const BobObject *o, uint32_t i)
{
    return bob_has_elements(o) ? bob_element(o, i) : bob_ops_of(o)->place(o, i);
}

/* What is shown in it. */
static inline uint32_t bob_shown_places(const BobObject *o)
{
    return bob_ops_of(o)->places != NULL ? bob_ops_of(o)->places(o) : o->size;
}
static inline BobValue bob_shown_place(const BobObject *o, uint32_t i)
{
    return bob_ops_of(o)->place != NULL ? bob_ops_of(o)->place(o, i) : bob_element(o, i);
}

/* ---- what types share: seq.c, compare.c ---- */

NODISCARD BobStatus bob_elements_item(BobState *s, BobObject *o, BobValue key, BobValue *r);
NODISCARD BobStatus bob_elements_slice(BobState *s, BobObject *from, uint32_t start, uint32_t n,
                                       BobValue *r);
NODISCARD BobStatus bob_elements_unpack(BobState *s, const BobObject *o, uint32_t n, BobValue *out);
NODISCARD BobStatus bob_elements_join(BobState *s, BobObject *a, BobObject *b, BobValue *r);
NODISCARD BobStatus bob_elements_repeat(BobState *s, BobObject *o, int64_t times, BobValue *r);
NODISCARD BobStatus bob_elements_contain(BobState *s, const BobObject *o, BobValue x, BobValue *r);
NODISCARD BobStatus bob_elements_relate(BobComparison *c, const BobObject *a, const BobObject *b,
                                        unsigned depth, BobRelation *r);
NODISCARD BobStatus bob_dict_relate(BobComparison *c, const BobObject *a, const BobObject *b,
                                    unsigned depth, BobRelation *r);
NODISCARD BobStatus bob_set_relate(BobComparison *c, const BobObject *a, const BobObject *b,
                                   unsigned depth, BobRelation *r);
NODISCARD BobStatus bob_str_relate(BobComparison *c, const BobObject *a, const BobObject *b,
                                   unsigned depth, BobRelation *r);

/* `n` elements from `at` on, the end, become v; a list has the kind for that. */
NODISCARD BobStatus bob_elements_fill(BobState *s, BobObject *o, uint32_t at, uint32_t n,
                                      BobValue v);
/* size * times, or the largest number where that is more. */
uint64_t bob_repeated_size(uint64_t size, int64_t times);

#endif
