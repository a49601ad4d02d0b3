/* What follows an atom: attributes, calls, subscripts; and parameters of functions. */
#include <string.h>

#include "core/front/python/parse/parse_state.h"

/* ---- arguments ---- */

typedef struct Arguments {
    PyPlace first; /* where they begin; line 0 at the first one */
    bool after_keyword, after_unpacking;
    const char *misplaced; /* a positional argument that came too late */
} Arguments;

static const char unpacking_after_unpacking[] =
    "iterable argument unpacking follows keyword argument unpacking";

static PyKeyword *keyword(PyParser *p, const PyIdentifier *name, PyPlace place)
{
    PyKeyword *k = bob_py_alloc(p, sizeof *k);
    PyExpr *value = k == NULL ? NULL : bob_py_expression(p);
    if (value == NULL)
        return NULL;
    *k = (PyKeyword){name, value, place};
    k->place.end_line = p->prev.place.end_line;
    k->place.end_column = p->prev.place.end_column;
    return k;
}

/* name=value; what the name is may also be wrong. */
static PyKeyword *named_argument(PyParser *p)
{
    PyPlace place = p->tok.place;
    const PyIdentifier *name;
    if (!bob_py_at(p, PY_T_NAME))
        return bob_py_fail(p, place, "cannot assign to %s", bob_py_token_text(p->tok.type));
    name = bob_py_name(p);
    if (name == NULL)
        return NULL;
    bob_py_next(p);
    if (bob_py_at(p, PY_T_COMMA) || bob_py_at(p, PY_T_RPAR))
        return bob_py_fail(p, place, "expected argument value expression");
    return keyword(p, name, place);
}

PyExpr *bob_py_starred(PyParser *p, PyPlace start, PyExpr *value)
{
    PyExpr *e = bob_py_end(p, bob_py_expr(p, PY_STARRED, start));
    if (e != NULL)
        e->starred.value = value;
    return e;
}

static PyExpr *starred_argument(PyParser *p, const Arguments *a)
{
    PyPlace start = p->tok.place;
    PyExpr *e;
    bob_py_next(p);
    if (a->after_unpacking)
        return bob_py_fail(p, start, "%s", unpacking_after_unpacking);
    e = bob_py_expression(p);
    if (e == NULL && a->first.line != 0 && !p->from_lexer &&
        strcmp(p->error.message, "invalid syntax") == 0) {
        /* CPython's words for any error in a starred argument that is not the first. */
        p->failed = p->out_of_memory;
        return bob_py_fail(p, a->first, "%s", unpacking_after_unpacking);
    }
    if (e == NULL)
        return NULL;
    if (bob_py_at_clause(p))
        return bob_py_fail(p, start, "iterable unpacking cannot be used in comprehension");
    return bob_py_starred(p, start, e);
}

/* An argument that is a generator without brackets of its own. */
static PyExpr *generator(PyParser *p, PyExpr *element, PyPlace open, bool first, size_t use_mark)
{
    PyExpr *e = bob_py_expr(p, PY_GENERATOR_EXP, open);
    if (e == NULL ||
        !bob_py_clauses(p, &e->comprehension.clauses, &e->comprehension.clause_count, use_mark))
        return NULL;
    if (!first || !bob_py_at(p, PY_T_RPAR)) {
        if (!bob_py_at(p, PY_T_COMMA) && !bob_py_at(p, PY_T_RPAR))
            return bob_py_unexpected(p);
        return bob_py_fail(p, element->place, "Generator expression must be parenthesized");
    }
    e->comprehension.element = element;
    e->place.end_line = p->tok.place.end_line;
    e->place.end_column = p->tok.place.end_column;
    return e;
}

static PyExpr *positional(PyParser *p, Arguments *a, PyPlace open, bool first, bool class_bases)
{
    size_t use_mark = p->use_count;
    PyExpr *e = bob_py_named(p);
    if (e == NULL)
        return NULL;
    if (bob_py_at(p, PY_T_EQUAL))
        return bob_py_fail(p, e->place,
                           "expression cannot contain assignment, perhaps you meant \"==\"?");
    if (bob_py_at_clause(p)) {
        if (class_bases)
            return bob_py_fail(p, p->tok.place, "invalid syntax");
        return generator(p, e, open, first, use_mark);
    }
    if (a->after_unpacking)
        a->misplaced = "positional argument follows keyword argument unpacking";
    else if (a->after_keyword && a->misplaced == NULL)
        a->misplaced = "positional argument follows keyword argument";
    return e;
}

