/* Syntax errors: what CPython says, and which of several it says. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/front/python/parse/parse_state.h"

static void *fail(PyParser *p, const char *type, PyPlace place, const char *format, va_list ap)
{
    int prefix = 0;
    if (p->failed)
        return NULL;
    p->failed = true;
    p->error.type = type;
    p->error.line = place.line;
    p->error.column = place.column;
    if (p->in_fstring)
        prefix = snprintf(p->error.message, sizeof p->error.message, "f-string: ");
    (void)vsnprintf(p->error.message + prefix, sizeof p->error.message - (size_t)prefix, format,
                    ap);
    return NULL;
}

void *bob_py_fail(PyParser *p, PyPlace place, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    (void)fail(p, "SyntaxError", place, format, ap);
    va_end(ap);
    return NULL;
}

void *bob_py_fail_indent(PyParser *p, PyPlace place, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    (void)fail(p, "IndentationError", place, format, ap);
    va_end(ap);
    return NULL;
}

void *bob_py_no_memory(PyParser *p)
{
    p->failed = p->out_of_memory = true;
    return NULL;
}

void bob_py_late(PyParser *p, PyPass pass, PyPlace place, const char *format, ...)
{
    va_list ap;
    PyError *e = &p->late[pass];
    if (e->type != NULL || p->failed || p->trial)
        return;
    e->type = "SyntaxError";
    e->line = place.line;
    e->column = place.column;
    va_start(ap, format);
    (void)vsnprintf(e->message, sizeof e->message, format, ap);
    va_end(ap);
}

/* A limit, no rule of the language: no SyntaxError. */
static bool too_deep(PyParser *p, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    (void)fail(p, "", p->tok.place, format, ap);
    va_end(ap);
    return false;
}

bool bob_py_enter(PyParser *p)
{
    if (p->depth < PY_MAX_NESTING) {
        p->depth++;
        return true;
    }
    return too_deep(p, "nested too deeply: more than %u levels", PY_MAX_NESTING);
}

static bool is_word(const PyExpr *e, const char *word)
{
    return e->kind == PY_NAME && strcmp(e->name.id->text, word) == 0;
}

/* Whether another expression begins at the current token and ends within brackets. */
static bool another_expression(PyParser *p)
{
    bool good;
    unsigned depth = p->depth;
    if (p->trial || !bob_py_begins_expr(p) || bob_py_at(p, PY_T_STAR))
        return false;
    p->trial = true;
    good = bob_py_expression(p) != NULL;
    p->trial = false;
    p->depth = depth;
    if (p->out_of_memory)
        return false;
    p->failed = p->from_lexer = false;
    return good && p->prev.bracketed;
}

bool bob_py_explain(PyParser *p)
{
    const PyExpr *e = p->disjunction;
    if (e == NULL || p->disjunction_end != p->consumed || p->trial)
        return false;
    if ((is_word(e, "print") || is_word(e, "exec")) && bob_py_begins_expr(p)) {
        (void)bob_py_fail(p, e->place, "Missing parentheses in call to '%s'. Did you mean %s(...)?",
                          e->name.id->text, e->name.id->text);
        return true;
    }
    if (bob_py_at(p, PY_T_EQUAL) && e->kind == PY_NAME) {
        (void)bob_py_fail(p, e->place,
                          "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
        return true;
    }
    if (bob_py_at(p, PY_T_EQUAL) && e->kind != PY_TUPLE && e->kind != PY_LIST) {
        (void)bob_py_fail(p, e->place,
                          "cannot assign to %s here. Maybe you meant '==' instead of '='?",
                          bob_py_expr_name(e));
        return true;
    }
    if (e->kind == PY_NAME &&
        (bob_py_at(p, PY_T_STRING) || is_word(e, "match") || is_word(e, "case") || is_word(e, "_")))
        return false;
    if (!another_expression(p))
        return false;
    (void)bob_py_fail(p, e->place, "invalid syntax. Perhaps you forgot a comma?");
    return true;
}

void *bob_py_unexpected(PyParser *p)
{
    PyPlace place = p->tok.place;
    if (p->failed)
        return NULL;
    switch (p->tok.type) {
    case PY_T_ERROR:
        p->failed = p->from_lexer = true;
        p->error = p->lex->error;
        return NULL;
    case PY_T_INDENT:
    case PY_T_DEDENT:
        (void)bob_py_fail_indent(p, place, "unexpected %s",
                                 p->tok.type == PY_T_INDENT ? "indent" : "unindent");
        p->from_lexer = true;
        return NULL;
    default:
        return bob_py_explain(p) || p->failed ? NULL : bob_py_fail(p, place, "invalid syntax");
    }
}

void bob_py_scan_rest(PyParser *p)
{
    uint32_t line = p->has_ahead ? p->ahead.place.line : p->tok.place.line;
    const PyBracket *open;
    PyToken t = {0};
    if (p->out_of_memory || p->from_lexer)
        return;
    do
        bob_py_lex(p->lex, &t);
    while (t.type != PY_T_ERROR && t.type != PY_T_END);
    open = &p->lex->brackets[p->lex->level > 0 ? p->lex->level - 1 : 0];
    if (p->lex->state == PY_LEX_RAISED)
        p->error = p->lex->error;
    else if (p->lex->state != PY_LEX_OK && p->lex->level > 0 && line > open->line)
        bob_py_error(&p->error, "SyntaxError", open->line, open->column, "'%c' was never closed",
                     open->open);
    p->from_lexer = p->lex->state == PY_LEX_RAISED;
}
