/* Emitting bytecode: instructions, constants, labels, names. */
#include <stdio.h>
#include <string.h>

#include "core/base/limits.h"
#include "core/front/python/compiler.h"

void py_emit(PyCompiler *c, unsigned opcode, uint32_t operand)
{
    if (c->status != BOB_OK)
        return;
    if (operand > BOB_MAX_OPERAND) {
        PyPlace at = {c->line, 1, c->line, 1};
        py_refuse(c, &at, "a program of this size is not supported");
    } else if (!bob_function_emit(c->program, c->function, bob_word(opcode, operand), c->line)) {
        py_no_memory(c);
    }
}

static void emit_constant(PyCompiler *c, uint32_t constant)
{
    if (constant == BOB_INTERN_NONE)
        py_no_memory(c);
    else
        py_emit(c, OP_PUSH_CONST, constant);
}

void py_emit_value(PyCompiler *c, BobValue v)
{
    if (c->status == BOB_OK)
        emit_constant(c, bob_pool_constant(&c->pool, c->program, v));
}

void py_emit_int(PyCompiler *c, int64_t i)
{
    py_emit_value(c, bob_int(i));
}

void py_emit_none(PyCompiler *c)
{
    py_emit_value(c, bob_none());
}

void py_emit_text(PyCompiler *c, const char *text, size_t n)
{
    if (c->status == BOB_OK)
        emit_constant(c, bob_pool_text(&c->pool, c->program, text, n));
}

void py_emit_builtin(PyCompiler *c, unsigned builtin, uint32_t argc)
{
    py_emit(c, OP_CALL_BUILTIN, builtin << 8 | argc);
}

uint32_t py_name(PyCompiler *c, const char *text, size_t n)
{
    uint32_t name;
    if (c->status != BOB_OK)
        return 0;
    name = bob_program_add_name(c->program, text, n);
    if (name == BOB_INTERN_NONE) {
        py_no_memory(c);
        return 0;
    }
    return name;
}

/* ---- labels ---- */

static BobFunction *code(PyCompiler *c)
{
    return &c->program->functions[c->function];
}

void py_jump(PyCompiler *c, unsigned opcode, PyLabel *label)
{
    if (label->at != PY_NOTHING) {
        py_emit(c, opcode, label->at);
        return;
    }
    py_emit(c, opcode, label->chain);
    label->chain = code(c)->code_size;
}

void py_place(PyCompiler *c, PyLabel *label)
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

uint32_t py_hidden(PyCompiler *c, const char *what)
{
    char text[40];
    int n = snprintf(text, sizeof text, "%s.%u", what, ++c->hidden);
    return py_name(c, text, (size_t)n);
}

uint32_t py_symbol_name(PyCompiler *c, PySymbol *s)
{
    char text[300];
    uint32_t name;
    if (s->name != 0)
        return s->name - 1;
    if (s->hidden == 0) {
        name = py_name(c, s->id->text, s->id->size);
    } else {
        (void)snprintf(text, sizeof text, "%.250s.c%u", s->id->text, s->hidden);
        name = py_name(c, text, strlen(text));
    }
    s->name = c->status == BOB_OK ? name + 1 : 0;
    return name;
}

uint32_t py_owner_name(PyCompiler *c, PySymbol *s)
{
    char text[300];
    if ((!s->undominated && !s->deleted) || s->hidden != 0)
        return py_symbol_name(c, s);
    (void)snprintf(text, sizeof text, "%.250s.own", s->id->text);
    return py_name(c, text, strlen(text));
}

void py_load(PyCompiler *c, PyRef ref, const PyExpr *at)
{
    const PyIdentifier *id = at->name.id;
    /* Before it is bound, and after a del, such a name means the built-in. */
    if ((ref.kind == REF_GLOBAL || (ref.kind == REF_LOCAL && ref.symbol->scope == 0)) &&
        (ref.symbol->undominated || ref.symbol->deleted || ref.symbol->shared) &&
        py_is_builtin_name(id->text))
        py_refuse(c, &at->place,
                  "'%s', a built-in that the module binds too, is not supported here", id->text);
    switch (ref.kind) {
    case REF_LOCAL:
        py_emit(c, OP_LOAD_LOCAL, py_symbol_name(c, ref.symbol));
        break;
    case REF_GLOBAL:
        py_emit(c, OP_LOAD_GLOBAL, py_symbol_name(c, ref.symbol));
        break;
    case REF_FUNCTION:
        py_emit(c, OP_PUSH_FUNC, py_scope(c, ref.symbol->defines)->function);
        break;
    case REF_IMPORT:
        py_refuse(c, &at->place, "the module or function '%s' as a value is not supported",
                  id->text);
        break;
    default:
        if (py_is(id, "__name__"))
            py_emit_text(c, "__main__", 8);
        else if (py_builtin_row(id->text) != NULL)
            py_refuse(c, &at->place, "the built-in '%s' as a value is not supported", id->text);
        else if (py_is_builtin_name(id->text))
            py_refuse(c, &at->place, "the built-in '%s' is not supported", id->text);
        else /* UndefinedVariable, when and if it is reached */
            py_emit(c, OP_LOAD_GLOBAL, py_name(c, id->text, id->size));
    }
}

void py_store(PyCompiler *c, PyRef ref, const PyPlace *at)
{
    uint32_t name;
    if (ref.symbol == NULL || ref.kind == REF_IMPORT) {
        py_refuse(c, at, "assignment to an imported name is not supported");
        return;
    }
    name = py_symbol_name(c, ref.symbol);
    if (ref.kind == REF_GLOBAL) {
        py_emit(c, OP_STORE_GLOBAL, name);
    } else if (ref.symbol->owner && py_owner_name(c, ref.symbol) != name) {
        py_emit(c, OP_DUP, 0);
        py_emit(c, OP_STORE_NAME, name);
        name = py_owner_name(c, ref.symbol);
        py_emit(c, OP_LOAD_LOCAL, name);
        py_emit(c, OP_RELEASE, 0);
        py_emit(c, OP_STORE_NAME, name);
    } else if (ref.symbol->owner) { /* what it had is given back */
        py_emit(c, OP_LOAD_LOCAL, name);
        py_emit(c, OP_SWAP, 0);
        py_emit(c, OP_STORE_NAME, name);
        py_emit(c, OP_RELEASE, 0);
    } else {
        py_emit(c, OP_STORE_NAME, name);
    }
}