/* One argument: pushed, keywords as PyKeyword. */
static bool argument(PyParser *p, Arguments *a, PyPlace open, bool first, bool class_bases)
{
    PyPlace start = p->tok.place;
    PyKeyword *k;
    PyExpr *e;
    bool word = bob_py_at(p, PY_T_NAME) || bob_py_at(p, PY_T_NONE) || bob_py_at(p, PY_T_TRUE) ||
                bob_py_at(p, PY_T_FALSE);
    if (bob_py_at(p, PY_T_STAR)) {
        e = starred_argument(p, a);
        return bob_py_push(p, e);
    }
    if (bob_py_accept(p, PY_T_POWER)) {
        bob_py_record(p, "keyword argument unpacking", start);
        k = keyword(p, NULL, start);
        a->after_unpacking = true;
    } else if (word && bob_py_ahead(p)->type == PY_T_EQUAL) {
        k = named_argument(p);
        a->after_keyword = true;
    } else {
        return bob_py_push(p, positional(p, a, open, first, class_bases));
    }
    if (k == NULL)
        return false;
    if (bob_py_at_clause(p)) {
        if (k->name == NULL)
            return bob_py_unexpected(p) != NULL;
        return bob_py_fail(p, start,
                           "invalid syntax. Maybe you meant '==' or ':=' instead of '='?") != NULL;
    }
    /* Marked in its lowest bit: a keyword among positional arguments. */
    return bob_py_push(p, (void *)((uintptr_t)k | 1));
}

/* Parts what was pushed into positional arguments and keywords. */
static bool take_arguments(PyParser *p, PyExpr *call, size_t mark)
{
    size_t count = p->stack_count - mark, positionals = 0, keywords = 0;
    PyKeyword *all;
    for (size_t i = mark; i < p->stack_count; i++)
        keywords += (uintptr_t)p->stack[i] & 1;
    all = keywords == 0 ? NULL : bob_py_alloc(p, keywords * sizeof *all);
    if (keywords > 0 && all == NULL)
        return false;
    keywords = 0;
    for (size_t i = 0; i < count; i++) {
        uintptr_t item = (uintptr_t)p->stack[mark + i];
        if (item & 1)
            all[keywords++] = *(const PyKeyword *)(item - 1);
        else
            p->stack[mark + positionals++] = p->stack[mark + i];
    }
    p->stack_count = mark + positionals;
    call->call.keywords = all;
    call->call.keyword_count = (uint32_t)keywords;
    bob_py_check_keywords(p, all, (uint32_t)keywords);
    return bob_py_take(p, mark, &call->call.args);
}

bool bob_py_arguments(PyParser *p, PyExpr *call, bool class_bases)
{
    Arguments a = {0};
    PyPlace open = p->prev.place;
    size_t mark = p->stack_count;
    while (!bob_py_at(p, PY_T_RPAR)) {
        PyPlace place = p->tok.place;
        if (!argument(p, &a, open, p->stack_count == mark, class_bases))
            return false;
        if (a.first.line == 0)
            a.first = place;
        if (!bob_py_accept(p, PY_T_COMMA))
            break;
    }
    if (a.misplaced != NULL && !bob_py_at(p, PY_T_ERROR))
        return bob_py_fail(p, p->tok.place, "%s", a.misplaced) != NULL;
    return bob_py_expect(p, PY_T_RPAR) && take_arguments(p, call, mark);
}

/* ---- subscripts ---- */

static PyExpr *slice(PyParser *p)
{
    PyPlace start = p->tok.place;
    PyExpr *lower = NULL, *upper = NULL, *step = NULL, *e;
    if (!bob_py_at(p, PY_T_COLON)) {
        lower = bob_py_star_named(p);
        if (lower == NULL || !bob_py_at(p, PY_T_COLON) ||
            (!lower->parenthesized && (lower->kind == PY_STARRED || lower->kind == PY_NAMED_EXPR)))
            return lower;
    }
    bob_py_next(p);
    if (bob_py_begins_expr(p) && (upper = bob_py_expression(p)) == NULL)
        return NULL;
    if (bob_py_accept(p, PY_T_COLON) && bob_py_begins_expr(p) &&
        (step = bob_py_expression(p)) == NULL)
        return NULL;
    e = bob_py_end(p, bob_py_expr(p, PY_SLICE, start));
    if (e != NULL) {
        e->slice.lower = lower;
        e->slice.upper = upper;
        e->slice.step = step;
    }
    return e;
}

