/* Attributes: loaded, stored, deleted, and looked up for a call. */
#include <string.h>

#include "core/machine/builtins/builtins.h"
#include "core/machine/call.h"
#include "core/machine/exceptions.h"
#include "core/machine/types/class.h"

/* ---- failures ---- */

static COLD BobStatus no_attribute(BobState *s, BobValue v, uint32_t name)
{
    const char *text = bob_program_name(s->program, name);
    BobStatus status = bob_check_alive(s, v);
    if (status != BOB_OK)
        return status;
    if (bob_is_object(v, OBJ_CLASS))
        return bob_throw(s, EXC_AttributeError, "type object '%s' has no attribute '%s'",
                         bob_class_short_name(v.ref), text);
    return bob_throw(s, EXC_AttributeError, "'%s' object has no attribute '%s'", bob_type_name(v),
                     text);
}

static COLD BobStatus unsupported(BobState *s, BobValue v, uint32_t name)
{
    return bob_fail(s, BOB_UNSUPPORTED, "the attribute '%s' of a '%s' object",
                    bob_program_name(s->program, name), bob_type_name(v));
}

/* ---- built-in methods, by the rows of builtins.def ---- */

enum {
#define VALUE(NAME, ...) T_##NAME = 0,
#define OBJECT(NAME, ...) T_##NAME = 1 << OBJ_##NAME,
#include "core/machine/types/types.def"
};

typedef struct MethodRow {
    const char *name;
    unsigned receivers; /* a bit for each BobObjectType */
    int builtin;
} MethodRow;

static const MethodRow method_rows[] = {
#define METHOD(name, receivers, builtin, ...) {#name, receivers, builtin},
#include "core/machine/builtins/builtins.def"
};

/* The first row of a method of that name + 1, or 0. */
static unsigned method_row(BobState *s, uint32_t name)
{
    uint32_t i;
    size_t bytes = s->program->names.count * sizeof *s->methods;
    if (s->methods == NULL) { /* 0: not asked for yet, 1: no such method, then row + 2 */
        s->methods = bob_alloc_zeroed(&s->allocator, bytes);
        if (s->methods == NULL)
            return 0;
    }
    if (s->methods[name] == 0) {
        const char *text = bob_program_name(s->program, name);
        for (i = 0; i < COUNT_OF(method_rows) && strcmp(method_rows[i].name, text) != 0; i++)
            ;
        s->methods[name] = (uint16_t)(i < COUNT_OF(method_rows) ? i + 2 : 1);
    }
    return s->methods[name] - 1u;
}

/* The built-in that is the method of that name of an object, or -1. */
static int builtin_method(BobState *s, BobValue v, uint32_t name)
{
    unsigned row;
    const char *text = bob_program_name(s->program, name);
    if (v.tag != TAG_REF)
        return -1;
    for (row = method_row(s, name); row > 0 && row <= COUNT_OF(method_rows); row++) {
        const MethodRow *m = &method_rows[row - 1];
        if ((m->receivers & (1u << v.ref->type)) != 0 && strcmp(m->name, text) == 0)
            return m->builtin;
    }
    return -1;
}

/* ---- looking up ---- */

/* What an attribute is, before it is bound to the object that it was asked of. */
typedef enum Found {
    FOUND_NOTHING,
    FOUND_VALUE,  /* *v, of the object itself or as it stands in its class */
    FOUND_SHARED, /* *v, in the object's class: it is bound to the object */
} Found;

static Found find_in_instance(const BobObject *o, uint32_t name, BobValue *v, uint64_t *work)
{
    const BobObject *class = bob_class_of(o);
    const BobValue *at = bob_own_attribute(o, name);
    if (at == NULL && class != NULL) {
        at = bob_class_attribute(class, 0, name, work);
        if (at != NULL) {
            *v = *at;
            return FOUND_SHARED;
        }
    }
    if (at == NULL)
        return FOUND_NOTHING;
    *v = *at;
    return FOUND_VALUE;
}

/* Attributes that every class or instance has by itself; false where it is none of them. */
static bool find_own_name(const BobState *s, BobValue object, uint32_t name, BobValue *v)
{
    const uint32_t *special = s->program->special;
    if (object.ref->type == OBJ_OBJECT && name == special[SPECIAL_class]) {
        *v = bob_values(object.ref)[OBJECT_CLASS];
        return true;
    }
    if (object.ref->type == OBJ_CLASS && name == special[SPECIAL_qualname]) {
        *v = bob_values(object.ref)[CLASS_NAME];
        return true;
    }
    if (object.ref->type == OBJ_CLASS &&
        (name == special[SPECIAL_mro] || name == special[SPECIAL_bases])) {
        *v = bob_none();
        return false;
    }
    if (name == special[SPECIAL_doc]) {
        *v = bob_none();
        return true;
    }
    return false;
}

