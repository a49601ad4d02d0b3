/* match: told from a use of that name, and its patterns, of which nothing is kept. */
#include <string.h>

#include "core/front/python/parse/parse_state.h"

/* `match` begins a statement of its own where the line ends with a colon outside of
 * brackets and cannot be anything else; one look ahead over the line, by a copied lexer. */
bool bob_py_at_match(PyParser *p)
{
    PyLexer saved;
    PyToken t;
    uint8_t before = PY_T_END;
    if (!bob_py_at_name(p, "match"))
        return false;
    t = *bob_py_ahead(p);
    switch (t.type) {
    case PY_T_NAME:
    case PY_T_NUMBER:
    case PY_T_STRING:
    case PY_T_ELLIPSIS:
    case PY_T_LPAR:
    case PY_T_LBRACKET:
    case PY_T_LBRACE:
    case PY_T_MINUS:
    case PY_T_PLUS:
    case PY_T_TILDE:
    case PY_T_STAR:
    case PY_T_FALSE:
    case PY_T_NONE:
    case PY_T_TRUE:
    case PY_T_AWAIT:
    case PY_T_KW_NOT:
    case PY_T_LAMBDA:
        break;
    default:
        return false;
    }
    saved = *p->lex;
    while (t.type != PY_T_NEWLINE && t.type != PY_T_END && t.type != PY_T_ERROR) {
        before = t.type;
        bob_py_lex(p->lex, &t);
    }
    *p->lex = saved;
    return t.type == PY_T_NEWLINE && before == PY_T_COLON;
}

static bool pattern(PyParser *p);

static bool capture(PyParser *p, const PyIdentifier *name)
{
    if (name == NULL)
        return false;
    if (strcmp(name->text, "_") != 0)
        bob_py_use(p, name, PY_ASSIGNED);
    return true;
}

static bool star_or_pattern(PyParser *p)
{
    if (bob_py_accept(p, PY_T_STAR))
        return capture(p, bob_py_name(p));
    return pattern(p);
}

/* Patterns with commas between them, up to and with a closing bracket. */
static bool patterns(PyParser *p, uint8_t close)
{
    while (!bob_py_at(p, close)) {
        if (!star_or_pattern(p))
            return false;
        if (!bob_py_accept(p, PY_T_COMMA))
            break;
    }
    return bob_py_expect(p, close);
}

/* [-] number [+- number] */
static bool number_pattern(PyParser *p)
{
    PyExpr *e;
    (void)bob_py_accept(p, PY_T_MINUS);
    if (!bob_py_at(p, PY_T_NUMBER))
        return bob_py_unexpected(p) != NULL;
    e = bob_py_number(p);
    if (e == NULL || (!bob_py_at(p, PY_T_PLUS) && !bob_py_at(p, PY_T_MINUS)))
        return e != NULL;
    bob_py_next(p);
    if (!bob_py_at(p, PY_T_NUMBER))
        return bob_py_unexpected(p) != NULL;
    e = bob_py_number(p);
    if (e != NULL && e->kind == PY_CONSTANT)
        return bob_py_fail(p, e->place, "imaginary number required in complex literal") != NULL;
    return e != NULL;
}

static bool mapping_key(PyParser *p)
{
    switch (p->tok.type) {
    case PY_T_NONE:
    case PY_T_TRUE:
    case PY_T_FALSE:
        bob_py_next(p);
        return true;
    case PY_T_STRING:
        return bob_py_strings(p) != NULL;
    case PY_T_NAME:
        if (bob_py_name(p) == NULL || !bob_py_at(p, PY_T_DOT))
            return bob_py_unexpected(p) != NULL;
        while (bob_py_accept(p, PY_T_DOT))
            if (bob_py_name(p) == NULL)
                return false;
        return true;
    default:
        return number_pattern(p);
    }
}

/* {key: pattern, **rest}; after the { */
static bool mapping(PyParser *p)
{
    while (!bob_py_at(p, PY_T_RBRACE)) {
        if (bob_py_accept(p, PY_T_POWER)) {
            if (!capture(p, bob_py_name(p)))
                return false;
            (void)bob_py_accept(p, PY_T_COMMA);
            break; /* nothing may follow */
        }
        if (!mapping_key(p) || !bob_py_expect(p, PY_T_COLON) || !pattern(p))
            return false;
        if (!bob_py_accept(p, PY_T_COMMA))
            break;
    }
    return bob_py_expect(p, PY_T_RBRACE);
}

