/* Statements of a line. */
#include <string.h>

#include "core/front/python/parse/parse_state.h"

static PyStmt *end(PyParser *p, PyStmt *s)
{
    if (s != NULL) {
        s->place.end_line = p->prev.place.end_line;
        s->place.end_column = p->prev.place.end_column;
    }
    return p->failed ? NULL : s;
}

static bool at_line_end(const PyParser *p)
{
    return bob_py_at(p, PY_T_NEWLINE) || bob_py_at(p, PY_T_SEMI);
}

/* ---- assignments ---- */

/* Augmented operators: PyOperator + 1. */
static const uint8_t augmented[PY_T_COUNT] = {
    [PY_T_ADD_EQ] = PY_ADD + 1,         [PY_T_SUB_EQ] = PY_SUB + 1,
    [PY_T_MULT_EQ] = PY_MULT + 1,       [PY_T_AT_EQ] = PY_MAT_MULT + 1,
    [PY_T_DIV_EQ] = PY_DIV + 1,         [PY_T_MOD_EQ] = PY_MOD + 1,
    [PY_T_AND_EQ] = PY_BIT_AND + 1,     [PY_T_OR_EQ] = PY_BIT_OR + 1,
    [PY_T_XOR_EQ] = PY_BIT_XOR + 1,     [PY_T_LSHIFT_EQ] = PY_L_SHIFT + 1,
    [PY_T_RSHIFT_EQ] = PY_R_SHIFT + 1,  [PY_T_POWER_EQ] = PY_POW + 1,
    [PY_T_FLOOR_EQ] = PY_FLOOR_DIV + 1,
};

static bool is_single_target(const PyExpr *e)
{
    return e->kind == PY_NAME || e->kind == PY_ATTRIBUTE || e->kind == PY_SUBSCRIPT;
}

static PyStmt *augmented_assign(PyParser *p, PyPlace start, PyExpr *target)
{
    PyStmt *s = bob_py_stmt(p, PY_AUG_ASSIGN, start);
    if (s == NULL)
        return NULL;
    s->aug.op = (uint8_t)(augmented[p->tok.type] - 1);
    s->aug.op_place = p->tok.place;
    if (s->aug.op == PY_MAT_MULT)
        bob_py_record(p, "matrix multiplication", p->tok.place);
    bob_py_next(p);
    s->aug.target = target;
    s->aug.value = bob_py_value(p);
    if (s->aug.value == NULL)
        return NULL;
    if (!is_single_target(target))
        return bob_py_fail(p, target->place,
                           "'%s' is an illegal expression for augmented assignment",
                           bob_py_expr_name(target));
    return bob_py_target(p, target, PY_TARGET_STAR) ? s : NULL;
}

static PyStmt *annotated_assign(PyParser *p, PyPlace start, PyExpr *target)
{
    PyStmt *s = bob_py_stmt(p, PY_ANN_ASSIGN, start);
    if (s == NULL)
        return NULL;
    bob_py_next(p);
    s->ann.target = target;
    s->ann.simple = target->kind == PY_NAME && !target->parenthesized;
    s->ann.annotation = bob_py_annotation(p, false);
    if (s->ann.annotation == NULL)
        return NULL;
    if (target->kind == PY_TUPLE || target->kind == PY_LIST)
        return bob_py_fail(p, target->place, "only single target (not %s) can be annotated",
                           bob_py_expr_name(target));
    if (!is_single_target(target))
        return bob_py_fail(p, target->place, "illegal target for annotation");
    if (bob_py_accept(p, PY_T_EQUAL) && (s->ann.value = bob_py_value(p)) == NULL)
        return NULL;
    if (!bob_py_target(p, target, PY_TARGET_STAR))
        return NULL;
    if (s->ann.simple)
        bob_py_annotated(p, target->name.id, target->place);
    return s;
}

