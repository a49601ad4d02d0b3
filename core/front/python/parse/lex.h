/* Python source to tokens, by the rules of CPython 3.11's tokenizer.
 *
 * The lexer allocates nothing; tokens point into the decoded text. Errors are those of
 * CPython's tokenizer, at its places; it tells two sorts apart. What it raises itself (a
 * bad number, an unmatched bracket) wins over a syntax error that is earlier in the
 * file; what it merely reports to the parser (indentation, the end of the file) does not. */
#ifndef BOB_PYTHON_LEX_H
#define BOB_PYTHON_LEX_H

#include "core/front/python/parse/ast.h"

/* CPython's MAXLEVEL and MAXINDENT. */
#define PY_MAX_BRACKETS 200u
#define PY_MAX_INDENTS 100u

/* Symbols, the longest of a kind first: the lexer takes the first that fits. */
/* clang-format off */
#define PY_SYMBOLS(X)                                                                            \
    X(ELLIPSIS, "...") X(POWER_EQ, "**=") X(FLOOR_EQ, "//=") X(LSHIFT_EQ, "<<=")                 \
    X(RSHIFT_EQ, ">>=") X(NOT_EQ, "!=") X(MOD_EQ, "%=") X(AND_EQ, "&=") X(POWER, "**")           \
    X(MULT_EQ, "*=") X(ADD_EQ, "+=") X(SUB_EQ, "-=") X(ARROW, "->") X(FLOOR, "//")               \
    X(DIV_EQ, "/=") X(WALRUS, ":=") X(LSHIFT, "<<") X(LT_EQ, "<=") X(LTGT, "<>") X(EQ_EQ, "==")  \
    X(GT_EQ, ">=") X(RSHIFT, ">>") X(AT_EQ, "@=") X(XOR_EQ, "^=") X(OR_EQ, "|=") X(MOD, "%")     \
    X(AND, "&") X(LPAR, "(") X(RPAR, ")") X(STAR, "*") X(PLUS, "+") X(COMMA, ",") X(MINUS, "-")  \
    X(DOT, ".") X(SLASH, "/") X(COLON, ":") X(SEMI, ";") X(LT, "<") X(EQUAL, "=") X(GT, ">")     \
    X(AT, "@") X(LBRACKET, "[") X(RBRACKET, "]") X(XOR, "^") X(LBRACE, "{") X(OR, "|")           \
    X(RBRACE, "}") X(TILDE, "~")

#define PY_KEYWORDS(X)                                                                           \
    X(FALSE, "False") X(NONE, "None") X(TRUE, "True") X(KW_AND, "and") X(AS, "as")               \
    X(ASSERT_, "assert") X(ASYNC, "async") X(AWAIT, "await") X(BREAK, "break")                   \
    X(CLASS, "class") X(CONTINUE, "continue") X(DEF, "def") X(DEL, "del") X(ELIF, "elif")        \
    X(ELSE, "else") X(EXCEPT, "except") X(FINALLY, "finally") X(FOR, "for") X(FROM, "from")      \
    X(GLOBAL, "global") X(IF, "if") X(IMPORT, "import") X(IN, "in") X(IS, "is")                  \
    X(LAMBDA, "lambda") X(NONLOCAL, "nonlocal") X(KW_NOT, "not") X(KW_OR, "or")                  \
    X(PASS, "pass") X(RAISE, "raise") X(RETURN, "return") X(TRY, "try") X(WHILE, "while")        \
    X(WITH, "with") X(YIELD, "yield")
/* clang-format on */

typedef enum PyTokenType {
    PY_T_END,
    PY_T_NEWLINE,
    PY_T_INDENT,
    PY_T_DEDENT,
    PY_T_NAME,
    PY_T_NUMBER,
    PY_T_STRING,
    PY_T_UNKNOWN, /* a character that begins nothing: $ ? ! ` */
    PY_T_ERROR,   /* see PyLexer.error; the lexer stays there */
#define X(name, text) PY_T_##name,
    PY_SYMBOLS(X) PY_KEYWORDS(X)
#undef X
        PY_T_COUNT
} PyTokenType;

typedef struct PyToken {
    uint8_t type;   /* PyTokenType */
    bool ascii;     /* of a NAME */
    bool bracketed; /* its last character is within brackets */
    uint32_t size;
    const char *text;
    PyPlace place;
} PyToken;

/* A refusal that will become a BobError. */
typedef struct PyError {
    const char *type; /* "SyntaxError", ...; NULL: there is none; "": not a syntax error */
    uint32_t line, column;
    char message[208];
} PyError;

void bob_py_error(PyError *e, const char *type, uint32_t line, uint32_t column, const char *format,
                  ...) PRINTF_LIKE(5, 6);

typedef struct PyBracket {
    char open;
    uint32_t line, column;
} PyBracket;

typedef enum PyLexState {
    PY_LEX_OK,
    PY_LEX_RAISED,   /* an error of the lexer's own */
    PY_LEX_REPORTED, /* one that is the parser's to raise */
    PY_LEX_EOF,      /* the text ends within brackets or after a backslash */
} PyLexState;

typedef struct PyLexer {
    const char *at, *end;  /* end: a NUL, or inside a text (an f-string's expression) */
    const char *column_at; /* a place on the line whose column is known: `column` */
    uint32_t line, column;
    bool line_begins, in_fstring, closed;
    int pending; /* INDENT tokens to give, or DEDENT where negative */
    unsigned indent, level;
    uint32_t indents[PY_MAX_INDENTS], alt_indents[PY_MAX_INDENTS];
    PyBracket brackets[PY_MAX_BRACKETS];
    PyLexState state;
    PyError error;
} PyLexer;

/* A lexer for decoded text, which ends with a newline and a NUL at `end`. */
void bob_py_lex_begin(PyLexer *l, const char *text, size_t n);

/* A lexer for an f-string's expression, which is read as if there were round brackets
 * around it: lines are joined, and the last token but END is a ). */
void bob_py_lex_fstring(PyLexer *l, const char *text, size_t n, uint32_t line, uint32_t column);

void bob_py_lex(PyLexer *l, PyToken *token);

/* Of a type: "if", "+", "newline". */
const char *bob_py_token_text(uint8_t type);

/* ---- for the lexer's own files ---- */

/* The place of p, on this line and not before the last place asked for. */
uint32_t bob_py_lex_column(PyLexer *l, const char *p);

/* Sets the error at p on the current line and returns false. */
bool bob_py_lex_raise(PyLexer *l, const char *p, const char *format, ...) PRINTF_LIKE(3, 4);

/* l->at is at a number's first character: moves past it. */
bool bob_py_lex_number(PyLexer *l);

/* Whether a non-ASCII character may begin or continue a name. */
bool bob_py_is_name_char(uint32_t point, bool first);

/* Past a name; false with the error set at a character that can't be in one. */
bool bob_py_lex_name(PyLexer *l, PyToken *token);

/* ---- decoding ---- */

/* Text as the lexer wants it, from source as it is in a file: byte order mark and coding
 * cookie obeyed, UTF-8 checked, newlines made "\n", one added at the end if there is none.
 * BOB_OK, BOB_OUT_OF_MEMORY, or BOB_INVALID_PROGRAM with *error filled. */
BobStatus bob_py_decode(const char *source, size_t n, PyArena *arena, const char **text,
                        size_t *size, PyError *error);

#endif