/* Class(pattern, name=pattern); after the ( */
static bool class_arguments(PyParser *p)
{
    PyPlace positional = {0};
    bool named = false;
    while (!bob_py_at(p, PY_T_RPAR)) {
        if (bob_py_at(p, PY_T_NAME) && bob_py_ahead(p)->type == PY_T_EQUAL) {
            named = true;
            if (bob_py_name(p) == NULL)
                return false;
            bob_py_next(p);
        } else if (named && positional.line == 0) {
            positional = p->tok.place;
        }
        if (!pattern(p))
            return false;
        if (!bob_py_accept(p, PY_T_COMMA))
            break;
    }
    if (positional.line != 0)
        return bob_py_fail(p, positional, "positional patterns follow keyword patterns") != NULL;
    return bob_py_expect(p, PY_T_RPAR);
}

/* A capture, a dotted value or a class. */
static bool name_pattern(PyParser *p)
{
    const PyIdentifier *name = bob_py_name(p);
    if (name == NULL)
        return false;
    if (!bob_py_at(p, PY_T_DOT) && !bob_py_at(p, PY_T_LPAR))
        return capture(p, name);
    while (bob_py_accept(p, PY_T_DOT))
        if (bob_py_name(p) == NULL)
            return false;
    return !bob_py_accept(p, PY_T_LPAR) || class_arguments(p);
}

static bool closed(PyParser *p)
{
    switch (p->tok.type) {
    case PY_T_NAME:
        return name_pattern(p);
    case PY_T_NONE:
    case PY_T_TRUE:
    case PY_T_FALSE:
        bob_py_next(p);
        return true;
    case PY_T_STRING: {
        const PyExpr *e = bob_py_strings(p);
        if (e != NULL && e->kind == PY_JOINED_STR)
            return bob_py_fail(p, e->place,
                               "patterns may only match literals and attribute lookups") != NULL;
        return e != NULL;
    }
    case PY_T_LPAR:
        bob_py_next(p);
        return patterns(p, PY_T_RPAR);
    case PY_T_LBRACKET:
        bob_py_next(p);
        return patterns(p, PY_T_RBRACKET);
    case PY_T_LBRACE:
        bob_py_next(p);
        return mapping(p);
    default:
        return number_pattern(p);
    }
}

/* closed | closed ... [as name] */
static bool pattern(PyParser *p)
{
    if (!bob_py_enter(p))
        return false;
    do
        if (!closed(p))
            return false;
    while (bob_py_accept(p, PY_T_OR));
    bob_py_leave(p);
    if (!bob_py_accept(p, PY_T_AS))
        return true;
    if (bob_py_at_name(p, "_"))
        return bob_py_fail(p, p->tok.place, "cannot use '_' as a target") != NULL;
    if (!bob_py_at(p, PY_T_NAME) && !bob_py_at(p, PY_T_ERROR))
        return bob_py_fail(p, p->tok.place, "invalid pattern target") != NULL;
    return capture(p, bob_py_name(p));
}

static bool case_(PyParser *p)
{
    uint32_t line = p->tok.place.line;
    PyBody body;
    bool comma;
    bob_py_next(p);
    do {
        if (!star_or_pattern(p))
            return false;
        comma = bob_py_accept(p, PY_T_COMMA);
    } while (comma && !bob_py_at(p, PY_T_COLON) && !bob_py_at(p, PY_T_IF));
    if (bob_py_accept(p, PY_T_IF) && bob_py_named(p) == NULL)
        return false;
    return bob_py_block(p, "case", line, &body);
}

PyStmt *bob_py_match(PyParser *p)
{
    PyPlace start = p->tok.place;
    bob_py_next(p);
    if (bob_py_expressions(p, true) == NULL || !bob_py_expect(p, PY_T_COLON) ||
        !bob_py_expect(p, PY_T_NEWLINE))
        return NULL;
    if (!bob_py_at(p, PY_T_INDENT))
        return bob_py_at(p, PY_T_ERROR)
                   ? bob_py_unexpected(p)
                   : bob_py_fail_indent(
                         p, p->tok.place,
                         "expected an indented block after 'match' statement on line %u",
                         start.line);
    bob_py_next(p);
    do
        if (!bob_py_at_name(p, "case") ? bob_py_unexpected(p) == NULL : !case_(p))
            return NULL;
    while (!bob_py_accept(p, PY_T_DEDENT));
    return bob_py_odd_stmt(p, "match", start);
}