/* An = follows e and makes it a target. */
static bool assign_target(PyParser *p, PyExpr *e, bool first)
{
    bool hint = first && e->kind != PY_NAME && e->kind != PY_TUPLE && e->kind != PY_LIST &&
                e->kind != PY_GENERATOR_EXP && e->kind != PY_BOOL_OP && e->kind != PY_COMPARE &&
                e->kind != PY_IF_EXP && e->kind != PY_LAMBDA && !is_single_target(e);
    if (e->kind == PY_CONSTANT && e->constant.type <= PY_CONST_BOOL)
        hint = false;
    if (e->kind == PY_UNSUPPORTED) {
        if (e->unsupported.odd == PY_ODD_YIELD && !e->parenthesized)
            return bob_py_fail(p, e->place, "assignment to yield expression not possible") != NULL;
    }
    hint &= e->kind != PY_STARRED;
    if (hint)
        return bob_py_fail(p, e->place,
                           "cannot assign to %s here. Maybe you meant '==' instead of '='?",
                           bob_py_expr_name(e)) != NULL;
    return bob_py_target(p, e, PY_TARGET_STAR);
}

static PyStmt *assign(PyParser *p, PyPlace start, PyExpr *e)
{
    PyStmt *s = bob_py_stmt(p, PY_ASSIGN, start);
    size_t mark = p->stack_count;
    if (s == NULL)
        return NULL;
    while (bob_py_at(p, PY_T_EQUAL)) {
        if (!assign_target(p, e, p->stack_count == mark) || !bob_py_push(p, e))
            return NULL;
        bob_py_next(p);
        e = bob_py_yield_or_expressions(p);
        if (e == NULL)
            return NULL;
    }
    if (e->kind == PY_STARRED)
        bob_py_late(p, PY_PASS_COMPILE, e->place, "can't use starred expression here");
    s->assign.value = e;
    return bob_py_take(p, mark, &s->assign.targets) ? s : NULL;
}

static PyStmt *expression_statement(PyParser *p)
{
    PyPlace start = p->tok.place;
    PyExpr *e = bob_py_yield_or_expressions(p);
    PyStmt *s;
    if (e == NULL)
        return NULL;
    if (bob_py_at(p, PY_T_EQUAL))
        return assign(p, start, e);
    if (augmented[p->tok.type] != 0)
        return augmented_assign(p, start, e);
    if (bob_py_at(p, PY_T_COLON))
        return annotated_assign(p, start, e);
    if (e->kind == PY_STARRED && at_line_end(p))
        bob_py_late(p, PY_PASS_COMPILE, e->place, "can't use starred expression here");
    s = bob_py_stmt(p, PY_EXPR, start);
    if (s != NULL)
        s->expr.value = e;
    return s;
}

/* ---- import ---- */

/* a or a.b.c, interned as a whole. */
static const PyIdentifier *dotted_name(PyParser *p)
{
    size_t mark = p->text.size;
    PyToken first = p->tok;
    const PyIdentifier *name = bob_py_name(p);
    if (name == NULL || !bob_py_at(p, PY_T_DOT))
        return name;
    bob_buffer_add(&p->text, name->text, name->size);
    while (bob_py_accept(p, PY_T_DOT)) {
        name = bob_py_name(p);
        if (name == NULL)
            return NULL;
        bob_buffer_byte(&p->text, '.');
        bob_buffer_add(&p->text, name->text, name->size);
    }
    if (p->text.failed)
        return bob_py_no_memory(p);
    first.text = p->text.bytes + mark;
    first.size = (uint32_t)(p->text.size - mark);
    p->text.size = mark;
    return bob_py_intern(p, &first);
}

static PyAlias *alias(PyParser *p, bool dotted)
{
    PyAlias *a = bob_py_alloc(p, sizeof *a);
    if (a == NULL)
        return NULL;
    a->place = p->tok.place;
    a->name = dotted ? dotted_name(p) : bob_py_name(p);
    if (a->name == NULL)
        return NULL;
    if (bob_py_accept(p, PY_T_AS) && (a->asname = bob_py_name(p)) == NULL)
        return NULL;
    a->place.end_line = p->prev.place.end_line;
    a->place.end_column = p->prev.place.end_column;
    bob_py_check_debug(p, a->asname != NULL ? a->asname : a->name, a->place);
    return a;
}

static PyStmt *import(PyParser *p, PyPlace start)
{
    PyStmt *s = bob_py_stmt(p, PY_IMPORT, start);
    size_t mark = p->stack_count;
    if (s == NULL)
        return NULL;
    bob_py_next(p);
    do
        if (!bob_py_push(p, alias(p, true)))
            return NULL;
    while (bob_py_accept(p, PY_T_COMMA));
    return bob_py_take_structs(p, mark, sizeof(PyAlias), &s->import.aliases, &s->import.alias_count)
               ? s
               : NULL;
}