/* Names that CPython's object has, and this machine not: they must not be missed. */
static bool is_of_object(const BobState *s, uint32_t name)
{
    static const char *const names[] = {
        "__dict__",
        "__weakref__",
        "__module__",
        "__sizeof__",
        "__reduce__",
        "__dir__",
        "__format__",
        "__hash__",
        "__init__",
        "__new__",
        "__eq__",
        "__ne__",
        "__lt__",
        "__le__",
        "__gt__",
        "__ge__",
        "__str__",
        "__repr__",
        "__getattribute__",
        "__setattr__",
        "__delattr__",
        "__init_subclass__",
        "__subclasshook__",
        "__reduce_ex__",
        "__mro__",
        "__bases__",
        "__base__",
        "__subclasses__",
        "mro",
        "__call__",
        "__name__",
        "__doc__",
        "__class__",
        "__qualname__",
    };
    const char *text = bob_program_name(s->program, name);
    unsigned i;
    for (i = 0; i < COUNT_OF(names); i++)
        if (strcmp(names[i], text) == 0)
            return true;
    return false;
}

static BobStatus short_name(BobState *s, const BobObject *class, BobValue *r)
{
    const char *text = bob_class_short_name(class);
    return bob_str_new(s, text, strlen(text), r);
}

/* Where nothing was found. */
static COLD BobStatus load_other(BobState *s, BobValue object, uint32_t name, uint32_t then,
                                 BobValue *r)
{
    uint64_t work = 0;
    const BobValue *f;
    BobValue function;
    BobStatus status = bob_check_alive(s, object);
    if (status != BOB_OK)
        return status;
    if (bob_is_object(object, OBJ_CLASS) && name == s->program->special[SPECIAL_name])
        return short_name(s, object.ref, r);
    function = bob_is_object(object, OBJ_FUNCTION) ? bob_element(object.ref, 0) : object;
    if (function.tag == TAG_FUNC && (name == s->program->special[SPECIAL_name] ||
                                     name == s->program->special[SPECIAL_qualname])) {
        const BobFunction *named = &s->program->functions[function.i];
        uint32_t n = bob_shown_name(named), from = n;
        while (name == s->program->special[SPECIAL_name] && from > 0 &&
               named->name[from - 1] != '.')
            from--;
        if (name != s->program->special[SPECIAL_name])
            from = 0;
        return bob_str_new(s, named->name + from, n - from, r);
    }
    if ((bob_is_object(object, OBJ_CLASS) || bob_is_object(object, OBJ_OBJECT)) &&
        find_own_name(s, object, name, r))
        return BOB_OK;
    f = bob_special(s, object, SPECIAL_getattr, &work);
    if (f != NULL && !is_of_object(s, name)) {
        BobValue args[2] = {object, bob_pending_name(name)};
        return bob_calls(s, then, *f, 2, args);
    }
    if (is_of_object(s, name) || builtin_method(s, object, name) >= 0 ||
        bob_is_object(object, OBJ_METHOD) ||
        (!bob_is_object(object, OBJ_CLASS) && !bob_is_object(object, OBJ_OBJECT) &&
         strncmp(bob_program_name(s->program, name), "__", 2) == 0))
        return unsupported(s, object, name);
    return no_attribute(s, object, name);
}

/* A value found in the class of `object`, as the object sees it. */
static BobStatus bind(BobState *s, BobValue object, BobValue v, uint32_t then, BobValue *r)
{
    if (bob_is_function(v))
        return bob_method_new(s, METHOD_BOUND, v, object, r);
    if (bob_is_object(v, OBJ_METHOD)) {
        const BobValue *m = bob_values(v.ref);
        switch ((BobMethodKind)m[METHOD_KIND].i) {
        case METHOD_STATIC:
            *r = m[METHOD_FUNCTION];
            return BOB_OK;
        case METHOD_CLASS:
            return bob_method_new(s, METHOD_BOUND, m[METHOD_FUNCTION],
                                  bob_values(object.ref)[OBJECT_CLASS], r);
        case METHOD_PROPERTY:
            if (m[METHOD_FUNCTION].tag == TAG_NONE)
                return bob_throw(s, EXC_AttributeError, "property has no getter");
            return bob_calls(s, then, m[METHOD_FUNCTION], 1, &object);
        case METHOD_BOUND:
        case METHOD_KINDS:
            break;
        }
    }
    if (bob_is_object(v, OBJ_OBJECT)) {
        uint64_t work = 0;
        if (bob_special(s, v, SPECIAL_get, &work) != NULL)
            return bob_fail(s, BOB_UNSUPPORTED, "a descriptor of type '%s'", bob_type_name(v));
    }
    *r = v;
    return BOB_OK;
}