/* Slices and expressions with commas between them. */
static PyExpr *slices(PyParser *p)
{
    PyPlace start = p->tok.place;
    size_t mark = p->stack_count;
    PyExpr *first = slice(p), *e;
    bool starred = first != NULL && first->kind == PY_STARRED;
    if (first == NULL || (!starred && !bob_py_at(p, PY_T_COMMA)))
        return first;
    if (!bob_py_push(p, first))
        return NULL;
    while (bob_py_accept(p, PY_T_COMMA) && !bob_py_at(p, PY_T_RBRACKET))
        if (!bob_py_push(p, slice(p)))
            return NULL;
    e = bob_py_end(p, bob_py_expr(p, PY_TUPLE, start));
    return e != NULL && bob_py_take(p, mark, &e->sequence.elements) ? e : NULL;
}

/* ---- primaries ---- */

static PyExpr *attribute(PyParser *p, PyPlace start, PyExpr *value)
{
    PyExpr *e = bob_py_expr(p, PY_ATTRIBUTE, start);
    if (e == NULL)
        return NULL;
    bob_py_next(p);
    e->attribute.value = value;
    e->attribute.name_place = p->tok.place;
    e->attribute.name = bob_py_name(p);
    return e->attribute.name == NULL ? NULL : e;
}

static PyExpr *call(PyParser *p, PyPlace start, PyExpr *function)
{
    PyExpr *e = bob_py_expr(p, PY_CALL, start);
    if (e == NULL || !bob_py_enter(p))
        return NULL;
    bob_py_next(p);
    e->call.function = function;
    if (!bob_py_arguments(p, e, false))
        return NULL;
    bob_py_leave(p);
    return e;
}

static PyExpr *subscript(PyParser *p, PyPlace start, PyExpr *value)
{
    PyExpr *e = bob_py_expr(p, PY_SUBSCRIPT, start);
    if (e == NULL || !bob_py_enter(p))
        return NULL;
    bob_py_next(p);
    e->subscript.value = value;
    e->subscript.index = slices(p);
    if (e->subscript.index == NULL || !bob_py_expect(p, PY_T_RBRACKET))
        return NULL;
    bob_py_leave(p);
    return e;
}

/* start: that of the atom, with the brackets it may have around it. */
static PyExpr *trailers(PyParser *p, PyPlace start, PyExpr *e)
{
    while (e != NULL) {
        if (bob_py_at(p, PY_T_DOT))
            e = attribute(p, start, e);
        else if (bob_py_at(p, PY_T_LPAR))
            e = call(p, start, e);
        else if (bob_py_at(p, PY_T_LBRACKET))
            e = subscript(p, start, e);
        else
            return e;
        e = bob_py_end(p, e);
    }
    return NULL;
}

PyExpr *bob_py_primary(PyParser *p)
{
    PyPlace start = p->tok.place, operand;
    PyExpr *e;
    if (!bob_py_accept(p, PY_T_AWAIT))
        return trailers(p, start, bob_py_atom(p));
    if (p->scope->kind != PY_SCOPE_ASYNC)
        bob_py_late(p, PY_PASS_COMPILE, start,
                    bob_py_in_function(p) ? "'await' outside async function"
                                          : "'await' outside function");
    operand = p->tok.place;
    e = trailers(p, operand, bob_py_atom(p));
    return e == NULL ? NULL : bob_py_odd(p, PY_ODD_AWAIT, "await", start, NULL);
}

/* ---- parameters ---- */

typedef struct Params {
    uint8_t end;
    bool defaults, slash, star, bare_star, double_star;
} Params;