static bool import_names(PyParser *p, PyStmt *s)
{
    size_t mark = p->stack_count;
    bool bracket = bob_py_accept(p, PY_T_LPAR);
    do {
        if (bracket && bob_py_at(p, PY_T_RPAR) && p->stack_count > mark)
            break;
        if (!bracket && at_line_end(p) && p->stack_count > mark)
            return bob_py_fail(p, p->tok.place,
                               "trailing comma not allowed without surrounding parentheses") !=
                   NULL;
        if (!bob_py_push(p, alias(p, false)))
            return false;
    } while (bob_py_accept(p, PY_T_COMMA));
    return (!bracket || bob_py_expect(p, PY_T_RPAR)) &&
           bob_py_take_structs(p, mark, sizeof(PyAlias), &s->import.aliases,
                               &s->import.alias_count);
}

static PyStmt *import_star(PyParser *p, const PyStmt *from)
{
    bob_py_next(p);
    if (p->scope->kind != PY_SCOPE_MODULE)
        bob_py_late(p, PY_PASS_SYMBOLS, from->place, "import * only allowed at module level");
    if (from->import.module != NULL && strcmp(from->import.module->text, "__future__") == 0)
        bob_py_late(p, PY_PASS_FUTURE, from->place, "future feature * is not defined");
    return bob_py_odd_stmt(p, "star import", from->place);
}

static PyStmt *import_from(PyParser *p, PyPlace start)
{
    PyStmt *s = bob_py_stmt(p, PY_IMPORT_FROM, start);
    if (s == NULL)
        return NULL;
    bob_py_next(p);
    for (; bob_py_at(p, PY_T_DOT) || bob_py_at(p, PY_T_ELLIPSIS); bob_py_next(p))
        s->import.level += bob_py_at(p, PY_T_DOT) ? 1 : 3;
    if (s->import.level == 0 || !bob_py_at(p, PY_T_IMPORT)) {
        s->import.module = dotted_name(p);
        if (s->import.module == NULL)
            return NULL;
    }
    if (!bob_py_expect(p, PY_T_IMPORT))
        return NULL;
    if (bob_py_at(p, PY_T_STAR))
        return import_star(p, s);
    if (!import_names(p, s))
        return NULL;
    if (s->import.level == 0 && strcmp(s->import.module->text, "__future__") == 0)
        bob_py_future(p, s);
    return s;
}

/* ---- the others ---- */

static PyStmt *del(PyParser *p, PyPlace start)
{
    PyStmt *s = bob_py_stmt(p, PY_DELETE, start);
    PyExpr *e;
    if (s == NULL)
        return NULL;
    bob_py_next(p);
    e = bob_py_expressions(p, false);
    if (e == NULL || !bob_py_target(p, e, PY_TARGET_DEL))
        return NULL;
    if (e->kind == PY_TUPLE && !e->parenthesized) {
        s->del.targets = e->sequence.elements;
        return s;
    }
    return bob_py_push(p, e) && bob_py_take(p, p->stack_count - 1, &s->del.targets) ? s : NULL;
}

static PyStmt *return_(PyParser *p, PyPlace start)
{
    PyStmt *s = bob_py_stmt(p, PY_RETURN, start);
    if (s == NULL)
        return NULL;
    bob_py_next(p);
    if (!bob_py_in_function(p))
        bob_py_late(p, PY_PASS_COMPILE, start, "'return' outside function");
    if (!at_line_end(p) && (s->ret.value = bob_py_begins_expr(p) ? bob_py_expressions(p, false)
                                                                 : bob_py_unexpected(p)) == NULL)
        return NULL;
    if (s->ret.value != NULL && s->ret.value->kind == PY_STARRED)
        bob_py_late(p, PY_PASS_COMPILE, s->ret.value->place, "can't use starred expression here");
    return s;
}

static PyStmt *raise_(PyParser *p, PyPlace start)
{
    PyStmt *s = bob_py_stmt(p, PY_RAISE, start);
    if (s == NULL)
        return NULL;
    bob_py_next(p);
    if (at_line_end(p))
        return s;
    s->raise.exception = bob_py_expression(p);
    if (s->raise.exception == NULL)
        return NULL;
    if (bob_py_accept(p, PY_T_FROM))
        s->raise.cause = bob_py_expression(p);
    return bob_py_at(p, PY_T_ERROR) || p->failed ? NULL : s;
}

