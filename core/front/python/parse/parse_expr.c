/* Expressions, from the loosest operator to the tightest. Chains are read by loops. */
#include <string.h>

#include "core/front/python/parse/parse_state.h"

bool bob_py_begins_expr(const PyParser *p)
{
    switch (p->tok.type) {
    case PY_T_NAME:
    case PY_T_NUMBER:
    case PY_T_STRING:
    case PY_T_ELLIPSIS:
    case PY_T_LPAR:
    case PY_T_LBRACKET:
    case PY_T_LBRACE:
    case PY_T_PLUS:
    case PY_T_MINUS:
    case PY_T_TILDE:
    case PY_T_STAR:
    case PY_T_FALSE:
    case PY_T_NONE:
    case PY_T_TRUE:
    case PY_T_AWAIT:
    case PY_T_KW_NOT:
    case PY_T_LAMBDA:
        return true;
    default:
        return false;
    }
}

/* ---- arithmetic ---- */

typedef struct Binary {
    uint8_t level; /* 0: no binary operator; 1 the loosest */
    uint8_t op;
} Binary;

static const Binary binary[PY_T_COUNT] = {
    [PY_T_OR] = {1, PY_BIT_OR},       [PY_T_XOR] = {2, PY_BIT_XOR},    [PY_T_AND] = {3, PY_BIT_AND},
    [PY_T_LSHIFT] = {4, PY_L_SHIFT},  [PY_T_RSHIFT] = {4, PY_R_SHIFT}, [PY_T_PLUS] = {5, PY_ADD},
    [PY_T_MINUS] = {5, PY_SUB},       [PY_T_STAR] = {6, PY_MULT},      [PY_T_SLASH] = {6, PY_DIV},
    [PY_T_FLOOR] = {6, PY_FLOOR_DIV}, [PY_T_MOD] = {6, PY_MOD},        [PY_T_AT] = {6, PY_MAT_MULT},
};

static PyExpr *factor(PyParser *p);

static PyExpr *binary_node(PyParser *p, PyPlace start, PyExpr *left, const PyToken *op,
                           uint8_t code, PyExpr *right)
{
    PyExpr *e = right == NULL ? NULL : bob_py_end(p, bob_py_expr(p, PY_BIN_OP, start));
    if (e == NULL)
        return NULL;
    e->binary.left = left;
    e->binary.right = right;
    e->binary.op = code;
    e->binary.op_place = op->place;
    if (code == PY_MAT_MULT)
        bob_py_record(p, "matrix multiplication", op->place);
    return e;
}

/* await? primary [** factor] */
static PyExpr *power(PyParser *p)
{
    PyPlace start = p->tok.place;
    PyExpr *left = bob_py_primary(p);
    PyToken op = p->tok;
    PyExpr *right;
    if (left == NULL || !bob_py_at(p, PY_T_POWER))
        return left;
    if (!bob_py_enter(p))
        return NULL;
    bob_py_next(p);
    right = factor(p);
    bob_py_leave(p);
    return binary_node(p, start, left, &op, PY_POW, right);
}

/* Wraps e in the unary operators pushed above a mark, the last one first. */
static PyExpr *wrap_unary(PyParser *p, size_t mark, PyExpr *e)
{
    while (e != NULL && p->stack_count > mark) {
        PyExpr *outer = p->stack[--p->stack_count];
        outer->unary.operand = e;
        e = bob_py_end(p, outer);
    }
    return e;
}

static bool push_unary(PyParser *p, PyUnaryOperator op)
{
    PyExpr *e = bob_py_expr(p, PY_UNARY_OP, p->tok.place);
    if (!bob_py_push(p, e))
        return false;
    e->unary.op = (uint8_t)op;
    bob_py_next(p);
    return true;
}

