/* What the parser's files share. The grammar is CPython's, top down: parse.c has statement
 * lists and the whole; parse_simple.c, parse_compound.c and parse_pattern.c statements;
 * parse_expr.c, parse_atom.c and parse_call.c expressions; parse_string.c and
 * parse_fstring.c literals; parse_target.c what may be assigned to; parse_scope.c the
 * checks CPython makes after parsing; parse_error.c what is said about it.
 *
 * A function that parses returns NULL or false when the parse has failed: then `failed` is
 * set, and with it either `error` or `out_of_memory`. p->tok is the token to look at next. */
#ifndef BOB_PYTHON_PARSE_STATE_H
#define BOB_PYTHON_PARSE_STATE_H

#include "core/base/intern.h"
#include "core/front/python/parse/lex.h"
#include "core/front/python/parse/parse.h"

/* CPython makes its late checks in passes over the whole module: the first error of the
 * first pass that has one is reported. */
typedef enum PyPass { PY_PASS_FUTURE, PY_PASS_SYMBOLS, PY_PASS_COMPILE, PY_PASSES } PyPass;

typedef enum PyParseScopeKind {
    PY_SCOPE_MODULE,
    PY_SCOPE_CLASS,
    PY_SCOPE_FUNCTION,
    PY_SCOPE_ASYNC,
    PY_SCOPE_LAMBDA,
} PyParseScopeKind;

/* What a scope has done with a name so far. */
enum { PY_USED = 1, PY_ASSIGNED = 2, PY_ANNOTATED = 4, PY_PARAM = 8, PY_IS_GLOBAL = 16 };

typedef struct PyNameState {
    uint32_t scope; /* the serial of the scope that flags are about */
    uint8_t flags;
} PyNameState;

typedef struct PyNameUse {
    uint32_t id;
    uint8_t flags;
} PyNameUse;

typedef struct PyNameUndo {
    uint32_t id;
    PyNameState state;
} PyNameUndo;

typedef struct PyParseScope {
    struct PyParseScope *parent;
    uint32_t serial;
    uint8_t kind; /* PyParseScopeKind */
    unsigned loops;
    size_t undo_mark;
} PyParseScope;

typedef struct PyParser {
    PyLexer *lex; /* file_lexer, or that of an f-string's expression */
    PyLexer file_lexer;
    PyToken tok, ahead;
    bool has_ahead, in_fstring;
    PyToken prev;       /* the last token consumed that is no NEWLINE, INDENT or DEDENT */
    uint64_t consumed;  /* how many were */
    uint64_t not_plain; /* of these the last that is no literal, comma, colon or closing brace */
    unsigned depth;

    PyModule *module;
    PyArena *arena;
    const BobAllocator *allocator;
    BobIntern names; /* to ids */
    size_t identifier_room;

    bool in_annotation;
    const PyIdentifier *mangled_by; /* the class around, whose name goes before __names in it */
    bool failed, out_of_memory, trial;
    bool from_lexer; /* the error is final, whatever other tokens follow */
    PyError error, late[PY_PASSES];

    /* Nodes of unfinished lists. */
    void **stack;
    size_t stack_count, stack_room;

    /* Text of unfinished strings. */
    BobBuffer text;

    PyUnsupported first_unsupported;

    /* The last disjunction parsed, and `consumed` after it: see bob_py_unexpected(). */
    PyExpr *disjunction;
    uint64_t disjunction_end;

    /* A `with (`: its bracket may hold `as`, and did. */
    bool with_bracket, with_as;

    /* Names in scopes, see parse_scope.c. */
    PyParseScope *scope;
    uint32_t scope_serial;
    PyNameState *name_states; /* by id */
    size_t name_state_count;
    PyNameUse *uses;
    size_t use_count, use_room;
    PyNameUndo *undo;
    size_t undo_count, undo_room;
    uint32_t *keyword_calls; /* by id: the last call that had the keyword */
    size_t keyword_call_count;
    uint32_t call_serial;
    bool future_allowed;
} PyParser;

