/* The classes of exceptions: exceptions.def as tables, and how an error gets one.
 *
 * An error is what an instruction that fails leaves in BobState.error: a kind (machine.md) and a
 * message. bob_fail() gives it a kind, and its class is the first of that kind; bob_throw() gives
 * it a class, and its kind is that of the class. */
#ifndef BOB_EXCEPTIONS_H
#define BOB_EXCEPTIONS_H

#include "core/base/base.h"
#include "core/machine/value.h"

typedef struct BobState BobState;

typedef enum BobExceptionClass {
#define EXCEPTION(Name, ...) EXC_##Name,
#include "core/machine/exceptions.def"
    EXC_COUNT,
    EXC_NONE = EXC_COUNT /* no class: an error that can't be caught */
} BobExceptionClass;

const char *bob_exception_name(BobExceptionClass c);
/* The class of that name, EXC_NONE where there is none; EnvironmentError and IOError are names of
 * OSError. */
BobExceptionClass bob_exception_of_name(const char *name);
BobStatus bob_exception_kind(BobExceptionClass c);
/* The class of an error of that kind that names none. */
BobExceptionClass bob_exception_of_kind(BobStatus kind);
/* Whether c is `of` or inherits from it. */
bool bob_exception_inherits(BobExceptionClass c, BobExceptionClass of);

/* Sets the class, its kind and the message, its one argument, and returns the kind. */
COLD BobStatus bob_throw(BobState *s, BobExceptionClass c, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* The same of a message without arguments: StopIteration() for one. */
COLD BobStatus bob_throw_bare(BobState *s, BobExceptionClass c);
/* The argument is a value: the key of a KeyError, the value of a StopIteration. The message is what
 * str() makes of the exception. It may be BOB_OUT_OF_MEMORY or BOB_USE_AFTER_FREE instead. */
COLD BobStatus bob_throw_value(BobState *s, BobExceptionClass c, BobValue argument);

/* The error is an exception that exists; `again`: its traceback goes on where it ended. */
COLD BobStatus bob_throw_object(BobState *s, BobValue exception, bool again);

/* ---- objects of the type exception ---- */

/* Their elements: `size` of them, always all there. */
typedef enum BobExceptionPart {
    EXC_CLASS,    /* an int, the number of a class above; or a class of the program */
    EXC_ARGS,     /* a tuple */
    EXC_CAUSE,    /* an exception or none, as the next */
    EXC_CONTEXT,  /* what was being handled when it was raised */
    EXC_SUPPRESS, /* bool: the context is not shown */
    EXC_PLACES, /* its traceback, the innermost first: none, a place, or a list of them; a place is
                 * the number of a function and that of an instruction, as one int */
    EXC_FIELDS, /* none, or the object that has its attributes */
    EXC_PARTS
} BobExceptionPart;

static inline bool bob_is_exception(BobValue v)
{
    return v.tag == TAG_REF && v.ref->type == OBJ_EXCEPTION && v.ref->size == EXC_PARTS;
}
static inline BobValue bob_exception_part(const BobObject *o, BobExceptionPart part)
{
    return ((const BobValue *)o->data)[part];
}
static inline void bob_exception_set(BobObject *o, BobExceptionPart part, BobValue v)
{
    ((BobValue *)o->data)[part] = v;
}
/* Its arguments; NULL where a broken promise of RELEASE made something else of them. */
static inline const BobObject *bob_exception_args(const BobObject *o)
{
    BobValue args = bob_exception_part(o, EXC_ARGS);
    return bob_is_tuple(args) ? args.ref : NULL;
}
/* What e.name is, of the names that exceptions have from the start; false where it is no such. */
bool bob_exception_attribute(const BobObject *o, const char *name, BobValue *r);
/* The built-in class that it is of, or that its class inherits from. */
BobExceptionClass bob_exception_class(const BobObject *o);

#endif
