#include "core/machine/exceptions.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/machine/sem.h"
#include "core/machine/state.h"
#include "core/machine/text/text.h"

static const struct {
    const char *name;
    uint8_t parent, kind;
} classes[] = {
#define EXCEPTION(Name, Parent, KIND) {#Name, EXC_##Parent, BOB_##KIND},
#include "core/machine/exceptions.def"
};
_Static_assert(EXC_COUNT < 128, "a class is a byte of an operand, with room to spare");

const char *bob_exception_name(BobExceptionClass c)
{
    return c < EXC_COUNT ? classes[c].name : NULL;
}

BobExceptionClass bob_exception_of_name(const char *name)
{
    unsigned i;
    if (strcmp(name, "EnvironmentError") == 0 || strcmp(name, "IOError") == 0)
        return EXC_OSError;
    for (i = 0; i < EXC_COUNT; i++)
        if (strcmp(classes[i].name, name) == 0)
            return (BobExceptionClass)i;
    return EXC_NONE;
}

BobStatus bob_exception_kind(BobExceptionClass c)
{
    return c < EXC_COUNT ? (BobStatus)classes[c].kind : BOB_USER_ERROR;
}

BobExceptionClass bob_exception_of_kind(BobStatus kind)
{
    switch ((unsigned)kind) {
#define FIRST(KIND, Name)                                                                          \
    case BOB_##KIND:                                                                               \
        return EXC_##Name;
#include "core/machine/exceptions.def"
    default:
        return EXC_NONE;
    }
}

bool bob_exception_inherits(BobExceptionClass c, BobExceptionClass of)
{
    if (c == EXC_ExceptionGroup && of == EXC_Exception)
        return true;
    while (c < EXC_COUNT && c != of && c != EXC_BaseException)
        c = (BobExceptionClass)classes[c].parent;
    return c == of && c < EXC_COUNT;
}

BobExceptionClass bob_exception_class(const BobObject *o)
{
    BobValue c = bob_exception_part(o, EXC_CLASS);
    return c.tag == TAG_INT && (uint64_t)c.i < EXC_COUNT ? (BobExceptionClass)c.i : EXC_Exception;
}

/* ---- errors with a class ---- */

BobStatus bob_throw(BobState *s, BobExceptionClass c, const char *format, ...)
{
    char message[sizeof s->error.message];
    va_list ap;
    va_start(ap, format);
    (void)vsnprintf(message, sizeof message, format, ap);
    va_end(ap);
    (void)bob_fail(s, bob_exception_kind(c), "%s", message);
    s->error.exception = bob_exception_name(c);
    s->thrown = c;
    s->thrown_bare = false;
    return s->error.kind;
}

BobStatus bob_throw_bare(BobState *s, BobExceptionClass c)
{
    (void)bob_throw(s, c, "%s", "");
    s->thrown_bare = true;
    return s->error.kind;
}

BobStatus bob_throw_value(BobState *s, BobExceptionClass c, BobValue argument)
{
    BobStatus status = bob_fail_with_text(s, bob_exception_kind(c), argument, c == EXC_KeyError);
    if (status != bob_exception_kind(c))
        return status;
    s->error.exception = bob_exception_name(c);
    s->thrown = c;
    s->thrown_argument = argument;
    return status;
}

BobStatus bob_throw_object(BobState *s, BobValue exception, bool again)
{
    BobExceptionClass c = bob_exception_class(exception.ref);
    (void)bob_throw(s, c, "%s", "");
    s->thrown_object = exception;
    s->thrown_again = again;
    return s->error.kind;
}

/* ---- operations ---- */

/* OSError(errno, text) is of the class that the number says, by Linux's numbers. */
static BobExceptionClass class_of_number(BobExceptionClass c, const BobValue *args, uint32_t argc)
{
    if (c != EXC_OSError || argc < 2 || argc > 5 || args[0].tag != TAG_INT)
        return c;
    switch (args[0].i) {
    case 1:
    case 13:
        return EXC_PermissionError;
    case 2:
        return EXC_FileNotFoundError;
    case 3:
        return EXC_ProcessLookupError;
    case 4:
        return EXC_InterruptedError;
    case 10:
        return EXC_ChildProcessError;
    case 11:
    case 114:
    case 115:
        return EXC_BlockingIOError;
    case 17:
        return EXC_FileExistsError;
    case 20:
        return EXC_NotADirectoryError;
    case 21:
        return EXC_IsADirectoryError;
    case 32:
    case 108:
        return EXC_BrokenPipeError;
    case 103:
        return EXC_ConnectionAbortedError;
    case 104:
        return EXC_ConnectionResetError;
    case 110:
        return EXC_TimeoutError;
    case 111:
        return EXC_ConnectionRefusedError;
    default:
        return c;
    }
}

