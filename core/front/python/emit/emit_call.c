/* Calls: of known functions, of values, of built-ins, methods and modules. */
#include <stdio.h>
#include <string.h>

#include "core/front/python/analyse/own.h"
#include "core/front/python/compiler.h"

#define NO (-1)

/* An import counts from the program's start, so nothing may use it before it ran. */
static void check_import_ran(PyCompiler *c, const PySymbol *s, const PyExpr *at)
{
    if (s->scope == 0 ? s->position == PY_NOTHING : s->dominance.undominated)
        bob_py_refuse(c, &at->place, "'%.60s' where its import may not have run is not supported",
                      s->id->text);
}

PyImport bob_py_imported(PyCompiler *c, uint32_t scope, const PyExpr *e, const PyIdentifier **name)
{
    PyRef ref;
    if (e->kind == PY_NAME) {
        ref = bob_py_resolve(c, scope, e->name.id);
        if (ref.kind != REF_IMPORT ||
            (ref.symbol->import != IMPORT_MATH_NAME && ref.symbol->import != IMPORT_SYS_NAME))
            return IMPORT_NOTHING;
        check_import_ran(c, ref.symbol, e);
        *name = ref.symbol->imported;
        return ref.symbol->import;
    }
    if (e->kind != PY_ATTRIBUTE || e->attribute.value->kind != PY_NAME)
        return IMPORT_NOTHING;
    ref = bob_py_resolve(c, scope, e->attribute.value->name.id);
    if (ref.kind != REF_IMPORT)
        return IMPORT_NOTHING;
    check_import_ran(c, ref.symbol, e);
    *name = e->attribute.name;
    return ref.symbol->import == IMPORT_MATH  ? IMPORT_MATH_NAME
           : ref.symbol->import == IMPORT_SYS ? IMPORT_SYS_NAME
                                              : IMPORT_NOTHING;
}

uint32_t bob_py_known_function(PyCompiler *c, uint32_t scope, const PyExpr *callee)
{
    PyRef ref;
    if (callee->kind != PY_NAME)
        return PY_NOTHING;
    ref = bob_py_resolve(c, scope, callee->name.id);
    return ref.kind == REF_FUNCTION ? ref.symbol->defines : PY_NOTHING;
}

/* A name that nothing binds here: an import in a function binds it there alone. */
bool bob_py_is_undefined(PyCompiler *c, uint32_t scope, const PyExpr *e)
{
    return e->kind == PY_NAME && bob_py_resolve(c, scope, e->name.id).kind == REF_BUILTIN &&
           !bob_py_is_builtin_name(e->name.id->text) && !bob_py_is(e->name.id, "__name__");
}

/* ---- functions of the program ---- */

uint32_t bob_py_param_of(PyCompiler *c, uint32_t callee, const PyExpr *e, uint32_t arg)
{
    const PyIdentifier *name;
    const PySymbol *s;
    if (arg < e->call.args.count)
        return arg < bob_py_scope(c, callee)->def->def.param_count ? arg : PY_NOTHING;
    name = e->call.keywords[arg - e->call.args.count].name; /* NULL of **values, noted already */
    s = name == NULL ? NULL : bob_py_resolve(c, callee, name).symbol;
    return s != NULL && s->param && s->scope == callee ? s->number : PY_NOTHING;
}

static const PyExpr *argument_of(const PyExpr *e, uint32_t arg)
{
    return arg < e->call.args.count ? e->call.args.items[arg]
                                    : e->call.keywords[arg - e->call.args.count].value;
}

static void push_default(PyCompiler *c, const PyScope *f, uint32_t param)
{
    const PyParam *p = &f->def->def.params[param];
    BobBuffer name = {.allocator = c->allocator};
    if (p->value->kind == PY_CONSTANT) {
        bob_py_emit_expr(c, p->value);
        return;
    }
    bob_buffer_printf(&name, "%s.default.%s", c->program->functions[f->function].name,
                      p->name->text);
    if (name.failed)
        bob_py_out_of_memory(c);
    else
        bob_py_emit(c, OP_LOAD_GLOBAL, bob_py_program_name(c, name.bytes, name.size));
    bob_buffer_free(&name);
}

