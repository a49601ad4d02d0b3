/* f-strings, as CPython 3.11 reads them: the literal is one token, and the expression in
 * its braces is found by counting brackets and quotes before it is parsed by itself. */
#include <string.h>

#include "core/base/utf8.h"
#include "core/front/python/parse/parse_state.h"

typedef struct Reader {
    const PyStringToken *t;
    const char *s, *end;
    size_t text_mark;
    /* The place of `known`, which lies before s. */
    const char *known;
    uint32_t line, column;
} Reader;

static bool fstring(PyParser *p, Reader *r, unsigned level);

static bool fail(PyParser *p, const char *message)
{
    return bob_py_fail(p, p->tok.place, "f-string: %s", message) != NULL;
}

/* Moves the known place to s. */
static PyPlace place_of(Reader *r, const char *s)
{
    const char *newline;
    while ((newline = memchr(r->known, '\n', (size_t)(s - r->known))) != NULL) {
        r->line++;
        r->column = 1;
        r->known = newline + 1;
    }
    r->column += (uint32_t)bob_utf8_points(r->known, (size_t)(s - r->known));
    r->known = s;
    return (PyPlace){r->line, r->column, r->line, r->column + 1};
}

/* ---- the text between the braces ---- */

typedef struct Scan {
    char quote; /* 0: not in a string */
    bool triple;
    unsigned level;
    char open[PY_MAX_BRACKETS];
} Scan;

static bool is_triple(const char *s, const char *end)
{
    return end - s > 2 && s[1] == s[0] && s[2] == s[0];
}

static bool scan_bracket(PyParser *p, Scan *scan, char c)
{
    char open;
    if (c == '(' || c == '[' || c == '{') {
        if (scan->level >= PY_MAX_BRACKETS)
            return fail(p, "too many nested parenthesis");
        scan->open[scan->level++] = c;
        return true;
    }
    if (scan->level == 0)
        return bob_py_fail(p, p->tok.place, "f-string: unmatched '%c'", c) != NULL;
    open = scan->open[--scan->level];
    if ((c == ')' && open == '(') || (c == ']' && open == '[') || (c == '}' && open == '{'))
        return true;
    return bob_py_fail(p, p->tok.place,
                       "f-string: closing parenthesis '%c' does not match opening parenthesis "
                       "'%c'",
                       c, open) != NULL;
}

/* r->s is at a character outside of strings; *done where it ends the expression. */
static bool scan_code(PyParser *p, Reader *r, Scan *scan, bool *done)
{
    char c = *r->s, next = r->end - r->s > 1 ? r->s[1] : '\0';
    if (c == '\'' || c == '"') {
        scan->quote = c;
        scan->triple = is_triple(r->s, r->end);
        r->s += scan->triple ? 3 : 1;
        return true;
    }
    if (c == '#')
        return bob_py_fail(p, p->tok.place, "f-string expression part cannot include '#'") != NULL;
    if (scan->level == 0 && strchr("!:}=<>", c) != NULL && c != '\0') {
        if (next == '=' && strchr("!=<>", c) != NULL)
            r->s++;
        else if (c != '<' && c != '>')
            *done = true;
        r->s += !*done;
        return true;
    }
    if (strchr("()[]{}", c) != NULL && c != '\0' && !scan_bracket(p, scan, c))
        return false;
    r->s++;
    return true;
}

/* Moves r->s from after the { to what ends the expression: ! : } or =. */
static bool scan_expression(PyParser *p, Reader *r)
{
    Scan scan = {0};
    bool done = false;
    while (!done && r->s < r->end) {
        if (*r->s == '\\')
            return bob_py_fail(p, p->tok.place,
                               "f-string expression part cannot include a backslash") != NULL;
        if (scan.quote == '\0') {
            if (!scan_code(p, r, &scan, &done))
                return false;
        } else if (*r->s == scan.quote && (!scan.triple || is_triple(r->s, r->end))) {
            r->s += scan.triple ? 3 : 1;
            scan.quote = '\0';
        } else {
            r->s++;
        }
    }
    if (scan.quote != '\0')
        return fail(p, "unterminated string");
    if (scan.level > 0)
        return bob_py_fail(p, p->tok.place, "f-string: unmatched '%c'",
                           scan.open[scan.level - 1]) != NULL;
    return r->s < r->end || fail(p, "expecting '}'");
}

/* ---- the expression ---- */

static PyExpr *parse_part(PyParser *p, PyPlace brace)
{
    PyExpr *e;
    if (!bob_py_enter(p))
        return NULL;
    bob_py_lex(p->lex, &p->tok);
    e = bob_py_bracketed(p, brace);
    bob_py_leave(p);
    if (e != NULL && !bob_py_at(p, PY_T_END))
        return bob_py_unexpected(p);
    if (e == NULL && p->failed && !p->trial)
        bob_py_scan_rest(p);
    return e;
}

