/* Calls of built-in functions, methods and functions of the module math. What they have in common
 * is in their rows (builtins.def): the arguments are evaluated in the order written, given to an
 * operation or to CALL_BUILTIN, and released where the row does not retain them. The rest of this
 * file is what single ones do besides. */
#include <stdio.h>
#include <string.h>

#include "core/front/python/analyse/own.h"
#include "core/front/python/compiler.h"
#include "core/front/python/emit/emit_call.h"

#define NO (-1)

/* ---- built-ins ---- */

static void print(PyCompiler *c, const PyExpr *e)
{
    const PyExpr *sep = NULL, *end = NULL;
    PyHeld held = {.all = true};
    uint32_t i;
    for (i = 0; i < e->call.keyword_count; i++) {
        const PyKeyword *k = &e->call.keywords[i];
        if (bob_py_is(k->name, "sep"))
            sep = k->value;
        else if (bob_py_is(k->name, "end"))
            end = k->value;
        else if (k->value->kind != PY_CONSTANT)
            bob_py_refuse(c, &k->place, "print() with '%.40s' is not supported", k->name->text);
    }
    if (e->call.args.count > 250 && (sep != NULL || end != NULL))
        bob_py_refuse(c, &e->place,
                      "print() of more than 250 values with sep or end is not supported");
    for (i = 0; i < e->call.args.count; i++)
        bob_py_emit_argument(c, e->call.args.items[i], false, &held);
    if (sep == NULL && end == NULL) {
        c->line = e->place.line;
        bob_py_emit(c, OP_PRINT, e->call.args.count);
        bob_py_release_arguments(c, &held);
        bob_py_emit_none(c);
        return;
    }
    /* evaluated in the order that they are written in */
    for (i = 0; i < e->call.keyword_count; i++)
        if (e->call.keywords[i].value == sep || e->call.keywords[i].value == end)
            bob_py_emit_argument(c, e->call.keywords[i].value, false, &held);
    if (sep == NULL) {
        bob_py_emit_none(c);
        bob_py_emit(c, OP_SWAP, 0);
    } else if (end == NULL) {
        bob_py_emit_none(c);
    } else if (e->call.keywords[0].value == end ||
               (e->call.keyword_count == 3 && e->call.keywords[1].value == end &&
                e->call.keywords[2].value == sep)) {
        bob_py_emit(c, OP_SWAP, 0);
    }
    c->line = e->place.line;
    bob_py_emit_builtin(c, BUILTIN_print_sep, e->call.args.count + 2);
    bob_py_release_arguments(c, &held);
}

/* Whether a call takes no more of argument i than its elements, one after another. */
static bool takes_elements(const PyExpr *e, const PyBuiltinRow *row, uint32_t i)
{
    return (row->traits & TAKES_EACH) != 0 || ((row->traits & TAKES_ELEMENTS) != 0 && i == 0) ||
           ((row->traits & TAKES_ALONE) != 0 && e->call.args.count == 1);
}

