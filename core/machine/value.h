/* Values and heap objects.
 *
 * A value is a tag and 8 bytes. Strings, lists and the like are references to an object;
 * which type it has is in the object's header alone, so that a reference whose
 * object was given back and reused (RELEASE, a broken promise) is still a well-formed value.
 *
 *   BobObject   data -> room of 2^room_class bytes
 *               list:  elements of `kind`, 8 bytes each (values of 16 for mixed)
 *               tuple: values of 16 bytes
 *               str:   a BobText, which several strings may share (joining extends it)
 *
 * The list of types is types/types.def. Read next: types/types.h, heap.h. */
#ifndef BOB_VALUE_H
#define BOB_VALUE_H

#include "core/base/base.h"
#include "core/bobbin.h"

typedef enum BobTag {
    TAG_UNBOUND, /* a name without a value; never on an operand stack */
/* none; bool, whose i is 0 or 1; int; float; func, whose i is the function's index */
#define VALUE(NAME, ...) TAG_##NAME,
#include "core/machine/types/types.def"
    TAG_REF, /* to an object */
    TAG_COUNT
} BobTag;

typedef struct BobObject BobObject;

typedef struct BobValue {
    uint64_t tag; /* a BobTag; a whole word, so that a value copies as two */
    union {
        int64_t i;
        double f;
        BobObject *ref;
    };
} BobValue;

typedef enum BobObjectType {
#define OBJECT(NAME, ...) OBJ_##NAME,
#include "core/machine/types/types.def"
    OBJ_COUNT
} BobObjectType;
_Static_assert(OBJ_COUNT <= 250, "a snapshot has a byte for the type, and some to spare");

/* Flags of a type: types.def says what they mean. */
enum {
    TYPE_SIZED = 1,
    TYPE_ITERABLE = 2,
    TYPE_HASHABLE = 4,
    TYPE_MUTABLE = 8,
    TYPE_ELEMENTS = 16,
    TYPE_GROWS = 32,
    TYPE_SEQUENCE = 64,
    TYPE_CALLABLE = 128,
};

/* How elements are stored: those of a list in the narrowest form that holds what it was given since
 * it was last empty, in a room wide enough for any; those of all else as KIND_MIXED. */
typedef enum BobKind {
    KIND_INT,
    KIND_FLOAT,
    KIND_BOOL,  /* as int64_t 0 or 1 */
    KIND_REF,   /* BobObject * */
    KIND_MIXED, /* BobValue */
    KIND_COUNT
} BobKind;

/* size counts elements, or the bytes of a string. For lists len[kind] equals size and all
 * other len are 0; for everything else all are 0: so `i < o->len[KIND_INT]` alone proves
 * that o is a living list of ints with an element i. */
struct BobObject {
    void *data;
    uint32_t len[KIND_COUNT];
    union {
        struct {
            uint8_t type;  /* BobObjectType; stays readable when the object is given back */
            uint8_t flags; /* OBJ_STATIC, OBJ_FREED ... */
        };
        uint16_t type_and_flags; /* so that one load and comparison do for both: bob_object_is */
    };
    uint8_t kind;       /* BobKind, of what has ELEMENTS */
    uint8_t room_class; /* the room is 2^room_class bytes; NO_ROOM for none, and of strings */
    uint32_t size;
    uint32_t points; /* code points of a string */
};

#define NO_ROOM 0xFF
/* Charges nothing, is never given back: constants, "" and strings of one ASCII character. */
#define OBJ_STATIC 1
/* The header is on the free list, linked through data. */
#define OBJ_RELEASED 2
/* A walk over nested values is inside it just now: it sets and clears this. */
#define OBJ_OPEN 4
/* Given back, by FREE or RELEASE: it has no size, no len and no room any more. */
#define OBJ_FREED 8
/* A host has a handle of it (core/host/handles.h). What takes the header over loses this, so that
 * the handle of an object that is gone names no other. */
#define OBJ_HANDLED 16
/* A visit of all that can be reached has met it (core/host/drop.c): it sets and clears this. */
#define OBJ_REACHED 32

/* The storage of strings: `used` bytes of text, of which each string shows a prefix. A
 * string that ends where `used` ends can be joined to in place. */
typedef struct BobText {
    uint32_t used;
    uint32_t strings;    /* that show a prefix of it and have not been given back */
    uint32_t room_class; /* NO_ROOM where static, and no room to grow then */
    uint32_t index;      /* number of its index of code points, or 0: str_index.h */
    char bytes[];
} BobText;