/* Parses what is between `from` (after the brace) and r->s by a lexer of its own. */
static PyExpr *parse_expression(PyParser *p, Reader *r, const char *from)
{
    PyLexer lexer, *outer_lexer = p->lex;
    PyToken tok = p->tok, ahead = p->ahead, prev = p->prev;
    bool has_ahead = p->has_ahead, in_fstring = p->in_fstring;
    PyPlace brace = place_of(r, from - 1), inner = place_of(r, from);
    PyExpr *e;
    if (strspn(from, " \t\n\f\r") >= (size_t)(r->s - from)) {
        (void)fail(p, "empty expression not allowed");
        return NULL;
    }
    bob_py_lex_fstring(&lexer, from, (size_t)(r->s - from), inner.line, inner.column);
    p->lex = &lexer;
    p->has_ahead = false;
    p->in_fstring = true;
    p->with_bracket = false;
    e = parse_part(p, brace);
    p->lex = outer_lexer;
    p->tok = tok;
    p->ahead = ahead;
    p->prev = prev;
    p->has_ahead = has_ahead;
    p->in_fstring = in_fstring;
    p->from_lexer = false; /* the outer lexer may still have something to say */
    return e;
}

static bool conversion(PyParser *p, Reader *r, PyExpr *value)
{
    char c;
    r->s++;
    if (r->s >= r->end)
        return fail(p, "expecting '}'");
    c = *r->s++;
    if (c != 's' && c != 'r' && c != 'a')
        return fail(p, "invalid conversion character: expected 's', 'r', or 'a'");
    value->formatted.conversion = c;
    return r->s < r->end || fail(p, "expecting '}'");
}

static bool spec(PyParser *p, Reader *r, PyExpr *value, unsigned level)
{
    size_t mark = p->stack_count, outer_mark = r->text_mark;
    PyExpr *e = bob_py_expr(p, PY_JOINED_STR, r->t->place);
    r->s++;
    if (r->s >= r->end)
        return fail(p, "expecting '}'");
    r->text_mark = p->text.size;
    if (e == NULL || !fstring(p, r, level + 1) ||
        !bob_py_flush_text(p, r->t->place, r->text_mark) ||
        !bob_py_take(p, mark, &e->joined.values))
        return false;
    r->text_mark = outer_mark;
    value->formatted.spec = e;
    return true;
}

/* `=`: the expression's source is text, with the white space around. */
static bool self_documenting(Reader *r, BobBuffer *text, const char *from)
{
    r->s++;
    while (r->s < r->end && strchr(" \t\n\f\r\v", *r->s) != NULL && *r->s != '\0')
        r->s++;
    bob_buffer_add(text, from, (size_t)(r->s - from));
    return r->s < r->end;
}

/* {expression[=][!conversion][:spec]}; r->s is at the brace. */
static bool replacement(PyParser *p, Reader *r, unsigned level)
{
    const char *from = ++r->s;
    PyExpr *e = bob_py_expr(p, PY_FORMATTED_VALUE, r->t->place);
    bool equal;
    if (e == NULL)
        return false;
    if (level >= 2)
        return fail(p, "expressions nested too deeply");
    if (!scan_expression(p, r))
        return false;
    e->formatted.value = parse_expression(p, r, from);
    if (e->formatted.value == NULL)
        return false;
    equal = *r->s == '=';
    if (equal && !self_documenting(r, &p->text, from))
        return fail(p, "expecting '}'");
    if (*r->s == '!' && !conversion(p, r, e))
        return false;
    if (!bob_py_flush_text(p, r->t->place, r->text_mark))
        return false;
    if (*r->s == ':' && !spec(p, r, e, level))
        return false;
    if (r->s >= r->end || *r->s != '}')
        return fail(p, "expecting '}'");
    r->s++;
    if (equal && e->formatted.spec == NULL && e->formatted.conversion == '\0')
        e->formatted.conversion = 'r';
    return bob_py_push(p, e);
}

/* ---- literal text ---- */

/* Appends text up to a { or a } that is one; {{ and }} stand for one character, except in
 * a format spec, which ends at its first }. */
static bool literal(PyParser *p, Reader *r, unsigned level, bool *more)
{
    const char *start = r->s;
    *more = false;
    while (r->s < r->end) {
        char c = *r->s++;
        if (c == '\\' && !r->t->raw && r->s < r->end) {
            c = *r->s++;
            if (c == 'N') {
                if (r->s < r->end && *r->s++ == '{')
                    while (r->s < r->end && *r->s++ != '}')
                        continue;
                continue;
            }
        }
        if (c != '{' && c != '}')
            continue;
        if (level == 0 && r->s < r->end && *r->s == c) {
            *more = true;
            r->s++;
            return bob_py_unescape(p, r->t, start, r->s - 1);
        }
        r->s--;
        if (level == 0 && c == '}')
            return fail(p, "single '}' is not allowed");
        break;
    }
    return bob_py_unescape(p, r->t, start, r->s);
}

static bool fstring(PyParser *p, Reader *r, unsigned level)
{
    bool more;
    while (r->s < r->end) {
        if (!literal(p, r, level, &more))
            return false;
        if (more)
            continue;
        if (r->s >= r->end || *r->s == '}')
            break;
        if (!replacement(p, r, level))
            return false;
    }
    return true;
}

bool bob_py_fstring(PyParser *p, const PyStringToken *t, size_t text_mark)
{
    Reader r = {t, t->body, t->end, text_mark, t->body, t->body_place.line, t->body_place.column};
    return fstring(p, &r, 0);
}
