/* Classes, their instances, and methods: how they lie on the heap and how attributes are found.
 *
 * All three are objects with ELEMENTS, so that the heap, snapshots and the release of storage know
 * them already. A name is the index of a name of the program, as an int.
 *
 *   CLASS    name, mro, bases, room, then pairs (name, value) in the order of first assignment
 *              name   a text constant: the qualified name
 *              mro    a tuple of the class and those it inherits from, in order
 *              bases  a tuple
 *              room   elements of the largest instance so far, which the next one gets at once
 *   OBJECT   class, then pairs (name, value) in the order of first assignment
 *   METHOD   kind, function, self
 *
 * Programs in assembly can give any object back; so what is read of an object is asked for its type
 * each time. */
#ifndef BOB_CLASS_H
#define BOB_CLASS_H

#include "core/machine/sem.h"

enum { CLASS_NAME, CLASS_MRO, CLASS_BASES, CLASS_ROOM, CLASS_HEAD };
enum { OBJECT_CLASS, OBJECT_HEAD };
enum { METHOD_KIND, METHOD_FUNCTION, METHOD_SELF, METHOD_SIZE };

/* Limits of one class: what comes near them no program has. */
#define BOB_MOST_BASES 64u
#define BOB_MOST_ORDER 512u
#define BOB_MOST_ROOM 65536 /* elements that a new instance has room for */

/* What a METHOD is. */
typedef enum BobMethodKind {
    METHOD_BOUND,    /* function with its first argument */
    METHOD_STATIC,   /* staticmethod(function) */
    METHOD_CLASS,    /* classmethod(function) */
    METHOD_PROPERTY, /* property(function, self): the getter and the setter, or none */
    METHOD_KINDS
} BobMethodKind;

static inline BobValue *bob_values(const BobObject *o)
{
    return o->data;
}

/* A function of the program, with defaults and cells or without. */
static inline bool bob_is_function(BobValue v)
{
    return v.tag == TAG_FUNC || bob_is_object(v, OBJ_FUNCTION);
}

/* "C" of "f.<locals>.C", NUL-terminated. */
const char *bob_class_short_name(const BobObject *class);

/* The class of an instance; NULL where it was given back. */
static inline const BobObject *bob_class_of(const BobObject *o)
{
    BobValue class = bob_values(o)[OBJECT_CLASS];
    return bob_is_object(class, OBJ_CLASS) ? class.ref : NULL;
}

/* The value of a name among the pairs of a living class or instance, or NULL. */
static inline BobValue *bob_own_attribute(const BobObject *o, uint32_t name)
{
    BobValue *v = bob_values(o), *end = v + o->size;
    for (v += o->type == OBJ_CLASS ? CLASS_HEAD : OBJECT_HEAD; v < end; v += 2)
        if (v->i == (int64_t)name && v->tag == TAG_INT)
            return v + 1;
    return NULL;
}

/* The value of a name in the class or those after it in its order, from the place `from` in it on,
 * and in *owner the class that has it; NULL where none has. Adds to *work what was examined. */
const BobValue *bob_class_attribute(const BobObject *class, uint32_t from, uint32_t name,
                                    uint64_t *work);
/* The same for a name that the machine asks for, in the class of v, where it is an instance. */
const BobValue *bob_special(const BobState *s, BobValue v, BobSpecial special, uint64_t *work);

/* Whether class is `base` or inherits from it. */
bool bob_is_subclass(const BobObject *class, const BobObject *base);

NODISCARD BobStatus bob_class_new(BobState *s, BobValue name, BobValue bases, BobValue *r);
NODISCARD BobStatus bob_instance_new(BobState *s, BobObject *class, BobValue *r);
NODISCARD BobStatus bob_method_new(BobState *s, BobMethodKind kind, BobValue function,
                                   BobValue self, BobValue *r);

/* Whether an object read from a snapshot is made as the above says. */
bool bob_class_is_sound(const BobProgram *p, const BobObject *o);

#endif