static PyExpr *factor(PyParser *p)
{
    size_t mark = p->stack_count;
    while (bob_py_at(p, PY_T_PLUS) || bob_py_at(p, PY_T_MINUS) || bob_py_at(p, PY_T_TILDE))
        if (!push_unary(p, bob_py_at(p, PY_T_PLUS)    ? PY_UADD
                           : bob_py_at(p, PY_T_MINUS) ? PY_USUB
                                                      : PY_INVERT))
            return NULL;
    return wrap_unary(p, mark, power(p));
}

/* Operators of at least this level, which binds to the left. */
static PyExpr *binary_from(PyParser *p, unsigned level)
{
    PyPlace start = p->tok.place; /* brackets around the first operand included */
    PyExpr *e = factor(p);
    while (e != NULL && binary[p->tok.type].level >= level) {
        PyToken op = p->tok;
        bob_py_next(p);
        e = binary_node(p, start, e, &op, binary[op.type].op,
                        binary_from(p, binary[op.type].level + 1u));
    }
    return e;
}

PyExpr *bob_py_bit_or(PyParser *p)
{
    return binary_from(p, 1);
}

/* ---- comparisons ---- */

/* Consumes a comparison operator; -1 where there is none. */
static int compare_operator(PyParser *p)
{
    static const uint8_t ops[PY_T_COUNT] = {
        [PY_T_EQ_EQ] = PY_EQ + 1,   [PY_T_NOT_EQ] = PY_NOT_EQ + 1, [PY_T_LT] = PY_LT + 1,
        [PY_T_LT_EQ] = PY_LT_E + 1, [PY_T_GT] = PY_GT + 1,         [PY_T_GT_EQ] = PY_GT_E + 1,
        [PY_T_IS] = PY_IS + 1,      [PY_T_IN] = PY_IN + 1,
    };
    int op = ops[p->tok.type] - 1;
    if (bob_py_at(p, PY_T_KW_NOT)) {
        bob_py_next(p);
        return bob_py_expect(p, PY_T_IN) ? PY_NOT_IN : -1;
    }
    if (op < 0)
        return -1;
    bob_py_next(p);
    if (op == PY_IS && bob_py_accept(p, PY_T_KW_NOT))
        return PY_IS_NOT;
    return op;
}

/* On the stack: comparator, operator + 1, comparator, ... */
static PyExpr *comparison(PyParser *p)
{
    PyPlace start = p->tok.place;
    size_t mark = p->stack_count, ops;
    PyExpr *left = bob_py_bit_or(p), *e;
    int op;
    if (left == NULL)
        return NULL;
    while (!p->failed && (op = compare_operator(p)) >= 0)
        if (!bob_py_push(p, bob_py_bit_or(p)) || !bob_py_push(p, (void *)(uintptr_t)(op + 1)))
            return NULL;
    if (p->failed || p->stack_count == mark)
        return p->failed ? NULL : left;
    e = bob_py_end(p, bob_py_expr(p, PY_COMPARE, start));
    if (e == NULL)
        return NULL;
    ops = (p->stack_count - mark) / 2;
    e->compare.ops = bob_py_alloc(p, ops);
    if (e->compare.ops == NULL)
        return NULL;
    for (size_t i = 0; i < ops; i++) {
        e->compare.ops[i] = (uint8_t)((uintptr_t)p->stack[mark + 2 * i + 1] - 1);
        p->stack[mark + i] = p->stack[mark + 2 * i];
    }
    p->stack_count = mark + ops;
    e->compare.left = left;
    return bob_py_take(p, mark, &e->compare.comparators) ? e : NULL;
}

/* ---- not, and, or ---- */

static PyExpr *inversion(PyParser *p)
{
    size_t mark = p->stack_count;
    while (bob_py_at(p, PY_T_KW_NOT))
        if (!push_unary(p, PY_NOT))
            return NULL;
    return wrap_unary(p, mark, comparison(p));
}

