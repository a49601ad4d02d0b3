/* The names that Python has from the start. */
#include <string.h>

#include "core/front/python/compiler.h"

static const struct {
    const char *name;
    bool raised;
} error_types[] = {
#define ERROR(name, raised) {#name, raised},
#include "core/front/python/analyse/builtin_names.def"
};

static const char *const others[] = {
#define NAME(name) #name,
#include "core/front/python/analyse/builtin_names.def"
};

bool bob_py_is_error_type(const char *name)
{
    unsigned i;
    for (i = 0; i < COUNT_OF(error_types); i++)
        if (strcmp(error_types[i].name, name) == 0)
            return true;
    return false;
}

bool bob_py_is_raised(const char *name)
{
    unsigned i;
    for (i = 0; i < COUNT_OF(error_types); i++)
        if (strcmp(error_types[i].name, name) == 0)
            return error_types[i].raised;
    return false;
}

bool bob_py_is_builtin_name(const char *name)
{
    unsigned i;
    if (bob_py_builtin_row(name) != NULL || bob_py_is_error_type(name))
        return true;
    for (i = 0; i < COUNT_OF(others); i++)
        if (strcmp(others[i], name) == 0)
            return true;
    return false;
}

bool bob_py_calls(PyCompiler *c, uint32_t scope, const PyExpr *e, const char *name)
{
    return e->kind == PY_CALL && e->call.function->kind == PY_NAME &&
           bob_py_is(e->call.function->name.id, name) &&
           bob_py_resolve(c, scope, e->call.function->name.id).kind == REF_BUILTIN;
}

bool bob_py_is_lazy(PyCompiler *c, uint32_t scope, const PyExpr *e)
{
    const PyBuiltinRow *row;
    if (e->kind != PY_CALL || e->call.function->kind != PY_NAME)
        return false;
    row = bob_py_builtin_row(e->call.function->name.id->text);
    return row != NULL && (row->traits & IS_LAZY) != 0 &&
           bob_py_resolve(c, scope, e->call.function->name.id).kind == REF_BUILTIN;
}
