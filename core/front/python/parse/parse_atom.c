/* Names, displays, brackets, comprehensions. */
#include <string.h>

#include "core/front/python/parse/parse_state.h"

bool bob_py_at_clause(PyParser *p)
{
    return bob_py_at(p, PY_T_FOR) ||
           (bob_py_at(p, PY_T_ASYNC) && bob_py_ahead(p)->type == PY_T_FOR);
}

/* ---- comprehensions ---- */

static PyComprehension *clause(PyParser *p, bool first, size_t *use_mark)
{
    PyComprehension *c = bob_py_alloc(p, sizeof *c);
    size_t mark = p->stack_count;
    if (c == NULL)
        return NULL;
    c->place = p->tok.place;
    if (bob_py_accept(p, PY_T_ASYNC)) {
        bob_py_record(p, "async comprehension", c->place);
        if (p->scope->kind != PY_SCOPE_ASYNC)
            bob_py_late(p, PY_PASS_COMPILE, c->place,
                        "asynchronous comprehension outside of an asynchronous function");
    }
    bob_py_next(p);
    c->target = bob_py_for_targets(p);
    if (c->target == NULL || !bob_py_expect(p, PY_T_IN))
        return NULL;
    if (first)
        p->use_count = *use_mark;
    c->iter = bob_py_disjunction(p);
    if (c->iter == NULL)
        return NULL;
    if (first)
        *use_mark = p->use_count;
    while (bob_py_accept(p, PY_T_IF))
        if (!bob_py_push(p, bob_py_disjunction(p)))
            return NULL;
    c->place.end_line = p->prev.place.end_line;
    c->place.end_column = p->prev.place.end_column;
    return bob_py_take(p, mark, &c->ifs) ? c : NULL;
}

bool bob_py_clauses(PyParser *p, PyComprehension **clauses, uint32_t *count, size_t use_mark)
{
    size_t mark = p->stack_count;
    do
        if (!bob_py_push(p, clause(p, p->stack_count == mark, &use_mark)))
            return false;
    while (bob_py_at_clause(p));
    /* What the first iterable uses belongs to the scope around, the rest does not. */
    p->use_count = use_mark;
    return bob_py_take_structs(p, mark, sizeof(PyComprehension), clauses, count);
}

static bool is_starred(const PyExpr *e)
{
    return e->kind == PY_STARRED;
}

/* At `for`: the rest of a comprehension of `element`, up to and with its closing bracket. */
static PyExpr *comprehension(PyParser *p, PyExprKind kind, uint8_t close, PyPlace start,
                             PyExpr *element, size_t use_mark)
{
    PyExpr *e = bob_py_expr(p, kind, start);
    if (e == NULL)
        return NULL;
    if (is_starred(element))
        return bob_py_fail(p, element->place, "iterable unpacking cannot be used in comprehension");
    e->comprehension.element = element;
    if (!bob_py_clauses(p, &e->comprehension.clauses, &e->comprehension.clause_count, use_mark) ||
        !bob_py_expect(p, close))
        return NULL;
    return bob_py_end(p, e);
}

/* ---- ( ---- */

/* At the first `as` in `with (a as b, ...`: this bracket holds with's items. */
static bool with_items(PyParser *p)
{
    PyExpr *target;
    bob_py_next(p);
    target = bob_py_bit_or(p);
    p->with_as = true;
    return target != NULL && bob_py_target(p, target, PY_TARGET_STAR);
}

/* Elements after the first one, up to and with the closing bracket. */
static PyExpr *sequence(PyParser *p, PyExprKind kind, uint8_t close, PyPlace start, size_t mark,
                        bool with)
{
    PyExpr *e;
    while (bob_py_accept(p, PY_T_COMMA) && !bob_py_at(p, close)) {
        if (!bob_py_push(p, bob_py_star_named(p)))
            return NULL;
        if (with && bob_py_at(p, PY_T_AS) && !with_items(p))
            return NULL;
    }
    if (!bob_py_expect(p, close))
        return NULL;
    e = bob_py_end(p, bob_py_expr(p, kind, start));
    if (e == NULL || !bob_py_take(p, mark, &e->sequence.elements))
        return NULL;
    e->parenthesized = kind == PY_TUPLE;
    return e;
}

static PyExpr *group(PyParser *p, PyExpr *e)
{
    if (!bob_py_expect(p, PY_T_RPAR))
        return NULL;
    if (is_starred(e))
        return bob_py_fail(p, e->place, "cannot use starred expression here");
    e->parenthesized = true;
    return e;
}