static PyStmt *assert_(PyParser *p, PyPlace start)
{
    PyStmt *s = bob_py_stmt(p, PY_ASSERT, start);
    if (s == NULL)
        return NULL;
    bob_py_next(p);
    s->assert_.test = bob_py_expression(p);
    if (s->assert_.test == NULL)
        return NULL;
    if (bob_py_accept(p, PY_T_COMMA) && (s->assert_.message = bob_py_expression(p)) == NULL)
        return NULL;
    return s;
}

/* global or nonlocal */
static PyStmt *declaration(PyParser *p, PyPlace start)
{
    bool nonlocal = bob_py_at(p, PY_T_NONLOCAL);
    PyStmt *s = bob_py_stmt(p, PY_GLOBAL, start);
    size_t mark = p->stack_count;
    if (s == NULL)
        return NULL;
    bob_py_next(p);
    do {
        PyGlobalName *g = bob_py_alloc(p, sizeof *g);
        if (g == NULL)
            return NULL;
        g->place = p->tok.place;
        g->name = bob_py_name(p);
        if (g->name == NULL || !bob_py_push(p, g))
            return NULL;
        bob_py_global(p, g->name, start, nonlocal ? "nonlocal" : "global");
    } while (bob_py_accept(p, PY_T_COMMA));
    if (nonlocal && p->scope->kind == PY_SCOPE_MODULE)
        bob_py_late(p, PY_PASS_SYMBOLS, start, "nonlocal declaration not allowed at module level");
    s->global.nonlocal = nonlocal;
    return bob_py_take_structs(p, mark, sizeof(PyGlobalName), &s->global.names, &s->global.count)
               ? s
               : NULL;
}

static PyStmt *word(PyParser *p, PyStmtKind kind, PyPlace start)
{
    if (kind == PY_BREAK && p->scope->loops == 0)
        bob_py_late(p, PY_PASS_COMPILE, start, "'break' outside loop");
    if (kind == PY_CONTINUE && p->scope->loops == 0)
        bob_py_late(p, PY_PASS_COMPILE, start, "'continue' not properly in loop");
    bob_py_next(p);
    return bob_py_stmt(p, kind, start);
}

static PyStmt *simple(PyParser *p)
{
    PyPlace start = p->tok.place;
    switch (p->tok.type) {
    case PY_T_IMPORT:
        return import(p, start);
    case PY_T_FROM:
        return import_from(p, start);
    case PY_T_DEL:
        return del(p, start);
    case PY_T_RETURN:
        return return_(p, start);
    case PY_T_RAISE:
        return raise_(p, start);
    case PY_T_ASSERT_:
        return assert_(p, start);
    case PY_T_GLOBAL:
    case PY_T_NONLOCAL:
        return declaration(p, start);
    case PY_T_PASS:
        return word(p, PY_PASS, start);
    case PY_T_BREAK:
        return word(p, PY_BREAK, start);
    case PY_T_CONTINUE:
        return word(p, PY_CONTINUE, start);
    default:
        return expression_statement(p);
    }
}

/* Whether __future__ imports may still come after s, the module's first or not. */
static bool keeps_future(const PyStmt *s, bool first)
{
    if (s->kind == PY_IMPORT_FROM)
        return s->import.module != NULL && strcmp(s->import.module->text, "__future__") == 0;
    return first && s->kind == PY_EXPR && s->expr.value->kind == PY_CONSTANT &&
           s->expr.value->constant.type == PY_CONST_STR;
}

bool bob_py_simple_statements(PyParser *p)
{
    do {
        PyStmt *s = end(p, simple(p));
        if (s == NULL)
            return false;
        if (!at_line_end(p))
            return bob_py_unexpected(p) != NULL;
        p->future_allowed = p->future_allowed && keeps_future(s, p->stack_count == 0);
        if (!bob_py_push(p, s))
            return false;
    } while (bob_py_accept(p, PY_T_SEMI) && !bob_py_at(p, PY_T_NEWLINE));
    return bob_py_expect(p, PY_T_NEWLINE);
}