/* What a class finds in itself, as it is seen through it. */
static BobStatus bind_to_class(BobState *s, BobValue class, BobValue v, BobValue *r)
{
    if (bob_is_object(v, OBJ_METHOD)) {
        const BobValue *m = bob_values(v.ref);
        if (m[METHOD_KIND].i == METHOD_STATIC) {
            *r = m[METHOD_FUNCTION];
            return BOB_OK;
        }
        if (m[METHOD_KIND].i == METHOD_CLASS)
            return bob_method_new(s, METHOD_BOUND, m[METHOD_FUNCTION], class, r);
    }
    *r = v;
    return BOB_OK;
}

SEM_ARGS(LOAD_ATTR)
{
    BobValue object = args[0], v;
    uint64_t work = 0;
    BobStatus status = BOB_OK;
    if (bob_is_object(object, OBJ_OBJECT)) {
        switch (find_in_instance(object.ref, n, &v, &work)) {
        case FOUND_VALUE:
            *r = v;
            return BOB_OK;
        case FOUND_SHARED:
            status = bob_charge(s, work);
            return status == BOB_OK ? bind(s, object, v, THEN_RESULT, r) : status;
        case FOUND_NOTHING:
            break;
        }
    } else if (bob_is_exception(object)) {
        if (bob_exception_attribute(object.ref, bob_program_name(s->program, n), r))
            return BOB_OK;
    } else if (bob_is_object(object, OBJ_CLASS)) {
        const BobValue *at = bob_class_attribute(object.ref, 0, n, &work);
        status = bob_charge(s, work);
        if (status == BOB_OK && at != NULL)
            return bind_to_class(s, object, *at, r);
    }
    if (status == BOB_OK)
        status = bob_charge(s, work);
    return status == BOB_OK ? load_other(s, object, n, THEN_RESULT, r) : status;
}

/* A function as it is called with the object before its arguments. */
static void as_method(BobValue function, BobValue self, BobValue *r)
{
    r[0] = function;
    r[1] = self;
}

/* Any other value as it is called. */
static void as_value(BobValue v, BobValue *r)
{
    r[0] = bob_none();
    r[1] = v;
}

static BobStatus method_of_class(BobState *s, BobValue class, BobValue v, BobValue *r)
{
    if (bob_is_object(v, OBJ_METHOD) && bob_values(v.ref)[METHOD_KIND].i == METHOD_CLASS) {
        as_method(bob_values(v.ref)[METHOD_FUNCTION], class, r);
        return BOB_OK;
    }
    (void)s;
    if (bob_is_object(v, OBJ_METHOD) && bob_values(v.ref)[METHOD_KIND].i == METHOD_STATIC)
        v = bob_values(v.ref)[METHOD_FUNCTION];
    as_value(v, r);
    return BOB_OK;
}

static BobStatus method_of_instance(BobState *s, BobValue object, BobValue v, BobValue *r)
{
    BobValue bound;
    BobStatus status;
    if (bob_is_function(v)) {
        as_method(v, object, r);
        return BOB_OK;
    }
    if (bob_is_object(v, OBJ_METHOD) && bob_values(v.ref)[METHOD_KIND].i == METHOD_CLASS)
        return method_of_class(s, bob_values(object.ref)[OBJECT_CLASS], v, r);
    status = bind(s, object, v, THEN_METHOD, &bound);
    if (status == BOB_OK)
        as_value(bound, r);
    return status;
}

SEM_SPREAD(LOAD_METHOD)
{
    BobValue object = args[0], v = bob_none();
    uint64_t work = 0;
    BobStatus status = bob_check_room(s, 2, room);
    int builtin;
    if (status != BOB_OK)
        return status;
    if (bob_is_object(object, OBJ_OBJECT)) {
        Found found = find_in_instance(object.ref, n, &v, &work);
        status = bob_charge(s, work);
        if (status == BOB_OK && found == FOUND_SHARED)
            return method_of_instance(s, object, v, r);
        if (status == BOB_OK && found == FOUND_VALUE) {
            as_value(v, r);
            return BOB_OK;
        }
    } else if (bob_is_object(object, OBJ_CLASS)) {
        const BobValue *at = bob_class_attribute(object.ref, 0, n, &work);
        status = bob_charge(s, work);
        if (status == BOB_OK && at != NULL)
            return method_of_class(s, object, *at, r);
    } else {
        status = bob_check_alive(s, object);
        builtin = builtin_method(s, object, n);
        if (status == BOB_OK && builtin >= 0) {
            as_method(bob_int(builtin), object, r);
            return BOB_OK;
        }
    }
    if (status == BOB_OK)
        status = load_other(s, object, n, THEN_METHOD, &v);
    if (status == BOB_OK)
        as_value(v, r);
    return status;
}