static PyExpr *bracketed(PyParser *p, PyPlace start, bool with)
{
    size_t mark = p->stack_count, use_mark = p->use_count;
    PyExpr *first;
    if (bob_py_at(p, PY_T_RPAR))
        return sequence(p, PY_TUPLE, PY_T_RPAR, start, mark, false);
    if (bob_py_at(p, PY_T_YIELD)) {
        first = bob_py_yield(p);
        return first != NULL ? group(p, first) : NULL;
    }
    first = bob_py_star_named(p);
    if (first == NULL)
        return NULL;
    if (bob_py_at_clause(p))
        return comprehension(p, PY_GENERATOR_EXP, PY_T_RPAR, start, first, use_mark);
    if (with && bob_py_at(p, PY_T_AS) && !with_items(p))
        return NULL;
    if (!bob_py_at(p, PY_T_COMMA))
        return group(p, first);
    return bob_py_push(p, first) ? sequence(p, PY_TUPLE, PY_T_RPAR, start, mark, with) : NULL;
}

PyExpr *bob_py_bracketed(PyParser *p, PyPlace start)
{
    bool with = p->with_bracket;
    PyExpr *e;
    p->with_bracket = false;
    e = bracketed(p, start, with);
    if (e != NULL && with && p->with_as && !bob_py_at(p, PY_T_COLON))
        return bob_py_unexpected(p);
    return e;
}

/* ---- [ and { ---- */

static PyExpr *list(PyParser *p, PyPlace start)
{
    size_t mark = p->stack_count, use_mark = p->use_count;
    PyExpr *first;
    if (bob_py_at(p, PY_T_RBRACKET))
        return sequence(p, PY_LIST, PY_T_RBRACKET, start, mark, false);
    first = bob_py_star_named(p);
    if (first == NULL)
        return NULL;
    if (bob_py_at_clause(p))
        return comprehension(p, PY_LIST_COMP, PY_T_RBRACKET, start, first, use_mark);
    return bob_py_push(p, first) ? sequence(p, PY_LIST, PY_T_RBRACKET, start, mark, false) : NULL;
}

/* `: value` of a dict's entry, or NULL. */
static PyExpr *dict_value(PyParser *p, const PyExpr *key)
{
    if (key == NULL)
        return NULL;
    if (bob_py_at(p, PY_T_ERROR))
        return bob_py_unexpected(p);
    if (!bob_py_at(p, PY_T_COLON))
        return bob_py_explain(p) ? NULL
                                 : bob_py_fail(p, key->place, "':' expected after dictionary key");
    bob_py_next(p);
    if (bob_py_at(p, PY_T_RBRACE) || bob_py_at(p, PY_T_COMMA))
        return bob_py_fail(p, p->prev.place, "expression expected after dictionary key and ':'");
    if (bob_py_at(p, PY_T_STAR))
        return bob_py_fail(p, p->tok.place,
                           "cannot use a starred expression in a dictionary value");
    return bob_py_expression(p);
}

/* Adds an entry of a display: key and value, or the operand of a ** where key is NULL. */
static bool push_entry(PyParser *p, PyExpr *key, PyExpr *value)
{
    return value != NULL && (key == NULL || bob_py_push(p, key)) && bob_py_push(p, value);
}

/* Marks the operands of **: those that have no key before them. */
static bool mark_merged(PyParser *p, PyExpr *e, const uint32_t *merged, uint32_t count)
{
    uint32_t i;
    e->dict.merged = bob_py_alloc(p, (e->dict.elements.count + 1) * sizeof *e->dict.merged);
    if (e->dict.merged == NULL)
        return false;
    for (i = 0; i < count; i++)
        e->dict.merged[merged[i]] = true;
    return true;
}

/* The entries of a display after the first, which is on the stack from `mark` on. */
static PyExpr *dict_display(PyParser *p, PyPlace start, size_t mark, bool first_merged)
{
    BobBuffer merged = {.allocator = p->allocator}; /* places of those of ** */
    uint32_t at = 0;
    PyExpr *e = NULL;
    bool fine = true;
    if (first_merged)
        bob_buffer_add(&merged, &at, sizeof at);
    while (fine && bob_py_accept(p, PY_T_COMMA) && !bob_py_at(p, PY_T_RBRACE)) {
        at = (uint32_t)(p->stack_count - mark);
        if (bob_py_accept(p, PY_T_POWER)) {
            bob_buffer_add(&merged, &at, sizeof at);
            fine = push_entry(p, NULL, bob_py_bit_or(p));
        } else {
            PyExpr *key = bob_py_expression(p);
            fine = push_entry(p, key, dict_value(p, key));
        }
    }
    if (fine && bob_py_expect(p, PY_T_RBRACE))
        e = bob_py_end(p, bob_py_expr(p, PY_DICT, start));
    if (e != NULL && (merged.failed || !bob_py_take(p, mark, &e->dict.elements) ||
                      !mark_merged(p, e, (const uint32_t *)(const void *)merged.bytes,
                                   (uint32_t)(merged.size / sizeof at))))
        e = merged.failed ? bob_py_no_memory(p) : NULL;
    bob_buffer_free(&merged);
    return e;
}