SEM_ARGS(EXC_NEW)
{
    uint32_t argc = n & 0xFF;
    BobExceptionClass c = class_of_number((BobExceptionClass)(n >> 8), args, argc);
    BobValue parts[EXC_PARTS] = {
        [EXC_CLASS] = bob_int(c),         [EXC_CAUSE] = bob_none(),  [EXC_CONTEXT] = bob_none(),
        [EXC_SUPPRESS] = bob_bool(false), [EXC_PLACES] = bob_none(), [EXC_FIELDS] = bob_none()};
    BobObject *tuple = NULL, *o = NULL;
    BobStatus status = bob_charge(s, argc);
    if (status != BOB_OK)
        return status;
    status = bob_check_room(s, 1, room);
    if (status != BOB_OK)
        return status;
    bob_heap_begin(&s->heap);
    status = bob_seq_new(&s->heap, OBJ_TUPLE, args, argc, &tuple);
    if (status == BOB_OK) {
        parts[EXC_ARGS] = bob_ref(tuple);
        status = bob_seq_new(&s->heap, OBJ_EXCEPTION, parts, EXC_PARTS, &o);
    }
    if (status != BOB_OK) {
        bob_heap_rollback(&s->heap);
        return bob_no_memory(s);
    }
    bob_heap_commit(&s->heap);
    *r = bob_ref(o);
    return BOB_OK;
}

static COLD BobStatus no_exception(BobState *s, BobValue v)
{
    BobStatus status = bob_check_alive(s, v);
    return status != BOB_OK
               ? status
               : bob_fail(s, BOB_TYPE_ERROR, "an exception is needed, not '%s'", bob_type_name(v));
}

SEM_ARGS(EXC_IS)
{
    *r = bob_bool(
        bob_is_exception(args[0]) &&
        bob_exception_inherits(bob_exception_class(args[0].ref), (BobExceptionClass)(n >> 8)));
    return BOB_OK;
}

SEM_BIN(EXC_CAUSE)
{
    if (!bob_is_exception(a))
        return no_exception(s, a);
    if (b.tag != TAG_NONE && !bob_is_exception(b))
        return bob_fail(s, BOB_TYPE_ERROR, "exception causes must derive from BaseException");
    bob_exception_set(a.ref, EXC_CAUSE, b);
    bob_exception_set(a.ref, EXC_SUPPRESS, bob_bool(true));
    *r = a;
    return BOB_OK;
}

SEM_UN(EXC_ARGS)
{
    const BobObject *args;
    if (!bob_is_exception(a))
        return no_exception(s, a);
    args = bob_exception_args(a.ref);
    if (args == NULL)
        return bob_fail(s, BOB_USE_AFTER_FREE, "a tuple is used after it was freed");
    *r = bob_ref((BobObject *)args);
    return BOB_OK;
}

SEM_UN(HANDLE)
{
    if (a.tag != TAG_NONE && !bob_is_exception(a))
        return no_exception(s, a);
    *r = s->handled;
    s->handled = a;
    return BOB_OK;
}

BobStatus bob_sem_reraise(BobState *s, BobValue v)
{
    if (bob_is_exception(v))
        return bob_throw_object(s, v, true);
    if (v.tag == TAG_NONE)
        return bob_throw(s, EXC_RuntimeError, "No active exception to reraise");
    return no_exception(s, v);
}

/* ---- attributes ---- */

static BobValue argument(const BobObject *args, uint32_t i)
{
    return i < args->size ? bob_element(args, i) : bob_none();
}

bool bob_exception_attribute(const BobObject *o, const char *name, BobValue *r)
{
    const BobObject *args = bob_exception_args(o);
    BobExceptionClass c = bob_exception_class(o);
    if (args == NULL)
        return false;
    if (strcmp(name, "args") == 0)
        *r = bob_ref((BobObject *)args);
    else if (strcmp(name, "__cause__") == 0)
        *r = bob_exception_part(o, EXC_CAUSE);
    else if (strcmp(name, "__context__") == 0)
        *r = bob_exception_part(o, EXC_CONTEXT);
    else if (strcmp(name, "__suppress_context__") == 0)
        *r = bob_exception_part(o, EXC_SUPPRESS);
    else if (strcmp(name, "value") == 0 && c == EXC_StopIteration)
        *r = argument(args, 0);
    else if (strcmp(name, "code") == 0 && c == EXC_SystemExit)
        *r = args->size > 1 ? bob_ref((BobObject *)args) : argument(args, 0);
    else if (strcmp(name, "errno") == 0 && bob_exception_inherits(c, EXC_OSError))
        *r = args->size > 1 ? argument(args, 0) : bob_none();
    else if (strcmp(name, "strerror") == 0 && bob_exception_inherits(c, EXC_OSError))
        *r = args->size > 1 ? argument(args, 1) : bob_none();
    else
        return false;
    return true;
}
