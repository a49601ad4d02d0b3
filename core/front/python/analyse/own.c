/* Who owns an object, and all code that gives objects back: see own.h. */
#include "core/front/python/analyse/own.h"

#include <stdio.h>
#include <string.h>

/* Each return of a function releases all of its owners. */
#define MOST_OWNERS 40

/* ---- facts ---- */

static void set(PyCompiler *c, bool *flag)
{
    if (!*flag) {
        *flag = true;
        c->changed = true;
    }
}

void bob_py_own_keep(PyCompiler *c, PySymbol *s)
{
    set(c, &s->own.kept);
}

void bob_py_own_taint(PyCompiler *c, PySymbol *s)
{
    set(c, &s->own.tainted);
}

/* `made` alone decides nothing while facts are gathered: no other round for it. */
void bob_py_own_give(PyCompiler *c, PySymbol *s, PyTypes types, bool constant)
{
    if ((types & T_OBJECT) == 0)
        return;
    if ((types & T_FRESH) == 0)
        bob_py_own_taint(c, s);
    else if (!constant)
        s->own.made = true;
}

bool bob_py_own_is_kept(const PySymbol *s)
{
    return s->own.kept;
}

bool bob_py_own_is_sole(const PySymbol *s)
{
    return !s->own.kept && !s->own.tainted;
}

/* scope.c has seen that the loop's body binds the local before it is read again (assign.moves); it
 * must also be one that nothing but this frame can read. */
PySymbol *bob_py_moved(PyCompiler *c, uint32_t scope, const PyStmt *s)
{
    PyRef ref;
    if (!s->assign.moves)
        return NULL;
    ref = bob_py_resolve(c, scope, s->assign.value->name.id);
    if (ref.kind != REF_LOCAL || ref.symbol->param || ref.symbol->dominance.undominated ||
        ref.symbol->deleted || ref.symbol->shared || ref.symbol->global_decl)
        return NULL;
    return ref.symbol;
}

PyTypes bob_py_made_elements(const PyExpr *e)
{
    const PyExpr *f = e->kind == PY_CALL ? e->call.function : NULL;
    PyTypes types = 0, fresh = T_FRESH;
    uint32_t i;
    if (f != NULL && f->kind == PY_ATTRIBUTE && bob_py_only(e, T_LIST) &&
        (e->types & T_FRESH) != 0 && bob_py_is(f->attribute.name, "split"))
        return T_STR | T_FRESH;
    if (e->kind == PY_LIST_COMP || e->kind == PY_GENERATOR_EXP)
        return e->comprehension.element->types;
    if (e->kind != PY_LIST && e->kind != PY_TUPLE)
        return T_ALL;
    for (i = 0; i < e->sequence.elements.count; i++) {
        types |= e->sequence.elements.items[i]->types & T_ALL;
        fresh &= e->sequence.elements.items[i]->types;
    }
    return types | fresh;
}

void bob_py_own_give_up(PyCompiler *c)
{
    uint32_t i;
    for (i = 0; i < c->symbol_count; i++)
        c->symbols[i].own.kept = c->symbols[i].own.tainted = true;
}

static bool can_own(const PySymbol *s)
{
    return s->bound && !s->param && !s->shared && !s->global_decl && bob_py_own_is_sole(s) &&
           s->own.made && s->types != 0 && (s->types & ~T_OBJECT) == 0;
}

/* A function releases all of its owners at each return, which would make code of quadratic size: it
 * has a limit. The module's code ends once. */
void bob_py_own_decide(PyCompiler *c)
{
    uint32_t i;
    for (i = 0; i < c->symbol_count && c->status == BOB_OK; i++) {
        PySymbol *s = &c->symbols[i];
        PyScope *f = &c->scopes[c->scopes[s->scope].frame];
        if (!can_own(s) || f->unowned ||
            (f->owner_count == MOST_OWNERS && f->kind == SCOPE_FUNCTION))
            continue;
        s->own.owner = true;
        if (!bob_array_push(c->allocator, f->owners, f->owner_count, i))
            bob_py_out_of_memory(c);
    }
}