/* Whether evaluating it surely neither fails nor does anything. */
bool bob_py_is_harmless(PyCompiler *c, const PyExpr *e)
{
    PyRef ref;
    uint32_t i;
    switch ((PyExprKind)e->kind) {
    case PY_CONSTANT:
        return true;
    case PY_NAME:
        ref = bob_py_resolve(c, c->scope, e->name.id);
        return ref.kind == REF_FUNCTION ||
               (ref.kind == REF_LOCAL && !ref.symbol->deleted &&
                (ref.symbol->param || !ref.symbol->dominance.undominated ||
                 c->scopes[ref.symbol->scope].kind == SCOPE_COMPREHENSION));
    case PY_UNARY_OP:
        return e->unary.op != PY_INVERT && e->unary.operand->kind == PY_CONSTANT &&
               bob_py_only(e->unary.operand, T_NUMBER);
    case PY_BIN_OP: /* too large an int is an exception that is allowed */
        return (e->binary.op == PY_ADD || e->binary.op == PY_SUB || e->binary.op == PY_MULT) &&
               bob_py_only(e->binary.left, T_NUMBER) && bob_py_only(e->binary.right, T_NUMBER) &&
               bob_py_is_harmless(c, e->binary.left) && bob_py_is_harmless(c, e->binary.right);
    case PY_TUPLE:
    case PY_LIST:
        for (i = 0; i < e->sequence.elements.count; i++)
            if (!bob_py_is_harmless(c, e->sequence.elements.items[i]))
                return false;
        return true;
    case PY_JOINED_STR:
    case PY_FORMATTED_VALUE:
    case PY_BOOL_OP:
    case PY_COMPARE:
    case PY_CALL:
    case PY_ATTRIBUTE:
    case PY_SUBSCRIPT:
    case PY_SLICE:
    case PY_IF_EXP:
    case PY_LIST_COMP:
    case PY_DICT:
    case PY_SET:
    case PY_SET_COMP:
    case PY_DICT_COMP:
    case PY_GENERATOR_EXP:
    case PY_STARRED:
    case PY_NAMED_EXPR:
    case PY_UNSUPPORTED:
        return false;
    case PY_LAMBDA:
        return bob_py_held_values(bob_py_scope(c, bob_py_scope_of(c, e->lambda.def))) == 0;
    }
    return false;
}

/* Lets the argument be a range or the like; what it makes is made at once, before the
 * arguments after it, so that those must be ones that change nothing. */
static void consume(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row, uint32_t i)
{
    const PyExpr *arg = e->call.args.items[i];
    bool range = bob_py_calls(c, c->scope, arg, "range");
    uint32_t k;
    if (takes_elements(e, row, i) || (range && (row->traits & TAKES_RANGE) != 0))
        c->consumed = arg;
    if (e->call.args.count == 1 && (row->traits & TAKES_ALL) != 0)
        c->collected = arg;
    if (c->consumed != arg || range || !bob_py_is_lazy(c, c->scope, arg))
        return;
    for (k = i + 1; k < e->call.args.count + e->call.keyword_count; k++) {
        const PyExpr *later = bob_py_argument_of(e, k);
        if (later->kind != PY_NAME && !bob_py_is_harmless(c, later) &&
            !bob_py_is_lazy(c, c->scope, later))
            bob_py_refuse(c, &arg->place, "%s() before an argument of this sort is not supported",
                          arg->call.function->name.id->text);
    }
}

/* Python looks the method up before it evaluates the arguments: where that may fail and they
 * may be seen, a call without effect tells. */
static void check_method(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row,
                         const PyExpr *receiver)
{
    bool harmless = true;
    uint32_t i, n = e->call.args.count + e->call.keyword_count;
    for (i = 0; i < n && harmless; i++)
        harmless = bob_py_is_harmless(c, bob_py_argument_of(e, i));
    if (harmless || bob_py_only(receiver, bob_py_method_types(row->name)))
        return;
    c->line = e->call.function->attribute.name_place.line;
    bob_py_emit_text(c, row->name, strlen(row->name));
    bob_py_emit_builtin(c, BUILTIN_method, 2);
}

/* strict=, which decides between two built-ins. */
static unsigned zip_builtin(PyCompiler *c, const PyExpr *e, const PyBound *b)
{
    const PyExpr *strict;
    if (b->given[0] == PY_NOTHING)
        return BUILTIN_zip;
    strict = bob_py_argument_of(e, b->given[0]);
    if (strict->kind != PY_CONSTANT || strict->constant.type != PY_CONST_BOOL)
        bob_py_refuse(c, &strict->place, "zip() with a computed 'strict' is not supported");
    return strict->constant.boolean ? BUILTIN_zip_strict : BUILTIN_zip;
}