/* operand {word operand} */
static PyExpr *bool_op(PyParser *p, uint8_t word, PyBoolOperator op, PyExpr *(*operand)(PyParser *))
{
    PyPlace start = p->tok.place;
    size_t mark = p->stack_count;
    PyExpr *first = operand(p), *e;
    if (first == NULL || !bob_py_at(p, word))
        return first;
    if (!bob_py_push(p, first))
        return NULL;
    while (bob_py_accept(p, word))
        if (!bob_py_push(p, operand(p)))
            return NULL;
    e = bob_py_end(p, bob_py_expr(p, PY_BOOL_OP, start));
    if (e == NULL || !bob_py_take(p, mark, &e->boolean.values))
        return NULL;
    e->boolean.op = (uint8_t)op;
    return e;
}

static PyExpr *conjunction(PyParser *p)
{
    return bool_op(p, PY_T_KW_AND, PY_AND, inversion);
}

PyExpr *bob_py_disjunction(PyParser *p)
{
    PyExpr *e = bool_op(p, PY_T_KW_OR, PY_OR, conjunction);
    if (!p->trial) {
        p->disjunction = e;
        p->disjunction_end = p->consumed;
    }
    return e;
}

/* ---- lambda, if else ---- */

static const PyIdentifier lambda_name = {"<lambda>", 8, 0, true};

/* A def without a name whose body is `return` of its expression. */
static PyExpr *lambda(PyParser *p)
{
    PyExpr *e = bob_py_expr(p, PY_LAMBDA, p->tok.place);
    PyStmt *s = e == NULL ? NULL : bob_py_stmt(p, PY_FUNCTION_DEF, e->place), *body;
    PyParseScope scope;
    size_t mark;
    if (s == NULL)
        return NULL;
    bob_py_next(p);
    if (!bob_py_params(p, PY_T_COLON, &s->def.params, &s->def.param_count))
        return NULL;
    mark = p->use_count;
    bob_py_push_scope(p, &scope, PY_SCOPE_LAMBDA);
    for (uint32_t i = 0; i < s->def.param_count; i++)
        bob_py_param(p, s->def.params[i].name, s->def.params[i].place);
    body = bob_py_expect(p, PY_T_COLON) ? bob_py_stmt(p, PY_RETURN, p->tok.place) : NULL;
    if (body != NULL)
        body->ret.value = bob_py_expression(p);
    p->use_count = mark;
    bob_py_pop_scope(p);
    if (body == NULL || body->ret.value == NULL)
        return NULL;
    body->place = body->ret.value->place;
    mark = p->stack_count;
    if (!bob_py_push(p, body) || !bob_py_body(p, mark, &s->def.body))
        return NULL;
    s->def.name = &lambda_name;
    s->def.name_place = s->place = bob_py_end(p, e)->place;
    e->lambda.def = s;
    return e;
}

/* Behind `body if`: the condition and what follows. */
static PyExpr *if_else(PyParser *p, PyPlace start, PyExpr *body)
{
    PyExpr *e = bob_py_expr(p, PY_IF_EXP, start);
    if (e == NULL)
        return NULL;
    bob_py_next(p);
    e->if_exp.body = body;
    e->if_exp.test = bob_py_disjunction(p);
    if (e->if_exp.test == NULL)
        return NULL;
    if (bob_py_accept(p, PY_T_ELSE))
        return e;
    if (bob_py_at(p, PY_T_COLON) || bob_py_at(p, PY_T_ERROR))
        return bob_py_unexpected(p);
    return bob_py_fail(p, body->place, "expected 'else' after 'if' expression");
}

static PyExpr *expression(PyParser *p)
{
    PyExpr *first = NULL, *last = NULL, **hole = &first;
    for (;;) {
        PyPlace start = p->tok.place;
        PyExpr *e = bob_py_at(p, PY_T_LAMBDA) ? lambda(p) : bob_py_disjunction(p);
        if (e == NULL)
            return NULL;
        if (!bob_py_at(p, PY_T_IF) || (e->kind == PY_LAMBDA && !e->parenthesized)) {
            *hole = last = e;
            break;
        }
        *hole = if_else(p, start, e);
        if (*hole == NULL)
            return NULL;
        hole = &(*hole)->if_exp.orelse;
    }
    /* All of a chain end where its last part does. */
    for (PyExpr *e = first; e != last; e = e->if_exp.orelse)
        (void)bob_py_end(p, e);
    return first;
}

