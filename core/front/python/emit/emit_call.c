/* Calls: of the functions of the program, of values, of sys.exit; which sort a call is. Those of
 * built-ins and methods are in emit_builtin.c. */
#include <string.h>

#include "core/front/python/analyse/own.h"
#include "core/front/python/compiler.h"
#include "core/machine/exceptions.h"
#include "core/front/python/emit/emit_call.h"

/* ---- functions of the program ---- */

const PyExpr *bob_py_argument_of(const PyExpr *e, uint32_t arg)
{
    return arg < e->call.args.count ? e->call.args.items[arg]
                                    : e->call.keywords[arg - e->call.args.count].value;
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
void bob_py_emit_failing_call(PyCompiler *c, const PyExpr *e, const char *message)
{
    uint32_t i, n = e->call.args.count + e->call.keyword_count;
    for (i = 0; i < n; i++) {
        bob_py_emit_expr(c, bob_py_argument_of(e, i));
        bob_py_emit(c, OP_POP, 0);
    }
    c->line = bob_py_call_line(c, e);
    bob_py_emit_text(c, message, strlen(message));
    bob_py_emit_builtin(c, BUILTIN_type_error, 1);
}

/* What explain_call knows of a call that does not fit. */
typedef struct Misfit {
    const PyExpr *e;
    const PyStmt *def;
    uint32_t *given;               /* the argument of each parameter, or PY_NOTHING */
    uint32_t positional, optional; /* parameters that take a value by position; with a default */
} Misfit;

static bool is_missing(const Misfit *m, uint32_t p, bool keyword_only)
{
    return m->given[p] == PY_NOTHING && m->def->def.params[p].value == NULL &&
           m->def->def.params[p].keyword_only == keyword_only;
}

/* "missing 1 required positional argument: 'a'", "'a' and 'b'", "'a', 'b', and 'c'"; false where
 * none of that sort is missing. */
static bool explain_missing(BobBuffer *b, const Misfit *m, bool keyword_only)
{
    uint32_t p, n = 0, missing = 0;
    for (p = 0; p < m->def->def.param_count; p++)
        missing += is_missing(m, p, keyword_only);
    if (missing == 0)
        return false;
    bob_buffer_printf(b, "() missing %u required %s argument%s: ", missing,
                      keyword_only ? "keyword-only" : "positional", missing == 1 ? "" : "s");
    for (p = 0; p < m->def->def.param_count; p++) {
        if (!is_missing(m, p, keyword_only))
            continue;
        if (n > 0)
            bob_buffer_text(b, missing == 2 ? " and " : n + 1 == missing ? ", and " : ", ");
        bob_buffer_printf(b, "'%s'", m->def->def.params[p].name->text);
        n++;
    }
    return true;
}

static bool is_named(const PyExpr *e, const PyIdentifier *name)
{
    uint32_t i;
    for (i = 0; i < e->call.keyword_count; i++)
        if (e->call.keywords[i].name == name)
            return true;
    return false;
}

/* A keyword for which there is no parameter. Where others name parameters that can't be named
 * CPython speaks of these instead. */
static void explain_keyword(BobBuffer *b, const Misfit *m, const char *name)
{
    uint32_t p, n = 0;
    for (p = 0; p < m->def->def.param_count; p++) {
        const PyParam *q = &m->def->def.params[p];
        if (!q->positional_only || !is_named(m->e, q->name))
            continue;
        bob_buffer_printf(
            b, "%s%s",
            n++ == 0 ? "() got some positional-only arguments passed as keyword arguments: '"
                     : ", ",
            q->name->text);
    }
    if (n > 0)
        bob_buffer_text(b, "'");
    else
        bob_buffer_printf(b, "() got an unexpected keyword argument '%s'", name);
}

static void explain_too_many(BobBuffer *b, const Misfit *m)
{
    uint32_t args = m->e->call.args.count, most = m->positional, named = 0, p;
    for (p = most; p < m->def->def.param_count; p++)
        named += m->given[p] != PY_NOTHING;
    bob_buffer_text(b, "() takes ");
    if (m->optional > 0)
        bob_buffer_printf(b, "from %u to ", most - m->optional);
    bob_buffer_printf(b, "%u positional argument%s but %u", most,
                      m->optional == 0 && most == 1 ? "" : "s", args);
    if (named > 0)
        bob_buffer_printf(b, " positional argument%s (and %u keyword-only argument%s)",
                          args == 1 ? "" : "s", named, named == 1 ? "" : "s");
    bob_buffer_printf(b, " %s given", args == 1 && named == 0 ? "was" : "were");
}

/* In CPython's order: keywords, then too many values, then those that are missing. */
static void explain_call(PyCompiler *c, BobBuffer *b, const PyExpr *e, uint32_t callee)
{
    const PyStmt *def = bob_py_scope(c, callee)->def;
    uint32_t params = def->def.param_count, args = e->call.args.count, i, p = PY_NOTHING;
    Misfit m = {.e = e, .def = def};
    m.given = bob_alloc(c->allocator, (params + 1) * sizeof *m.given);
    if (m.given == NULL) {
        bob_py_out_of_memory(c);
        return;
    }
    for (p = 0; p < params; p++) {
        bool positional = !def->def.params[p].keyword_only;
        m.given[p] = positional && p < args ? p : PY_NOTHING;
        m.positional += positional;
        m.optional += positional && def->def.params[p].value != NULL;
    }
    bob_py_qualified_name(c, b, bob_py_scope(c, callee));
    for (i = 0; i < e->call.keyword_count; i++) {
        p = bob_py_param_of(c, callee, e, args + i);
        if (p == PY_NOTHING || m.given[p] != PY_NOTHING)
            break;
        m.given[p] = args + i;
    }
    if (i < e->call.keyword_count && p == PY_NOTHING)
        explain_keyword(b, &m, e->call.keywords[i].name->text);
    else if (i < e->call.keyword_count)
        bob_buffer_printf(b, "() got multiple values for argument '%s'",
                          e->call.keywords[i].name->text);
    else if (args > m.positional)
        explain_too_many(b, &m);
    else if (!explain_missing(b, &m, false))
        (void)explain_missing(b, &m, true);
    bob_free(c->allocator, m.given, (params + 1) * sizeof *m.given);
}

static void call_wrongly(PyCompiler *c, const PyExpr *e, uint32_t callee)
{
    BobBuffer b = {.allocator = c->allocator};
    explain_call(c, &b, e, callee);
    bob_buffer_byte(&b, '\0');
    if (b.failed)
        bob_py_out_of_memory(c);
    else if (c->status == BOB_OK) /* else there may be no text */
        bob_py_emit_failing_call(c, e, b.bytes);
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
                c, bob_py_argument_of(e, i),
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
                bob_py_emit_default(c, f, p);
            else
                bob_py_emit(c, OP_LOAD_LOCAL, given[p]);
        }
        c->line = e->place.line;
        bob_py_emit(c, OP_CALL_FUNC, f->function);
        bob_py_release_arguments(c, &held);
    }
    bob_free(c->allocator, given, (params + 1) * sizeof *given);
}