/* The parameter of keyword i of a call, or PY_NOTHING where it changes nothing. */
static uint32_t keyword_param(const PyExpr *e, const PyBound *b, uint32_t i)
{
    uint32_t p;
    for (p = 0; p < b->params; p++)
        if (b->given[p] == e->call.args.count + i)
            return p;
    return PY_NOTHING;
}

/* The keywords, after `argc` values, up to the last parameter that is given: what is left out
 * before it is none. Evaluated as they are written; where that is not the parameters' order they
 * go through hidden locals, for Python evaluates in the order written while the machine takes
 * parameters in theirs. The number of values then. */
static uint32_t push_keywords(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row,
                              const PyBound *b, uint32_t argc, PyHeld *held)
{
    uint32_t hidden[PY_MOST_PARAMS], i, p, next = 0;
    bool in_order = true;
    for (i = 0; i < e->call.keyword_count; i++) {
        p = keyword_param(e, b, i);
        in_order &= p == PY_NOTHING || p >= next;
        next = p == PY_NOTHING || p < next ? next : p + 1;
    }
    for (i = 0; i < e->call.keyword_count; i++) {
        p = keyword_param(e, b, i);
        if (p == PY_NOTHING)
            continue;
        for (; in_order && argc < p; argc++)
            bob_py_emit_none(c);
        bob_py_emit_argument(c, e->call.keywords[i].value, bob_py_retains(row, e), held);
        if (in_order) {
            argc++;
        } else {
            hidden[p] = bob_py_hidden(c, "argument");
            bob_py_emit(c, OP_STORE_NAME, hidden[p]);
        }
    }
    for (; argc < next; argc++) {
        if (b->given[argc] == PY_NOTHING)
            bob_py_emit_none(c);
        else
            bob_py_emit(c, OP_LOAD_LOCAL, hidden[argc]);
    }
    return argc;
}

/* Receiver, arguments, keywords, the operation, then the temporaries among them. A keyword of zip
 * is a constant that chooses the built-in; any other is a value. */
static void call_row(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row,
                     const PyExpr *receiver, const PyBound *b)
{
    PyHeld held = {.count = 0};
    uint32_t i, argc = e->call.args.count;
    unsigned builtin = (unsigned)row->builtin;
    held.all = (row->traits & FORGETS) != 0;
    if (receiver != NULL) {
        bob_py_emit_argument(c, receiver, (row->traits & RETAINS_SELF) != 0, &held);
        check_method(c, e, row, receiver);
    }
    if (row->builtin == BUILTIN_zip)
        builtin = zip_builtin(c, e, b);
    for (i = 0; i < argc; i++) {
        consume(c, e, row, i);
        bob_py_emit_argument(c, e->call.args.items[i], bob_py_retains(row, e), &held);
    }
    if (row->builtin != BUILTIN_zip) /* whose keyword is a constant */
        argc = push_keywords(c, e, row, b, argc, &held);
    c->line = bob_py_call_line(c, e);
    if (row->opcode != NO && argc == (uint32_t)row->at)
        bob_py_emit(c, (unsigned)row->opcode, 0);
    else
        bob_py_emit_builtin(c, builtin, argc + (receiver != NULL));
    bob_py_release_arguments(c, &held);
}

/* The least or greatest of one sequence, or else a default: evaluated in the order written. */
static void call_with_default(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row,
                              const PyExpr *otherwise)
{
    PyHeld held = {.count = 0};
    if (e->call.args.count > 1) {
        char message[100];
        (void)snprintf(message, sizeof message,
                       "Cannot specify a default for %s() with multiple positional arguments",
                       row->name);
        bob_py_emit_failing_call(c, e, message);
        return;
    }
    if (e->call.args.items[0]->kind == PY_GENERATOR_EXP && bob_py_is_harmless(c, otherwise)) {
        bob_py_emit_best(c, e, row, otherwise);
        return;
    }
    consume(c, e, row, 0);
    bob_py_emit_argument(c, e->call.args.items[0], true, &held);
    bob_py_emit_expr(c, otherwise);
    c->line = bob_py_call_line(c, e);
    bob_py_emit_builtin(c, row->opcode == OP_MIN ? BUILTIN_min_default : BUILTIN_max_default, 2);
}

