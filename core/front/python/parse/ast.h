/* The syntax tree of a Python module: nodes as in CPython's ast module, for the subset.
 *
 * The whole grammar of 3.11 is recognised. What is outside the subset is a PY_UNSUPPORTED
 * expression or a PY_UNSUPPORTED_STMT with its name and place and, mostly, without children;
 * some constructs have no node at all (a `*args` parameter, a non-ASCII name). All of them
 * count for PyModule.unsupported, which is the first in source order: a module
 * where that is not NULL can't be compiled, and nothing else needs to be known about it.
 *
 * Everything lives in the module's arena and is freed with it at once. Lists hold `count`
 * pointers; items is unspecified where count is 0. Trees are nested at most
 * PY_MAX_NESTING levels deep, except for chains, which a consumer should walk with a loop:
 *   - BinOp, Attribute, Subscript and Call by their left operand (`left`, `value`, `function`)
 *   - UnaryOp by its operand
 *   - IfExp by `orelse`
 *   - If by an `orelse` that is one statement with is_elif set. */
#ifndef BOB_PYTHON_AST_H
#define BOB_PYTHON_AST_H

#include "core/base/memory.h"

/* Levels of nesting in source: brackets, blocks, lambdas, operands. CPython's own
 * parser stops at 6000 of its rules' calls, some 90 to 200 nested expressions. */
#define PY_MAX_NESTING 1000u

/* ---- pieces ---- */

/* Where a thing begins and ends: lines from 1, columns in characters from 1, the end
 * exclusive (as in CPython, but for the columns, which count bytes from 0 there). */
typedef struct PyPlace {
    uint32_t line, column;
    uint32_t end_line, end_column;
} PyPlace;

/* A name; one per spelling and module, so that equal names are equal pointers. */
typedef struct PyIdentifier {
    const char *text; /* NUL-terminated */
    uint32_t size;
    uint32_t id; /* 0 to PyModule.identifier_count - 1 */
    bool ascii;
} PyIdentifier;

typedef struct PyExpr PyExpr;
typedef struct PyStmt PyStmt;

typedef struct PyExprList {
    PyExpr **items;
    uint32_t count;
} PyExprList;

typedef struct PyBody {
    PyStmt **items;
    uint32_t count;
} PyBody;

/* A construct outside the subset: "class", "dict display", "slice with a step", ... */
typedef struct PyUnsupported {
    const char *what;
    PyPlace place;
} PyUnsupported;

/* ---- expressions ---- */

/* ast.def has the rows. A PY_FORMATTED_VALUE is only among the values of a PY_JOINED_STR; a
 * PY_SLICE is only a subscript's index or an element of the tuple there. */
typedef enum PyExprKind {
#define EXPR(name, class, words, children) PY_##name,
#include "core/front/python/parse/ast.def"
} PyExprKind;

typedef enum PyContext { PY_LOAD, PY_STORE, PY_DEL } PyContext;

typedef enum PyConstantType {
    PY_CONST_NONE,
    PY_CONST_BOOL,
    PY_CONST_INT,
    PY_CONST_FLOAT,
    PY_CONST_STR,
} PyConstantType;

typedef enum PyOperator { /* of BinOp and AugAssign */
                          PY_ADD,
                          PY_SUB,
                          PY_MULT,
                          PY_MAT_MULT, /* also recorded as unsupported */
                          PY_DIV,
                          PY_MOD,
                          PY_POW,
                          PY_L_SHIFT,
                          PY_R_SHIFT,
                          PY_BIT_OR,
                          PY_BIT_XOR,
                          PY_BIT_AND,
                          PY_FLOOR_DIV,
} PyOperator;

typedef enum PyUnaryOperator { PY_INVERT, PY_NOT, PY_UADD, PY_USUB } PyUnaryOperator;

typedef enum PyBoolOperator { PY_AND, PY_OR } PyBoolOperator;

typedef enum PyCompareOperator {
    PY_EQ,
    PY_NOT_EQ,
    PY_LT,
    PY_LT_E,
    PY_GT,
    PY_GT_E,
    PY_IS,
    PY_IS_NOT,
    PY_IN,
    PY_NOT_IN,
} PyCompareOperator;

/* Kinds of PY_UNSUPPORTED, as far as they matter before it is refused. */
typedef enum PyOddKind {
    PY_ODD_OTHER,
    PY_ODD_AWAIT,
    PY_ODD_YIELD,
    PY_ODD_ELLIPSIS,
    PY_ODD_BYTES,
    PY_ODD_LITERAL, /* a complex number, a string with a named escape, ... */
} PyOddKind;

/* Of a BinOp or UnaryOp of int literals: its value, if that is known to fit, or just 2^63. */
typedef enum PyFolded { PY_NOT_FOLDED, PY_FOLDED, PY_FOLDED_2_63 } PyFolded;

typedef struct PyKeyword {
    const PyIdentifier *name; /* NULL for **value */
    PyExpr *value;
    PyPlace place; /* of name=value */
} PyKeyword;

