/* Functions as values: what they hold, where a def runs, and the cells of variables that they
 * share.
 *
 * A known function (scope.c) is called by its number; its defaults are evaluated where its def runs
 * and kept in hidden globals. All others are values: a function object where there is anything to
 * hold, defaults or cells. A known function that has defaults is such an object too, in a hidden
 * global, so that it is the same one each time that it is used as a value, and a host can call it
 * without them. */
#include <string.h>

#include "core/front/python/compiler.h"
#include "core/front/python/emit/emit_call.h"

/* ---- hidden globals of a known function ---- */

/* "f.default.x" and "f.value" */
static uint32_t hidden_global(PyCompiler *c, const PyScope *f, const char *what, const char *which)
{
    BobBuffer name = {.allocator = c->allocator};
    uint32_t n = 0;
    if (c->status != BOB_OK)
        return 0;
    bob_buffer_printf(&name, "%s.%s%s", c->program->functions[f->function].name, what, which);
    if (name.failed)
        bob_py_out_of_memory(c);
    else
        n = bob_py_program_name(c, name.bytes, name.size);
    bob_buffer_free(&name);
    return n;
}

void bob_py_emit_default(PyCompiler *c, const PyScope *f, uint32_t param)
{
    const PyParam *p = &f->def->def.params[param];
    if (p->value->kind == PY_CONSTANT)
        bob_py_emit_expr(c, p->value);
    else
        bob_py_emit(c, OP_LOAD_GLOBAL, hidden_global(c, f, "default.", p->name->text));
}

static void keep_defaults(PyCompiler *c, const PyScope *f)
{
    uint32_t i;
    for (i = 0; i < f->def->def.param_count; i++) {
        const PyParam *p = &f->def->def.params[i];
        if (p->value == NULL || p->value->kind == PY_CONSTANT)
            continue;
        bob_py_emit_expr(c, p->value);
        bob_py_emit(c, OP_STORE_GLOBAL, hidden_global(c, f, "default.", p->name->text));
    }
}

static void keep_value(PyCompiler *c, const PyScope *f)
{
    uint32_t i;
    if (bob_py_held_values(f) == 0)
        return;
    bob_py_emit(c, OP_PUSH_FUNC, f->function);
    for (i = 0; i < f->def->def.param_count; i++)
        if (f->def->def.params[i].value != NULL)
            bob_py_emit_default(c, f, i);
    bob_py_emit(c, OP_FUNCTION_NEW, bob_py_held_values(f));
    bob_py_emit(c, OP_STORE_GLOBAL, hidden_global(c, f, "value", ""));
}

void bob_py_emit_known(PyCompiler *c, const PyScope *f)
{
    if (bob_py_held_values(f) > 0)
        bob_py_emit(c, OP_LOAD_GLOBAL, hidden_global(c, f, "value", ""));
    else
        bob_py_emit(c, OP_PUSH_FUNC, f->function);
}

/* ---- values ---- */

/* The local that holds a variable's cell, in its own function and in those within it. */
void bob_py_emit_cell(PyCompiler *c, PySymbol *s)
{
    bob_py_emit(c, OP_LOAD_LOCAL, bob_py_symbol_name(c, s));
}

void bob_py_emit_function(PyCompiler *c, const PyStmt *def)
{
    const PyScope *f = bob_py_scope(c, bob_py_scope_of(c, def));
    uint32_t i, function = f->function, held = bob_py_held_values(f);
    bob_py_emit(c, OP_PUSH_FUNC, function);
    for (i = 0; i < def->def.param_count; i++)
        if (def->def.params[i].value != NULL)
            bob_py_emit_expr(c, def->def.params[i].value);
    for (i = 0; i < f->free_count; i++)
        bob_py_emit_cell(c, &c->symbols[f->free[i]]);
    if (held > 0)
        bob_py_emit(c, OP_FUNCTION_NEW, held);
}

/* Where the scope begins: of a parameter the cell has its value. */
void bob_py_make_cells(PyCompiler *c, uint32_t scope)
{
    const PyScope *f = bob_py_scope(c, scope);
    uint32_t i;
    for (i = 0; i < f->cell_count; i++) {
        PySymbol *s = &c->symbols[f->cells[i]];
        if (s->param)
            bob_py_emit_cell(c, s);
        bob_py_emit(c, OP_CELL_NEW, s->param);
        bob_py_emit(c, OP_STORE_NAME, bob_py_symbol_name(c, s));
    }
}

/* ---- built-ins ---- */

