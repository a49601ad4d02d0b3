/* Emitting bytecode: instructions, constants, labels, names. */
#include <stdio.h>
#include <string.h>

#include "core/base/limits.h"
#include "core/front/python/analyse/own.h"
#include "core/front/python/compiler.h"

void bob_py_emit(PyCompiler *c, unsigned opcode, uint32_t operand)
{
    if (c->status != BOB_OK)
        return;
    if (operand > BOB_MAX_OPERAND) {
        PyPlace at = {c->line, 1, c->line, 1};
        bob_py_refuse(c, &at, "a program of this size is not supported");
    } else if (!bob_function_emit(c->program, c->function, bob_word(opcode, operand), c->line)) {
        bob_py_out_of_memory(c);
    }
}

static void emit_constant(PyCompiler *c, uint32_t constant)
{
    if (constant == BOB_INTERN_NONE)
        bob_py_out_of_memory(c);
    else
        bob_py_emit(c, OP_PUSH_CONST, constant);
}

void bob_py_emit_value(PyCompiler *c, BobValue v)
{
    if (c->status == BOB_OK)
        emit_constant(c, bob_pool_constant(&c->pool, c->program, v));
}

void bob_py_emit_int(PyCompiler *c, int64_t i)
{
    bob_py_emit_value(c, bob_int(i));
}

void bob_py_emit_none(PyCompiler *c)
{
    bob_py_emit_value(c, bob_none());
}

void bob_py_emit_text(PyCompiler *c, const char *text, size_t n)
{
    if (c->status == BOB_OK)
        emit_constant(c, bob_pool_text(&c->pool, c->program, text, n));
}

void bob_py_emit_builtin(PyCompiler *c, unsigned builtin, uint32_t argc)
{
    bob_py_emit(c, OP_CALL_BUILTIN, builtin << 8 | argc);
}

uint32_t bob_py_program_name(PyCompiler *c, const char *text, size_t n)
{
    uint32_t name;
    if (c->status != BOB_OK)
        return 0;
    name = bob_program_add_name(c->program, text, n);
    if (name == BOB_INTERN_NONE) {
        bob_py_out_of_memory(c);
        return 0;
    }
    return name;
}

uint32_t bob_py_program_ask(PyCompiler *c, const PyPlace *at, const char *text, size_t n)
{
    uint32_t ask;
    if (c->status != BOB_OK)
        return 0;
    if (c->program->asks.count == BOB_MAX_ASKS) {
        bob_py_refuse(c, at, "more than %u names imported from 'host' is not supported",
                      BOB_MAX_ASKS);
        return 0;
    }
    ask = bob_program_add_ask(c->program, text, n);
    if (ask == BOB_INTERN_NONE) {
        bob_py_out_of_memory(c);
        return 0;
    }
    return ask;
}

/* ---- labels ---- */

/* Jumps to a label that is not placed yet are chained through their own operands, so that a label
 * needs no memory: the operand is the jump before it + 1, and 0 ends the chain. Placing the label
 * walks the chain and writes the target. */

static BobFunction *code(PyCompiler *c)
{
    return &c->program->functions[c->function];
}

void bob_py_emit_jump(PyCompiler *c, unsigned opcode, PyLabel *label)
{
    if (label->at != PY_NOTHING) {
        bob_py_emit(c, opcode, label->at);
        return;
    }
    bob_py_emit(c, opcode, label->chain);
    label->chain = code(c)->code_size;
}

void bob_py_place_label(PyCompiler *c, PyLabel *label)
{
    uint32_t link = label->chain;
    label->at = code(c)->code_size;
    label->chain = 0;
    while (link != 0 && c->status == BOB_OK) {
        BobWord *w = &code(c)->code[link - 1];
        link = bob_operand(*w);
        *w = bob_word(bob_opcode(*w), label->at);
    }
}

/* ---- names ---- */

