/* The parser's beginning and end, and what all of its files use: tokens, nodes, lists. */
#include "core/front/python/parse/parse.h"

#include <stdio.h>
#include <string.h>

#include "core/front/python/parse/parse_state.h"

/* ---- tokens ---- */

void bob_py_next(PyParser *p)
{
    /* What ends a line or a block ends no node. */
    if (p->tok.type != PY_T_NEWLINE && p->tok.type != PY_T_INDENT && p->tok.type != PY_T_DEDENT)
        p->prev = p->tok;
    p->consumed++;
    switch (p->tok.type) {
    case PY_T_NUMBER:
    case PY_T_STRING:
    case PY_T_NONE:
    case PY_T_TRUE:
    case PY_T_FALSE:
    case PY_T_COMMA:
    case PY_T_COLON:
    case PY_T_RBRACE:
        break;
    default:
        p->not_plain = p->consumed;
    }
    if (p->has_ahead) {
        p->tok = p->ahead;
        p->has_ahead = false;
    } else {
        bob_py_lex(p->lex, &p->tok);
    }
}

const PyToken *bob_py_ahead(PyParser *p)
{
    if (!p->has_ahead && p->tok.type != PY_T_ERROR) {
        bob_py_lex(p->lex, &p->ahead);
        p->has_ahead = true;
    }
    return p->has_ahead ? &p->ahead : &p->tok;
}

bool bob_py_accept(PyParser *p, uint8_t type)
{
    if (p->tok.type != type)
        return false;
    bob_py_next(p);
    return true;
}

bool bob_py_expect(PyParser *p, uint8_t type)
{
    return bob_py_accept(p, type) || bob_py_unexpected(p) != NULL;
}

bool bob_py_at_name(const PyParser *p, const char *text)
{
    return p->tok.type == PY_T_NAME && p->tok.size == strlen(text) &&
           memcmp(p->tok.text, text, p->tok.size) == 0;
}

/* ---- nodes ---- */

void *bob_py_alloc(PyParser *p, size_t n)
{
    void *node = bob_py_arena_alloc(p->arena, n);
    return node != NULL ? node : bob_py_no_memory(p);
}

PyExpr *bob_py_expr(PyParser *p, uint8_t kind, PyPlace start)
{
    PyExpr *e = bob_py_alloc(p, sizeof *e);
    if (e != NULL) {
        e->kind = kind;
        e->place = start;
    }
    return e;
}

PyStmt *bob_py_stmt(PyParser *p, uint8_t kind, PyPlace start)
{
    PyStmt *s = bob_py_alloc(p, sizeof *s);
    if (s != NULL) {
        s->kind = kind;
        s->place = start;
    }
    return s;
}

PyExpr *bob_py_end(PyParser *p, PyExpr *e)
{
    if (e != NULL) {
        e->place.end_line = p->prev.place.end_line;
        e->place.end_column = p->prev.place.end_column;
    }
    return e;
}

PyExpr *bob_py_annotation(PyParser *p, bool starred)
{
    bool outer = p->in_annotation;
    PyExpr *e;
    p->in_annotation = true;
    e = starred && bob_py_at(p, PY_T_STAR) ? bob_py_star_named(p) : bob_py_expression(p);
    p->in_annotation = outer;
    return e;
}

void bob_py_record(PyParser *p, const char *what, PyPlace place)
{
    PyUnsupported *u = &p->first_unsupported;
    PyModule *m = p->module;
    if (p->in_annotation && strncmp(what, "yield", 5) != 0 && strcmp(what, "await") != 0 &&
        strcmp(what, "assignment expression") != 0) /* those change the function that they are in */
        return;
    if (m->more == NULL)
        m->more = bob_py_alloc(p, PY_MOST_REFUSALS * sizeof *m->more);
    if (m->more != NULL && m->more_count < PY_MOST_REFUSALS)
        m->more[m->more_count++] = (PyUnsupported){what, place};
    if (u->what == NULL || place.line < u->place.line ||
        (place.line == u->place.line && place.column < u->place.column))
        *u = (PyUnsupported){what, place};
}

PyExpr *bob_py_odd(PyParser *p, PyOddKind odd, const char *what, PyPlace start, PyExpr *value)
{
    PyExpr *e = bob_py_end(p, bob_py_expr(p, PY_UNSUPPORTED, start));
    if (e == NULL)
        return NULL;
    e->unsupported.what = what;
    e->unsupported.odd = (uint8_t)odd;
    e->unsupported.value = value;
    bob_py_record(p, what, start);
    return e;
}

PyStmt *bob_py_odd_stmt(PyParser *p, const char *what, PyPlace start)
{
    PyStmt *s = bob_py_stmt(p, PY_UNSUPPORTED_STMT, start);
    if (s == NULL)
        return NULL;
    s->unsupported.what = what;
    bob_py_record(p, what, start);
    return s;
}

