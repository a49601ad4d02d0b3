/* Classes: the class statement, attributes, calls of attributes, what the compiler knows of types.
 *
 * The body of a class is a function that gets the bases; what it has bound when it ends are the
 * attributes. Methods that use super() get the class through a cell, as CPython's do. */
#include <string.h>

#include "core/front/python/analyse/own.h"
#include "core/front/python/compiler.h"
#include "core/front/python/emit/emit_call.h"

/* ---- decorators ---- */

/* The built-in that a decorator is, or -1. */
static int decorator_of(PyCompiler *c, const PyExpr *e)
{
    if (e->kind == PY_ATTRIBUTE && e->attribute.value->kind == PY_NAME &&
        bob_py_resolve(c, c->scope, e->attribute.value->name.id).kind == REF_NAME)
        return bob_py_is(e->attribute.name, "setter")   ? (int)BUILTIN_property_setter
               : bob_py_is(e->attribute.name, "getter") ? (int)BUILTIN_property_getter
                                                        : -1;
    if (e->kind != PY_NAME || bob_py_resolve(c, c->scope, e->name.id).kind != REF_BUILTIN)
        return -1;
    return bob_py_is(e->name.id, "property")       ? (int)BUILTIN_property
           : bob_py_is(e->name.id, "staticmethod") ? (int)BUILTIN_staticmethod
           : bob_py_is(e->name.id, "classmethod")  ? (int)BUILTIN_classmethod
                                                   : -1;
}

void bob_py_emit_decorator(PyCompiler *c, const PyExpr *e)
{
    int builtin = decorator_of(c, e);
    if (builtin == (int)BUILTIN_property_setter || builtin == (int)BUILTIN_property_getter)
        bob_py_emit_expr(c, e->attribute.value);
    else if (builtin < 0)
        bob_py_emit_expr(c, e);
}

void bob_py_emit_decorated(PyCompiler *c, const PyExpr *e)
{
    int builtin = decorator_of(c, e);
    c->line = e->place.line;
    if (builtin < 0)
        bob_py_emit(c, OP_CALL_VALUE, 1);
    else
        bob_py_emit_builtin(
            c, (unsigned)builtin,
            builtin == (int)BUILTIN_property_setter || builtin == (int)BUILTIN_property_getter ? 2
                                                                                               : 1);
}

/* ---- the class statement ---- */

static bool is_object(PyCompiler *c, const PyExpr *e)
{
    return e->kind == PY_NAME && bob_py_is(e->name.id, "object") &&
           bob_py_resolve(c, c->scope, e->name.id).kind == REF_BUILTIN;
}

void bob_py_emit_class(PyCompiler *c, const PyStmt *s)
{
    uint32_t i, bases = 0;
    for (i = 0; i < s->def.decorators.count; i++)
        bob_py_emit_decorator(c, s->def.decorators.items[i]);
    bob_py_emit_function(c, s);
    for (i = 0; i < s->def.bases.count; i++) {
        const PyExpr *base = s->def.bases.items[i];
        if (base->kind == PY_STARRED)
            bob_py_refuse(c, &base->place, "a starred base class is not supported");
        if (is_object(c, base) && s->def.bases.count == 1)
            continue;
        bob_py_emit_expr(c, base);
        bases++;
    }
    c->line = s->place.line;
    bob_py_emit(c, OP_TUPLE_NEW, bases);
    bob_py_emit(c, OP_CALL_VALUE, 1);
    for (i = s->def.decorators.count; i-- > 0;)
        bob_py_emit_decorated(c, s->def.decorators.items[i]);
    c->line = s->place.line;
    bob_py_emit_store(c, bob_py_resolve(c, c->scope, s->def.name), &s->def.name_place);
}

void bob_py_emit_class_begin(PyCompiler *c, const PyScope *f)
{
    const PyExpr *doc = f->def->def.body.count > 0 && f->def->def.body.items[0]->kind == PY_EXPR
                            ? f->def->def.body.items[0]->expr.value
                            : NULL;
    if (doc == NULL || doc->kind != PY_CONSTANT || doc->constant.type != PY_CONST_STR)
        return;
    bob_py_emit_expr(c, doc);
    bob_py_emit(c, OP_STORE_NAME, bob_py_program_name(c, "__doc__", 7));
}

void bob_py_emit_class_end(PyCompiler *c, const PyScope *f)
{
    BobBuffer name = {.allocator = c->allocator};
    PyRef cell = bob_py_resolve(c, c->scope, c->module->class_cell);
    bob_py_qualified_name(c, &name, f);
    if (name.failed)
        bob_py_out_of_memory(c);
    else if (c->status == BOB_OK)
        bob_py_emit_text(c, name.bytes, name.size);
    bob_buffer_free(&name);
    c->line = f->def->place.line;
    bob_py_emit(c, OP_LOAD_LOCAL, bob_py_program_name(c, ".bases", 6));
    bob_py_emit(c, OP_CLASS_NEW, 0);
    if (cell.kind == REF_CELL) {
        bob_py_emit(c, OP_DUP, 0);
        bob_py_emit_store(c, cell, &f->def->place);
    }
    bob_py_emit(c, OP_RETURN_VAL, 0);
}