PyExpr *bob_py_expression(PyParser *p)
{
    PyExpr *e;
    if (!bob_py_enter(p))
        return NULL;
    e = expression(p);
    bob_py_leave(p);
    return e;
}

/* ---- := and * ---- */

PyExpr *bob_py_named(PyParser *p)
{
    PyExpr *e = bob_py_expression(p), *value, *named;
    if (e == NULL || !bob_py_at(p, PY_T_WALRUS))
        return e;
    if (e->kind != PY_NAME || e->parenthesized) {
        bool bare = e->kind == PY_ATTRIBUTE || e->kind == PY_SUBSCRIPT || e->kind == PY_CALL;
        return bare ? bob_py_fail(p, e->place, "cannot use assignment expressions with %s",
                                  bob_py_expr_name(e))
                    : bob_py_unexpected(p);
    }
    bob_py_next(p);
    value = bob_py_expression(p);
    if (value == NULL || !bob_py_target(p, e, PY_TARGET_STAR))
        return NULL;
    if (p->in_annotation) /* which is never evaluated, but this binds */
        bob_py_record(p, "assignment expression", e->place);
    named = bob_py_end(p, bob_py_expr(p, PY_NAMED_EXPR, e->place));
    if (named != NULL) {
        named->named.target = e;
        named->named.value = value;
    }
    return named;
}

PyExpr *bob_py_star_named(PyParser *p)
{
    PyPlace start = p->tok.place;
    PyExpr *e;
    if (!bob_py_accept(p, PY_T_STAR))
        return bob_py_named(p);
    e = bob_py_bit_or(p);
    return e == NULL ? NULL : bob_py_starred(p, start, e);
}

static PyExpr *element(PyParser *p, bool named)
{
    return named || bob_py_at(p, PY_T_STAR) ? bob_py_star_named(p) : bob_py_expression(p);
}

PyExpr *bob_py_expressions(PyParser *p, bool named)
{
    PyPlace start = p->tok.place;
    size_t mark = p->stack_count;
    PyExpr *first = element(p, named), *e;
    if (first == NULL || !bob_py_at(p, PY_T_COMMA))
        return first;
    if (!bob_py_push(p, first))
        return NULL;
    while (bob_py_accept(p, PY_T_COMMA) && bob_py_begins_expr(p))
        if (!bob_py_push(p, element(p, named)))
            return NULL;
    e = bob_py_end(p, bob_py_expr(p, PY_TUPLE, start));
    return e != NULL && bob_py_take(p, mark, &e->sequence.elements) ? e : NULL;
}

PyExpr *bob_py_yield(PyParser *p)
{
    PyPlace start = p->tok.place;
    const char *what = "yield";
    bob_py_next(p);
    if (bob_py_accept(p, PY_T_FROM)) {
        what = "yield from";
        if (bob_py_expression(p) == NULL)
            return NULL;
        if (p->scope->kind == PY_SCOPE_ASYNC)
            bob_py_late(p, PY_PASS_COMPILE, start, "'yield from' inside async function");
    } else if (bob_py_begins_expr(p) && bob_py_value(p) == NULL) {
        return NULL;
    }
    if (!bob_py_in_function(p))
        bob_py_late(p, PY_PASS_COMPILE, start, "'yield' outside function");
    return p->failed ? NULL : bob_py_odd(p, PY_ODD_YIELD, what, start, NULL);
}

PyExpr *bob_py_yield_or_expressions(PyParser *p)
{
    return bob_py_at(p, PY_T_YIELD) ? bob_py_yield(p) : bob_py_expressions(p, false);
}

PyExpr *bob_py_value(PyParser *p)
{
    PyExpr *e = bob_py_yield_or_expressions(p);
    if (e != NULL && e->kind == PY_STARRED)
        bob_py_late(p, PY_PASS_COMPILE, e->place, "can't use starred expression here");
    return e;
}