static bool add_identifier(PyParser *p, const PyToken *t)
{
    PyModule *m = p->module;
    PyIdentifier *id = bob_py_alloc(p, sizeof *id);
    char *text = bob_py_alloc(p, (size_t)t->size + 1);
    if (id == NULL || text == NULL)
        return false;
    memcpy(text, t->text, t->size);
    *id = (PyIdentifier){text, t->size, m->identifier_count, t->ascii};
    if (m->identifier_count == p->identifier_room) {
        /* Doubles within the arena: the old arrays together are no larger than the last. */
        size_t room = p->identifier_room == 0 ? 64 : p->identifier_room * 2;
        PyIdentifier **grown = bob_py_alloc(p, room * sizeof(PyIdentifier *));
        if (grown == NULL)
            return false;
        if (m->identifier_count > 0)
            memcpy(grown, m->identifiers, m->identifier_count * sizeof *grown);
        m->identifiers = grown;
        p->identifier_room = room;
    }
    m->identifiers[m->identifier_count++] = id;
    return true;
}

const PyIdentifier *bob_py_intern(PyParser *p, const PyToken *t)
{
    uint32_t id = bob_intern_add(&p->names, t->text, t->size);
    if (id == BOB_INTERN_NONE)
        return bob_py_no_memory(p);
    if (id == p->module->identifier_count && !add_identifier(p, t))
        return NULL;
    return p->module->identifiers[id];
}

/* __x in a class C is _C__x. */
static const PyIdentifier *mangled(PyParser *p, const PyToken *t)
{
    const PyIdentifier *class = p->mangled_by;
    const char *name = class->text + strspn(class->text, "_");
    size_t n = strlen(name);
    PyToken whole = *t;
    char *text = bob_py_alloc(p, n + t->size + 2);
    if (text == NULL)
        return NULL;
    text[0] = '_';
    memcpy(text + 1, name, n);
    memcpy(text + 1 + n, t->text, t->size);
    whole.text = text;
    whole.size = (uint32_t)(n + 1 + t->size);
    return bob_py_intern(p, &whole);
}

static bool is_private(const PyParser *p, const PyToken *t)
{
    return p->mangled_by != NULL && t->size > 2 && memcmp(t->text, "__", 2) == 0 &&
           memcmp(t->text + t->size - 2, "__", 2) != 0 &&
           p->mangled_by->text[strspn(p->mangled_by->text, "_")] != '\0';
}

const PyIdentifier *bob_py_name(PyParser *p)
{
    const PyIdentifier *name;
    if (!bob_py_at(p, PY_T_NAME))
        return bob_py_unexpected(p);
    if (!p->tok.ascii)
        bob_py_record(p, "non-ASCII identifier", p->tok.place);
    name = is_private(p, &p->tok) ? mangled(p, &p->tok) : bob_py_intern(p, &p->tok);
    if (name != NULL)
        bob_py_next(p);
    return name;
}

/* ---- lists ---- */

bool bob_py_push(PyParser *p, void *node)
{
    if (node == NULL)
        return false;
    if (p->stack_count == p->stack_room) {
        size_t room = p->stack_room == 0 ? 256 : p->stack_room * 2;
        void **grown = p->allocator->resize(p->allocator->ctx, p->stack,
                                            p->stack_room * sizeof(void *), room * sizeof(void *));
        if (grown == NULL)
            return bob_py_no_memory(p) != NULL;
        p->stack = grown;
        p->stack_room = room;
    }
    p->stack[p->stack_count++] = node;
    return true;
}

bool bob_py_take(PyParser *p, size_t mark, PyExprList *list)
{
    size_t count = p->stack_count - mark;
    p->stack_count = mark;
    list->count = (uint32_t)count;
    if (count == 0)
        return true;
    list->items = bob_py_alloc(p, count * sizeof(void *));
    if (list->items == NULL)
        return false;
    memcpy(list->items, p->stack + mark, count * sizeof(void *));
    return true;
}

bool bob_py_take_structs(PyParser *p, size_t mark, size_t size, void *array, uint32_t *count)
{
    size_t n = p->stack_count - mark;
    char *items;
    p->stack_count = mark;
    *count = (uint32_t)n;
    if (n == 0)
        return true;
    items = bob_py_alloc(p, n * size);
    if (items == NULL)
        return false;
    for (size_t i = 0; i < n; i++)
        memcpy(items + i * size, p->stack[mark + i], size);
    memcpy(array, &items, sizeof items);
    return true;
}

bool bob_py_body(PyParser *p, size_t mark, PyBody *body)
{
    PyExprList list = {0};
    if (!bob_py_take(p, mark, &list))
        return false;
    *body = (PyBody){(PyStmt **)(void *)list.items, list.count};
    return true;
}

/* ---- statements ---- */

/* One statement or a line of them, pushed. */
static bool statements(PyParser *p)
{
    PyStmt *s = bob_py_compound(p);
    if (s != NULL)
        return bob_py_push(p, s);
    return !p->failed && bob_py_simple_statements(p);
}

static const char *const block_names[][2] = {{"def", "function definition"},
                                             {"class", "class definition"}};

static const char *block_name(const char *what)
{
    for (unsigned i = 0; i < COUNT_OF(block_names); i++)
        if (strcmp(what, block_names[i][0]) == 0)
            return block_names[i][1];
    return NULL;
}

