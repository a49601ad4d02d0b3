/* The lexer's main part: lines, indentation, names, strings, symbols. Numbers are in
 * lex_number.c, decoding in lex_source.c. */
#include "core/front/python/parse/lex.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/utf8.h"

static const struct {
    const char *text;
    uint8_t size, type;
} symbols[] =
    {
#define X(name, text) {text, sizeof(text) - 1, PY_T_##name},
        PY_SYMBOLS(X)
#undef X
},
  keywords[] = {
#define X(name, text) {text, sizeof(text) - 1, PY_T_##name},
      PY_KEYWORDS(X)
#undef X
};

const char *bob_py_token_text(uint8_t type)
{
    static const char *const texts[PY_T_COUNT] = {
        [PY_T_END] = "end of file",  [PY_T_NEWLINE] = "newline", [PY_T_INDENT] = "indent",
        [PY_T_DEDENT] = "dedent",    [PY_T_NAME] = "name",       [PY_T_NUMBER] = "number",
        [PY_T_STRING] = "string",    [PY_T_UNKNOWN] = "?",       [PY_T_ERROR] = "error",
#define X(name, text) [PY_T_##name] = text,
        PY_SYMBOLS(X) PY_KEYWORDS(X)
#undef X
    };
    return texts[type];
}

static void set_error(PyError *e, const char *type, uint32_t line, uint32_t column,
                      const char *format, va_list ap)
{
    e->type = type;
    e->line = line;
    e->column = column;
    (void)vsnprintf(e->message, sizeof e->message, format, ap);
}

void bob_py_error(PyError *e, const char *type, uint32_t line, uint32_t column, const char *format,
                  ...)
{
    va_list ap;
    va_start(ap, format);
    set_error(e, type, line, column, format, ap);
    va_end(ap);
}

bool bob_py_lex_raise(PyLexer *l, const char *p, const char *format, ...)
{
    va_list ap;
    l->state = PY_LEX_RAISED;
    va_start(ap, format);
    set_error(&l->error, "SyntaxError", l->line, bob_py_lex_column(l, p), format, ap);
    va_end(ap);
    return false;
}

static bool report(PyLexer *l, const char *p, const char *type, const char *message)
{
    l->state = PY_LEX_REPORTED;
    bob_py_error(&l->error, type, l->line, bob_py_lex_column(l, p), "%s", message);
    return false;
}

uint32_t bob_py_lex_column(PyLexer *l, const char *p)
{
    if (p > l->column_at) {
        l->column += (uint32_t)bob_utf8_points(l->column_at, (size_t)(p - l->column_at));
        l->column_at = p;
    }
    return l->column;
}

/* l->at is after a newline. */
static void next_line(PyLexer *l)
{
    l->line++;
    l->column = 1;
    l->column_at = l->at;
}

void bob_py_lex_begin(PyLexer *l, const char *text, size_t n)
{
    memset(l, 0, sizeof *l);
    l->at = l->column_at = text;
    l->end = text + n;
    l->line = l->column = 1;
    l->line_begins = true;
}

void bob_py_lex_fstring(PyLexer *l, const char *text, size_t n, uint32_t line, uint32_t column)
{
    bob_py_lex_begin(l, text, n);
    l->line = line;
    l->column = column;
    l->line_begins = false;
    l->in_fstring = true;
}

static char peek(const PyLexer *l)
{
    return l->at < l->end ? *l->at : '\0';
}

/* Past a backslash and a newline. */
static bool continue_line(PyLexer *l)
{
    l->at++;
    if (peek(l) != '\n')
        return report(l, l->at, "SyntaxError",
                      "unexpected character after line continuation character");
    l->at++;
    if (l->at >= l->end) {
        l->state = PY_LEX_EOF;
        bob_py_error(&l->error, "SyntaxError", l->line, bob_py_lex_column(l, l->at),
                     "unexpected EOF while parsing");
        return false;
    }
    next_line(l);
    return true;
}

static bool bad_tabs(PyLexer *l)
{
    return report(l, l->at, "TabError", "inconsistent use of tabs and spaces in indentation");
}

/* The indentation of a line that is not blank: col counts tabs as 8, alt as 1. */
static bool set_indent(PyLexer *l, uint32_t col, uint32_t alt)
{
    if (col > l->indents[l->indent]) {
        if (l->indent + 1 >= PY_MAX_INDENTS)
            return report(l, l->at, "IndentationError", "too many levels of indentation");
        if (alt <= l->alt_indents[l->indent])
            return bad_tabs(l);
        l->pending++;
        l->indents[++l->indent] = col;
        l->alt_indents[l->indent] = alt;
        return true;
    }
    while (l->indent > 0 && col < l->indents[l->indent]) {
        l->pending--;
        l->indent--;
    }
    if (col != l->indents[l->indent])
        return report(l, l->at, "IndentationError",
                      "unindent does not match any outer indentation level");
    return alt == l->alt_indents[l->indent] || bad_tabs(l);
}

