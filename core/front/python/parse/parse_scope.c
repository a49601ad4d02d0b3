/* Names in scopes: the checks that CPython's symbol table and compiler make.
 *
 * A name's use is first noted in a log, from which the uses of a comprehension can be
 * taken back: its element is read before it is seen that there is one. At the next `global`
 * or at a scope's end, whatever comes first, the log goes into name_states, where a name
 * has one entry: that of the innermost scope that mentions it; entries it displaces come
 * back at the scope's end. So all of it takes linear time. */
#include <string.h>

#include "core/front/python/parse/parse_state.h"

/* Grows the array whose pointer is at `array` by doubling, with zeros. */
static bool grow(PyParser *p, void *array, size_t *room, size_t want, size_t size)
{
    void *old, *grown;
    size_t more = *room == 0 ? 64 : *room;
    if (want < *room)
        return true;
    while (more <= want)
        more *= 2;
    memcpy(&old, array, sizeof old);
    grown = p->allocator->resize(p->allocator->ctx, old, *room * size, more * size);
    if (grown == NULL)
        return bob_py_no_memory(p) != NULL;
    memset((char *)grown + *room * size, 0, (more - *room) * size);
    memcpy(array, &grown, sizeof grown);
    *room = more;
    return true;
}

void bob_py_push_scope(PyParser *p, PyParseScope *scope, PyParseScopeKind kind)
{
    *scope = (PyParseScope){.parent = p->scope, .kind = (uint8_t)kind};
    /* A lambda is in the middle of an expression whose uses may yet be taken back. */
    if (kind != PY_SCOPE_LAMBDA)
        bob_py_commit_uses(p);
    scope->serial = ++p->scope_serial;
    scope->undo_mark = p->undo_count;
    p->scope = scope;
}

void bob_py_pop_scope(PyParser *p)
{
    PyParseScope *scope = p->scope;
    if (scope->kind != PY_SCOPE_LAMBDA)
        p->use_count = 0;
    while (p->undo_count > scope->undo_mark) {
        const PyNameUndo *u = &p->undo[--p->undo_count];
        p->name_states[u->id] = u->state;
    }
    p->scope = scope->parent;
}

void bob_py_use(PyParser *p, const PyIdentifier *name, uint8_t flags)
{
    if (grow(p, &p->uses, &p->use_room, p->use_count, sizeof *p->uses))
        p->uses[p->use_count++] = (PyNameUse){name->id, flags};
}

/* The entry of a name for the current scope; NULL: out of memory. */
static PyNameState *state_of(PyParser *p, uint32_t id)
{
    PyNameState *s;
    if (!grow(p, &p->name_states, &p->name_state_count, id, sizeof *p->name_states) ||
        !grow(p, &p->undo, &p->undo_room, p->undo_count, sizeof *p->undo))
        return NULL;
    s = &p->name_states[id];
    if (s->scope != p->scope->serial) {
        p->undo[p->undo_count++] = (PyNameUndo){id, *s};
        *s = (PyNameState){p->scope->serial, 0};
    }
    return s;
}

void bob_py_commit_uses(PyParser *p)
{
    if (p->scope != NULL)
        for (size_t i = 0; i < p->use_count; i++) {
            PyNameState *s = state_of(p, p->uses[i].id);
            if (s == NULL)
                return;
            s->flags |= p->uses[i].flags;
        }
    p->use_count = 0;
}

void bob_py_param(PyParser *p, const PyIdentifier *name, PyPlace place)
{
    PyNameState *s = state_of(p, name->id);
    if (s == NULL)
        return;
    if (s->flags & PY_PARAM)
        bob_py_late(p, PY_PASS_SYMBOLS, place, "duplicate argument '%s' in function definition",
                    name->text);
    s->flags |= PY_PARAM;
}

void bob_py_global(PyParser *p, const PyIdentifier *name, PyPlace stmt, const char *what)
{
    PyNameState *s;
    bob_py_commit_uses(p);
    s = state_of(p, name->id);
    if (s == NULL)
        return;
    if (s->flags & PY_PARAM)
        bob_py_late(p, PY_PASS_SYMBOLS, stmt, "name '%s' is parameter and %s", name->text, what);
    else if (s->flags & PY_ANNOTATED)
        bob_py_late(p, PY_PASS_SYMBOLS, stmt, "annotated name '%s' can't be %s", name->text, what);
    else if (s->flags & PY_ASSIGNED)
        bob_py_late(p, PY_PASS_SYMBOLS, stmt, "name '%s' is assigned to before %s declaration",
                    name->text, what);
    else if (s->flags & PY_USED)
        bob_py_late(p, PY_PASS_SYMBOLS, stmt, "name '%s' is used prior to %s declaration",
                    name->text, what);
    s->flags |= PY_IS_GLOBAL;
}

void bob_py_annotated(PyParser *p, const PyIdentifier *name, PyPlace place)
{
    PyNameState *s;
    bob_py_commit_uses(p);
    s = state_of(p, name->id);
    if (s == NULL)
        return;
    if ((s->flags & PY_IS_GLOBAL) && p->scope->kind != PY_SCOPE_MODULE)
        bob_py_late(p, PY_PASS_SYMBOLS, place, "annotated name '%s' can't be global", name->text);
    s->flags |= PY_ANNOTATED | PY_ASSIGNED;
}

bool bob_py_in_function(const PyParser *p)
{
    return p->scope->kind >= PY_SCOPE_FUNCTION;
}

void bob_py_check_debug(PyParser *p, const PyIdentifier *name, PyPlace place)
{
    if (strcmp(name->text, "__debug__") == 0)
        bob_py_late(p, PY_PASS_SYMBOLS, place, "cannot assign to __debug__");
}

void bob_py_check_keywords(PyParser *p, const PyKeyword *keywords, uint32_t count)
{
    uint32_t call = ++p->call_serial;
    for (uint32_t i = 0; i < count; i++) {
        const PyIdentifier *name = keywords[i].name;
        if (name == NULL)
            continue;
        if (!grow(p, &p->keyword_calls, &p->keyword_call_count, name->id, sizeof *p->keyword_calls))
            return;
        if (p->keyword_calls[name->id] == call)
            bob_py_late(p, PY_PASS_COMPILE, keywords[i].place, "keyword argument repeated: %s",
                        name->text);
        p->keyword_calls[name->id] = call;
        bob_py_check_debug(p, name, keywords[i].place);
    }
}

/* from __future__ import ... */
void bob_py_future(PyParser *p, const PyStmt *s)
{
    static const char *const known[] = {"nested_scopes",    "generators",     "division",
                                        "absolute_import",  "with_statement", "print_function",
                                        "unicode_literals", "generator_stop", "annotations",
                                        "barry_as_FLUFL"};
    if (!p->future_allowed) {
        bob_py_late(p, PY_PASS_COMPILE, s->place,
                    "from __future__ imports must occur at the beginning of the file");
        return;
    }
    for (uint32_t i = 0; i < s->import.alias_count; i++) {
        const char *name = s->import.aliases[i].name->text;
        bool found = false;
        for (unsigned k = 0; k < COUNT_OF(known); k++)
            found |= strcmp(name, known[k]) == 0;
        if (strcmp(name, "barry_as_FLUFL") == 0)
            bob_py_record(p, "barry_as_FLUFL", s->place);
        if (strcmp(name, "braces") == 0)
            bob_py_late(p, PY_PASS_FUTURE, s->place, "not a chance");
        else if (!found)
            bob_py_late(p, PY_PASS_FUTURE, s->place, "future feature %s is not defined", name);
    }
}