/* ---- storing ---- */

static BobStatus append_pair(BobState *s, BobObject *o, uint32_t name, BobValue v)
{
    if (bob_heap_grow(&s->heap, o, (uint64_t)o->size + 2) != BOB_OK)
        return bob_no_memory(s);
    bob_values(o)[o->size] = bob_int(name);
    bob_values(o)[o->size + 1] = v;
    bob_set_size(o, o->size + 2);
    return BOB_OK;
}

/* What stands in the class and decides over the store: BOB_OK where nothing does. `asks`: a
 * __setattr__ is asked first. */
static BobStatus store_by_class(BobState *s, BobValue object, const BobObject *class, uint32_t n,
                                BobValue v, bool asks, uint64_t *work)
{
    const BobValue *at = bob_class_attribute(class, 0, n, work);
    uint64_t more = 0;
    BobValue args[3] = {object, v};
    const BobValue *f = asks ? bob_special(s, object, SPECIAL_setattr, &more) : NULL;
    if (f != NULL) {
        args[1] = bob_pending_name(n);
        args[2] = v;
        return bob_calls(s, THEN_NOTHING, *f, 3, args);
    }
    if (at == NULL)
        return BOB_OK;
    if (bob_is_object(*at, OBJ_METHOD) && bob_values(at->ref)[METHOD_KIND].i == METHOD_PROPERTY) {
        BobValue setter = bob_values(at->ref)[METHOD_SELF];
        if (setter.tag == TAG_NONE)
            return bob_throw(s, EXC_AttributeError, "property '%s' of '%s' object has no setter",
                             bob_program_name(s->program, n), bob_class_short_name(class));
        return bob_calls(s, THEN_NOTHING, setter, 2, args);
    }
    if (bob_special(s, *at, SPECIAL_set, &more) != NULL)
        return bob_fail(s, BOB_UNSUPPORTED, "a descriptor of type '%s'", bob_type_name(*at));
    return BOB_OK;
}

static BobStatus store_in_instance(BobState *s, BobValue object, uint32_t n, BobValue v, bool asks)
{
    BobObject *o = object.ref;
    const BobObject *class = bob_class_of(o);
    BobValue *at = bob_own_attribute(o, n);
    uint64_t work = 0;
    BobStatus status = BOB_OK;
    asks = asks && s->program->special[SPECIAL_setattr] != BOB_INTERN_NONE;
    if (at != NULL && !asks) { /* what could decide would have done so at its first store */
        *at = v;
        return BOB_OK;
    }
    if (class == NULL)
        return bob_fail_freed(s, bob_values(o)[OBJECT_CLASS]);
    status = store_by_class(s, object, class, n, v, asks, &work);
    if (status == BOB_OK)
        status = bob_charge(s, work);
    if (status != BOB_OK)
        return status;
    if (at != NULL) {
        *at = v;
        return BOB_OK;
    }
    if (o->size + 2 > BOB_MOST_ROOM)
        return bob_fail(s, BOB_UNSUPPORTED, "more than %u attributes of one object",
                        BOB_MOST_ROOM / 2);
    status = append_pair(s, o, n, v);
    if (status == BOB_OK && bob_values(class)[CLASS_ROOM].i < (int64_t)o->size)
        bob_values(class)[CLASS_ROOM].i = o->size;
    return status;
}

SEM_ARGS(STORE_ATTR)
{
    BobValue v = args[0], object = args[1];
    BobStatus status = bob_check_alive(s, object);
    if (status != BOB_OK)
        return status;
    if (bob_is_object(object, OBJ_OBJECT))
        return store_in_instance(s, object, n, v, true);
    if (bob_is_object(object, OBJ_CLASS)) {
        BobValue *at = bob_own_attribute(object.ref, n);
        if (is_of_object(s, n) || strncmp(bob_program_name(s->program, n), "__", 2) == 0)
            return unsupported(s, object, n);
        if (bob_is_object(v, OBJ_METHOD) && bob_values(v.ref)[METHOD_KIND].i == METHOD_PROPERTY)
            return bob_fail(s, BOB_UNSUPPORTED, "a property that is added to a class");
        if (at == NULL)
            return append_pair(s, object.ref, n, v);
        *at = v;
        return BOB_OK;
    }
    if (bob_is_function(object) || bob_is_object(object, OBJ_METHOD))
        return unsupported(s, object, n);
    return no_attribute(s, object, n);
}