uint32_t bob_py_call_line(PyCompiler *c, const PyExpr *e)
{
    const PyExpr *f = e->call.function;
    PyRef ref;
    if (f->kind != PY_ATTRIBUTE)
        return e->place.line;
    if (f->attribute.value->kind == PY_NAME) { /* to CPython no method, where the module imports */
        ref = bob_py_resolve(c, c->scope, f->attribute.value->name.id);
        if (ref.kind == REF_IMPORT && ref.symbol->scope == 0)
            return e->place.line;
    }
    return f->attribute.name_place.line;
}

/* What it gets is evaluated, then the call fails with that message. */
static void call_that_fails(PyCompiler *c, const PyExpr *e, const char *message)
{
    uint32_t i, n = e->call.args.count + e->call.keyword_count;
    for (i = 0; i < n; i++) {
        bob_py_emit_expr(c, argument_of(e, i));
        bob_py_emit(c, OP_POP, 0);
    }
    c->line = bob_py_call_line(c, e);
    bob_py_emit_text(c, message, strlen(message));
    bob_py_emit_builtin(c, BUILTIN_type_error, 1);
}

/* "'a'", "'a' and 'b'", "'a', 'b', and 'c'" */
static void write_missing(BobBuffer *b, const PyStmt *def, const uint32_t *given, uint32_t missing)
{
    uint32_t p, n = 0;
    for (p = 0; p < def->def.param_count; p++) {
        if (given[p] != PY_NOTHING || def->def.params[p].value != NULL)
            continue;
        if (n > 0)
            bob_buffer_text(b, missing == 2 ? " and " : n + 1 == missing ? ", and " : ", ");
        bob_buffer_printf(b, "'%s'", def->def.params[p].name->text);
        n++;
    }
}

/* In CPython's order: keywords, then too many values, then those that are missing. */
static void explain_call(PyCompiler *c, BobBuffer *b, const PyExpr *e, uint32_t callee)
{
    const PyStmt *def = bob_py_scope(c, callee)->def;
    uint32_t params = def->def.param_count, args = e->call.args.count, i, p, missing = 0,
             optional = 0;
    uint32_t *given = bob_alloc(c->allocator, (params + 1) * sizeof *given);
    if (given == NULL) {
        bob_py_out_of_memory(c);
        return;
    }
    for (p = 0; p < params; p++) {
        given[p] = p < args ? p : PY_NOTHING;
        optional += def->def.params[p].value != NULL;
    }
    bob_py_qualified_name(c, b, bob_py_scope(c, callee));
    for (i = 0; i < e->call.keyword_count; i++) {
        const char *name = e->call.keywords[i].name->text;
        p = bob_py_param_of(c, callee, e, args + i);
        if (p == PY_NOTHING || given[p] != PY_NOTHING) {
            bob_buffer_printf(b,
                              p == PY_NOTHING ? "() got an unexpected keyword argument '%s'"
                                              : "() got multiple values for argument '%s'",
                              name);
            goto done;
        }
        given[p] = args + i;
    }
    if (args > params) {
        if (optional > 0)
            bob_buffer_printf(b, "() takes from %u to %u positional arguments but %u %s given",
                              params - optional, params, args, args == 1 ? "was" : "were");
        else
            bob_buffer_printf(b, "() takes %u positional argument%s but %u %s given", params,
                              params == 1 ? "" : "s", args, args == 1 ? "was" : "were");
        goto done;
    }
    for (p = 0; p < params; p++)
        missing += given[p] == PY_NOTHING && def->def.params[p].value == NULL;
    bob_buffer_printf(b, "() missing %u required positional argument%s: ", missing,
                      missing == 1 ? "" : "s");
    write_missing(b, def, given, missing);
done:
    bob_free(c->allocator, given, (params + 1) * sizeof *given);
}