/* ---- tokens ---- */

void bob_py_next(PyParser *p);
const PyToken *bob_py_ahead(PyParser *p);

static inline bool bob_py_at(const PyParser *p, uint8_t type)
{
    return p->tok.type == type;
}

/* Consumes a token of this type if it is there. */
bool bob_py_accept(PyParser *p, uint8_t type);
/* The same; otherwise the parse fails there. */
bool bob_py_expect(PyParser *p, uint8_t type);
bool bob_py_at_name(const PyParser *p, const char *text);
/* The identifier with a token's text. */
const PyIdentifier *bob_py_intern(PyParser *p, const PyToken *t);
/* The next token is a NAME: consumes and interns it. */
const PyIdentifier *bob_py_name(PyParser *p);

/* ---- errors ---- */

/* Fails at a place with a SyntaxError; NULL, so that callers may return it. */
void *bob_py_fail(PyParser *p, PyPlace place, const char *format, ...) PRINTF_LIKE(3, 4);
void *bob_py_fail_indent(PyParser *p, PyPlace place, const char *format, ...) PRINTF_LIKE(3, 4);
void *bob_py_no_memory(PyParser *p);
/* Fails at the current token, which the grammar does not allow there. */
void *bob_py_unexpected(PyParser *p);
/* Whether it could be said better than "invalid syntax", and was: `print x`, `f(a b)`,
 * `(a = 1)`, where an expression has just ended. */
bool bob_py_explain(PyParser *p);
/* Reads the rest of the tokens after a failure: an error there may come first. */
void bob_py_scan_rest(PyParser *p);
/* An error that is only reported when the whole module has parsed. */
void bob_py_late(PyParser *p, PyPass pass, PyPlace place, const char *format, ...)
    PRINTF_LIKE(4, 5);
/* Counts a level of recursion; false where it is one too many. */
bool bob_py_enter(PyParser *p);
static inline void bob_py_leave(PyParser *p)
{
    p->depth--;
}

/* ---- nodes ---- */

void *bob_py_alloc(PyParser *p, size_t n);
PyExpr *bob_py_expr(PyParser *p, uint8_t kind, PyPlace start);
PyStmt *bob_py_stmt(PyParser *p, uint8_t kind, PyPlace start);
/* Ends the node at the last token consumed. */
PyExpr *bob_py_end(PyParser *p, PyExpr *e);
/* Records a construct outside the subset. */
void bob_py_record(PyParser *p, const char *what, PyPlace place);
/* An annotation: nothing in it is recorded as unsupported, the compiler sees whether it counts. */
PyExpr *bob_py_annotation(PyParser *p, bool starred);
/* Records it and makes a node of it, from `start` to the last token consumed. */
/* *value, which has been parsed. */
PyExpr *bob_py_starred(PyParser *p, PyPlace start, PyExpr *value);
PyExpr *bob_py_odd(PyParser *p, PyOddKind odd, const char *what, PyPlace start, PyExpr *value);
PyStmt *bob_py_odd_stmt(PyParser *p, const char *what, PyPlace start);

/* Lists under construction: push, then take all above a mark. */
bool bob_py_push(PyParser *p, void *node);
bool bob_py_take(PyParser *p, size_t mark, PyExprList *list);
/* The same, for pointers to structs of `size` that become an array of them. */
bool bob_py_take_structs(PyParser *p, size_t mark, size_t size, void *array, uint32_t *count);

/* ---- expressions ---- */