typedef struct PyComprehension { /* for target in iter if a if b */
    PyExpr *target;
    PyExpr *iter;
    PyExprList ifs;
    PyPlace place; /* from the `for`, or the `async` before it */
} PyComprehension;

/* A set of types and what else is known of a value: the T_* of compiler.h. */
typedef uint64_t PyTypes;

struct PyExpr {
    uint8_t kind;       /* PyExprKind */
    uint8_t context;    /* PyContext of Name, Tuple, List, Attribute, Subscript */
    bool parenthesized; /* within round brackets, a tuple's own included */
    uint8_t folded;     /* PyFolded, by the compiler */
    PyTypes types;      /* for the compiler (compiler.h); 0 at first */
    PyPlace place;      /* as CPython's: without enclosing brackets, but with a tuple's own */
    union {
        struct {
            uint8_t type; /* PyConstantType */
            bool boolean;
            /* The literal is above INT64_MAX; integer is then INT64_MIN where it is exactly
             * 2^63 (which - makes an int), else 0. */
            bool overflow;
            int64_t integer;
            double number;
            const char *text; /* str: UTF-8, NUL-terminated, may hold NULs */
            uint32_t size;    /* bytes */
        } constant;
        struct {
            PyExprList values; /* str constants (none empty) and formatted values */
        } joined;
        struct {
            PyExpr *value;
            PyExpr *spec;    /* a PY_JOINED_STR, or NULL */
            char conversion; /* 's', 'r', 'a' or 0. `=` has become text and 'r' */
        } formatted;
        struct {
            const PyIdentifier *id;
        } name;
        struct {
            PyExprList elements;
        } sequence; /* PY_TUPLE, PY_LIST, PY_SET */
        struct {
            PyExprList elements; /* keys, each with its value after it, and operands of ** */
            bool *merged;        /* of each whether it is one of ** */
            bool plain;          /* literals alone */
        } dict;
        struct {
            PyExpr *left, *right;
            PyPlace op_place;
            int64_t value; /* where folded */
            uint8_t op;    /* PyOperator */
        } binary;
        struct {
            PyExpr *operand;
            int64_t value; /* where folded */
            uint8_t op;    /* PyUnaryOperator */
        } unary;
        struct {
            PyExprList values; /* at least two */
            uint8_t op;        /* PyBoolOperator */
        } boolean;
        struct {
            PyExpr *left;
            PyExprList comparators; /* at least one */
            uint8_t *ops;           /* PyCompareOperator, one a comparator */
        } compare;
        struct {
            PyExpr *function;
            PyExprList args;
            PyKeyword *keywords;
            uint32_t keyword_count;
        } call;
        struct {
            PyExpr *value;
            const PyIdentifier *name;
            PyPlace name_place;
        } attribute;
        struct {
            PyExpr *value;
            PyExpr *index; /* any expression, a PY_SLICE, or a tuple of these */
        } subscript;
        struct {
            PyExpr *lower, *upper, *step; /* NULL where absent */
        } slice;
        struct {
            PyExpr *test, *body, *orelse; /* body if test else orelse */
        } if_exp;
        struct {
            PyExpr *element;
            PyExpr *key;              /* of PY_DICT_COMP, whose value is the element */
            PyComprehension *clauses; /* at least one */
            uint32_t clause_count;
        } comprehension; /* PY_LIST_COMP, PY_SET_COMP, PY_DICT_COMP, PY_GENERATOR_EXP */
        struct {
            PyExpr *value;
        } starred; /* of a call, a display, a target */
        struct {
            PyExpr *target, *value; /* (a := b); the target is a Name */
        } named;
        struct {
            PyStmt *def; /* a PY_FUNCTION_DEF named "<lambda>" whose body is one PY_RETURN */
        } lambda;
        struct {
            const char *what;
            PyExpr *value; /* NULL */
            uint8_t odd;   /* PyOddKind */
        } unsupported;
    };
};

/* ---- statements ---- */

typedef enum PyStmtKind {
#define STMT(name, class, children) PY_##name,
#include "core/front/python/parse/ast.def"
} PyStmtKind;

typedef struct PyParam {
    const PyIdentifier *name;
    PyExpr *annotation; /* or NULL */
    PyExpr *value;      /* the default, or NULL */
    PyPlace place;      /* name and annotation */
    bool positional_only, keyword_only;
    bool starred; /* *args */
} PyParam;

typedef struct PyAlias {
    const PyIdentifier *name;   /* dotted, where the source is: "os.path" */
    const PyIdentifier *asname; /* or NULL */
    PyPlace place;
} PyAlias;

typedef struct PyGlobalName {
    const PyIdentifier *name;
    PyPlace place;
} PyGlobalName;

/* except type as name: body */
typedef struct PyHandler {
    PyExpr *type;             /* or NULL */
    const PyIdentifier *name; /* or NULL */
    PyPlace place;
    PyBody body;
} PyHandler;