/* ( -- values pairs ): a list of all that is passed by position, names and values in a tuple. */
static void spread(PyCompiler *c, const PyExpr *e)
{
    uint32_t i = 0, k;
    for (; i < e->call.args.count && e->call.args.items[i]->kind != PY_STARRED; i++)
        bob_py_emit_expr(c, e->call.args.items[i]);
    bob_py_emit(c, OP_LIST_NEW, i);
    for (; i < e->call.args.count; i++) {
        const PyExpr *arg = e->call.args.items[i];
        bob_py_emit(c, OP_DUP, 0);
        bob_py_emit_expr(c, arg->kind == PY_STARRED ? arg->starred.value : arg);
        c->line = e->place.line;
        if (arg->kind == PY_STARRED) {
            bob_py_emit_builtin(c, BUILTIN_extend, 2);
            bob_py_emit(c, OP_POP, 0);
        } else {
            bob_py_emit(c, OP_LIST_APPEND, 0);
        }
    }
    for (k = 0; k < e->call.keyword_count; k++) {
        bob_py_emit_text(c, e->call.keywords[k].name->text, e->call.keywords[k].name->size);
        bob_py_emit_expr(c, e->call.keywords[k].value);
    }
    bob_py_emit(c, OP_TUPLE_NEW, 2 * e->call.keyword_count);
}

static void call_value(PyCompiler *c, const PyExpr *e)
{
    if (e->call.function->kind == PY_NAME &&
        bob_py_resolve(c, c->scope, e->call.function->name.id).kind == REF_BUILTIN &&
        (e->call.keyword_count > 0 || bob_py_is_spread(e))) {
        bob_py_emit_expr(c, e->call.function); /* refused, or not defined */
        return;
    }
    bob_py_emit_expr(c, e->call.function);
    bob_py_emit_call_of_top(c, e);
}

void bob_py_emit_call_of_top(PyCompiler *c, const PyExpr *e)
{
    uint32_t i, n = e->call.args.count;
    if (bob_py_is_spread(e)) {
        spread(c, e);
        c->line = e->place.line;
        bob_py_emit(c, OP_CALL_SPREAD, 0);
        return;
    }
    for (i = 0; i < n; i++)
        bob_py_emit_expr(c, e->call.args.items[i]);
    for (i = 0; i < e->call.keyword_count; i++) {
        bob_py_emit_text(c, e->call.keywords[i].name->text, e->call.keywords[i].name->size);
        bob_py_emit_expr(c, e->call.keywords[i].value);
    }
    c->line = e->place.line;
    if (e->call.keyword_count > 0) {
        bob_py_emit_int(c, e->call.keyword_count);
        bob_py_emit(c, OP_CALL_KEYWORDS, n + 2 * e->call.keyword_count);
    } else {
        bob_py_emit(c, OP_CALL_VALUE, n);
    }
}