static void *no_block(PyParser *p, const char *what, uint32_t line)
{
    if (bob_py_at(p, PY_T_ERROR))
        return bob_py_unexpected(p);
    if (block_name(what) != NULL)
        return bob_py_fail_indent(p, p->tok.place, "expected an indented block after %s on line %u",
                                  block_name(what), line);
    return bob_py_fail_indent(
        p, p->tok.place, "expected an indented block after '%s' statement on line %u", what, line);
}

bool bob_py_block(PyParser *p, const char *what, uint32_t line, PyBody *body)
{
    size_t mark = p->stack_count;
    p->future_allowed = false;
    if (!bob_py_at(p, PY_T_COLON)) {
        if (bob_py_at(p, PY_T_NEWLINE) || (strcmp(what, "def") == 0 && !bob_py_at(p, PY_T_ERROR)))
            return bob_py_fail(p, p->tok.place, "expected ':'") != NULL;
        return bob_py_unexpected(p) != NULL;
    }
    bob_py_next(p);
    if (!bob_py_accept(p, PY_T_NEWLINE))
        return bob_py_simple_statements(p) && bob_py_body(p, mark, body);
    if (!bob_py_accept(p, PY_T_INDENT))
        return no_block(p, what, line) != NULL;
    if (!bob_py_enter(p))
        return false;
    do
        if (!statements(p))
            return false;
    while (!bob_py_accept(p, PY_T_DEDENT));
    bob_py_leave(p);
    return bob_py_body(p, mark, body);
}

/* ---- the module ---- */

static bool module(PyParser *p)
{
    PyParseScope scope;
    bob_py_push_scope(p, &scope, PY_SCOPE_MODULE);
    p->future_allowed = true;
    bob_py_next(p);
    while (!p->failed && !bob_py_at(p, PY_T_END))
        if (!statements(p))
            return false;
    bob_py_pop_scope(p);
    return !p->failed && bob_py_body(p, 0, &p->module->body);
}

static void free_parser(PyParser *p)
{
    const BobAllocator *a = p->allocator;
    bob_intern_free(&p->names);
    bob_buffer_free(&p->text);
    bob_free(a, p->stack, p->stack_room * sizeof *p->stack);
    bob_free(a, p->uses, p->use_room * sizeof *p->uses);
    bob_free(a, p->undo, p->undo_room * sizeof *p->undo);
    bob_free(a, p->name_states, p->name_state_count * sizeof *p->name_states);
    bob_free(a, p->keyword_calls, p->keyword_call_count * sizeof *p->keyword_calls);
}

static bool parse(PyParser *p, const char *source, size_t n)
{
    const char *text = NULL;
    size_t size = 0;
    BobStatus status = bob_py_decode(source, n, p->arena, &text, &size, &p->error);
    if (status == BOB_OUT_OF_MEMORY)
        return bob_py_no_memory(p) != NULL;
    if (status != BOB_OK)
        return false;
    bob_py_lex_begin(&p->file_lexer, text, size);
    p->lex = &p->file_lexer;
    if (!module(p)) {
        bob_py_scan_rest(p);
        return false;
    }
    for (unsigned i = 0; i < PY_PASSES; i++)
        if (p->late[i].type != NULL) {
            p->error = p->late[i];
            return false;
        }
    if (p->first_unsupported.what != NULL) {
        PyUnsupported *u = bob_py_alloc(p, sizeof *u);
        if (u == NULL)
            return false;
        *u = p->first_unsupported;
        p->module->unsupported = u;
    }
    return true;
}

static BobStatus refuse(const PyParser *p, const char *name, BobError *error)
{
    BobStatus status = p->out_of_memory ? BOB_OUT_OF_MEMORY : BOB_INVALID_PROGRAM;
    const PyError *e = &p->error;
    if (error == NULL)
        return status;
    memset(error, 0, sizeof *error);
    error->kind = status;
    error->source = name;
    if (status == BOB_OUT_OF_MEMORY) {
        (void)snprintf(error->message, sizeof error->message, "out of memory");
        return status;
    }
    error->line = e->line;
    error->column = e->column;
    (void)snprintf(error->message, sizeof error->message, "%s%s%s", e->type,
                   e->type[0] != '\0' ? ": " : "", e->message);
    return status;
}

BobStatus bob_py_parse(const char *text, size_t n, const char *name, const BobAllocator *allocator,
                       PyModule **out, BobError *error)
{
    const BobAllocator *a = allocator != NULL ? allocator : &bob_malloc_allocator;
    PyArena arena = {.allocator = a};
    PyParser p = {.allocator = a, .arena = &arena, .names.allocator = a, .text.allocator = a};
    BobStatus status = BOB_OK;
    *out = NULL;
    p.module = bob_py_alloc(&p, sizeof *p.module);
    if (p.module == NULL || !parse(&p, text, n)) {
        status = refuse(&p, name, error);
        bob_py_arena_free(&arena);
    } else {
        p.module->arena = arena;
        *out = p.module;
    }
    free_parser(&p);
    return status;
}