struct PyStmt {
    uint8_t kind;  /* PyStmtKind */
    bool is_elif;  /* a PY_IF written as `elif` in its parent's orelse */
    PyPlace place; /* the whole statement, bodies included */
    union {
        struct {
            const PyIdentifier *name;
            PyPlace name_place;
            PyParam *params;
            uint32_t param_count;
            PyExpr *returns; /* or NULL */
            PyExprList decorators;
            PyExprList bases; /* of a class, which has no parameters */
            PyBody body;
        } def; /* PY_FUNCTION_DEF, PY_CLASS_DEF */
        struct {
            PyExpr *value; /* NULL for a bare return */
        } ret;
        struct {
            PyExprList targets;
        } del;
        struct {
            PyExprList targets; /* a = b = value has two */
            PyExpr *value;
            bool moves; /* last use: the name on the right is dead after this assignment, if all its
                         * uses are dominated by its first binding (set by scope.c) */
        } assign;
        struct {
            PyExpr *target; /* Name (context Store), Attribute, Subscript */
            PyExpr *value;
            PyPlace op_place;
            uint8_t op; /* PyOperator */
        } aug;
        struct {
            PyExpr *target; /* Name, Attribute, Subscript */
            PyExpr *annotation;
            PyExpr *value; /* or NULL */
            bool simple;   /* the target is a Name without brackets */
        } ann;
        struct {
            PyExpr *target, *iter;
            PyBody body, orelse;
        } loop; /* PY_FOR */
        struct {
            PyExpr *test;
            PyBody body, orelse;
        } branch; /* PY_IF, PY_WHILE */
        struct {
            PyExpr *exception; /* NULL for a bare raise */
            PyExpr *cause;     /* after `from`, or NULL */
        } raise;
        struct {
            PyBody body, orelse, finally;
            PyHandler **handlers;
            uint32_t handler_count;
        } try_;
        struct {
            PyExpr *test, *message; /* message or NULL */
        } assert_;
        struct {
            const PyIdentifier *module; /* ImportFrom: dotted, or NULL; else NULL */
            PyAlias *aliases;           /* `import *` is unsupported */
            uint32_t alias_count;
            uint32_t level; /* leading dots */
        } import;
        struct {
            PyGlobalName *names;
            uint32_t count;
            bool nonlocal;
        } global;
        struct {
            PyExpr *value;
        } expr;
        struct {
            const char *what;
        } unsupported;
    };
};

/* ---- the module ---- */

/* So many things that are not supported are told of. */
#define PY_MOST_REFUSALS 200u

typedef struct PyArenaBlock PyArenaBlock;

/* Memory that is freed at once. Allocations are zeroed and aligned for any type. */
typedef struct PyArena {
    const BobAllocator *allocator;
    PyArenaBlock *blocks; /* the newest first */
    char *at, *end;       /* what is free in the newest */
} PyArena;

/* NULL when memory is out. */
NODISCARD void *bob_py_arena_alloc(PyArena *a, size_t n);
void bob_py_arena_free(PyArena *a);

typedef struct PyModule {
    PyArena arena;
    PyBody body;
    const PyUnsupported *unsupported; /* the first in source order, or NULL */
    PyUnsupported *more;              /* as they were met, that one too, up to a number */
    uint32_t more_count;
    const PyIdentifier *class_cell; /* __class__, where there is a class, else NULL */
    PyIdentifier **identifiers;     /* by id */
    uint32_t identifier_count;
} PyModule;

/* Frees the module and all its nodes; NULL is fine. */
void bob_py_module_free(PyModule *module);

/* ---- visitors ---- */

/* What a child is to its parent: see ast.def. */
typedef enum PyRole { PY_VALUE, PY_TARGET, PY_NOTE } PyRole;

typedef void PyVisitExpr(void *ctx, PyExpr *child, PyRole role);
typedef void PyVisitBody(void *ctx, const PyBody *body);

/* Calls visit for each expression that e is made of, those that are absent left out. */
void bob_py_each_child(const PyExpr *e, PyVisitExpr *visit, void *ctx);
/* The same for a statement, and for its bodies `body`. An `elif` counts as a part of the `if`
 * that it belongs to, so that thousands of them do not nest. */
void bob_py_each_part(const PyStmt *s, PyVisitExpr *visit, PyVisitBody *body, void *ctx);
/* The statement that an elif is, or NULL: what follows s in a chain of them. */
static inline const PyStmt *bob_py_elif(const PyStmt *s)
{
    if (s->kind != PY_IF || s->branch.orelse.count != 1 || !s->branch.orelse.items[0]->is_elif)
        return NULL;
    return s->branch.orelse.items[0];
}

/* What CPython calls an expression in its messages: "literal", "function call", ... */
const char *bob_py_expr_name(const PyExpr *e);

/* Whether control never reaches the end of a body. */
bool bob_py_ends(const PyBody *body);

#endif