/* An int or nothing ends with that status; anything else is written and ends with 1. */
void bob_py_emit_exit(PyCompiler *c, const PyExpr *value, uint32_t line)
{
    PyLabel text = PY_LABEL, none = PY_LABEL;
    if (c->has_try) { /* it may be caught, and finally blocks run */
        if (value != NULL)
            bob_py_emit_expr(c, value);
        c->line = line;
        bob_py_emit(c, OP_EXC_NEW, (uint32_t)EXC_SystemExit << 8 | (value != NULL));
        bob_py_emit(c, OP_RAISE, 0);
        return;
    }
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

/* What the host has no names for: its functions are not known here. */
static void call_host(PyCompiler *c, const PyExpr *e, const PyIdentifier *name)
{
    uint32_t ask = bob_py_program_ask(c, &e->place, name->text, name->size), i;
    if (e->call.keyword_count > 0) {
        bob_py_refuse(c, &e->call.keywords[0].place,
                      "a keyword argument of '%.60s', which the host answers, is not supported",
                      name->text);
        return;
    }
    if (e->call.args.count > 255) {
        bob_py_refuse(c, &e->place, "%.60s() with %u arguments is not supported", name->text,
                      e->call.args.count);
        return;
    }
    for (i = 0; i < e->call.args.count; i++)
        bob_py_emit_expr(c, e->call.args.items[i]);
    c->line = e->place.line;
    bob_py_emit(c, OP_ASK, ask << 8 | e->call.args.count);
}

/* ---- which of them ---- */

static void refuse_spread(PyCompiler *c, const PyExpr *e, const char *of)
{
    uint32_t i = 0;
    while (e->call.args.items[i]->kind != PY_STARRED)
        i++;
    bob_py_refuse(c, &e->call.args.items[i]->place, "a starred argument of %s is not supported",
                  of);
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
    uint32_t callee = bob_py_known_function(c, c->scope, e);
    if (callee != PY_NOTHING) {
        call_known(c, e, callee);
        return;
    }
    switch (bob_py_imported(c, c->scope, f, &name)) {
    case IMPORT_MATH_NAME:
        bob_py_emit_math_call(c, e, name);
        return;
    case IMPORT_SYS_NAME:
        call_sys(c, e, name);
        return;
    case IMPORT_HOST_NAME:
        call_host(c, e, name);
        return;
    case IMPORT_NOTHING:
    case IMPORT_MATH:
    case IMPORT_SYS:
    case IMPORT_HOST:
    case IMPORT_ANNOTATIONS:
        break;
    }
    if (f->kind == PY_ATTRIBUTE && bob_py_is_undefined(c, c->scope, f->attribute.value)) {
        bob_py_emit_expr(c, f->attribute.value); /* fails when it is reached */
        return;
    }
    if (bob_py_is_fromkeys(c, c->scope, f)) {
        bob_py_emit_fromkeys(c, e);
        return;
    }
    if (f->kind == PY_ATTRIBUTE && bob_py_calls_attribute(c, f)) {
        bob_py_emit_attribute_call(c, e);
        return;
    }
    if (bob_py_emit_type_call(c, e))
        return;
    if (f->kind == PY_ATTRIBUTE && bob_py_is_spread(e)) {
        refuse_spread(c, e, "a method");
        return;
    }
    if (f->kind == PY_ATTRIBUTE) {
        row = bob_py_method_row(f->attribute.name->text, 0);
        if (row != NULL)
            row = bob_py_method_for(f->attribute.name->text, f->attribute.value->types, e);
        if (row == NULL)
            bob_py_refuse(c, &f->attribute.name_place, "the method '%.60s' is not supported",
                          f->attribute.name->text);
        else
            bob_py_emit_method_call(c, e, row, f->attribute.value);
        return;
    }
    if (f->kind == PY_NAME && bob_py_resolve(c, c->scope, f->name.id).kind == REF_BUILTIN) {
        row = bob_py_builtin_row(f->name.id->text);
        if (row != NULL && bob_py_is_spread(e)) {
            refuse_spread(c, e, "a built-in");
            return;
        }
        if (row != NULL) {
            bob_py_emit_builtin_call(c, e, row);
            return;
        }
    }
    if (bob_py_exception_of(c, c->scope, f) != NULL) {
        bob_py_emit_exception(c, e, bob_py_exception_of(c, c->scope, f));
        return;
    }
    if (f->kind == PY_NAME && bob_py_builtin_row(f->name.id->text) != NULL &&
        bob_py_resolve(c, c->scope, f->name.id).kind == REF_GLOBAL)
        bob_py_refuse(c, &f->place,
                      "calling '%.40s', which is a built-in and a variable of the module, "
                      "is not supported",
                      f->name.id->text);
    call_value(c, e);
}