static void call_wrongly(PyCompiler *c, const PyExpr *e, uint32_t callee)
{
    BobBuffer b = {.allocator = c->allocator};
    explain_call(c, &b, e, callee);
    if (b.failed)
        bob_py_out_of_memory(c);
    else if (c->status == BOB_OK) /* else there may be no text */
        call_that_fails(c, e, b.bytes);
    bob_buffer_free(&b);
}

/* Arguments in the order of evaluation; where that is not the parameters' order they go
 * through hidden locals. */
static void call_known(PyCompiler *c, const PyExpr *e, uint32_t callee)
{
    const PyScope *f = bob_py_scope(c, callee);
    const PyStmt *def = f->def;
    uint32_t n = e->call.args.count + e->call.keyword_count, params = def->def.param_count, i, p;
    uint32_t *given = bob_alloc(c->allocator, (params + 1) * sizeof *given);
    PyHeld held = {.count = 0};
    bool in_order = true, bad = false;
    if (given == NULL) {
        bob_py_out_of_memory(c);
        return;
    }
    for (p = 0; p < params; p++)
        given[p] = PY_NOTHING;
    for (i = 0; i < n; i++) {
        p = bob_py_param_of(c, callee, e, i);
        bad = bad || p == PY_NOTHING || given[p] != PY_NOTHING;
        if (!bad)
            given[p] = i;
        in_order = in_order && p == i;
    }
    for (p = 0; p < params; p++)
        bad = bad || (given[p] == PY_NOTHING && def->def.params[p].value == NULL);
    if (bad) {
        call_wrongly(c, e, callee);
    } else {
        for (i = 0; i < n; i++) {
            p = bob_py_param_of(c, callee, e, i);
            bob_py_emit_argument(
                c, argument_of(e, i),
                bob_py_own_is_kept(bob_py_resolve(c, callee, def->def.params[p].name).symbol),
                &held);
            if (!in_order) {
                uint32_t name = bob_py_hidden(c, "argument");
                bob_py_emit(c, OP_STORE_NAME, name);
                given[p] = name;
            }
        }
        for (p = in_order ? n : 0; p < params; p++) {
            if (given[p] == PY_NOTHING)
                push_default(c, f, p);
            else
                bob_py_emit(c, OP_LOAD_LOCAL, given[p]);
        }
        c->line = e->place.line;
        bob_py_emit(c, OP_CALL_FUNC, f->function);
        bob_py_release_arguments(c, &held);
    }
    bob_free(c->allocator, given, (params + 1) * sizeof *given);
}

static void call_value(PyCompiler *c, const PyExpr *e)
{
    uint32_t i;
    if (e->call.keyword_count > 0 && e->call.function->kind == PY_NAME &&
        bob_py_resolve(c, c->scope, e->call.function->name.id).kind == REF_BUILTIN) {
        bob_py_emit_expr(c, e->call.function); /* refused, or not defined */
        return;
    }
    if (e->call.keyword_count > 0) {
        bob_py_refuse(c, &e->call.keywords[0].place,
                      "a keyword argument where the function is not known is not supported");
        return;
    }
    bob_py_emit_expr(c, e->call.function);
    for (i = 0; i < e->call.args.count; i++)
        bob_py_emit_expr(c, e->call.args.items[i]);
    c->line = e->place.line;
    bob_py_emit(c, OP_CALL_VALUE, e->call.args.count);
}

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

typedef struct Decision {
    PyLabel decided;
    bool sense;
    PyLoop *outside;
} Decision;

/* Decided: out of the loops, giving back what they run over. */
static void stop_any(PyCompiler *c, const PyExpr *element, void *ctx)
{
    Decision *w = ctx;
    PyLabel on = PY_LABEL;
    bob_py_emit_condition(c, element, !w->sense, &on);
    bob_py_release_loops(c, w->outside);
    bob_py_emit_jump(c, OP_JUMP, &w->decided);
    bob_py_place_label(c, &on);
}

static void add_element(PyCompiler *c, const PyExpr *element, void *ctx)
{
    bob_py_emit_expr(c, element);
    c->line = *(const uint32_t *)ctx; /* sum() adds, not the generator */
    bob_py_emit(c, OP_ADD, 0);
}