/* White space at the beginning of a line; *blank: there is nothing else on it. */
static bool lex_indent(PyLexer *l, bool *blank)
{
    uint32_t col = 0, alt = 0, first = 0;
    for (;; l->at++) {
        char c = peek(l);
        if (c == ' ') {
            col++;
            alt++;
        } else if (c == '\t') {
            col = (col / 8 + 1) * 8;
            alt++;
        } else if (c == '\f') {
            col = alt = 0;
        } else if (c == '\\') {
            /* Indentation counts up to the first backslash, if there is any. */
            first = first != 0 ? first : col;
            if (!continue_line(l))
                return false;
            l->at--;
        } else {
            break;
        }
    }
    *blank = peek(l) == '#' || peek(l) == '\n';
    if (*blank || l->level > 0)
        return true;
    return first != 0 ? set_indent(l, first, first) : set_indent(l, col, alt);
}

/* Past blanks, comments, joined and blank lines, to the next token; l->pending may be set. */
static bool skip_space(PyLexer *l)
{
    bool blank = false;
    for (;;) {
        if (l->line_begins) {
            l->line_begins = false;
            if (!lex_indent(l, &blank))
                return false;
            if (l->pending != 0)
                return true;
        }
        while (peek(l) == ' ' || peek(l) == '\t' || peek(l) == '\f')
            l->at++;
        if (peek(l) == '#') {
            const char *newline = memchr(l->at, '\n', (size_t)(l->end - l->at));
            l->at = newline != NULL ? newline : l->end;
        }
        if (peek(l) == '\n' && (blank || l->level > 0 || l->in_fstring)) {
            l->at++;
            next_line(l);
            l->line_begins = !l->in_fstring;
            blank = false;
        } else if (peek(l) == '\\') {
            if (!continue_line(l))
                return false;
        } else {
            return true;
        }
    }
}

static void finish(PyLexer *l, PyToken *t, uint8_t type)
{
    t->type = type;
    t->size = (uint32_t)(l->at - t->text);
    t->place.end_line = l->line;
    t->place.end_column = bob_py_lex_column(l, l->at);
    t->bracketed = l->level > 0 || (l->in_fstring && !l->closed);
}

static void open_bracket(PyLexer *l, const PyToken *t, char c)
{
    PyBracket *b = &l->brackets[l->level];
    if (l->level >= PY_MAX_BRACKETS) {
        (void)bob_py_lex_raise(l, t->text, "too many nested parentheses");
        return;
    }
    l->level++;
    *b = (PyBracket){c, t->place.line, t->place.column};
}

static void close_bracket(PyLexer *l, const PyToken *t, char c)
{
    const PyBracket *b;
    if (l->level == 0) {
        (void)bob_py_lex_raise(l, t->text, "unmatched '%c'", c);
        return;
    }
    b = &l->brackets[--l->level];
    if ((c == ')' && b->open == '(') || (c == ']' && b->open == '[') ||
        (c == '}' && b->open == '{'))
        return;
    if (b->line != l->line)
        (void)bob_py_lex_raise(
            l, t->text,
            "closing parenthesis '%c' does not match opening parenthesis '%c' on line %u", c,
            b->open, b->line);
    else
        (void)bob_py_lex_raise(l, t->text,
                               "closing parenthesis '%c' does not match opening parenthesis '%c'",
                               c, b->open);
}

/* One of symbols[], or a character that is none. */
static bool lex_symbol(PyLexer *l, PyToken *t)
{
    char c = *l->at;
    size_t room = (size_t)(l->end - l->at);
    if ((unsigned char)c < ' ' || c == 0x7f)
        return bob_py_lex_raise(l, l->at, "invalid non-printable character U+%04X",
                                (unsigned char)c);
    for (unsigned i = 0; i < COUNT_OF(symbols); i++)
        if (symbols[i].text[0] == c && symbols[i].size <= room &&
            memcmp(symbols[i].text, l->at, symbols[i].size) == 0) {
            if (c == '(' || c == '[' || c == '{')
                open_bracket(l, t, c);
            if (c == ')' || c == ']' || c == '}')
                close_bracket(l, t, c);
            l->at += symbols[i].size;
            finish(l, t, symbols[i].type);
            return l->state == PY_LEX_OK;
        }
    l->at++;
    finish(l, t, PY_T_UNKNOWN);
    return true;
}