/* Whether a call of a built-in fits its signature; what does not fails when it is reached. */
static bool fits(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row, const char *owner,
                 PyBound *b)
{
    PyFit fit = bob_py_bind(c, e, row, owner, b);
    if (fit == PY_FITS && row->builtin == BUILTIN_int && b->given[0] == PY_NOTHING &&
        b->given[1] != PY_NOTHING) {
        bob_py_emit_failing_call(c, e, "int() missing string argument");
        return false;
    }
    if (fit == PY_FAILS && row->builtin == BUILTIN_sorted && e->call.args.count == 1 &&
        !bob_py_only(e->call.args.items[0], T_SEQUENCE)) /* that it can't be iterated goes first */
        bob_py_refuse(c, &e->place, "sorted() with these keywords is not supported");
    else if (fit == PY_FAILS)
        bob_py_emit_failing_call(c, e, b->error);
    return fit == PY_FITS;
}

bool bob_py_is_range(PyCompiler *c, const PyExpr *e)
{
    return bob_py_calls(c, c->scope, e, "range") && e->call.keyword_count == 0 &&
           e->call.args.count >= 1 && e->call.args.count <= 3;
}

void bob_py_range_values(PyCompiler *c, const PyExpr *e)
{
    uint32_t i;
    for (i = 0; i < e->call.args.count; i++)
        bob_py_emit_expr(c, e->call.args.items[i]);
}

static bool may_fail_as_range(const PyExpr *e)
{
    uint32_t i;
    int64_t step = 1;
    for (i = 0; i < e->call.args.count; i++)
        if (!bob_py_only(e->call.args.items[i], T_INTEGER))
            return true;
    return i == 3 && (!bob_py_literal_int(e->call.args.items[2], &step) || step == 0);
}

void bob_py_sure_range_values(PyCompiler *c, const PyExpr *e)
{
    bob_py_range_values(c, e);
    if (may_fail_as_range(e))
        bob_py_refuse(c, &e->place, "an element of a range of what may be no int is not supported");
}

/* range(...).index(x) and .count(x), for which no list is made; false where it is neither. */
static bool range_method(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row,
                         const PyExpr *receiver)
{
    PyHeld held = {.all = true};
    bool index = row->builtin == BUILTIN_index;
    if ((!index && row->builtin != BUILTIN_count) || !bob_py_is_range(c, receiver) ||
        e->call.args.count != 1 || e->call.keyword_count > 0)
        return false;
    bob_py_sure_range_values(c, receiver);
    bob_py_emit_argument(c, e->call.args.items[0], false, &held);
    c->line = bob_py_call_line(c, e);
    bob_py_emit_builtin(c, index ? BUILTIN_range_index : BUILTIN_range_count,
                        receiver->call.args.count + 1);
    bob_py_release_arguments(c, &held);
    return true;
}

/* The keywords of a call as a dict on the stack. */
static void keywords_dict(PyCompiler *c, const PyExpr *e)
{
    uint32_t i;
    for (i = 0; i < e->call.keyword_count; i++) {
        bob_py_emit_text(c, e->call.keywords[i].name->text, e->call.keywords[i].name->size);
        bob_py_emit_expr(c, e->call.keywords[i].value);
    }
    c->line = bob_py_call_line(c, e);
    bob_py_emit(c, OP_DICT_NEW, e->call.keyword_count);
}