static PyParam *param(PyParser *p, bool annotated, bool starred)
{
    PyParam *q = bob_py_alloc(p, sizeof *q);
    if (q == NULL)
        return NULL;
    q->place = p->tok.place;
    if (bob_py_at(p, PY_T_LPAR))
        return bob_py_fail(p, p->tok.place, "%s parameters cannot be parenthesized",
                           annotated ? "Function" : "Lambda expression");
    q->name = bob_py_name(p);
    if (q->name == NULL)
        return NULL;
    bob_py_check_debug(p, q->name, q->place);
    if (annotated && bob_py_accept(p, PY_T_COLON)) {
        q->annotation = bob_py_annotation(p, starred);
        if (q->annotation == NULL)
            return NULL;
    }
    q->place.end_line = p->prev.place.end_line;
    q->place.end_column = p->prev.place.end_column;
    return q;
}

/* All that were pushed above the mark can't be named in a call. */
static bool slash(PyParser *p, Params *s, size_t mark)
{
    PyPlace place = p->tok.place;
    if (s->slash)
        return bob_py_fail(p, place, "/ may appear only once") != NULL;
    if (s->star)
        return bob_py_fail(p, place, "/ must be ahead of *") != NULL;
    if (p->stack_count == mark)
        return bob_py_fail(p, place, "at least one argument must precede /") != NULL;
    s->slash = true;
    for (size_t i = mark; i < p->stack_count; i++)
        ((PyParam *)p->stack[i])->positional_only = true;
    bob_py_next(p);
    return true;
}

/* *, *args or **kwargs, which is recorded, so that it does no harm that it is pushed like any
 * other, for the sake of the check for duplicates. */
static bool star(PyParser *p, Params *s)
{
    bool twice = bob_py_at(p, PY_T_POWER);
    PyPlace place = p->tok.place;
    PyParam *q;
    if (!twice && s->star)
        return bob_py_fail(p, place, "* argument may appear only once") != NULL;
    bob_py_next(p);
    s->double_star |= twice;
    s->star = true;
    if (!twice && bob_py_at(p, PY_T_COMMA)) {
        s->bare_star = true;
        if (bob_py_ahead(p)->type == s->end || bob_py_ahead(p)->type == PY_T_POWER)
            return bob_py_fail(p, place, "named arguments must follow bare *") != NULL;
        return true;
    }
    if (!twice && bob_py_at(p, s->end))
        return bob_py_fail(p, place, "named arguments must follow bare *") != NULL;
    if (twice)
        bob_py_record(p, "**kwargs parameter", place);
    q = param(p, s->end == PY_T_RPAR, !twice);
    if (q == NULL)
        return false;
    q->starred = !twice;
    if (bob_py_at(p, PY_T_EQUAL))
        return bob_py_fail(p, p->tok.place, "var-%s argument cannot have default value",
                           twice ? "keyword" : "positional") != NULL;
    return bob_py_push(p, q);
}

static bool plain_param(PyParser *p, Params *s)
{
    PyParam *q = param(p, s->end == PY_T_RPAR, false);
    if (q == NULL)
        return false;
    q->keyword_only = s->star;
    if (bob_py_accept(p, PY_T_EQUAL)) {
        if (bob_py_at(p, s->end) || bob_py_at(p, PY_T_COMMA))
            return bob_py_fail(p, p->prev.place, "expected default value expression") != NULL;
        q->value = bob_py_expression(p);
        if (q->value == NULL)
            return false;
        s->defaults = true;
    } else if (s->defaults && !s->star) {
        return bob_py_fail(p, q->place, "non-default argument follows default argument") != NULL;
    }
    return bob_py_push(p, q);
}

bool bob_py_params(PyParser *p, uint8_t end, PyParam **params, uint32_t *count)
{
    Params s = {.end = end};
    size_t mark = p->stack_count;
    while (!bob_py_at(p, end)) {
        bool good;
        if (s.double_star && !bob_py_at(p, PY_T_ERROR))
            return bob_py_fail(p, p->tok.place, "arguments cannot follow var-keyword argument") !=
                   NULL;
        if (bob_py_at(p, PY_T_SLASH))
            good = slash(p, &s, mark);
        else if (bob_py_at(p, PY_T_STAR) || bob_py_at(p, PY_T_POWER))
            good = star(p, &s);
        else
            good = plain_param(p, &s);
        if (!good)
            return false;
        if (!bob_py_accept(p, PY_T_COMMA))
            break;
    }
    return bob_py_take_structs(p, mark, sizeof(PyParam), params, count);
}