bool bob_py_is_type_name(const char *name)
{
    static const char *const names[] = {
#define VALUE(NAME, name, python, ...) python,
#define OBJECT VALUE
#include "core/machine/types/types.def"
    };
    unsigned i;
    for (i = 0; i < COUNT_OF(names); i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* How many values the function takes: the least that the built-in does, but one. */
static uint32_t builtin_params(const PyBuiltinRow *row)
{
    uint32_t least = row->builtin >= 0 ? bob_builtins[row->builtin].least : 1;
    if (row->builtin < 0 && row->opcode >= 0)
        least = (uint32_t)row->at;
    return least > 1 ? least : 1;
}

static void call_builtin(PyCompiler *c, const PyBuiltinRow *row, uint32_t n)
{
    if (row->builtin < 0 && row->opcode < 0) {
        bob_py_emit(c, OP_PRINT, n);
        bob_py_emit_none(c);
    } else if (row->opcode >= 0 && (uint32_t)row->at == n) {
        bob_py_emit(c, (unsigned)row->opcode, 0);
    } else {
        bob_py_emit_builtin(c, (unsigned)row->builtin, n);
    }
}

/* The function's instructions, in between those of another. */
static void write_builtin(PyCompiler *c, uint32_t function, const PyBuiltinRow *row)
{
    static const char *const names[] = {"x", "y", "z"};
    uint32_t outer = c->function, line = c->line, n = builtin_params(row), i;
    c->function = function;
    for (i = 0; i < n && c->status == BOB_OK; i++) {
        uint32_t name = bob_py_program_name(c, names[i], 1);
        if (c->status == BOB_OK && !bob_function_add_param(c->program, function, name))
            bob_py_out_of_memory(c);
        else if (c->status == BOB_OK)
            bob_function_pass_param(c->program, function, PARAM_POSITIONAL_ONLY);
        bob_py_emit(c, OP_LOAD_LOCAL, name);
    }
    call_builtin(c, row, n);
    bob_py_emit(c, OP_RETURN_VAL, 0);
    c->function = outer;
    c->line = line;
}

void bob_py_emit_builtin_value(PyCompiler *c, const PyExpr *at, const PyBuiltinRow *row)
{
    size_t n = strlen(row->name);
    uint32_t function;
    if (c->status != BOB_OK)
        return;
    if ((row->traits & IS_LAZY) != 0 || builtin_params(row) > 3) {
        bob_py_refuse(c, &at->place, "the built-in '%s' as a value is not supported", row->name);
        return;
    }
    /* Of no other function: the program's own would be what the name means. */
    function = bob_intern_find(&c->program->function_names, row->name, n);
    if (function == BOB_INTERN_NONE) {
        function = bob_program_add_function(c->program, row->name, n);
        if (function == BOB_INTERN_NONE) {
            bob_py_out_of_memory(c);
            return;
        }
        write_builtin(c, function, row);
    }
    bob_py_emit(c, OP_PUSH_FUNC, function);
}

void bob_py_emit_callable(PyCompiler *c, const PyExpr *e)
{
    const PyBuiltinRow *row = NULL;
    if (e->kind == PY_NAME && bob_py_resolve(c, c->scope, e->name.id).kind == REF_BUILTIN)
        row = bob_py_builtin_row(e->name.id->text);
    if (row != NULL)
        bob_py_emit_builtin_value(c, e, row);
    else
        bob_py_emit_expr(c, e);
}

/* ---- def ---- */

static void check_annotations(PyCompiler *c, const PyStmt *s)
{
    uint32_t i;
    for (i = 0; i < s->def.param_count; i++)
        bob_py_check_annotation(c, s->def.params[i].annotation);
    bob_py_check_annotation(c, s->def.returns);
}

/* Decorators are evaluated first and called last, the innermost first. */
void bob_py_emit_def(PyCompiler *c, const PyStmt *s)
{
    const PyScope *f = bob_py_scope(c, bob_py_scope_of(c, s));
    uint32_t i;
    check_annotations(c, s);
    if (f->symbol != PY_NOTHING && c->symbols[f->symbol].known) {
        keep_defaults(c, f);
        keep_value(c, f);
        return;
    }
    for (i = 0; i < s->def.decorators.count; i++)
        bob_py_emit_decorator(c, s->def.decorators.items[i]);
    c->line = s->place.line;
    bob_py_emit_function(c, s);
    for (i = s->def.decorators.count; i-- > 0;)
        bob_py_emit_decorated(c, s->def.decorators.items[i]);
    bob_py_emit_store(c, bob_py_resolve(c, c->scope, s->def.name), &s->def.name_place);
}