PyExpr *bob_py_disjunction(PyParser *p);
PyExpr *bob_py_bit_or(PyParser *p);
PyExpr *bob_py_expression(PyParser *p);
PyExpr *bob_py_named(PyParser *p);      /* with := */
PyExpr *bob_py_star_named(PyParser *p); /* with := or * */
/* One or more with commas between them: a tuple. `star`: with starred ones. */
PyExpr *bob_py_expressions(PyParser *p, bool named);
PyExpr *bob_py_yield_or_expressions(PyParser *p);
/* The same for a value: a lone starred expression is an error (a late one). */
PyExpr *bob_py_value(PyParser *p);
bool bob_py_begins_expr(const PyParser *p);
PyExpr *bob_py_yield(PyParser *p);
PyExpr *bob_py_primary(PyParser *p);
PyExpr *bob_py_atom(PyParser *p);
/* What follows a (, with its ), or is between an f-string's braces. */
PyExpr *bob_py_bracketed(PyParser *p, PyPlace start);
PyExpr *bob_py_strings(PyParser *p);
PyExpr *bob_py_number(PyParser *p);
/* for ... in ... if ..., at `for` or `async`; names used since use_mark are the
 * comprehension's own. */
bool bob_py_clauses(PyParser *p, PyComprehension **clauses, uint32_t *count, size_t use_mark);
bool bob_py_at_clause(PyParser *p);
/* Arguments up to and with the ). */
bool bob_py_arguments(PyParser *p, PyExpr *call, bool class_bases);

/* Parameters up to `end`, a ) or a :. */
bool bob_py_params(PyParser *p, uint8_t end, PyParam **params, uint32_t *count);

/* ---- strings ---- */

/* A STRING token taken apart. */
typedef struct PyStringToken {
    const char *body, *end;
    bool raw, bytes, format;
    PyPlace body_place; /* where the body begins */
    PyPlace place;      /* of all the adjacent strings */
} PyStringToken;

/* Appends a literal's text to p->text, escapes replaced. */
bool bob_py_unescape(PyParser *p, const PyStringToken *t, const char *s, const char *end);
/* Pushes an f-string's values but for trailing text, which stays in p->text above
 * text_mark. */
bool bob_py_fstring(PyParser *p, const PyStringToken *t, size_t text_mark);
/* Makes what is in p->text above the mark a constant and pushes it, unless it is empty. */
bool bob_py_flush_text(PyParser *p, PyPlace place, size_t text_mark);

/* ---- targets ---- */

typedef enum PyTargetUse { PY_TARGET_STAR, PY_TARGET_FOR, PY_TARGET_DEL } PyTargetUse;

/* Makes an expression a target, or fails with "cannot assign to ...". */
bool bob_py_target(PyParser *p, PyExpr *e, PyTargetUse use);
/* bit_or with stars and commas: targets of `for`, checked. */
PyExpr *bob_py_for_targets(PyParser *p);
/* A late error where a name is __debug__. */
void bob_py_check_debug(PyParser *p, const PyIdentifier *name, PyPlace place);

/* ---- statements ---- */

bool bob_py_simple_statements(PyParser *p); /* a line of them, pushed */
PyStmt *bob_py_compound(PyParser *p);       /* NULL without failure: there is none here */
/* `: block`, as the block of `what` that began on a line. */
bool bob_py_block(PyParser *p, const char *what, uint32_t line, PyBody *body);
bool bob_py_body(PyParser *p, size_t mark, PyBody *body);
bool bob_py_at_match(PyParser *p);
PyStmt *bob_py_match(PyParser *p);

/* ---- scopes ---- */

void bob_py_push_scope(PyParser *p, PyParseScope *scope, PyParseScopeKind kind);
void bob_py_pop_scope(PyParser *p);
void bob_py_use(PyParser *p, const PyIdentifier *name, uint8_t flags);
void bob_py_commit_uses(PyParser *p);
void bob_py_param(PyParser *p, const PyIdentifier *name, PyPlace place);
void bob_py_global(PyParser *p, const PyIdentifier *name, PyPlace stmt, const char *what);
void bob_py_annotated(PyParser *p, const PyIdentifier *name, PyPlace place);
bool bob_py_in_function(const PyParser *p);
void bob_py_check_keywords(PyParser *p, const PyKeyword *keywords, uint32_t count);
void bob_py_future(PyParser *p, const PyStmt *s);

#endif