/* dict(x, a=1): then what keywords say. */
static void call_dict(PyCompiler *c, const PyExpr *e)
{
    if (e->call.args.count > 1) {
        char message[80];
        (void)snprintf(message, sizeof message, "dict expected at most 1 argument, got %u",
                       e->call.args.count);
        bob_py_emit_failing_call(c, e, message);
        return;
    }
    if (e->call.args.count == 0) {
        keywords_dict(c, e);
        return;
    }
    bob_py_emit_expr(c, e->call.args.items[0]);
    bob_py_emit_builtin(c, BUILTIN_dict, 1);
    keywords_dict(c, e);
    bob_py_emit_builtin(c, BUILTIN_dict_update, 2);
}

/* d.update(x, a=1): x first. */
static void call_update(PyCompiler *c, const PyExpr *e, const PyExpr *receiver)
{
    uint32_t i;
    bob_py_emit_expr(c, receiver);
    for (i = 0; i < e->call.args.count; i++) {
        bob_py_emit(c, OP_DUP, 0);
        bob_py_emit_expr(c, e->call.args.items[i]);
        c->line = bob_py_call_line(c, e);
        bob_py_emit_builtin(c, BUILTIN_update, 2);
        bob_py_emit(c, OP_POP, 0);
    }
    keywords_dict(c, e);
    bob_py_emit_builtin(c, BUILTIN_update, 2);
}

void bob_py_emit_fromkeys(PyCompiler *c, const PyExpr *e)
{
    uint32_t i;
    if (e->call.keyword_count > 0 || e->call.args.count < 1 || e->call.args.count > 2) {
        char message[80];
        (void)snprintf(message, sizeof message, "fromkeys expected at %s argument%s, got %u",
                       e->call.args.count < 1 ? "least 1" : "most 2",
                       e->call.args.count < 1 ? "" : "s", e->call.args.count);
        bob_py_emit_failing_call(
            c, e,
            e->call.keyword_count > 0 ? "dict.fromkeys() takes no keyword arguments" : message);
        return;
    }
    for (i = 0; i < e->call.args.count; i++) {
        if (i == 0)
            c->consumed = e->call.args.items[0];
        bob_py_emit_expr(c, e->call.args.items[i]);
    }
    c->line = bob_py_call_line(c, e);
    bob_py_emit_builtin(c, BUILTIN_fromkeys, e->call.args.count);
}

void bob_py_emit_builtin_call(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row)
{
    const PyExprList *args = &e->call.args;
    bool generator = args->count > 0 && args->items[0]->kind == PY_GENERATOR_EXP;
    PyBound b;
    if (row->builtin == BUILTIN_dict && e->call.keyword_count > 0) {
        call_dict(c, e);
        return;
    }
    if (bob_py_emit_keyed_call(c, e, row) || !fits(c, e, row, "", &b))
        return;
    if (row->opcode == OP_LEN && bob_py_is_range(c, args->items[0])) {
        bob_py_range_values(c, args->items[0]);
        c->line = args->items[0]->place.line; /* what range() refuses; its length is too large */
        bob_py_emit_builtin(c, BUILTIN_range_len,
                            args->items[0]->call.args.count); /* hardly ever */
        return;
    }
    if (row->builtin == NO && row->opcode == NO) {
        print(c, e);
        return;
    }
    if (generator && args->count == 1 && e->call.keyword_count == 0 &&
        (row->traits & IS_LOOP) != 0) {
        bob_py_emit_reduction(c, e, row);
        return;
    }
    if (bob_py_is_lazy(c, c->scope, e) && c->consumed != e) {
        bob_py_refuse(c, &e->place,
                      "%s() as a value is not supported; a loop over it, or list() of it, is",
                      row->name);
        return;
    }
    if ((row->opcode == OP_MIN || row->opcode == OP_MAX) && e->call.keyword_count > 0 &&
        b.given[1] != PY_NOTHING)
        call_with_default(c, e, row, bob_py_argument_of(e, b.given[1]));
    else
        call_row(c, e, row, NULL, &b);
}

/* ---- modules ---- */