/* The best element so far, in a hidden local once there is one. */
typedef struct Best {
    uint32_t best, some;
    unsigned better;
    uint32_t line;
} Best;

static void better_element(PyCompiler *c, const PyExpr *element, void *ctx)
{
    const Best *b = ctx;
    PyLabel first = PY_LABEL, take = PY_LABEL, end = PY_LABEL;
    bob_py_emit_expr(c, element);
    c->line = b->line;
    bob_py_emit(c, OP_LOAD_LOCAL, b->some);
    bob_py_emit_jump(c, OP_JUMP_IF_FALSE, &first);
    bob_py_emit(c, OP_DUP, 0);
    bob_py_emit(c, OP_LOAD_LOCAL, b->best);
    bob_py_emit(c, b->better, 0);
    bob_py_emit_jump(c, OP_JUMP_IF_TRUE, &take);
    bob_py_emit(c, OP_POP, 0);
    bob_py_emit_jump(c, OP_JUMP, &end);
    bob_py_place_label(c, &first);
    bob_py_emit_value(c, bob_bool(true));
    bob_py_emit(c, OP_STORE_NAME, b->some);
    bob_py_place_label(c, &take);
    bob_py_emit(c, OP_STORE_NAME, b->best);
    bob_py_place_label(c, &end);
}

/* Of none it is `otherwise`, where not NULL: something harmless, so that it can come last. */
static void best_of_generator(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row,
                              const PyExpr *otherwise)
{
    Best b = {bob_py_hidden(c, "best"), bob_py_hidden(c, "some"),
              row->builtin == BUILTIN_min ? OP_LT : OP_GT, e->place.line};
    PyLabel some = PY_LABEL, end = PY_LABEL;
    bob_py_emit_value(c, bob_bool(false));
    bob_py_emit(c, OP_STORE_NAME, b.some);
    bob_py_emit_comprehension(c, e->call.args.items[0], better_element, &b);
    c->line = e->place.line;
    bob_py_emit(c, OP_LOAD_LOCAL, b.some);
    bob_py_emit_jump(c, OP_JUMP_IF_TRUE, &some);
    if (otherwise != NULL) {
        bob_py_emit_expr(c, otherwise);
    } else { /* Python's own words come from the built-in */
        bob_py_emit(c, OP_LIST_NEW, 0);
        bob_py_emit_builtin(c, (unsigned)row->builtin, 1);
    }
    bob_py_emit_jump(c, OP_JUMP, &end);
    bob_py_place_label(c, &some);
    bob_py_emit(c, OP_LOAD_LOCAL, b.best);
    bob_py_place_label(c, &end);
}

/* sum, min, max, any, all of a generator expression: the loop stands where the call is. */
static void call_on_generator(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row)
{
    const PyExpr *generator = e->call.args.items[0];
    bool any = row->builtin == BUILTIN_any;
    uint32_t line = e->place.line;
    if (any || row->builtin == BUILTIN_all) {
        Decision w = {PY_LABEL, any, c->loop};
        PyLabel end = PY_LABEL;
        bob_py_emit_comprehension(c, generator, stop_any, &w);
        bob_py_emit_value(c, bob_bool(!any));
        bob_py_emit_jump(c, OP_JUMP, &end);
        bob_py_place_label(c, &w.decided);
        bob_py_emit_value(c, bob_bool(any));
        bob_py_place_label(c, &end);
    } else if (row->builtin == BUILTIN_sum) {
        bob_py_emit_int(c, 0);
        bob_py_emit_comprehension(c, generator, add_element, &line);
    } else {
        best_of_generator(c, e, row, NULL);
    }
}

/* Whether a call takes no more of argument i than its elements, one after another. */
static bool takes_elements(const PyExpr *e, const PyBuiltinRow *row, uint32_t i)
{
    return (row->traits & TAKES_EACH) != 0 || ((row->traits & TAKES_ELEMENTS) != 0 && i == 0) ||
           ((row->traits & TAKES_ALONE) != 0 && e->call.args.count == 1);
}

