#include "core/machine/exceptions.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/utf8.h"
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
