/* Statements with blocks, match excepted. */
#include <string.h>

#include "core/front/python/parse/parse_state.h"

static PyStmt *end(PyParser *p, PyStmt *s)
{
    if (s != NULL) {
        s->place.end_line = p->prev.place.end_line;
        s->place.end_column = p->prev.place.end_column;
    }
    return s;
}

/* ---- if, while, for ---- */

static bool else_block(PyParser *p, PyBody *body)
{
    uint32_t line = p->tok.place.line;
    return !bob_py_accept(p, PY_T_ELSE) || bob_py_block(p, "else", line, body);
}

/* if or elif, without what follows. */
static PyStmt *if_part(PyParser *p, const char *what)
{
    PyStmt *s = bob_py_stmt(p, PY_IF, p->tok.place);
    uint32_t line = p->tok.place.line;
    if (s == NULL)
        return NULL;
    s->is_elif = bob_py_at(p, PY_T_ELIF);
    bob_py_next(p);
    s->branch.test = bob_py_named(p);
    return s->branch.test != NULL && bob_py_block(p, what, line, &s->branch.body) ? s : NULL;
}

static PyStmt *if_(PyParser *p)
{
    PyStmt *first = if_part(p, "if"), *last = first;
    size_t mark = p->stack_count;
    while (last != NULL && bob_py_at(p, PY_T_ELIF)) {
        PyStmt *next = if_part(p, "elif");
        if (!bob_py_push(p, next) || !bob_py_body(p, mark, &last->branch.orelse))
            return NULL;
        last = next;
    }
    if (last == NULL || !else_block(p, &last->branch.orelse))
        return NULL;
    for (PyStmt *s = first; s != last; s = s->branch.orelse.items[0])
        (void)end(p, s);
    (void)end(p, last);
    return first;
}

/* So many blocks fit a frame of CPython's. */
#define MOST_BLOCKS 20u

static bool loop_body(PyParser *p, const char *what, PyPlace start, uint32_t line, PyBody *body,
                      PyBody *orelse)
{
    bool good;
    if (p->scope->loops == MOST_BLOCKS)
        bob_py_late(p, PY_PASS_COMPILE, start, "too many statically nested blocks");
    p->scope->loops++;
    good = bob_py_block(p, what, line, body);
    p->scope->loops--;
    return good && else_block(p, orelse);
}

static PyStmt *while_(PyParser *p)
{
    PyStmt *s = bob_py_stmt(p, PY_WHILE, p->tok.place);
    if (s == NULL)
        return NULL;
    bob_py_next(p);
    s->branch.test = bob_py_named(p);
    if (s->branch.test == NULL ||
        !loop_body(p, "while", s->place, s->place.line, &s->branch.body, &s->branch.orelse))
        return NULL;
    return end(p, s);
}

static PyStmt *for_(PyParser *p, PyPlace start, bool async)
{
    PyStmt *s = bob_py_stmt(p, PY_FOR, start);
    uint32_t line = p->tok.place.line;
    if (s == NULL)
        return NULL;
    bob_py_next(p);
    s->loop.target = bob_py_for_targets(p);
    if (s->loop.target == NULL || !bob_py_expect(p, PY_T_IN))
        return NULL;
    s->loop.iter = bob_py_at(p, PY_T_YIELD) ? bob_py_unexpected(p) : bob_py_value(p);
    if (s->loop.iter == NULL ||
        !loop_body(p, "for", s->place, line, &s->loop.body, &s->loop.orelse))
        return NULL;
    return end(p, async ? bob_py_odd_stmt(p, "async for", start) : s);
}

/* ---- def, class ---- */

/* At `def`, which may have `async` and decorators before it. */
static PyStmt *def(PyParser *p, PyPlace start, bool async)
{
    PyStmt *s = bob_py_stmt(p, PY_FUNCTION_DEF, start);
    uint32_t line = p->tok.place.line;
    PyParseScope scope;
    bool good;
    if (s == NULL)
        return NULL;
    bob_py_next(p);
    s->def.name_place = p->tok.place;
    s->def.name = bob_py_name(p);
    if (s->def.name == NULL)
        return NULL;
    bob_py_check_debug(p, s->def.name, start);
    if (!bob_py_at(p, PY_T_LPAR) && !bob_py_at(p, PY_T_ERROR))
        return bob_py_fail(p, p->tok.place, "expected '('");
    if (!bob_py_expect(p, PY_T_LPAR) ||
        !bob_py_params(p, PY_T_RPAR, &s->def.params, &s->def.param_count) ||
        !bob_py_expect(p, PY_T_RPAR))
        return NULL;
    if (bob_py_accept(p, PY_T_ARROW) && (s->def.returns = bob_py_annotation(p, false)) == NULL)
        return NULL;
    bob_py_use(p, s->def.name, PY_ASSIGNED);
    bob_py_push_scope(p, &scope, async ? PY_SCOPE_ASYNC : PY_SCOPE_FUNCTION);
    for (uint32_t i = 0; i < s->def.param_count; i++)
        bob_py_param(p, s->def.params[i].name, s->def.params[i].place);
    good = bob_py_block(p, "def", line, &s->def.body);
    bob_py_pop_scope(p);
    return good ? end(p, async ? bob_py_odd_stmt(p, "async def", start) : s) : NULL;
}