SEM_ARGS(DELETE_ATTR)
{
    BobValue object = args[0], *at = NULL;
    const BobValue *f;
    uint64_t work = 0;
    BobStatus status = bob_check_alive(s, object);
    if (status != BOB_OK)
        return status;
    if (bob_is_object(object, OBJ_OBJECT) || bob_is_object(object, OBJ_CLASS))
        at = bob_own_attribute(object.ref, n);
    f = bob_special(s, object, SPECIAL_delattr, &work);
    if (f != NULL) {
        BobValue named[2] = {object, bob_pending_name(n)};
        return bob_calls(s, THEN_NOTHING, *f, 2, named);
    }
    if (at != NULL) {
        BobValue *from = at - 1, *end = bob_values(object.ref) + object.ref->size;
        status = bob_charge(s, (uint64_t)(end - from));
        if (status != BOB_OK)
            return status;
        memmove(from, from + 2, (size_t)(end - from - 2) * sizeof *from);
        bob_set_size(object.ref, object.ref->size - 2);
        return BOB_OK;
    }
    if (bob_is_object(object, OBJ_OBJECT) && bob_class_of(object.ref) != NULL &&
        (at = (BobValue *)bob_class_attribute(bob_class_of(object.ref), 0, n, &work)) != NULL &&
        bob_is_object(*at, OBJ_METHOD) && bob_values(at->ref)[METHOD_KIND].i == METHOD_PROPERTY)
        return bob_fail(s, BOB_UNSUPPORTED, "the deleter of a property");
    if (bob_is_object(object, OBJ_CLASS) || bob_is_object(object, OBJ_OBJECT))
        return bob_is_object(object, OBJ_CLASS)
                   ? no_attribute(s, object, n)
                   : bob_throw(s, EXC_AttributeError, "'%s' object has no attribute '%s'",
                               bob_type_name(object), bob_program_name(s->program, n));
    return no_attribute(s, object, n);
}

/* ---- super ---- */

/* Where the classes after `class` begin in the order of self's class. */
static BobStatus super_place(BobState *s, BobValue class, BobValue self, const BobObject **of,
                             uint32_t *from)
{
    BobValue mro;
    uint32_t i;
    BobStatus status = bob_check_alive(s, class);
    if (status == BOB_OK)
        status = bob_check_alive(s, self);
    if (status != BOB_OK)
        return status;
    *of = bob_is_object(self, OBJ_CLASS)    ? self.ref
          : bob_is_object(self, OBJ_OBJECT) ? bob_class_of(self.ref)
                                            : NULL;
    if (!bob_is_object(class, OBJ_CLASS) || *of == NULL)
        return bob_fail(s, BOB_TYPE_ERROR,
                        "super(type, obj): obj must be an instance or subtype of type");
    mro = bob_values(*of)[CLASS_MRO];
    for (i = 0; bob_is_tuple(mro) && i < mro.ref->size; i++)
        if (bob_values(mro.ref)[i].ref == class.ref) {
            *from = i + 1;
            return BOB_OK;
        }
    return bob_fail(s, BOB_TYPE_ERROR,
                    "super(type, obj): obj must be an instance or subtype of type");
}

/* The built-in that does what that method of CPython's object does, or -1. */
static int object_method(const BobState *s, uint32_t name)
{
    const uint32_t *special = s->program->special;
    return name == special[SPECIAL_init]      ? (int)BUILTIN_object_init
           : name == special[SPECIAL_setattr] ? (int)BUILTIN_object_setattr
           : name == special[SPECIAL_repr] || name == special[SPECIAL_str]
               ? (int)BUILTIN_object_repr
               : -1;
}

static BobStatus super_find(BobState *s, const BobValue *args, uint32_t n, const BobValue **at)
{
    const BobObject *of;
    uint64_t work = 0;
    uint32_t from = 0;
    BobStatus status = super_place(s, args[0], args[1], &of, &from);
    if (status != BOB_OK)
        return status;
    *at = bob_class_attribute(of, from, n, &work);
    status = bob_charge(s, work);
    if (status == BOB_OK && *at == NULL && object_method(s, n) >= 0)
        return BOB_OK;
    if (status == BOB_OK && *at == NULL && is_of_object(s, n))
        return bob_fail(s, BOB_UNSUPPORTED, "'%s' of super()", bob_program_name(s->program, n));
    if (status == BOB_OK && *at == NULL)
        return bob_throw(s, EXC_AttributeError, "'super' object has no attribute '%s'",
                         bob_program_name(s->program, n));
    return status;
}