/* ---- temporaries ---- */

static bool is_off(const PyCompiler *c)
{
    return c->scopes[c->scopes[c->scope].frame].unowned;
}

bool bob_py_is_temporary(PyCompiler *c, const PyExpr *e)
{
    PyTypes t = e->types & T_ALL;
    return !is_off(c) && (e->types & T_FRESH) != 0 && t != 0 && (t & ~T_OBJECT) == 0 &&
           e->kind != PY_CONSTANT;
}

void bob_py_release_top(PyCompiler *c)
{
    bob_py_emit(c, is_off(c) ? OP_POP : OP_RELEASE, 0);
}

void bob_py_drop(PyCompiler *c, const PyExpr *e)
{
    bob_py_emit(c, bob_py_is_temporary(c, e) ? OP_RELEASE : OP_POP, 0);
}

void bob_py_release_tested(PyCompiler *c)
{
    bob_py_emit(c, OP_DUP, 0);
    bob_py_emit(c, OP_TO_BOOL, 0);
    bob_py_emit(c, OP_SWAP, 0);
    bob_py_release_top(c);
}

uint32_t bob_py_hold_top(PyCompiler *c)
{
    uint32_t name;
    if (is_off(c))
        return PY_NOTHING;
    name = bob_py_hidden(c, "held");
    bob_py_emit(c, OP_DUP, 0);
    bob_py_emit(c, OP_STORE_NAME, name);
    return name;
}

uint32_t bob_py_emit_held(PyCompiler *c, const PyExpr *e)
{
    bob_py_emit_expr(c, e);
    return bob_py_is_temporary(c, e) ? bob_py_hold_top(c) : PY_NOTHING;
}

void bob_py_release_local(PyCompiler *c, uint32_t name)
{
    if (name == PY_NOTHING)
        return;
    bob_py_emit(c, OP_LOAD_LOCAL, name);
    bob_py_emit(c, OP_RELEASE, 0);
}

void bob_py_release_made(PyCompiler *c, uint32_t name)
{
    if (!is_off(c))
        bob_py_release_local(c, name);
}

void bob_py_release_held(PyCompiler *c, uint32_t name, const PyExpr *e)
{
    PyLabel top = PY_LABEL, end = PY_LABEL;
    uint32_t i, n = 0;
    if (name == PY_NOTHING)
        return;
    if ((e->kind == PY_LIST || e->kind == PY_TUPLE) && bob_py_has_star(&e->sequence.elements)) {
        bob_py_release_local(c, name);
        return;
    }
    if (e->kind == PY_LIST || e->kind == PY_TUPLE) {
        const PyExprList *list = &e->sequence.elements;
        for (i = 0; i < list->count; i++)
            n += bob_py_is_temporary(c, list->items[i]);
        if (n > 0) {
            bob_py_emit(c, OP_LOAD_LOCAL, name);
            bob_py_emit(c, OP_UNPACK, list->count);
            for (i = 0; i < list->count; i++)
                bob_py_drop(c, list->items[i]);
        }
    } else {
        PyTypes types = bob_py_made_elements(e);
        if ((types & T_FRESH) != 0 && (types & T_OBJECT) != 0 && (types & T_ALL & ~T_OBJECT) == 0) {
            bob_py_place_label(c, &top);
            bob_py_emit(c, OP_LOAD_LOCAL, name);
            bob_py_emit(c, OP_LEN, 0);
            bob_py_emit_jump(c, OP_JUMP_IF_FALSE, &end);
            bob_py_emit(c, OP_LOAD_LOCAL, name);
            bob_py_emit(c, OP_LIST_POP, 0);
            bob_py_emit(c, OP_RELEASE, 0);
            bob_py_emit_jump(c, OP_JUMP, &top);
            bob_py_place_label(c, &end);
        }
    }
    bob_py_release_local(c, name);
}

/* ---- arguments that are remembered until the call is over ---- */

