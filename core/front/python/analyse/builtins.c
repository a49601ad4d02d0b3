/* The built-in functions, methods and functions of modules: their signatures, the operation or
 * built-in that does it, what they give. */
#include <math.h>
#include <string.h>

#include "core/front/python/compiler.h"

#define NO (-1)
#define FRESH(types) ((types) | T_FRESH)

#define ONE PY_STYLE_ONE
#define CHECK PY_STYLE_CHECK
#define PARSE PY_STYLE_PARSE
#define NAMED PY_STYLE_NAMED
#define MANY PY_STYLE_MANY

static const PyBuiltinRow builtin_rows[] = {
    {"abs", "x, /", ONE, OP_ABS, 1, NO, T_INT | T_FLOAT, false},
    {"all", "iterable, /", ONE, NO, 0, BUILTIN_all, T_BOOL, false},
    {"any", "iterable, /", ONE, NO, 0, BUILTIN_any, T_BOOL, false},
    {"bool", "x=, /", CHECK, NO, 0, BUILTIN_bool, T_BOOL, false},
    {"chr", "i, /", ONE, OP_CHR, 1, NO, FRESH(T_STR), false},
    {"divmod", "x, y, /", CHECK, NO, 0, BUILTIN_divmod, FRESH(T_TUPLE), false},
    {"enumerate", "iterable, start=", PY_STYLE_ENUMERATE, NO, 0, BUILTIN_enumerate, FRESH(T_LIST),
     false},
    {"float", "x=, /", CHECK, NO, 0, BUILTIN_float, T_FLOAT, false},
    {"int", "x=, /, base=", NAMED, NO, 0, BUILTIN_int, T_INT, false},
    {"len", "obj, /", ONE, OP_LEN, 1, NO, T_INT, false},
    {"list", "iterable=, /", CHECK, NO, 0, BUILTIN_list, FRESH(T_LIST), false},
    {"max", "value, /, *values, key=!, default=", MANY, OP_MAX, 2, BUILTIN_max, T_ALL, true},
    {"min", "value, /, *values, key=!, default=", MANY, OP_MIN, 2, BUILTIN_min, T_ALL, true},
    {"ord", "c, /", ONE, OP_ORD, 1, NO, T_INT, false},
    {"pow", "base, exp, mod=", NAMED, OP_POW, 2, BUILTIN_pow, T_INT | T_FLOAT, false},
    {"print", "*values, sep=, end=, file=!, flush=", MANY, NO, 0, NO, T_NONE, false},
    {"range", "start, stop=, step=, /", CHECK, NO, 0, BUILTIN_range, FRESH(T_LIST), false},
    {"repr", "obj, /", ONE, NO, 0, BUILTIN_repr, FRESH(T_STR), false},
    {"format", "value, format_spec=, /", CHECK, NO, 0, BUILTIN_format, FRESH(T_STR), false},
    {"reversed", "sequence, /", CHECK, NO, 0, BUILTIN_reversed, FRESH(T_LIST), false},
    {"round", "number, ndigits=", NAMED, NO, 0, BUILTIN_round, T_INT | T_FLOAT, false},
    {"sorted", "iterable, /, *, key=!, reverse=", MANY, NO, 0, BUILTIN_sorted, FRESH(T_LIST),
     false},
    {"str", "object=, encoding=!, errors=!", NAMED, NO, 0, BUILTIN_str, FRESH(T_STR), false},
    {"sum", "iterable, /, start=", NAMED, NO, 0, BUILTIN_sum, T_ALL, true},
    {"tuple", "iterable=, /", CHECK, NO, 0, BUILTIN_tuple, T_TUPLE, true},
    {"zip", "*iterables, strict=", MANY, NO, 0, BUILTIN_zip, FRESH(T_LIST), false},
    {.name = NULL},
};

static const PyBuiltinRow method_rows[] = {
    {"append", "object, /", ONE, NO, 0, BUILTIN_append, T_NONE, true},
    {"pop", "index=, /", CHECK, NO, 0, BUILTIN_pop, T_ALL, false},
    {"extend", "iterable, /", ONE, NO, 0, BUILTIN_extend, T_NONE, false},
    {"insert", "index, object, /", CHECK, NO, 0, BUILTIN_insert, T_NONE, true},
    {"index", "value, start=, stop=, /", CHECK, NO, 0, BUILTIN_index, T_INT, false},
    {"count", "value, start=, stop=, /", PARSE, NO, 0, BUILTIN_count, T_INT, false},
    {"reverse", "", ONE, NO, 0, BUILTIN_reverse, T_NONE, false},
    {"sort", "*, key=!, reverse=", NAMED, NO, 0, BUILTIN_sort, T_NONE, false},
    {"copy", "", ONE, NO, 0, BUILTIN_copy, FRESH(T_LIST), false},
    {"clear", "", ONE, NO, 0, BUILTIN_clear, T_NONE, false},
    {"join", "iterable, /", ONE, NO, 0, BUILTIN_join, FRESH(T_STR), false},
    {"split", "sep=, maxsplit=", NAMED, NO, 0, BUILTIN_split, FRESH(T_LIST), false},
    {"strip", "chars=, /", CHECK, NO, 0, BUILTIN_strip, FRESH(T_STR), false},
    {"upper", "", ONE, NO, 0, BUILTIN_upper, FRESH(T_STR), false},
    {"lower", "", ONE, NO, 0, BUILTIN_lower, FRESH(T_STR), false},
    {"find", "sub, start=, end=, /", PARSE, NO, 0, BUILTIN_find, T_INT, false},
    {"replace", "old, new, count=, /", CHECK, NO, 0, BUILTIN_replace, FRESH(T_STR), false},
    {"startswith", "prefix, start=, end=, /", PARSE, NO, 0, BUILTIN_startswith, T_BOOL, false},
    {"endswith", "suffix, start=, end=, /", PARSE, NO, 0, BUILTIN_endswith, T_BOOL, false},
    {"format", "*args", MANY, NO, 0, BUILTIN_str_format, FRESH(T_STR), false},
    {.name = NULL},
};