SEM_ARGS(LOAD_SUPER)
{
    const BobValue *at = NULL;
    BobStatus status = super_find(s, args, n, &at);
    if (status != BOB_OK)
        return status;
    if (at == NULL)
        return bob_fail(s, BOB_UNSUPPORTED, "a method of object as a value");
    if (bob_is_object(args[1], OBJ_CLASS))
        return bind_to_class(s, args[1], *at, r);
    return bind(s, args[1], *at, THEN_RESULT, r);
}

SEM_SPREAD(LOAD_SUPER_METHOD)
{
    const BobValue *at = NULL;
    BobValue self = args[1];
    BobStatus status = super_find(s, args, n, &at);
    if (status != BOB_OK)
        return status;
    if (at == NULL) {
        as_method(bob_int(object_method(s, n)), self, r);
        return BOB_OK;
    }
    if (bob_is_object(self, OBJ_CLASS))
        return method_of_class(s, self, *at, r);
    return method_of_instance(s, self, *at, r);
}

DEFINE_BUILTIN(object_init)
{
    TRY(bob_check_alive(s, args[0]));
    *r = bob_none();
    return argc == 1 ? BOB_OK
                     : bob_fail(s, BOB_TYPE_ERROR,
                                "object.__init__() takes exactly one argument (the instance to "
                                "initialize)");
}

DEFINE_BUILTIN(object_repr)
{
    BobSink k;
    TRY(bob_check_alive(s, args[0]));
    k = bob_sink_for_str(s);
    if (!bob_is_object(args[0], OBJ_OBJECT))
        return bob_fail(s, BOB_UNSUPPORTED, "object.__repr__() of a '%s'", bob_type_name(args[0]));
    bob_ops_of(args[0].ref)->write(&k, args[0].ref);
    return bob_sink_str(s, &k, r);
}

/* ---- built-in functions ---- */

static BobStatus is_instance(BobState *s, BobValue v, BobValue class, uint32_t depth, bool *r)
{
    BobStatus status = bob_check_alive(s, class);
    uint32_t i;
    if (status != BOB_OK)
        return status;
    if (bob_is_object(class, OBJ_CLASS)) {
        const BobObject *of = bob_is_object(v, OBJ_OBJECT) ? bob_class_of(v.ref) : NULL;
        *r = of != NULL && bob_is_subclass(of, class.ref);
        return BOB_OK;
    }
    if (!bob_is_tuple(class) || depth > 1)
        return class.tag == TAG_REF && depth <= 1
                   ? bob_fail(s, BOB_TYPE_ERROR,
                              "isinstance() arg 2 must be a type, a tuple of "
                              "types, or a union")
                   : bob_fail(s, BOB_TYPE_ERROR,
                              "isinstance() arg 2 must be a type, a tuple of "
                              "types, or a union");
    *r = false;
    for (i = 0; i < class.ref->size && !*r && status == BOB_OK; i++)
        status = is_instance(s, v, bob_values(class.ref)[i], depth + 1, r);
    return status;
}

DEFINE_BUILTIN(isinstance)
{
    bool is = false;
    TRY(bob_check_alive(s, args[0]));
    TRY(is_instance(s, args[0], args[1], 0, &is));
    if (bob_is_tuple(args[1]))
        TRY(bob_charge(s, args[1].ref->size));
    *r = bob_bool(is);
    return BOB_OK;
}

DEFINE_BUILTIN(issubclass)
{
    bool is = false;
    uint32_t i;
    TRY(bob_check_alive(s, args[0]));
    TRY(bob_check_alive(s, args[1]));
    if (!bob_is_object(args[0], OBJ_CLASS))
        return bob_fail(s, BOB_TYPE_ERROR, "issubclass() arg 1 must be a class");
    if (bob_is_object(args[1], OBJ_CLASS)) {
        is = bob_is_subclass(args[0].ref, args[1].ref);
    } else if (bob_is_tuple(args[1])) {
        TRY(bob_charge(s, args[1].ref->size));
        for (i = 0; i < args[1].ref->size && !is; i++) {
            BobValue c = bob_values(args[1].ref)[i];
            if (!bob_is_object(c, OBJ_CLASS))
                return bob_fail(s, BOB_UNSUPPORTED, "issubclass() of this");
            is = bob_is_subclass(args[0].ref, c.ref);
        }
    } else {
        return bob_fail(s, BOB_TYPE_ERROR,
                        "issubclass() arg 2 must be a class, a tuple of classes, or a union");
    }
    *r = bob_bool(is);
    return BOB_OK;
}