static inline BobValue bob_none(void)
{
    return (BobValue){.tag = TAG_NONE, .i = 0};
}
static inline BobValue bob_bool(bool b)
{
    return (BobValue){.tag = TAG_BOOL, .i = b};
}
static inline BobValue bob_int(int64_t i)
{
    return (BobValue){.tag = TAG_INT, .i = i};
}
static inline BobValue bob_float(double f)
{
    return (BobValue){.tag = TAG_FLOAT, .f = f};
}
static inline BobValue bob_func(uint32_t index)
{
    return (BobValue){.tag = TAG_FUNC, .i = index};
}
static inline BobValue bob_ref(BobObject *o)
{
    return (BobValue){.tag = TAG_REF, .ref = o};
}

/* type_and_flags of a type and some flags. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define BOB_TYPE_AND(type, flags) ((uint16_t)((type) | (flags) << 8))
#else
#define BOB_TYPE_AND(type, flags) ((uint16_t)((type) << 8 | (flags)))
#endif
_Static_assert(offsetof(BobObject, flags) == offsetof(BobObject, type) + 1 &&
                   offsetof(BobObject, type) == offsetof(BobObject, type_and_flags),
               "the type is the first byte of the two, the flags the second");

/* Whether it is a living object of that type. gcc tests the two bytes one after the other where
 * they are two fields, which cost programs of many texts a tenth of their instructions. */
static inline bool bob_object_is(const BobObject *o, BobObjectType type)
{
    return (o->type_and_flags & BOB_TYPE_AND(0xFF, OBJ_FREED)) == BOB_TYPE_AND(type, 0);
}
/* Whether it is a living str, tuple or list: what the typed loop and the heap know by themselves,
 * by one comparison. A type that comes after them is not asked for here. */
_Static_assert(OBJ_STR == 0 && OBJ_TUPLE == 1 && OBJ_LIST == 2, "the three come first");
static inline bool bob_is_basic(const BobObject *o)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return (o->type_and_flags & BOB_TYPE_AND(0xFF, OBJ_FREED)) <= OBJ_LIST;
#else
    return o->type <= OBJ_LIST && (o->flags & OBJ_FREED) == 0;
#endif
}
static inline bool bob_is_object(BobValue v, BobObjectType type)
{
    return v.tag == TAG_REF && bob_object_is(v.ref, type);
}
_Static_assert(sizeof(BobValue) == 16, "a value is copied as two words");
/* The flags of its type. */
static inline unsigned bob_object_flags(const BobObject *o)
{
    switch ((BobObjectType)o->type) {
#define OBJECT(NAME, name, python, public, snapshot, constant, flags)                              \
    case OBJ_##NAME:                                                                               \
        return flags;
#include "core/machine/types/types.def"
    case OBJ_COUNT:
        break;
    }
    return 0;
}
/* Whether it is an object, living or not, of a type with that flag. */
static inline bool bob_type_has(BobValue v, unsigned flag)
{
    return v.tag == TAG_REF && (bob_object_flags(v.ref) & flag) != 0;
}
static inline bool bob_has_elements(const BobObject *o)
{
    return (bob_object_flags(o) & TYPE_ELEMENTS) != 0;
}
static inline bool bob_is_str(BobValue v)
{
    return bob_is_object(v, OBJ_STR);
}
static inline bool bob_is_list(BobValue v)
{
    return bob_is_object(v, OBJ_LIST);
}
static inline bool bob_is_tuple(BobValue v)
{
    return bob_is_object(v, OBJ_TUPLE);
}
static inline bool bob_is_freed(BobValue v)
{
    return v.tag == TAG_REF && (v.ref->flags & OBJ_FREED) != 0;
}
/* bool counts as int */
static inline bool bob_is_integral(BobValue v)
{
    return v.tag == TAG_INT || v.tag == TAG_BOOL;
}
static inline bool bob_is_number(BobValue v)
{
    return bob_is_integral(v) || v.tag == TAG_FLOAT;
}

static inline const char *bob_str_bytes(const BobObject *o)
{
    return ((const BobText *)o->data)->bytes;
}
static inline bool bob_str_is_ascii(const BobObject *o)
{
    return o->points == o->size;
}

/* Element i, i < o->size, of what has ELEMENTS. */
static inline BobValue bob_element(const BobObject *o, uint32_t i)
{
    ASSERT(i < o->size && bob_has_elements(o));
    switch ((BobKind)o->kind) {
    case KIND_INT:
        return bob_int(((const int64_t *)o->data)[i]);
    case KIND_FLOAT:
        return bob_float(((const double *)o->data)[i]);
    case KIND_BOOL:
        return bob_bool(((const int64_t *)o->data)[i] != 0);
    case KIND_REF:
        return bob_ref(((BobObject *const *)o->data)[i]);
    case KIND_MIXED:
    case KIND_COUNT:
        break;
    }
    return ((const BobValue *)o->data)[i];
}

/* "int", "str", ... as Python names types. */
const char *bob_type_name(BobValue v);

#endif
