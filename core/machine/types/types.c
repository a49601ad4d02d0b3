/* What is asked of a type by its number, made from types.def; and what must hold between rows. */
#include "core/machine/types/class.h"
#include "core/machine/types/types.h"

#include "core/machine/exceptions.h"

const char *bob_type_name(BobValue v)
{
    switch ((BobTag)v.tag) {
#define VALUE(NAME, name, python, ...)                                                             \
    case TAG_##NAME:                                                                               \
        return python;
#include "core/machine/types/types.def"
    case TAG_REF:
        if (bob_is_exception(v))
            return bob_exception_name(bob_exception_class(v.ref));
        if (v.ref->type == OBJ_OBJECT && !bob_is_freed(v) && bob_class_of(v.ref) != NULL)
            return bob_class_short_name(bob_class_of(v.ref));
        return bob_object_type_name((BobObjectType)v.ref->type);
    case TAG_UNBOUND:
    case TAG_COUNT:
        break;
    }
    return "unbound";
}

const char *bob_object_type_name(BobObjectType type)
{
    static const char *const names[] = {
#define OBJECT(NAME, name, python, ...) python,
#include "core/machine/types/types.def"
    };
    _Static_assert(COUNT_OF(names) == OBJ_COUNT, "a name for each type");
    ASSERT(type < OBJ_COUNT);
    return names[type];
}

const BobTypeOps *const bob_type_ops[] = {
#define OBJECT(NAME, name, ...) [OBJ_##NAME] = &bob_type_##name,
#include "core/machine/types/types.def"
};

BobType bob_public_type(BobValue v)
{
    switch ((BobTag)v.tag) {
#define VALUE(NAME, ...)                                                                           \
    case TAG_##NAME:                                                                               \
        return BOB_##NAME;
#include "core/machine/types/types.def"
    case TAG_REF:
        break;
    case TAG_UNBOUND:
    case TAG_COUNT:
        return BOB_NONE;
    }
    switch ((BobObjectType)v.ref->type) {
#define OBJECT(NAME, ...)                                                                          \
    case OBJ_##NAME:                                                                               \
        return bob_is_freed(v) ? BOB_FREED : BOB_##NAME;
#include "core/machine/types/types.def"
    case OBJ_COUNT:
        break;
    }
    return BOB_NONE;
}

/* ---- what must hold ---- */

#define VALUE(NAME, name, python, public, ...)                                                     \
    _Static_assert((int)BOB_##NAME == (public), "bobbin.h says otherwise");
#define OBJECT VALUE
#include "core/machine/types/types.def"

/* A number that two rows share does not compile, but that of what is CALLABLE. */
UNUSED static inline void public_numbers_differ(unsigned n)
{
    switch (n) {
    case BOB_FREED:
#define VALUE(NAME, name, python, public, ...) case public:
#define OBJECT(NAME, name, python, public, snapshot, constant, flags)                              \
    case ((flags)&TYPE_CALLABLE) != 0 ? 256 + (snapshot):                                          \
        (public) :
#include "core/machine/types/types.def"
        break;
    }
}

UNUSED static inline void constant_tags_differ(unsigned n)
{
/* what can't be one has tags of its own, beyond a byte */
#define NOT_CONSTANT (256 + __COUNTER__)
    switch (n) {
#define VALUE(NAME, name, python, public, snapshot, constant) case constant:
#define OBJECT(NAME, name, python, public, snapshot, constant, flags) case constant:
#include "core/machine/types/types.def"
        break;
    }
}