/* type(x) */
DEFINE_BUILTIN(type)
{
    TRY(bob_check_alive(s, args[0]));
    if (!bob_is_object(args[0], OBJ_OBJECT))
        return bob_fail(s, BOB_UNSUPPORTED, "type() of a '%s'", bob_type_name(args[0]));
    *r = bob_values(args[0].ref)[OBJECT_CLASS];
    return BOB_OK;
}

/* isinstance(x, int) */
DEFINE_BUILTIN(has_type)
{
    TRY(bob_check_alive(s, args[0]));
    if (args[1].tag != TAG_INT)
        return bob_fail(s, BOB_TYPE_ERROR, "has_type needs an int, not a '%s'",
                        bob_type_name(args[1]));
    *r = bob_bool(((uint64_t)args[1].i >> bob_public_type(args[0]) & 1) != 0);
    return BOB_OK;
}

/* type(x).__name__ */
DEFINE_BUILTIN(type_name)
{
    const char *name;
    TRY(bob_check_alive(s, args[0]));
    name = bob_type_name(args[0]);
    return bob_str_new(s, name, strlen(name), r);
}

/* staticmethod(f), classmethod(f) */
DEFINE_BUILTIN(staticmethod)
{
    TRY(bob_check_alive(s, args[0]));
    return bob_method_new(s, METHOD_STATIC, args[0], bob_none(), r);
}

DEFINE_BUILTIN(classmethod)
{
    TRY(bob_check_alive(s, args[0]));
    return bob_method_new(s, METHOD_CLASS, args[0], bob_none(), r);
}

DEFINE_BUILTIN(property)
{
    TRY(bob_check_alive(s, bob_arg(args, argc, 0)));
    return bob_method_new(s, METHOD_PROPERTY, bob_arg(args, argc, 0), bob_arg(args, argc, 1), r);
}

/* ( property f -- property ), with f as its setter */
DEFINE_BUILTIN(property_setter)
{
    TRY(bob_check_alive(s, args[0]));
    if (!bob_is_object(args[0], OBJ_METHOD) ||
        bob_values(args[0].ref)[METHOD_KIND].i != METHOD_PROPERTY)
        return bob_fail(s, BOB_UNSUPPORTED, "the setter of a '%s'", bob_type_name(args[0]));
    return bob_method_new(s, METHOD_PROPERTY, bob_values(args[0].ref)[METHOD_FUNCTION], args[1], r);
}

DEFINE_BUILTIN(property_getter)
{
    TRY(bob_check_alive(s, args[0]));
    if (!bob_is_object(args[0], OBJ_METHOD) ||
        bob_values(args[0].ref)[METHOD_KIND].i != METHOD_PROPERTY)
        return bob_fail(s, BOB_UNSUPPORTED, "the getter of a '%s'", bob_type_name(args[0]));
    return bob_method_new(s, METHOD_PROPERTY, args[1], bob_values(args[0].ref)[METHOD_SELF], r);
}

/* ---- attributes of computed names ---- */

/* The program's name of that text; BOB_INTERN_NONE where it has none: then nothing has such an
 * attribute. */
static BobStatus name_of(BobState *s, BobValue text, const char *function, uint32_t *name)
{
    TRY(bob_check_alive(s, text));
    if (!bob_is_str(text))
        return strcmp(function, "hasattr") == 0 || strcmp(function, "getattr") == 0
                   ? bob_fail(s, BOB_TYPE_ERROR, "%s(): attribute name must be string", function)
                   : bob_fail(s, BOB_TYPE_ERROR, "attribute name must be string, not '%s'",
                              bob_type_name(text));
    *name = bob_intern_find(&s->program->names, bob_str_bytes(text.ref), text.ref->size);
    return BOB_OK;
}

