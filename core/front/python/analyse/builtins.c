/* The built-in functions, methods and functions of modules: the tables made of builtins.def and
 * math.def, and look-ups in them. */
#include <math.h>
#include <string.h>

#include "core/front/python/compiler.h"

#define NO (-1)
/* Names come as texts: `bool` is a macro. */
#define ROW(text, signature, style, op, at, builtin, result, receivers, traits)                    \
    {text, signature, PY_STYLE_##style, op, at, builtin, result, receivers, traits},

static const PyBuiltinRow functions[] = {
#define FUNCTION(name, builtin, op, at, signature, style, result, traits)                          \
    ROW(#name, signature, style, op, at, builtin, result, 0, traits)
#include "core/machine/builtins/builtins.def"
    {.name = NULL},
};

static const PyBuiltinRow methods[] = {
#define METHOD(name, receivers, builtin, signature, style, result, traits)                         \
    ROW(#name, signature, style, NO, 0, builtin, result, receivers, traits)
#include "core/machine/builtins/builtins.def"
    {.name = NULL},
};

/* The opcode of a row of math.def is the number of a MATH function. */
static const PyBuiltinRow math_functions[] = {
#define MATH(name, arity, signature, style, result, builtin)                                       \
    ROW(#name, signature, style, MATH_##name, arity, builtin, result, 0, 0)
#include "core/machine/builtins/math.def"
#define MODULE_MATH(name, builtin, signature, style, result)                                       \
    ROW(#name, signature, style, NO, 0, builtin, result, 0, 0)
#include "core/machine/builtins/builtins.def"
    {.name = NULL},
};

static const PyBuiltinRow *find_row(const PyBuiltinRow *rows, const char *name)
{
    for (; rows->name != NULL; rows++)
        if (strcmp(rows->name, name) == 0)
            return rows;
    return NULL;
}

const PyBuiltinRow *bob_py_builtin_row(const char *name)
{
    return find_row(functions, name);
}

/* One name may stand for methods of several types, which need not take the same arguments: where
 * the type is not known the first row counts, which takes the most. */
const PyBuiltinRow *bob_py_method_row(const char *name, PyTypes receiver)
{
    const PyBuiltinRow *first = find_row(methods, name), *row;
    for (row = first; row != NULL; row = find_row(row + 1, name))
        if ((receiver & T_ALL) != 0 && (receiver & T_ALL & ~row->receivers) == 0)
            return row;
    return first;
}

PyTypes bob_py_method_types(const char *name)
{
    PyTypes types = 0;
    const PyBuiltinRow *row;
    for (row = find_row(methods, name); row != NULL; row = find_row(row + 1, name))
        types |= row->receivers;
    return types;
}

unsigned bob_py_method_traits(const char *name)
{
    unsigned traits = 0;
    const PyBuiltinRow *row;
    for (row = find_row(methods, name); row != NULL; row = find_row(row + 1, name))
        traits |= row->traits;
    return traits;
}

bool bob_py_method_retains(const char *name, const PyExpr *call)
{
    const PyBuiltinRow *row;
    for (row = find_row(methods, name); row != NULL; row = find_row(row + 1, name))
        if (bob_py_retains(row, call))
            return true;
    return false;
}

PyTypes bob_py_method_result(const char *name, PyTypes receiver)
{
    PyTypes types = 0, fresh = T_FRESH;
    const PyBuiltinRow *row;
    if ((receiver & T_ALL) == 0)
        return T_FRESH;
    for (row = find_row(methods, name); row != NULL; row = find_row(row + 1, name)) {
        if ((receiver & row->receivers) == 0)
            continue;
        types |= row->types & T_ALL;
        fresh &= row->types;
    }
    return types == 0 ? T_ALL : types | fresh;
}

/* How many arguments a signature takes by position, at least and at most. */
static void count_params(const char *signature, uint32_t *least, uint32_t *most)
{
    const char *at = signature;
    *least = *most = 0;
    while (*at != '\0') {
        size_t n = strcspn(at, ",");
        if (at[0] == '*') {
            *most = n > 1 ? UINT32_MAX : *most;
            break;
        }
        if (at[0] != '/') {
            ++*most;
            *least += memchr(at, '=', n) == NULL;
        }
        at += n;
        at += strspn(at, ", ");
    }
}

const PyBuiltinRow *bob_py_method_for(const char *name, PyTypes receiver, const PyExpr *call)
{
    const PyBuiltinRow *first = bob_py_method_row(name, receiver), *row;
    uint32_t least, most, n = call->call.args.count;
    for (row = find_row(methods, name); row != NULL; row = find_row(row + 1, name)) {
        if ((receiver & T_ALL) != 0 && (receiver & row->receivers) == 0)
            continue;
        count_params(row->signature, &least, &most);
        if (row->receivers == first->receivers && n >= least && n <= most)
            return first;
    }
    for (row = find_row(methods, name); row != NULL; row = find_row(row + 1, name)) {
        if ((receiver & T_ALL) != 0 && (receiver & row->receivers) == 0)
            continue;
        count_params(row->signature, &least, &most);
        if (n >= least && n <= most)
            return row;
    }
    return first;
}

bool bob_py_is_fromkeys(PyCompiler *c, uint32_t scope, const PyExpr *f)
{
    return f->kind == PY_ATTRIBUTE && bob_py_is(f->attribute.name, "fromkeys") &&
           f->attribute.value->kind == PY_NAME && bob_py_is(f->attribute.value->name.id, "dict") &&
           bob_py_resolve(c, scope, f->attribute.value->name.id).kind == REF_BUILTIN;
}

const PyBuiltinRow *bob_py_math_row(const char *name)
{
    return find_row(math_functions, name);
}

bool bob_py_math_constant(const PyIdentifier *name, double *value)
{
#define MATH_CONSTANT(constant, number)                                                            \
    if (bob_py_is(name, #constant)) {                                                              \
        *value = number;                                                                           \
        return true;                                                                               \
    }
#include "core/machine/builtins/math.def"
    return false;
}

bool bob_py_retains(const PyBuiltinRow *row, const PyExpr *call)
{
    bool one = call->call.args.count == 1 && call->call.keyword_count == 0;
    if (row->traits & RETAINS_TUPLE)
        return !one || (call->call.args.items[0]->types & T_TUPLE) != 0;
    return (row->traits & RETAINS) != 0 || (!one && (row->traits & RETAINS_MANY) != 0);
}
