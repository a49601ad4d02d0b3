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