void bob_py_emit_argument(PyCompiler *c, const PyExpr *e, bool retained, PyHeld *held)
{
    uint32_t name;
    if (retained || held->count == PY_MOST_HELD) { /* more than that stay: memory, no error */
        bob_py_emit_expr(c, e);
        return;
    }
    name = bob_py_emit_held(c, e);
    if (name != PY_NOTHING) {
        held->values[held->count] = e;
        held->names[held->count++] = name;
    }
}

void bob_py_release_arguments(PyCompiler *c, const PyHeld *held)
{
    uint32_t i;
    for (i = 0; i < held->count; i++)
        if (held->all)
            bob_py_release_held(c, held->names[i], held->values[i]);
        else
            bob_py_release_local(c, held->names[i]);
}

/* ---- owners ---- */

/* The local by which an owner's object is released: itself where that is surely bound, else
 * another that always holds the same, or the empty string. */
static uint32_t owner_name(PyCompiler *c, PySymbol *s)
{
    char text[300];
    if ((!s->dominance.undominated && !s->deleted) || s->hidden != 0)
        return bob_py_symbol_name(c, s);
    (void)snprintf(text, sizeof text, "%.250s.own", s->id->text);
    return bob_py_program_name(c, text, strlen(text));
}

/* What an owner has that has nothing: a text that needs no storage. Of the module it is one by
 * which bob_publish_names knows that the name has no value. */
static void emit_nothing(PyCompiler *c)
{
    const PyScope *f = bob_py_scope(c, c->scopes[c->scope].frame);
    if (f->kind == SCOPE_MODULE)
        bob_py_emit_text(c, BOB_NO_VALUE, 1);
    else
        bob_py_emit_text(c, "", 0);
}

void bob_py_store_local(PyCompiler *c, PySymbol *s)
{
    uint32_t name = bob_py_symbol_name(c, s), own;
    if (!s->own.owner) {
        bob_py_emit(c, OP_STORE_NAME, name);
        return;
    }
    own = owner_name(c, s);
    if (own != name) { /* released before the second local is stored: it alone is read for that */
        bob_py_emit(c, OP_DUP, 0);
        bob_py_emit(c, OP_STORE_NAME, name);
        bob_py_release_local(c, own);
        bob_py_emit(c, OP_STORE_NAME, own);
    } else { /* what it had is given back */
        bob_py_emit(c, OP_LOAD_LOCAL, name);
        bob_py_emit(c, OP_SWAP, 0);
        bob_py_emit(c, OP_STORE_NAME, name);
        bob_py_release_top(c);
    }
}

bool bob_py_stays_itself(const PySymbol *s, const PyExpr *target)
{
    return s != NULL && s->own.owner &&
           (bob_py_only(target, T_LIST) || bob_py_only(target, T_DICT) ||
            bob_py_only(target, T_SET));
}

void bob_py_forget_moved(PyCompiler *c, PySymbol *moved)
{
    if (moved == NULL || !moved->own.owner)
        return;
    emit_nothing(c);
    bob_py_emit(c, OP_STORE_NAME, bob_py_symbol_name(c, moved));
}

void bob_py_begin_owners(PyCompiler *c)
{
    const PyScope *f = bob_py_scope(c, c->scope);
    uint32_t i;
    for (i = 0; i < f->owner_count; i++) {
        emit_nothing(c);
        bob_py_emit(c, OP_STORE_NAME, owner_name(c, &c->symbols[f->owners[i]]));
    }
}

void bob_py_release_owners(PyCompiler *c, const PyExpr *returned)
{
    const PyScope *f = bob_py_scope(c, c->scopes[c->scope].frame);
    const PySymbol *stays = NULL;
    uint32_t i;
    if (returned != NULL && returned->kind == PY_NAME)
        stays = bob_py_resolve(c, c->scope, returned->name.id).symbol;
    bob_py_release_loops(c, NULL);
    for (i = 0; i < f->owner_count; i++)
        if (&c->symbols[f->owners[i]] != stays)
            bob_py_release_local(c, owner_name(c, &c->symbols[f->owners[i]]));
}