/* With an opcode alone, that is the number of a MATH function. */
static const PyBuiltinRow math_rows[] = {
#define MATH(name, arity)                                                                          \
    {#name,                                                                                        \
     (arity) == 1 ? "x, /" : "x, y, /",                                                            \
     (arity) == 1 ? ONE : CHECK,                                                                   \
     MATH_##name,                                                                                  \
     arity,                                                                                        \
     NO,                                                                                           \
     MATH_##name == MATH_floor || MATH_##name == MATH_ceil ? T_INT : T_FLOAT,                      \
     false},
#include "core/machine/builtins/math.def"
    {"pow", "x, y, /", CHECK, NO, 0, BUILTIN_math_pow, T_FLOAT, false},
    {"gcd", "*integers, /", PARSE, NO, 0, BUILTIN_math_gcd, T_INT, false},
    {"isqrt", "n, /", ONE, NO, 0, BUILTIN_math_isqrt, T_INT, false},
    {"trunc", "x, /", ONE, NO, 0, BUILTIN_math_trunc, T_INT, false},
    {"copysign", "x, y, /", CHECK, NO, 0, BUILTIN_math_copysign, T_FLOAT, false},
    {"fmod", "x, y, /", CHECK, NO, 0, BUILTIN_math_fmod, T_FLOAT, false},
    {"isnan", "x, /", ONE, NO, 0, BUILTIN_math_isnan, T_BOOL, false},
    {"isinf", "x, /", ONE, NO, 0, BUILTIN_math_isinf, T_BOOL, false},
    {"isfinite", "x, /", ONE, NO, 0, BUILTIN_math_isfinite, T_BOOL, false},
    {"degrees", "x, /", ONE, NO, 0, BUILTIN_math_degrees, T_FLOAT, false},
    {"radians", "x, /", ONE, NO, 0, BUILTIN_math_radians, T_FLOAT, false},
    {.name = NULL},
};

/* Those that take other numbers of arguments than the operation does. */
static const PyBuiltinRow log_row = {"log", "x, base=, /",    PY_STYLE_LOG, MATH_log,
                                     1,     BUILTIN_math_log, T_FLOAT,      false};
static const PyBuiltinRow hypot_row = {"hypot", "*coordinates, /",  PARSE,   MATH_hypot,
                                       2,       BUILTIN_math_hypot, T_FLOAT, false};

static const PyBuiltinRow *find_row(const PyBuiltinRow *rows, const char *name)
{
    for (; rows->name != NULL; rows++)
        if (strcmp(rows->name, name) == 0)
            return rows;
    return NULL;
}

const PyBuiltinRow *bob_py_builtin_row(const char *name)
{
    return find_row(builtin_rows, name);
}

const PyBuiltinRow *bob_py_method_row(const char *name)
{
    return find_row(method_rows, name);
}

const PyBuiltinRow *bob_py_math_row(const char *name)
{
    const PyBuiltinRow *row = find_row(math_rows, name);
    if (row != NULL && row->builtin == NO && row->opcode == MATH_log)
        return &log_row;
    return row != NULL && row->builtin == NO && row->opcode == MATH_hypot ? &hypot_row : row;
}

bool bob_py_math_constant(const PyIdentifier *name, double *value)
{
    static const struct {
        const char *name;
        double value;
    } constants[] = {{"pi", 3.141592653589793},
                     {"e", 2.718281828459045},
                     {"tau", 6.283185307179586},
                     {"inf", INFINITY},
                     {"nan", NAN}};
    unsigned i;
    for (i = 0; i < COUNT_OF(constants); i++) {
        if (bob_py_is(name, constants[i].name)) {
            *value = constants[i].value;
            return true;
        }
    }
    return false;
}

PyTypes bob_py_method_types(const PyBuiltinRow *row)
{
    switch (row->builtin) {
    case BUILTIN_index:
    case BUILTIN_count:
        return T_SEQUENCE;
    case BUILTIN_append:
    case BUILTIN_pop:
    case BUILTIN_extend:
    case BUILTIN_insert:
    case BUILTIN_reverse:
    case BUILTIN_sort:
    case BUILTIN_copy:
    case BUILTIN_clear:
        return T_LIST;
    default:
        return T_STR;
    }
}