/* ---- super ---- */

bool bob_py_is_super(PyCompiler *c, uint32_t scope, const PyExpr *e)
{
    return e->kind == PY_CALL && e->call.function->kind == PY_NAME &&
           bob_py_is(e->call.function->name.id, "super") &&
           bob_py_resolve(c, scope, e->call.function->name.id).kind == REF_BUILTIN;
}

/* ( -- class self ) */
static bool super_operands(PyCompiler *c, const PyExpr *e)
{
    const PyScope *f = bob_py_scope(c, c->scope);
    PyRef class = {REF_BUILTIN, NULL};
    PyExpr self = {.kind = PY_NAME, .place = e->place};
    if (e->call.args.count == 2 && e->call.keyword_count == 0 && !bob_py_is_spread(e)) {
        bob_py_emit_expr(c, e->call.args.items[0]);
        bob_py_emit_expr(c, e->call.args.items[1]);
        return true;
    }
    if (c->module->class_cell != NULL)
        class = bob_py_resolve(c, c->scope, c->module->class_cell);
    if (e->call.args.count > 0 || e->call.keyword_count > 0 || f->kind != SCOPE_FUNCTION ||
        class.kind != REF_CELL || f->def->def.param_count == 0 || f->def->def.params[0].starred) {
        bob_py_refuse(c, &e->place, "this use of super() is not supported");
        return false;
    }
    bob_py_emit_cell(c, class.symbol);
    bob_py_emit(c, OP_CELL_GET, bob_py_program_name(c, "__class__", 9));
    self.name.id = f->def->def.params[0].name;
    bob_py_emit_load(c, bob_py_resolve(c, c->scope, self.name.id), &self);
    return true;
}

/* ---- attributes ---- */

static uint32_t name_of(PyCompiler *c, const PyExpr *e)
{
    return bob_py_program_name(c, e->attribute.name->text, e->attribute.name->size);
}

void bob_py_emit_attribute(PyCompiler *c, const PyExpr *e)
{
    if (bob_py_emit_type_test(c, e))
        return;
    if (bob_py_is_super(c, c->scope, e->attribute.value)) {
        if (!super_operands(c, e->attribute.value))
            return;
        c->line = e->attribute.name_place.line;
        bob_py_emit(c, OP_LOAD_SUPER, name_of(c, e));
        return;
    }
    bob_py_emit_expr(c, e->attribute.value);
    c->line = e->attribute.name_place.line;
    bob_py_emit(c, OP_LOAD_ATTR, name_of(c, e));
}

void bob_py_emit_attribute_call(PyCompiler *c, const PyExpr *e)
{
    const PyExpr *f = e->call.function;
    bool super = bob_py_is_super(c, c->scope, f->attribute.value);
    uint32_t i;
    if (bob_py_is_spread(e) || e->call.keyword_count > 0) {
        bob_py_emit_attribute(c, f);
        bob_py_emit_call_of_top(c, e);
        return;
    }
    if (super && !super_operands(c, f->attribute.value))
        return;
    if (!super)
        bob_py_emit_expr(c, f->attribute.value);
    c->line = f->attribute.name_place.line;
    bob_py_emit(c, super ? OP_LOAD_SUPER_METHOD : OP_LOAD_METHOD, name_of(c, f));
    for (i = 0; i < e->call.args.count; i++)
        bob_py_emit_expr(c, e->call.args.items[i]);
    c->line = bob_py_call_line(c, e);
    bob_py_emit(c, OP_CALL_METHOD, e->call.args.count);
}

/* ---- types ---- */

/* The bit of a built-in type for has_type, 0 where the name is none. */
static uint32_t type_bit(PyCompiler *c, const PyExpr *e, bool exact)
{
    static const struct {
        const char *name;
        uint32_t bits;
    } types[] = {
        {"int", 1u << BOB_INT | 1u << BOB_BOOL},
        {"bool", 1u << BOB_BOOL},
        {"float", 1u << BOB_FLOAT},
        {"str", 1u << BOB_STR},
        {"list", 1u << BOB_LIST},
        {"tuple", 1u << BOB_TUPLE},
        {"dict", 1u << BOB_DICT},
        {"set", 1u << BOB_SET},
        {"frozenset", 1u << BOB_FROZENSET},
        {"bytes", 1u << BOB_BYTES},
        {"complex", 1u << BOB_COMPLEX},
        {"bytearray", 1u << BOB_BYTEARRAY},
        {"range", 1u << BOB_RANGE},
    };
    uint32_t i;
    if (e->kind != PY_NAME || bob_py_resolve(c, c->scope, e->name.id).kind != REF_BUILTIN)
        return 0;
    for (i = 0; i < COUNT_OF(types); i++)
        if (bob_py_is(e->name.id, types[i].name))
            return exact && i == 0 ? 1u << BOB_INT : types[i].bits;
    return 0;
}