/* A dict after its first key; NULL: after a **. */
static PyExpr *dict(PyParser *p, PyPlace start, size_t mark, size_t use_mark, PyExpr *key)
{
    PyPlace first = p->prev.place;
    PyExpr *value = key == NULL ? bob_py_bit_or(p) : dict_value(p, key), *e;
    if (value == NULL)
        return NULL;
    if (bob_py_at_clause(p)) {
        if (key == NULL)
            return bob_py_fail(p, first, "dict unpacking cannot be used in dict comprehension");
        e = comprehension(p, PY_DICT_COMP, PY_T_RBRACE, start, value, use_mark);
        if (e != NULL)
            e->comprehension.key = key;
        return e;
    }
    return push_entry(p, key, value) ? dict_display(p, start, mark, key == NULL) : NULL;
}

static PyExpr *braces(PyParser *p, PyPlace start)
{
    size_t mark = p->stack_count, use_mark = p->use_count;
    PyExpr *first;
    if (bob_py_accept(p, PY_T_RBRACE)) {
        first = bob_py_end(p, bob_py_expr(p, PY_DICT, start));
        return first != NULL && mark_merged(p, first, NULL, 0) ? first : NULL;
    }
    if (bob_py_accept(p, PY_T_POWER))
        return dict(p, start, mark, use_mark, NULL);
    first = bob_py_star_named(p);
    if (first == NULL)
        return NULL;
    if (bob_py_at(p, PY_T_COLON) && !is_starred(first))
        return dict(p, start, mark, use_mark, first);
    if (bob_py_at_clause(p))
        return comprehension(p, PY_SET_COMP, PY_T_RBRACE, start, first, use_mark);
    return bob_py_push(p, first) ? sequence(p, PY_SET, PY_T_RBRACE, start, mark, false) : NULL;
}

/* ---- the rest ---- */

static PyExpr *name(PyParser *p)
{
    PyExpr *e = bob_py_expr(p, PY_NAME, p->tok.place);
    if (e == NULL)
        return NULL;
    e->name.id = bob_py_name(p);
    if (e->name.id == NULL)
        return NULL;
    bob_py_use(p, e->name.id, PY_USED);
    return e;
}

/* None, True, False. */
static PyExpr *word(PyParser *p)
{
    PyExpr *e = bob_py_expr(p, PY_CONSTANT, p->tok.place);
    if (e == NULL)
        return NULL;
    e->constant.type = bob_py_at(p, PY_T_NONE) ? PY_CONST_NONE : PY_CONST_BOOL;
    e->constant.boolean = bob_py_at(p, PY_T_TRUE);
    bob_py_next(p);
    return e;
}

static PyExpr *brackets(PyParser *p)
{
    PyToken open = p->tok;
    PyExpr *e;
    uint64_t start;
    if (!bob_py_enter(p))
        return NULL;
    bob_py_next(p);
    switch (open.type) {
    case PY_T_LPAR:
        e = bob_py_bracketed(p, open.place);
        break;
    case PY_T_LBRACKET:
        e = list(p, open.place);
        break;
    default:
        start = p->consumed;
        e = braces(p, open.place);
        if (e != NULL && e->kind == PY_DICT)
            e->dict.plain = p->not_plain <= start;
        break;
    }
    bob_py_leave(p);
    return e;
}

PyExpr *bob_py_atom(PyParser *p)
{
    PyPlace start = p->tok.place;
    if (!bob_py_at(p, PY_T_LPAR))
        p->with_bracket = false;
    switch (p->tok.type) {
    case PY_T_NAME:
        return name(p);
    case PY_T_NONE:
    case PY_T_TRUE:
    case PY_T_FALSE:
        return word(p);
    case PY_T_NUMBER:
        return bob_py_number(p);
    case PY_T_STRING:
        return bob_py_strings(p);
    case PY_T_LPAR:
    case PY_T_LBRACKET:
    case PY_T_LBRACE:
        return brackets(p);
    case PY_T_ELLIPSIS:
        bob_py_next(p);
        return bob_py_odd(p, PY_ODD_ELLIPSIS, "ellipsis", start, NULL);
    default:
        return bob_py_unexpected(p);
    }
}