/* Whether it has the attribute, without calling anything. */
static BobStatus has(BobState *s, BobValue object, uint32_t name, bool *r)
{
    BobValue v;
    uint64_t work = 0;
    TRY(bob_check_alive(s, object));
    *r = false;
    if (name == BOB_INTERN_NONE && !bob_is_object(object, OBJ_OBJECT) &&
        !bob_is_object(object, OBJ_CLASS))
        return bob_fail(s, BOB_UNSUPPORTED, "hasattr() of a '%s'", bob_type_name(object));
    if (bob_special(s, object, SPECIAL_getattr, &work) != NULL)
        return bob_fail(s, BOB_UNSUPPORTED, "__getattr__");
    if (name == BOB_INTERN_NONE)
        return BOB_OK;
    if (bob_is_object(object, OBJ_OBJECT)) {
        Found found = find_in_instance(object.ref, name, &v, &work);
        *r = found != FOUND_NOTHING;
        if (found == FOUND_SHARED && bob_is_object(v, OBJ_METHOD) &&
            bob_values(v.ref)[METHOD_KIND].i ==
                METHOD_PROPERTY) /* which may raise AttributeError */
            return bob_fail(s, BOB_UNSUPPORTED, "hasattr() of a property");
    }
    if (bob_is_object(object, OBJ_CLASS))
        *r = bob_class_attribute(object.ref, 0, name, &work) != NULL;
    else if (!bob_is_object(object, OBJ_OBJECT))
        *r = builtin_method(s, object, name) >= 0;
    if (!*r && (is_of_object(s, name) ||
                (!bob_is_object(object, OBJ_OBJECT) && !bob_is_object(object, OBJ_CLASS))))
        return unsupported(s, object, name);
    return bob_charge(s, work);
}

DEFINE_BUILTIN(hasattr)
{
    uint32_t name;
    bool found;
    TRY(bob_check_alive(s, args[0]));
    TRY(name_of(s, args[1], "hasattr", &name));
    TRY(has(s, args[0], name, &found));
    *r = bob_bool(found);
    return BOB_OK;
}

DEFINE_BUILTIN(getattr)
{
    uint32_t name;
    bool found = true;
    TRY(bob_check_alive(s, args[0]));
    TRY(name_of(s, args[1], "getattr", &name));
    if (argc == 3 || name == BOB_INTERN_NONE)
        TRY(has(s, args[0], name, &found));
    if (!found && argc == 3) {
        *r = args[2];
        return BOB_OK;
    }
    if (name == BOB_INTERN_NONE)
        return bob_throw(s, EXC_AttributeError, "%s'%s' %s no attribute '%.*s'",
                         bob_is_object(args[0], OBJ_CLASS) ? "type object " : "",
                         bob_is_object(args[0], OBJ_CLASS) ? bob_class_short_name(args[0].ref)
                                                           : bob_type_name(args[0]),
                         bob_is_object(args[0], OBJ_CLASS) ? "has" : "object has",
                         (int)args[1].ref->size, bob_str_bytes(args[1].ref));
    return bob_sem_LOAD_ATTR(s, name, args, 1, r);
}

DEFINE_BUILTIN(setattr)
{
    uint32_t name;
    BobValue swapped[2] = {args[2], args[0]};
    BobStatus status;
    TRY(bob_check_alive(s, args[0]));
    TRY(name_of(s, args[1], "setattr", &name));
    if (name == BOB_INTERN_NONE)
        return bob_fail(s, BOB_UNSUPPORTED, "setattr() of a name that is not in the program");
    status = bob_sem_STORE_ATTR(s, name, swapped, 1, r);
    *r = bob_none();
    return status;
}

/* As setattr, but a __setattr__ is not asked. */
DEFINE_BUILTIN(object_setattr)
{
    uint32_t name;
    TRY(bob_check_alive(s, args[0]));
    TRY(name_of(s, args[1], "setattr", &name));
    if (name == BOB_INTERN_NONE || !bob_is_object(args[0], OBJ_OBJECT))
        return bob_fail(s, BOB_UNSUPPORTED, "object.__setattr__() of this");
    *r = bob_none();
    return store_in_instance(s, args[0], name, args[2], false);
}

DEFINE_BUILTIN(delattr)
{
    uint32_t name;
    BobStatus status;
    TRY(bob_check_alive(s, args[0]));
    TRY(name_of(s, args[1], "delattr", &name));
    if (name == BOB_INTERN_NONE)
        return bob_fail(s, BOB_UNSUPPORTED, "delattr() of a name that is not in the program");
    status = bob_sem_DELETE_ATTR(s, name, args, 1, r);
    *r = bob_none();
    return status;
}

DEFINE_BUILTIN(callable)
{
    uint64_t work = 0;
    TRY(bob_check_alive(s, args[0]));
    *r = bob_bool(bob_is_function(args[0]) || bob_is_object(args[0], OBJ_CLASS) ||
                  bob_is_object(args[0], OBJ_METHOD) ||
                  bob_special(s, args[0], SPECIAL_call, &work) != NULL);
    return BOB_OK;
}