static void has_type(PyCompiler *c, uint32_t bits)
{
    bob_py_emit_int(c, bits);
    bob_py_emit_builtin(c, BUILTIN_has_type, 2);
}

/* isinstance(x, int), isinstance(x, (int, C)) */
static bool instance_of(PyCompiler *c, const PyExpr *e)
{
    const PyExpr *x, *class;
    PyLabel end = PY_LABEL;
    uint32_t bits = 0, others = 0, i;
    if (e->call.args.count != 2 || e->call.keyword_count > 0)
        return false;
    x = e->call.args.items[0];
    class = e->call.args.items[1];
    if (class->kind == PY_TUPLE) {
        for (i = 0; i < class->sequence.elements.count; i++) {
            uint32_t bit = type_bit(c, class->sequence.elements.items[i], false);
            bits |= bit;
            others += bit == 0;
        }
    } else {
        bits = type_bit(c, class, false);
        others = bits == 0;
    }
    if (bits == 0)
        return false;
    bob_py_emit_expr(c, x);
    c->line = e->place.line;
    if (others == 0) {
        has_type(c, bits);
        return true;
    }
    bob_py_emit(c, OP_DUP, 0);
    has_type(c, bits);
    bob_py_emit_jump(c, OP_JUMP_IF_TRUE_OR_POP, &end); /* x True: the truth of both is wanted */
    for (i = 0; i < class->sequence.elements.count; i++)
        if (type_bit(c, class->sequence.elements.items[i], false) == 0)
            bob_py_emit_expr(c, class->sequence.elements.items[i]);
    bob_py_emit(c, OP_TUPLE_NEW, others);
    bob_py_emit(c, OP_DUP2, 0);
    bob_py_emit_builtin(c, BUILTIN_isinstance, 2);
    bob_py_emit(c, OP_SWAP, 0);
    bob_py_emit(c, OP_POP, 0);
    bob_py_place_label(c, &end);
    bob_py_emit(c, OP_SWAP, 0);
    bob_py_emit(c, OP_POP, 0);
    return true;
}

static bool is_type_call(PyCompiler *c, const PyExpr *e)
{
    return e->kind == PY_CALL && e->call.function->kind == PY_NAME &&
           bob_py_is(e->call.function->name.id, "type") && e->call.args.count == 1 &&
           e->call.keyword_count == 0 && !bob_py_is_spread(e) &&
           bob_py_resolve(c, c->scope, e->call.function->name.id).kind == REF_BUILTIN;
}

bool bob_py_emit_type_call(PyCompiler *c, const PyExpr *e)
{
    if (bob_py_calls(c, c->scope, e, "isinstance"))
        return instance_of(c, e);
    if (!is_type_call(c, e))
        return false;
    bob_py_emit_expr(c, e->call.args.items[0]);
    c->line = e->place.line;
    bob_py_emit_builtin(c, BUILTIN_type, 1);
    return true;
}

bool bob_py_emit_type_test(PyCompiler *c, const PyExpr *e)
{
    uint32_t bits;
    if (e->kind == PY_ATTRIBUTE && is_type_call(c, e->attribute.value) &&
        (bob_py_is(e->attribute.name, "__name__") ||
         bob_py_is(e->attribute.name, "__qualname__"))) {
        bob_py_emit_expr(c, e->attribute.value->call.args.items[0]);
        c->line = e->place.line;
        bob_py_emit_builtin(c, BUILTIN_type_name, 1);
        return true;
    }
    if (e->kind != PY_COMPARE || e->compare.comparators.count != 1 ||
        !is_type_call(c, e->compare.left) ||
        (e->compare.ops[0] != PY_IS && e->compare.ops[0] != PY_IS_NOT &&
         e->compare.ops[0] != PY_EQ && e->compare.ops[0] != PY_NOT_EQ))
        return false;
    bits = type_bit(c, e->compare.comparators.items[0], true);
    if (bits == 0)
        return false;
    bob_py_emit_expr(c, e->compare.left->call.args.items[0]);
    c->line = e->place.line;
    has_type(c, bits);
    if (e->compare.ops[0] == PY_IS_NOT || e->compare.ops[0] == PY_NOT_EQ)
        bob_py_emit(c, OP_NOT, 0);
    return true;
}