uint32_t bob_py_hidden(PyCompiler *c, const char *what)
{
    char text[40];
    int n = snprintf(text, sizeof text, "%s.%u", what, ++c->hidden);
    return bob_py_program_name(c, text, (size_t)n);
}

uint32_t bob_py_symbol_name(PyCompiler *c, PySymbol *s)
{
    char text[300];
    uint32_t name;
    if (s->name != 0)
        return s->name - 1;
    if (s->hidden == 0) {
        name = bob_py_program_name(c, s->id->text, s->id->size);
    } else {
        (void)snprintf(text, sizeof text, "%.250s.c%u", s->id->text, s->hidden);
        name = bob_py_program_name(c, text, strlen(text));
    }
    s->name = c->status == BOB_OK ? name + 1 : 0;
    return name;
}

void bob_py_emit_load(PyCompiler *c, PyRef ref, const PyExpr *at)
{
    const PyIdentifier *id = at->name.id;
    /* Before it is bound, and after a del, such a name means the built-in. */
    if ((ref.kind == REF_GLOBAL || (ref.kind == REF_LOCAL && ref.symbol->scope == 0)) &&
        (ref.symbol->dominance.undominated || ref.symbol->deleted || ref.symbol->shared) &&
        bob_py_is_builtin_name(id->text))
        bob_py_refuse(c, &at->place,
                      "'%s', a built-in that the module binds too, is not supported here",
                      id->text);
    switch (ref.kind) {
    case REF_LOCAL:
        bob_py_emit(c, OP_LOAD_LOCAL, bob_py_symbol_name(c, ref.symbol));
        break;
    case REF_NAME:
        bob_py_emit(c, OP_LOAD_NAME, bob_py_symbol_name(c, ref.symbol));
        break;
    case REF_GLOBAL:
        bob_py_emit(c, OP_LOAD_GLOBAL, bob_py_symbol_name(c, ref.symbol));
        break;
    case REF_CELL:
        bob_py_emit_cell(c, ref.symbol);
        bob_py_emit(c, OP_CELL_GET, bob_py_program_name(c, id->text, id->size));
        break;
    case REF_FUNCTION:
        bob_py_emit_known(c, bob_py_scope(c, ref.symbol->defines));
        break;
    case REF_IMPORT:
        bob_py_refuse(c, &at->place, "the module or function '%s' as a value is not supported",
                      id->text);
        break;
    case REF_BUILTIN:
        if (bob_py_is(id, "__name__"))
            bob_py_emit_text(c, "__main__", 8);
        else if (bob_py_builtin_row(id->text) != NULL && !bob_py_is_type_name(id->text))
            bob_py_emit_builtin_value(c, at, bob_py_builtin_row(id->text));
        else if (bob_py_builtin_row(id->text) != NULL)
            bob_py_refuse(c, &at->place, "the built-in '%s' as a value is not supported", id->text);
        else if (bob_py_is_builtin_name(id->text))
            bob_py_refuse(c, &at->place, "the built-in '%s' is not supported", id->text);
        else /* UndefinedVariable, when and if it is reached */
            bob_py_emit(c, OP_LOAD_GLOBAL, bob_py_program_name(c, id->text, id->size));
    }
}

void bob_py_emit_store(PyCompiler *c, PyRef ref, const PyPlace *at)
{
    if (ref.symbol == NULL || ref.kind == REF_IMPORT)
        bob_py_refuse(c, at, "assignment to an imported name is not supported");
    else if (ref.kind == REF_NAME) {
        bob_py_emit(c, OP_STORE_NAME, bob_py_symbol_name(c, ref.symbol));
    } else if (ref.kind == REF_GLOBAL) {
        bob_py_emit(c, OP_STORE_GLOBAL, bob_py_symbol_name(c, ref.symbol));
    } else if (ref.kind == REF_CELL) {
        bob_py_emit_cell(c, ref.symbol);
        bob_py_emit(c, OP_CELL_SET, 0);
    } else
        bob_py_store_local(c, ref.symbol);
}