static PyStmt *class_(PyParser *p, PyPlace start)
{
    PyStmt *s = bob_py_stmt(p, PY_CLASS_DEF, start);
    uint32_t line = p->tok.place.line;
    PyExpr bases = {0};
    PyParseScope scope;
    const PyIdentifier *outer = p->mangled_by;
    PyToken cell = p->tok;
    bool good;
    if (s == NULL)
        return NULL;
    bob_py_next(p);
    s->def.name_place = p->tok.place;
    s->def.name = bob_py_name(p);
    if (s->def.name == NULL || (bob_py_accept(p, PY_T_LPAR) && !bob_py_arguments(p, &bases, true)))
        return NULL;
    if (bases.call.keyword_count > 0)
        bob_py_record(p, "keyword in a class statement", bases.call.keywords[0].place);
    s->def.bases = bases.call.args;
    bob_py_check_debug(p, s->def.name, start);
    bob_py_use(p, s->def.name, PY_ASSIGNED);
    bob_py_push_scope(p, &scope, PY_SCOPE_CLASS);
    p->mangled_by = s->def.name;
    cell.text = "__class__";
    cell.size = 9;
    p->module->class_cell = bob_py_intern(p, &cell);
    good = p->module->class_cell != NULL && bob_py_block(p, "class", line, &s->def.body);
    p->mangled_by = outer;
    bob_py_pop_scope(p);
    return good ? end(p, s) : NULL;
}

/* The place of a decorator is before that of a class, so that it is what gets recorded. */
static PyStmt *decorated(PyParser *p)
{
    PyPlace start = p->tok.place;
    size_t mark = p->stack_count;
    PyExprList decorators;
    PyStmt *s;
    while (bob_py_accept(p, PY_T_AT))
        if (!bob_py_push(p, bob_py_named(p)) || !bob_py_expect(p, PY_T_NEWLINE))
            return NULL;
    if (!bob_py_take(p, mark, &decorators))
        return NULL;
    if (bob_py_at(p, PY_T_CLASS)) {
        s = class_(p, p->tok.place);
        if (s != NULL)
            s->def.decorators = decorators;
        return s;
    } else if (bob_py_at(p, PY_T_ASYNC) && bob_py_ahead(p)->type == PY_T_DEF) {
        bob_py_next(p);
        if (def(p, start, true) == NULL)
            return NULL;
    } else if (!bob_py_at(p, PY_T_DEF)) {
        return bob_py_unexpected(p);
    } else {
        s = def(p, p->tok.place, false);
        if (s != NULL)
            s->def.decorators = decorators;
        return s;
    }
    return end(p, bob_py_odd_stmt(p, "decorator", start));
}

/* ---- with, try ---- */

/* expression [as target], {, ...}; the first one may hold them all in brackets. */
static bool with_items(PyParser *p)
{
    PyExpr *e;
    do {
        p->with_bracket = bob_py_at(p, PY_T_LPAR);
        p->with_as = false;
        e = bob_py_expression(p);
        p->with_bracket = false;
        if (e == NULL)
            return false;
        if (p->with_as) {
            p->with_as = false;
            return bob_py_at(p, PY_T_COLON) || bob_py_unexpected(p) != NULL;
        }
        if (bob_py_accept(p, PY_T_AS)) {
            e = bob_py_star_named(p);
            if (e == NULL || !bob_py_target(p, e, PY_TARGET_STAR))
                return false;
        }
    } while (bob_py_accept(p, PY_T_COMMA));
    return true;
}

static PyStmt *with(PyParser *p, PyPlace start, bool async_)
{
    uint32_t line = p->tok.place.line;
    PyBody body;
    bob_py_next(p);
    if (!with_items(p) || !bob_py_block(p, "with", line, &body))
        return NULL;
    return end(p, bob_py_odd_stmt(p, async_ ? "async with" : "with", start));
}