void bob_py_emit_math_call(PyCompiler *c, const PyExpr *e, const PyIdentifier *name)
{
    const PyBuiltinRow *row = bob_py_math_row(name->text);
    PyBuiltinRow plain;
    PyBound b;
    uint32_t i;
    if (row == NULL) {
        bob_py_refuse(c, &e->place, "'math.%.60s' is not supported", name->text);
        return;
    }
    if (!fits(c, e, row, "math.", &b))
        return;
    if (row->opcode == NO || e->call.args.count != (uint32_t)row->at) {
        plain = *row;
        plain.opcode = NO;
        call_row(c, e, &plain, NULL, &b);
        return;
    }
    for (i = 0; i < e->call.args.count; i++)
        bob_py_emit_expr(c, e->call.args.items[i]);
    c->line = bob_py_call_line(c, e);
    bob_py_emit(c, OP_MATH, (uint32_t)row->opcode);
}

/* ---- methods ---- */

/* The type whose method it is, where that is known: a row of one type alone, or what the
 * receiver surely is. */
static const char *owner_of(const PyBuiltinRow *row, const PyExpr *receiver)
{
    PyTypes types = bob_py_method_types(row->name);
    if ((types & (types - 1)) != 0)
        types = receiver->types & T_ALL;
    return types == T_LIST    ? "list."
           : types == T_TUPLE ? "tuple."
           : types == T_STR   ? "str."
           : types == T_DICT  ? "dict."
                              : NULL;
}

/* Whether a literal format has a field like {name}, {0[1]} or {0.name}. */
static bool has_fields(const PyExpr *e)
{
    uint32_t i;
    bool field = false;
    if (e->kind != PY_CONSTANT || e->constant.type != PY_CONST_STR)
        return false;
    for (i = 0; i < e->constant.size; i++) {
        char ch = e->constant.text[i];
        if (ch == '{' && !field && i + 1 < e->constant.size && e->constant.text[i + 1] == '{')
            i++;
        else if (ch == '{')
            field = true;
        else if (ch == '}' || ch == ':' || ch == '!')
            field = false;
        else if (field && (ch < '0' || ch > '9'))
            return true;
    }
    return false;
}

void bob_py_emit_method_call(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row,
                             const PyExpr *receiver)
{
    const char *owner = owner_of(row, receiver);
    PyBound b;
    PyFit fit;
    if (range_method(c, e, row, receiver))
        return;
    if (row->builtin == BUILTIN_update && e->call.keyword_count > 0 && e->call.args.count < 2) {
        call_update(c, e, receiver);
        return;
    }
    if (row->builtin == BUILTIN_sort && bob_py_emit_keyed_sort(c, e, receiver))
        return;
    if (row->builtin == BUILTIN_str_format && e->call.keyword_count > 0) {
        bob_py_refuse(c, &e->call.keywords[0].place, "format() with '%.40s' is not supported",
                      e->call.keywords[0].name->text);
        return;
    }
    if (row->builtin == BUILTIN_str_format && has_fields(receiver)) {
        bob_py_refuse(c, &e->place,
                      "format() with names, attributes or elements in its text is not supported");
        return;
    }
    fit = bob_py_bind(c, e, row, owner != NULL ? owner : "", &b);
    if (fit == PY_FAILS && owner == NULL) {
        bob_py_refuse(c, &e->place,
                      "the method '%s' with these arguments, of what is not known, is "
                      "not supported",
                      row->name);
    } else if (fit == PY_FAILS) {
        bob_py_emit_expr(c, receiver);
        c->line = e->call.function->attribute.name_place.line;
        bob_py_emit_text(c, row->name, strlen(row->name));
        bob_py_emit_builtin(c, BUILTIN_method, 2);
        bob_py_emit(c, OP_POP, 0);
        bob_py_emit_failing_call(c, e, b.error);
    } else if (fit == PY_FITS) {
        call_row(c, e, row, receiver, &b);
    }
}