/* Whether evaluating it surely neither fails nor does anything. */
static bool is_harmless(PyCompiler *c, const PyExpr *e)
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
               is_harmless(c, e->binary.left) && is_harmless(c, e->binary.right);
    case PY_TUPLE:
    case PY_LIST:
        for (i = 0; i < e->sequence.elements.count; i++)
            if (!is_harmless(c, e->sequence.elements.items[i]))
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
    case PY_GENERATOR_EXP:
    case PY_UNSUPPORTED:
        return false;
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
        const PyExpr *later = argument_of(e, k);
        if (later->kind != PY_NAME && !is_harmless(c, later) && !bob_py_is_lazy(c, c->scope, later))
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
        harmless = is_harmless(c, argument_of(e, i));
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
    strict = argument_of(e, b->given[0]);
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
 * go through hidden locals. The number of values then. */
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

static void call_row(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row,
                     const PyExpr *receiver, const PyBound *b)
{
    PyHeld held = {.count = 0};
    uint32_t i, argc = e->call.args.count;
    unsigned builtin = (unsigned)row->builtin;
    held.all = (row->traits & FORGETS) != 0;
    if (receiver != NULL) {
        bob_py_emit_argument(c, receiver, false, &held);
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
        call_that_fails(c, e, message);
        return;
    }
    if (e->call.args.items[0]->kind == PY_GENERATOR_EXP && is_harmless(c, otherwise)) {
        best_of_generator(c, e, row, otherwise);
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
        call_that_fails(c, e, "int() missing string argument");
        return false;
    }
    if (fit == PY_FAILS && row->builtin == BUILTIN_sorted && e->call.args.count == 1 &&
        !bob_py_only(e->call.args.items[0], T_SEQUENCE)) /* that it can't be iterated goes first */
        bob_py_refuse(c, &e->place, "sorted() with these keywords is not supported");
    else if (fit == PY_FAILS)
        call_that_fails(c, e, b->error);
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

static void call_builtin(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row)
{
    const PyExprList *args = &e->call.args;
    bool generator = args->count > 0 && args->items[0]->kind == PY_GENERATOR_EXP;
    PyBound b;
    if (!fits(c, e, row, "", &b))
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
        call_on_generator(c, e, row);
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
        call_with_default(c, e, row, argument_of(e, b.given[1]));
    else
        call_row(c, e, row, NULL, &b);
}

/* ---- modules ---- */

static void call_math(PyCompiler *c, const PyExpr *e, const PyIdentifier *name)
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

/* An int or nothing ends with that status; anything else is written and ends with 1. */
void bob_py_emit_exit(PyCompiler *c, const PyExpr *value, uint32_t line)
{
    PyLabel text = PY_LABEL, none = PY_LABEL;
    if (value == NULL)
        bob_py_emit_int(c, 0);
    else
        bob_py_emit_expr(c, value);
    c->line = line;
    if (value == NULL || bob_py_only(value, T_INTEGER)) {
        bob_py_emit(c, OP_EXIT, 0);
        return;
    }
    bob_py_emit(c, OP_DUP, 0);
    bob_py_emit_none(c);
    bob_py_emit(c, OP_EQ, 0);
    bob_py_emit_jump(c, OP_JUMP_IF_TRUE, &none);
    if (bob_py_only(value, T_ALL & ~T_INTEGER)) {
        bob_py_place_label(c, &text);
    } else { /* a text equals its own text; an int or bool, and what is neither, goes on */
        bob_py_emit(c, OP_DUP, 0);
        bob_py_emit(c, OP_DUP, 0);
        bob_py_emit(c, OP_TO_STR, 0);
        bob_py_emit(c, OP_EQ, 0);
        bob_py_emit_jump(c, OP_JUMP_IF_TRUE, &text);
        bob_py_emit(c, OP_EXIT, 0);
        bob_py_place_label(c, &text);
    }
    bob_py_emit_text(c, "SystemExit: ", 12);
    bob_py_emit(c, OP_SWAP, 0);
    bob_py_emit_builtin(c, BUILTIN_concat, 2);
    bob_py_emit(c, OP_RAISE, 0);
    bob_py_place_label(c, &none);
    bob_py_emit(c, OP_POP, 0);
    bob_py_emit_int(c, 0);
    bob_py_emit(c, OP_EXIT, 0);
}

static void call_sys(PyCompiler *c, const PyExpr *e, const PyIdentifier *name)
{
    const PyExpr *value = e->call.args.count > 0 ? e->call.args.items[0] : NULL;
    if (!bob_py_is(name, "exit") || e->call.args.count > 1 || e->call.keyword_count > 0) {
        bob_py_refuse(c, &e->place, "this use of 'sys.%.60s' is not supported", name->text);
        return;
    }
    bob_py_emit_exit(c, value, e->place.line);
    bob_py_emit_none(c); /* never reached; keeps the stack's depth as a call leaves it */
}

/* ---- which of them ---- */

/* The type whose method it is, where that is known: a row of one type alone, or what the
 * receiver surely is. */
static const char *owner_of(const PyBuiltinRow *row, const PyExpr *receiver)
{
    PyTypes types = bob_py_method_types(row->name);
    if (types == T_SEQUENCE)
        types = receiver->types & T_ALL;
    return types == T_LIST ? "list." : types == T_TUPLE ? "tuple." : types == T_STR ? "str." : NULL;
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

static void call_method(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row,
                        const PyExpr *receiver)
{
    const char *owner = owner_of(row, receiver);
    PyBound b;
    PyFit fit;
    if (range_method(c, e, row, receiver))
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
        call_that_fails(c, e, b.error);
    } else if (fit == PY_FITS) {
        call_row(c, e, row, receiver, &b);
    }
}

void bob_py_emit_call(PyCompiler *c, const PyExpr *e)
{
    const PyExpr *f = e->call.function;
    const PyIdentifier *name = NULL;
    const PyBuiltinRow *row;
    uint32_t i;
    for (i = 0; i < e->call.keyword_count; i++)
        if (e->call.keywords[i].name == NULL) /* **value, noted already */
            return;
    uint32_t callee = bob_py_known_function(c, c->scope, f);
    if (callee != PY_NOTHING) {
        call_known(c, e, callee);
        return;
    }
    switch (bob_py_imported(c, c->scope, f, &name)) {
    case IMPORT_MATH_NAME:
        call_math(c, e, name);
        return;
    case IMPORT_SYS_NAME:
        call_sys(c, e, name);
        return;
    case IMPORT_NOTHING:
    case IMPORT_MATH:
    case IMPORT_SYS:
    case IMPORT_ANNOTATIONS:
        break;
    }
    if (f->kind == PY_ATTRIBUTE && bob_py_is_undefined(c, c->scope, f->attribute.value)) {
        bob_py_emit_expr(c, f->attribute.value); /* fails when it is reached */
        return;
    }
    if (f->kind == PY_ATTRIBUTE) {
        row = bob_py_method_row(f->attribute.name->text, f->attribute.value->types);
        if (row == NULL)
            bob_py_refuse(c, &f->attribute.name_place, "the method '%.60s' is not supported",
                          f->attribute.name->text);
        else
            call_method(c, e, row, f->attribute.value);
        return;
    }
    if (f->kind == PY_NAME && bob_py_resolve(c, c->scope, f->name.id).kind == REF_BUILTIN) {
        row = bob_py_builtin_row(f->name.id->text);
        if (row != NULL) {
            call_builtin(c, e, row);
            return;
        }
    }
    if (f->kind == PY_NAME && bob_py_builtin_row(f->name.id->text) != NULL &&
        bob_py_resolve(c, c->scope, f->name.id).kind == REF_GLOBAL)
        bob_py_refuse(c, &f->place,
                      "calling '%.40s', which is a built-in and a variable of the module, "
                      "is not supported",
                      f->name.id->text);
    call_value(c, e);
}
