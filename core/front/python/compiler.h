/* Inside the compiler: what its passes share, and in which order they run.
 *
 *   parse/       text to tree (ast.h, ast.def)
 *   analyse/
 *     scope.c    who binds which name; which defs surely ran before the calls of their functions
 *     infer.c    types of expressions and variables, with own.c in the same walk:
 *     own.c      who may refer to an object, and so what RELEASE gives back
 *     fold.c     operators on literals
 *   emit/        bytecode, through code.c: emit_stmt.c, emit_loop.c, emit_expr.c, emit_call.c,
 *                emit_builtin.c
 *
 * builtins.c, builtin_names.c, signature.c and annotate.c are tables and questions for all of them.
 *
 * Each pass walks the tree in the order of evaluation. Recursion follows the tree's nesting, which
 * PY_DEEPEST bounds (bob_py_enter_node). A pass that fails sets PyCompiler.status and goes on as if
 * nothing had happened: whoever loops over many nodes tests it, and nothing is emitted any more. */
#ifndef BOB_PYTHON_COMPILER_H
#define BOB_PYTHON_COMPILER_H

#include "core/front/assembly/constants.h"
#include "core/front/python/compile.h"
#include "core/front/python/parse/ast.h"
#include "core/machine/program.h"

/* CPython itself gives up at some 3000 levels. */
#define PY_DEEPEST 1500u
#define PY_NOTHING UINT32_MAX

/* ---- types: which an expression's value may have; kept in PyExpr.types ---- */