/* except[*] [expression [as name]]: block; *bare: it has no expression. */
static bool handler(PyParser *p, bool *star, bool *bare, bool first)
{
    PyPlace start = p->tok.place;
    const PyIdentifier *name;
    PyHandler *h = bob_py_arena_alloc(p->arena, sizeof *h);
    bool starred;
    if (!bob_py_push(p, h))
        return false;
    h->place = start;
    bob_py_next(p);
    starred = bob_py_accept(p, PY_T_STAR);
    if (!first && starred != *star)
        return bob_py_fail(p, p->tok.place,
                           "cannot have both 'except' and 'except*' on the same 'try'") != NULL;
    *star = starred;
    *bare = bob_py_at(p, PY_T_COLON);
    if (starred && (*bare || bob_py_at(p, PY_T_NEWLINE)))
        return bob_py_fail(p, p->tok.place, "expected one or more exception types") != NULL;
    if (!*bare && !bob_py_at(p, PY_T_NEWLINE)) {
        PyExpr *e = bob_py_expression(p);
        if (e == NULL)
            return false;
        if (bob_py_at(p, PY_T_COMMA))
            return bob_py_fail(p, e->place, "multiple exception types must be parenthesized") !=
                   NULL;
        if (bob_py_accept(p, PY_T_AS)) {
            name = bob_py_name(p);
            if (name == NULL)
                return false;
            bob_py_check_debug(p, name, start);
            bob_py_use(p, name, PY_ASSIGNED);
            h->name = name;
        }
        h->type = e;
    }
    return bob_py_block(p, starred ? "except*" : "except", start.line, &h->body);
}

static bool handlers(PyParser *p, bool *star)
{
    bool bare = false;
    PyPlace bare_place = {0};
    for (bool first = true; bob_py_at(p, PY_T_EXCEPT); first = false) {
        PyPlace start = p->tok.place;
        if (bare)
            bob_py_late(p, PY_PASS_COMPILE, bare_place, "default 'except:' must be last");
        if (!handler(p, star, &bare, first))
            return false;
        bare_place = start;
    }
    return true;
}

static PyStmt *try_(PyParser *p)
{
    PyPlace start = p->tok.place;
    PyStmt *s = bob_py_stmt(p, PY_TRY, start);
    PyExprList clauses = {0};
    size_t mark = p->stack_count;
    uint32_t line;
    bool star = false;
    if (s == NULL)
        return NULL;
    bob_py_next(p);
    if (!bob_py_block(p, "try", start.line, &s->try_.body))
        return NULL;
    if (!bob_py_at(p, PY_T_EXCEPT) && !bob_py_at(p, PY_T_FINALLY)) {
        if (bob_py_at(p, PY_T_ERROR))
            return bob_py_unexpected(p);
        return bob_py_fail(p, p->tok.place, "expected 'except' or 'finally' block");
    }
    if (bob_py_at(p, PY_T_EXCEPT) &&
        (!handlers(p, &star) || !bob_py_take(p, mark, &clauses) || !else_block(p, &s->try_.orelse)))
        return NULL;
    s->try_.handlers = (PyHandler **)(void *)clauses.items;
    s->try_.handler_count = clauses.count;
    line = p->tok.place.line;
    if (bob_py_accept(p, PY_T_FINALLY) && !bob_py_block(p, "finally", line, &s->try_.finally))
        return NULL;
    return end(p, star ? bob_py_odd_stmt(p, "except*", start) : s);
}

/* ---- all of them ---- */

static PyStmt *async(PyParser *p, PyPlace start)
{
    uint8_t next = bob_py_ahead(p)->type;
    if (next != PY_T_DEF && next != PY_T_FOR && next != PY_T_WITH) {
        bob_py_next(p);
        return bob_py_unexpected(p);
    }
    if (next != PY_T_DEF && p->scope->kind != PY_SCOPE_ASYNC)
        bob_py_late(p, PY_PASS_COMPILE, start, "'async %s' outside async function",
                    next == PY_T_FOR ? "for" : "with");
    bob_py_next(p);
    if (next == PY_T_DEF)
        return def(p, start, true);
    return next == PY_T_FOR ? for_(p, start, true) : with(p, start, true);
}

static PyStmt *compound(PyParser *p)
{
    PyPlace start = p->tok.place;
    switch (p->tok.type) {
    case PY_T_IF:
        return if_(p);
    case PY_T_WHILE:
        return while_(p);
    case PY_T_FOR:
        return for_(p, start, false);
    case PY_T_DEF:
        return def(p, start, false);
    case PY_T_CLASS:
        return class_(p, start);
    case PY_T_AT:
        return decorated(p);
    case PY_T_WITH:
        return with(p, start, false);
    case PY_T_TRY:
        return try_(p);
    case PY_T_ASYNC:
        return async(p, start);
    default:
        return bob_py_at_match(p) ? bob_py_match(p) : NULL;
    }
}

PyStmt *bob_py_compound(PyParser *p)
{
    PyStmt *s;
    if (!bob_py_enter(p))
        return NULL;
    s = compound(p);
    bob_py_leave(p);
    if (s != NULL)
        p->future_allowed = false;
    return p->failed ? NULL : s;
}