/* How many characters before a quote are a string's prefix; -1: there is no string here. */
static int prefix_size(const PyLexer *l)
{
    bool b = false, u = false, r = false, f = false;
    for (const char *p = l->at; p < l->end; p++) {
        char c = (char)(*p | 0x20);
        if (*p == '"' || *p == '\'')
            return (int)(p - l->at);
        if (!(b || u || f) && c == 'b')
            b = true;
        else if (!(b || u || r || f) && c == 'u')
            u = true;
        else if (!(r || u) && c == 'r')
            r = true;
        else if (!(f || b || u) && c == 'f')
            f = true;
        else
            break;
    }
    return -1;
}

static bool unterminated(PyLexer *l, const PyToken *t, bool triple)
{
    l->state = PY_LEX_RAISED;
    bob_py_error(&l->error, "SyntaxError", t->place.line, t->place.column,
                 "unterminated %sstring literal (detected at line %u)",
                 triple ? "triple-quoted " : "", l->line - (triple && l->at >= l->end));
    return false;
}

static bool lex_string(PyLexer *l, PyToken *t, int prefix)
{
    char quote;
    bool triple;
    unsigned closing = 0;
    l->at += prefix;
    quote = *l->at++;
    triple = l->end - l->at >= 2 && l->at[0] == quote && l->at[1] == quote;
    if (triple)
        l->at += 2;
    while (closing != (triple ? 3u : 1u)) {
        char c = peek(l);
        if (l->at >= l->end || (c == '\n' && !triple))
            return unterminated(l, t, triple);
        l->at++;
        closing = c == quote ? closing + 1 : 0;
        if (c == '\\' && l->at < l->end)
            c = *l->at++;
        if (c == '\n')
            next_line(l);
    }
    finish(l, t, PY_T_STRING);
    return true;
}

static uint8_t keyword(const char *s, uint32_t n)
{
    for (unsigned i = 0; i < COUNT_OF(keywords); i++)
        if (keywords[i].text[0] == s[0] && keywords[i].size == n &&
            memcmp(keywords[i].text, s, n) == 0)
            return keywords[i].type;
    return PY_T_NAME;
}

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

/* The end of the text: DEDENTs first, then END for ever. */
static bool lex_end(PyLexer *l, PyToken *t)
{
    if (l->in_fstring && !l->closed) {
        l->closed = true;
        finish(l, t, PY_T_RPAR);
        return true;
    }
    if (l->level > 0) {
        l->state = PY_LEX_EOF;
        bob_py_error(&l->error, "SyntaxError", l->brackets[l->level - 1].line,
                     l->brackets[l->level - 1].column, "'%c' was never closed",
                     l->brackets[l->level - 1].open);
        return false;
    }
    finish(l, t, PY_T_END);
    return true;
}

static bool lex(PyLexer *l, PyToken *t)
{
    int prefix;
    char c = peek(l);
    if (l->at >= l->end)
        return lex_end(l, t);
    if (is_name_byte(c) || c == '"' || c == '\'') {
        prefix = prefix_size(l);
        if (prefix >= 0)
            return lex_string(l, t, prefix);
        if (!bob_py_lex_name(l, t))
            return false;
        finish(l, t, PY_T_NAME);
        if (t->ascii)
            t->type = keyword(t->text, t->size);
        return true;
    }
    if ((c >= '0' && c <= '9') ||
        (c == '.' && l->end - l->at > 1 && l->at[1] >= '0' && l->at[1] <= '9')) {
        if (!bob_py_lex_number(l))
            return false;
        finish(l, t, PY_T_NUMBER);
        return true;
    }
    if (c == '\n') {
        l->at++;
        finish(l, t, PY_T_NEWLINE);
        next_line(l);
        l->line_begins = true;
        return true;
    }
    return lex_symbol(l, t);
}

void bob_py_lex(PyLexer *l, PyToken *t)
{
    bool good = l->state == PY_LEX_OK && (l->pending != 0 || skip_space(l));
    *t = (PyToken){.text = l->at};
    t->place.line = l->line;
    t->place.column = bob_py_lex_column(l, l->at);
    /* For CPython the end of the text is on the last line, not after it. */
    if (l->at >= l->end && !l->in_fstring && l->line > 1 && l->column == 1)
        t->place.line--;
    if (good && l->pending != 0) {
        finish(l, t, l->pending > 0 ? PY_T_INDENT : PY_T_DEDENT);
        l->pending += l->pending > 0 ? -1 : 1;
        return;
    }
    if (!good || !lex(l, t))
        t->type = PY_T_ERROR;
}