/* A bit for each row of types.def, objects first; of those that the compiler speaks of, a name. */
enum {
#define OBJECT(NAME, ...) T_BIT_##NAME,
#include "core/machine/types/types.def"
    T_OBJECT_BITS,
    T_BIT_BEFORE_VALUES = T_OBJECT_BITS - 1,
#define VALUE(NAME, ...) T_BIT_##NAME,
#include "core/machine/types/types.def"
    T_BITS
};
_Static_assert(T_BITS <= 32, "T_FRESH is bit 32");
#define T_NONE ((PyTypes)1 << T_BIT_NONE)
#define T_INT ((PyTypes)1 << T_BIT_INT) /* and no bool */
#define T_FLOAT ((PyTypes)1 << T_BIT_FLOAT)
#define T_STR ((PyTypes)1 << T_BIT_STR)
#define T_LIST ((PyTypes)1 << T_BIT_LIST)
#define T_TUPLE ((PyTypes)1 << T_BIT_TUPLE)
#define T_DICT ((PyTypes)1 << T_BIT_DICT)
#define T_DICT_KEYS ((PyTypes)1 << T_BIT_DICT_KEYS)
#define T_DICT_VALUES ((PyTypes)1 << T_BIT_DICT_VALUES)
#define T_DICT_ITEMS ((PyTypes)1 << T_BIT_DICT_ITEMS)
#define T_SET ((PyTypes)1 << T_BIT_SET)
#define T_FROZENSET ((PyTypes)1 << T_BIT_FROZENSET)
#define T_SETS (T_SET | T_FROZENSET)
#define T_ITERATOR ((PyTypes)1 << T_BIT_ITERATOR)
#define T_FUNC ((PyTypes)1 << T_BIT_FUNC)
#define T_EXCEPTION ((PyTypes)1 << T_BIT_EXCEPTION)
#define T_BOOL ((PyTypes)1 << T_BIT_BOOL)
#define T_INSTANCE ((PyTypes)1 << T_BIT_OBJECT)
#define T_ALL (((PyTypes)1 << T_BITS) - 1)
#define T_CALLABLE (T_FUNC | (PyTypes)1 << T_BIT_FUNCTION) /* a function of the program */
#define T_INTEGER (T_INT | T_BOOL)
#define T_NUMBER (T_INTEGER | T_FLOAT)
#define T_OBJECT (((PyTypes)1 << T_OBJECT_BITS) - 1) /* what has a header on the heap */
#define T_SEQUENCE ((PyTypes)T_SEQUENCES)            /* what is indexed, sliced and joined */
enum {
    T_SEQUENCES = 0
#define OBJECT(NAME, name, python, public, snapshot, constant, flags)                              \
    | (((flags)&TYPE_SEQUENCE) != 0 ? 1 << T_BIT_##NAME : 0)
#include "core/machine/types/types.def"
};
/* What | & ^ and - take besides numbers. */
#define T_UNITED (T_DICT | T_SETS)
/* Not a type: if it is an object nothing else refers to it, since this expression made it. The
 * types have the lower 32 bits to themselves. */
#define T_FRESH ((PyTypes)1 << 32)
_Static_assert(T_ALL < T_FRESH, "a type's bit is none of what else is known");

/* ---- names ---- */

typedef enum PyImport {
    IMPORT_NOTHING,
    IMPORT_MATH,
    IMPORT_SYS,
    IMPORT_MATH_NAME, /* from math import name */
    IMPORT_SYS_NAME,
    IMPORT_HOST,        /* no module is bound to a name: only what it has is imported */
    IMPORT_HOST_NAME,   /* what the host answers */
    IMPORT_ANNOTATIONS, /* typing and __future__: names for annotations only */
} PyImport;

/* Whether the first assignment of a local comes before its every use, by blocks: a use is
 * dominated while the block of that assignment is open. */
typedef struct PyDominance {
    bool mentioned;
    bool undominated; /* some use is not dominated by the first assignment */
    uint32_t block;   /* of the first assignment */
} PyDominance;

/* What own.h explains; no one else reads it. */
typedef struct PyOwnership {
    bool kept, tainted, made;
    bool owner; /* its object is released when it changes and at the end */
} PyOwnership;

/* A name in a scope. */
typedef struct PySymbol {
    const PyIdentifier *id;
    uint32_t scope;
    bool param, bound, global_decl, nonlocal_decl;
    const PyStmt *declaration; /* as nonlocal, or NULL */
    bool cell;                 /* functions within its own mention it: it lives in a cell */
    bool shared;               /* of the module: functions mention it, so it is a global */
    bool deleted, rebound;     /* rebound: more than one binding */
    bool named;                /* bound within expressions: a := b */
    PyImport import;
    const PyIdentifier *imported; /* the module's name for it */
    uint32_t defines;             /* the scope of the def that binds it, or PY_NOTHING */
    uint32_t class_scope;         /* of the last class statement that binds it, or PY_NOTHING */
    uint32_t number;              /* of a parameter, from 0 */
    uint32_t position;            /* of that def, or import, among the module's statements; of an
                                   * import PY_NOTHING where a mention may come before it */
    bool known;                   /* it is that one function wherever it is mentioned */
    PyDominance dominance;        /* scope.c */
    PyTypes types;                /* infer.c */
    PyOwnership own;              /* own.c */
    /* code */
    uint32_t hidden; /* comprehension variables: the number in their hidden name, else 0 */
    uint32_t name;   /* in the program, + 1; 0 until asked for */
} PySymbol;

typedef enum PyScopeKind {
    SCOPE_MODULE,
    SCOPE_FUNCTION,
    SCOPE_CLASS,
    SCOPE_COMPREHENSION
} PyScopeKind;

typedef struct PyScope {
    PyScopeKind kind;
    uint32_t parent; /* PY_NOTHING for the module */
    uint32_t frame;  /* the function or module whose frame it uses */
    const PyStmt *def;
    const char *called; /* a comprehension, by CPython, to which it is a function */
    uint32_t function;  /* in the program */
    uint32_t symbol;    /* that the def binds, PY_NOTHING of a lambda and what is decorated */
    bool valued;        /* used as a value, so calls are not all known */
    bool has_call;      /* somewhere in the program, as a known function */
    bool uncalled;      /* nowhere: by a host alone, with anything */
    PyTypes returns;    /* types, with T_FRESH while all returns are fresh */
    bool unowned;       /* ownership is off: own.h */
    uint32_t *owners;   /* symbols */
    uint32_t owner_count;
    /* mentions of module names, for the proof of order: symbols */
    uint32_t *mentions;
    uint32_t mention_count;
    bool visited;
    /* symbols: its variables that functions within it share, in cells; those of functions around
     * it that it gets as hidden parameters, in their order */
    uint32_t *cells;
    uint32_t cell_count;
    uint32_t *free;
    uint32_t free_count;
} PyScope;

/* ---- labels: jumps to what is not placed yet are chained through their operands ---- */

typedef struct PyLabel {
    uint32_t at;    /* PY_NOTHING until placed */
    uint32_t chain; /* the last jump to it + 1, or 0 */
} PyLabel;

typedef struct PyLoop {
    struct PyLoop *outer;
    PyLabel on_continue, on_break;
    const struct Source *source; /* emit_loop.c: what it runs over, or NULL */
    const struct PyBlock *block; /* emit_try.c: what it is inside of */
} PyLoop;

/* Symbols looked up lately. */
#define PY_FOUND 2048u
typedef struct PyFound {
    const PyIdentifier *id;
    uint32_t scope, symbol;
} PyFound;

/* Where scope.c is. */
typedef struct PyScoping {
    uint32_t position; /* among the module's statements */
    uint32_t block;    /* the innermost open one */
    bool *block_open;
    uint32_t block_count;
    uint32_t iterables; /* of comprehensions: walks within them */
} PyScoping;

typedef struct PyCompiler {
    const BobAllocator *allocator;
    const PyModule *module;
    BobProgram *program;
    BobError *error;
    BobStatus status; /* the first failure; everything stops soon after */
    const char *name;
    BobPool pool;

    BobIntern symbol_keys; /* (scope, identifier) to symbol */
    PySymbol *symbols;
    uint32_t symbol_count;
    PyFound found[PY_FOUND];
    PySymbol nowhere;     /* the symbol that is used where memory is out */
    BobIntern scope_keys; /* def or comprehension node to scope */
    PyScope *scopes;
    uint32_t scope_count;
    uint32_t depth;

    PyUnowned *unowned; /* where not NULL: which functions are */
    void *unowned_ctx;
    PyScoping scoping; /* scope.c, while it walks */

    /* infer.c */
    bool changed;

    /* code */
    uint32_t scope;    /* being compiled */
    uint32_t function; /* in the program */
    uint32_t line;
    uint32_t hidden; /* hidden locals so far in this function */
    PyLoop *loop;
    const struct PyBlock *block; /* emit_try.c, as the next ones */
    uint32_t covered_by;         /* the handler of what is emitted now, or PY_NOTHING */
    uint32_t covered_from;
    uint32_t *starts; /* of the function's handlers */
    uint32_t start_count;
    BobHandler *covers; /* their start: an index of starts */
    uint32_t cover_count;
    bool has_try; /* somewhere in the module */
    bool argv_used;
    bool has_classes; /* so there may be instances */
    bool *
        attribute_defined; /* by identifier: classes or instances may have it; of attribute_count */
    uint32_t attribute_count;
    bool postponed; /* from __future__ import annotations: they are never evaluated */
    struct PyRefusals
        *refusals;           /* where not NULL: a refusal is noted there and compiling goes on */
    const PyExpr *collected; /* a generator expression all of which is taken before any use */
    const PyExpr *consumed;  /* an expression of which only the elements are wanted, in order */
} PyCompiler;

/* ---- failures: compile.c ---- */

/* "x is not supported", at a place; the first one counts. */
COLD void bob_py_refuse(PyCompiler *c, const PyPlace *at, const char *format, ...)
    PRINTF_LIKE(3, 4);
COLD void bob_py_out_of_memory(PyCompiler *c);

/* Guards recursion; false (and a refusal) when too deep or something failed before. */
bool bob_py_enter_node(PyCompiler *c, const PyPlace *at);
static inline void bob_py_leave_node(PyCompiler *c)
{
    c->depth--;
}

/* ---- scope.c ---- */

void bob_py_find_scopes(PyCompiler *c);
uint32_t bob_py_scope_of(PyCompiler *c, const void *node);
static inline PyScope *bob_py_scope(PyCompiler *c, uint32_t i)
{
    return &c->scopes[i];
}

typedef enum PyRefKind {
    REF_LOCAL, /* of the frame */
    REF_CELL,  /* in a cell that the frame's local of that name holds */
    REF_NAME,  /* of a class's body, else global: LOAD_NAME */
    REF_GLOBAL,
    REF_FUNCTION, /* a known function; symbol->defines */
    REF_IMPORT,   /* symbol->import */
    REF_BUILTIN,  /* no binding in the module */
} PyRefKind;

typedef struct PyRef {
    PyRefKind kind;
    PySymbol *symbol; /* NULL for REF_BUILTIN */
} PyRef;

/* What a name means in a scope. */
PyRef bob_py_resolve(PyCompiler *c, uint32_t scope, const PyIdentifier *id);
/* The variable that a := b binds: one of the function around comprehensions. */
PyRef bob_py_resolve_named(PyCompiler *c, uint32_t scope, const PyIdentifier *id);

static inline bool bob_py_is(const PyIdentifier *id, const char *text)
{
    const char *a = id->text;
    while (*a != '\0' && *a == *text)
        a++, text++;
    return *a == *text;
}

/* Whether a value of these types may be an instance of a class. */
static inline bool bob_py_may_be_instance(const PyCompiler *c, PyTypes types)
{
    return c->has_classes && ((types & T_INSTANCE) != 0 || (types & T_ALL) == 0);
}
/* Whether an instance or a class may have an attribute of that name. */
static inline bool bob_py_is_attribute(const PyCompiler *c, const PyIdentifier *id)
{
    return c->has_classes && id->id < c->attribute_count && c->attribute_defined[id->id];
}

/* ---- infer.c ---- */

/* In whose words CPython says that a call does not fit; see signature.c. */
typedef enum PyStyle {
    PY_STYLE_ONE,   /* "x() takes exactly one argument (2 given)" */
    PY_STYLE_CHECK, /* "x expected 2 arguments, got 1" */
    PY_STYLE_PARSE, /* "x() takes at least 1 argument (0 given)" */
    PY_STYLE_NAMED, /* takes keywords */
    PY_STYLE_MANY,  /* takes any number of values, and keywords */
    PY_STYLE_ENUMERATE,
    PY_STYLE_LOG,
} PyStyle;

/* What the compiler makes use of in a built-in: its row's traits. */
typedef enum PyTrait {
    /* An argument may live on in the result or the receiver: always; unless it is the only one,
     * whose elements it takes; of tuple(), where that may be a tuple, which is its own copy. */
    RETAINS = 1 << 0,
    RETAINS_MANY = 1 << 1,
    RETAINS_TUPLE = 1 << 2,
    /* Not even an element of an element of an argument does: all of it can be released. */
    FORGETS = 1 << 3,
    /* Only the elements of an argument are wanted, one after another, so that range() and the
     * like need not be objects of their own: of the first argument, of each, of the first where
     * it is the only one, of a range alone. */
    TAKES_ELEMENTS = 1 << 4,
    TAKES_EACH = 1 << 5,
    TAKES_ALONE = 1 << 6,
    TAKES_RANGE = 1 << 7,
    /* All elements are taken before any is used, so that a generator expression can be a list. */
    TAKES_ALL = 1 << 8,
    /* Of a generator expression it is a loop, where the call is. */
    IS_LOOP = 1 << 9,
    /* An iterator in Python: as a value it is refused. */
    IS_LAZY = 1 << 10,
    /* What it gives depends on what it gets: a number of the argument's type, an int unless it
     * has digits, one of several arguments. */
    GIVES_MAGNITUDE = 1 << 11,
    GIVES_ROUNDED = 1 << 12,
    GIVES_ONE = 1 << 13,
    /* The receiver lives on in the result: a view of a dict. */
    RETAINS_SELF = 1 << 14,
} PyTrait;

/* A built-in function or method: a row of builtins.def or math.def, which say what these are. */
typedef struct PyBuiltinRow {
    const char *name;
    const char *signature;
    PyStyle style;
    int opcode; /* or -1 */
    int at;
    int builtin; /* or -1 */
    PyTypes types;
    PyTypes receivers; /* of a method, else 0 */
    unsigned traits;   /* PyTrait */
} PyBuiltinRow;

void bob_py_infer(PyCompiler *c);
/* Whether operands of these types are surely "unsupported operand type(s)" of an operator. */
/* Whether op= changes a set in place. */
bool bob_py_changes_set(unsigned op);
bool bob_py_never_takes(unsigned op, PyTypes left, PyTypes right);

/* Whether it is surely one of these types. */
static inline bool bob_py_only(const PyExpr *e, PyTypes types)
{
    return (e->types & T_ALL) != 0 && (e->types & T_ALL & ~types) == 0;
}

/* ---- fold.c ---- */

/* Works out an operator on int literals whose operands have been. */
void bob_py_fold(PyExpr *e);
/* Whether e is an int that is known, a literal or worked out, and fits. */
bool bob_py_literal_int(const PyExpr *e, int64_t *v);

/* ---- compile.c ---- */

/* A function's name as messages show it: "outer.<locals>.inner". */
void bob_py_qualified_name(PyCompiler *c, BobBuffer *b, const PyScope *f);

/* ---- annotate.c ---- */

/* Refuses an annotation that Python evaluates here, unless that surely does nothing. */
void bob_py_check_annotation(PyCompiler *c, const PyExpr *e);

/* ---- code.c ---- */

void bob_py_emit(PyCompiler *c, unsigned opcode, uint32_t operand);
void bob_py_emit_int(PyCompiler *c, int64_t i);
void bob_py_emit_none(PyCompiler *c);
void bob_py_emit_value(PyCompiler *c, BobValue v);
void bob_py_emit_text(PyCompiler *c, const char *text, size_t n);
void bob_py_emit_builtin(PyCompiler *c, unsigned builtin, uint32_t argc);
uint32_t bob_py_program_name(PyCompiler *c, const char *text, size_t n);
/* The number of a name to ask the host by. */
uint32_t bob_py_program_ask(PyCompiler *c, const PyPlace *at, const char *text, size_t n);

#define PY_LABEL ((PyLabel){PY_NOTHING, 0})
void bob_py_emit_jump(PyCompiler *c, unsigned opcode, PyLabel *label);
void bob_py_place_label(PyCompiler *c, PyLabel *label);

/* A new local that no Python name can be: "what.N". */
uint32_t bob_py_hidden(PyCompiler *c, const char *what);

void bob_py_emit_load(PyCompiler *c, PyRef ref, const PyExpr *at);
void bob_py_emit_store(PyCompiler *c, PyRef ref, const PyPlace *at);
uint32_t bob_py_symbol_name(PyCompiler *c, PySymbol *s);

/* ---- emit_expr.c ---- */

void bob_py_emit_expr(PyCompiler *c, const PyExpr *e);
/* ( -- start stop step ), none for what is left out. */
void bob_py_emit_slice(PyCompiler *c, const PyExpr *slice);
/* Jumps to label if e's truth is `sense`, goes on otherwise. */
void bob_py_emit_condition(PyCompiler *c, const PyExpr *e, bool sense, PyLabel *label);
/* The line that CPython is at when it has tested a condition: of the last comparison in it, else
 * `line`. */
uint32_t bob_py_tested_line(const PyExpr *e, uint32_t line);
/* The operation of a binary operator on two operands of these types. */
void bob_py_emit_binary(PyCompiler *c, unsigned op, const PyExpr *left, const PyExpr *right);

/* ---- signature.c ---- */

#define PY_MOST_PARAMS 6u

typedef struct PyBound {
    uint32_t given[PY_MOST_PARAMS]; /* the argument, keywords after the others, or PY_NOTHING */
    uint32_t params;
    char error[200]; /* CPython's words where it does not fit */
} PyBound;

typedef enum PyFit { PY_FITS, PY_FAILS, PY_REFUSED } PyFit;

/* Which argument of the call is for which parameter. `owner` goes before the name in messages. */
PyFit bob_py_bind(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row, const char *owner,
                  PyBound *b);

/* ---- builtins.c ---- */

const PyBuiltinRow *bob_py_builtin_row(const char *name);
/* A method of that name, for a receiver of these types. */
const PyBuiltinRow *bob_py_method_row(const char *name, PyTypes receiver);
/* The same where several have it that take other arguments: one that takes those of the call, if
 * any does. */
const PyBuiltinRow *bob_py_method_for(const char *name, PyTypes receiver, const PyExpr *call);
/* Of all methods of that name: their traits, whether one keeps an argument of the call, and what
 * those of such receivers give. */
unsigned bob_py_method_traits(const char *name);
bool bob_py_method_retains(const char *name, const PyExpr *call);
PyTypes bob_py_method_result(const char *name, PyTypes receiver);
/* Whether it is dict.fromkeys. */
bool bob_py_is_fromkeys(PyCompiler *c, uint32_t scope, const PyExpr *f);
/* What `value.name` is of an imported module: its row in a table of functions. */
const PyBuiltinRow *bob_py_math_row(const char *name);
bool bob_py_math_constant(const PyIdentifier *name, double *value);
/* The types of the receivers that have a method of that name. */
PyTypes bob_py_method_types(const char *name);
/* Whether an argument may live on in the result or the receiver of this call. */
bool bob_py_retains(const PyBuiltinRow *row, const PyExpr *call);

/* ---- callee.c ---- */

/* Whether e is `module.name` of an imported module, or a name imported from one. */
PyImport bob_py_imported(PyCompiler *c, uint32_t scope, const PyExpr *e, const PyIdentifier **name);
/* Whether e is a name that nothing binds: evaluating it is a NameError. */
bool bob_py_is_undefined(PyCompiler *c, uint32_t scope, const PyExpr *e);
/* The parameter of a known function that an argument of a call is for (keywords after the others),
 * or PY_NOTHING. */
uint32_t bob_py_param_of(PyCompiler *c, uint32_t callee, const PyExpr *e, uint32_t arg);
/* How many values a function object of f holds: defaults and cells. */
uint32_t bob_py_held_values(const PyScope *f);
/* Whether a call has *values or **values. */
bool bob_py_is_spread(const PyExpr *call);
bool bob_py_has_star(const PyExprList *list);
/* The function that a call calls, where it is known and takes the call's arguments one by one, or
 * PY_NOTHING. */
uint32_t bob_py_known_function(PyCompiler *c, uint32_t scope, const PyExpr *call);

/* ---- emit_function.c ---- */

void bob_py_emit_def(PyCompiler *c, const PyStmt *s);
/* A def or lambda as a value: its defaults are evaluated here. */
void bob_py_emit_function(PyCompiler *c, const PyStmt *def);
/* A built-in as a value: a function of the program that calls it. */
void bob_py_emit_builtin_value(PyCompiler *c, const PyExpr *at, const PyBuiltinRow *row);
bool bob_py_is_type_name(const char *name);
/* What is only called, so that a built-in type can be a function too. */
void bob_py_emit_callable(PyCompiler *c, const PyExpr *e);
/* A known function as a value, and a default of it. */
void bob_py_emit_known(PyCompiler *c, const PyScope *f);
void bob_py_emit_default(PyCompiler *c, const PyScope *f, uint32_t param);
/* Cells for the variables of a function or comprehension that functions within it share. */
void bob_py_make_cells(PyCompiler *c, uint32_t scope);
void bob_py_emit_cell(PyCompiler *c, PySymbol *s);

/* Whether the call of an attribute, of no module, may be that of a class or an instance. */
bool bob_py_calls_attribute(const PyCompiler *c, const PyExpr *attribute);

/* ---- emit_class.c ---- */

/* A decorator, before what it decorates, and after. property and the like are built-ins, which are
 * no values. */
void bob_py_emit_decorator(PyCompiler *c, const PyExpr *e);
void bob_py_emit_decorated(PyCompiler *c, const PyExpr *e);
/* What a class's body begins with. */
void bob_py_emit_class_begin(PyCompiler *c, const PyScope *f);

void bob_py_emit_class(PyCompiler *c, const PyStmt *s);
/* At the end of the code of a class's body. */
void bob_py_emit_class_end(PyCompiler *c, const PyScope *f);
/* value.name, of no module. */
void bob_py_emit_attribute(PyCompiler *c, const PyExpr *e);
/* A call of value.name(...). */
void bob_py_emit_attribute_call(PyCompiler *c, const PyExpr *e);
/* Calls of type, isinstance and the like that are no rows; false where e is none of them. */
bool bob_py_emit_type_call(PyCompiler *c, const PyExpr *e);
/* type(x).__name__ and type(x) is int; false where e is none of these. */
bool bob_py_emit_type_test(PyCompiler *c, const PyExpr *e);
/* Whether it is super(). */
bool bob_py_is_super(PyCompiler *c, uint32_t scope, const PyExpr *e);

/* ---- emit_call.c ---- */

void bob_py_emit_call(PyCompiler *c, const PyExpr *e);
/* Whether it is a call of range with one to three values; they are left on the stack by
 * bob_py_range_values, for the built-ins that need no list of its elements. */
bool bob_py_is_range(PyCompiler *c, const PyExpr *e);
void bob_py_range_values(PyCompiler *c, const PyExpr *e);
/* The same where something is evaluated after them: Python makes the range before, which may not
 * fail then. */
void bob_py_sure_range_values(PyCompiler *c, const PyExpr *e);
/* The line that Python gives a call: of a method that of its name. */
uint32_t bob_py_call_line(PyCompiler *c, const PyExpr *e);
/* sys.exit(value) and raise SystemExit(value). */
void bob_py_emit_exit(PyCompiler *c, const PyExpr *value, uint32_t line);

/* ---- builtin_names.c ---- */

/* Whether it is a name that Python has from the start, supported or not. */
bool bob_py_is_builtin_name(const char *name);
bool bob_py_is_error_type(const char *name);
/* Whether `raise` takes that type. */
bool bob_py_is_raised(const char *name);
/* Whether e is a call of that built-in. */
bool bob_py_calls(PyCompiler *c, uint32_t scope, const PyExpr *e, const char *name);
/* Whether e is a call of range, enumerate or the like: elements made one by one. */
bool bob_py_is_lazy(PyCompiler *c, uint32_t scope, const PyExpr *e);

/* ---- emit_loop.c ---- */

void bob_py_emit_for(PyCompiler *c, const PyStmt *s);
void bob_py_emit_while(PyCompiler *c, const PyStmt *s);
/* Where control leaves the open loops up to one that stays: gives back the temporaries
 * that they run over. */
void bob_py_release_loops(PyCompiler *c, const PyLoop *stays);
/* A comprehension's loops around `body`, called once with the compiler in its scope. */
void bob_py_emit_comprehension(PyCompiler *c, const PyExpr *e,
                               void (*body)(PyCompiler *, const PyExpr *, void *), void *ctx);

/* ---- emit_try.c ---- */

void bob_py_emit_try(PyCompiler *c, const PyStmt *s);
void bob_py_emit_raise(PyCompiler *c, const PyStmt *s);
/* The exception of a built-in class that a call makes. */
void bob_py_emit_exception(PyCompiler *c, const PyExpr *call, const char *name);
/* Whether leaving the blocks up to `stays` (NULL: all) does anything. */
bool bob_py_leaves_blocks(const PyCompiler *c, const struct PyBlock *stays);
/* What runs where control leaves them: the finally blocks, and what is being handled is again what
 * was. What jumps or returns follows it; then bob_py_rejoin_blocks goes back to `inside`, which
 * c->block was before. */
void bob_py_leave_blocks(PyCompiler *c, const struct PyBlock *stays);
void bob_py_rejoin_blocks(PyCompiler *c, const struct PyBlock *inside, uint32_t covered_by);
/* Gives the function its handlers. */
void bob_py_end_handlers(PyCompiler *c);
/* The name of the built-in class of exceptions that e is, or NULL. */
const char *bob_py_exception_of(PyCompiler *c, uint32_t scope, const PyExpr *e);

/* ---- emit_stmt.c ---- */

void bob_py_emit_body(PyCompiler *c, const PyBody *body);
/* Takes the value on the stack apart into targets, or binds it. */
void bob_py_emit_assign(PyCompiler *c, const PyExpr *target, const PyExpr *value);
void bob_py_emit_functions(PyCompiler *c);

#endif
