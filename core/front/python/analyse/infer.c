/* Types of expressions and variables; the facts of ownership (own.h) are gathered in the same walk,
 * since each depends on the other: what an expression may be decides whether it has an object to
 * own, and a function's result is fresh only if its local was its object's sole owner.
 *
 * Variables start with no type, and every round only adds: the walk is monotonic over a finite set,
 * so walking again until nothing changes ends, and in the least solution, whatever the order of
 * definitions and however functions call each other. "No type" (unknown_yet) is not "any type": it
 * says that no value has got there yet, and what is computed from it must not add anything, else
 * the first round would leave types that no later one takes away.
 *
 * Should it take many rounds, all is set to the safe answer instead: any type, kept, tainted. */
#include "core/front/python/analyse/own.h"
#include "core/front/python/compiler.h"

/* A chain of calls n deep may take n rounds; after so many the safe answer is taken. */
#define MOST_ROUNDS 12

/* What becomes of a value: it is only read, or something may refer to it afterwards. */
typedef enum Use { READ, KEEP } Use;

static PyTypes walk(PyCompiler *c, uint32_t scope, PyExpr *e, Use use);
static void walk_body(PyCompiler *c, uint32_t scope, const PyBody *body);
static void walk_function(PyCompiler *c, const PyStmt *s, bool open);

/* ---- variables ---- */

static void add_types(PyCompiler *c, PySymbol *s, PyTypes types)
{
    types &= T_ALL;
    if ((s->types | types) != s->types) {
        s->types |= types;
        c->changed = true;
    }
}

static void set(PyCompiler *c, bool *flag)
{
    if (!*flag) {
        *flag = true;
        c->changed = true;
    }
}

/* A value of these types is bound to a variable. */
static void give(PyCompiler *c, PySymbol *s, PyTypes types, bool constant)
{
    add_types(c, s, types);
    bob_py_own_give(c, s, types, constant);
}

static bool only(PyTypes types, PyTypes allowed);
static bool unknown_yet(PyTypes types);

static void assign_to(PyCompiler *c, uint32_t scope, PyExpr *target, PyTypes types, bool constant)
{
    uint32_t i;
    PyRef ref;
    if (target->kind == PY_NAME) {
        ref = bob_py_resolve(c, scope, target->name.id);
        if (ref.symbol != NULL)
            give(c, ref.symbol, types, constant);
    } else if (target->kind == PY_TUPLE || target->kind == PY_LIST) {
        for (i = 0; i < target->sequence.elements.count; i++)
            assign_to(c, scope, target->sequence.elements.items[i], T_ALL, false);
    } else if (target->kind == PY_SUBSCRIPT && target->subscript.index->kind != PY_SLICE) {
        types = walk(c, scope, target->subscript.value, READ);
        (void)walk(c, scope, target->subscript.index,
                   only(types, T_LIST) || unknown_yet(types) ? READ
                                                             : KEEP); /* a dict keeps a key */
        target->types = T_ALL;
    } else if (target->kind == PY_STARRED) {
        assign_to(c, scope, target->starred.value, T_LIST, false);
    } else {
        (void)walk(c, scope, target, READ);
    }
}

/* ---- expressions ---- */

static bool only(PyTypes types, PyTypes allowed)
{
    return (types & T_ALL) != 0 && (types & T_ALL & ~allowed) == 0;
}

/* Of arithmetic on numbers; that of bools is an int. */
static PyTypes number(PyTypes a, PyTypes b)
{
    if (only(a, T_INTEGER) && only(b, T_INTEGER))
        return T_INT;
    return only(a, T_FLOAT) || only(b, T_FLOAT) ? T_FLOAT : T_INT | T_FLOAT;
}

/* A sum is a number if one side can only be one, else a sequence of a type that both may be. What
 * would be a TypeError adds no type: the program does not go on with it. */
static PyTypes add_result(PyTypes a, PyTypes b)
{
    PyTypes objects;
    if (only(a, T_NUMBER) || only(b, T_NUMBER))
        return number(a, b);
    if (only(a, T_SEQUENCE) && (a & T_ALL & (a - 1)) == 0)
        return a & T_SEQUENCE;
    objects = only(a, T_SEQUENCE)   ? a & T_SEQUENCE
              : only(b, T_SEQUENCE) ? b & T_SEQUENCE
                                    : a & b & T_SEQUENCE;
    return objects | ((a & T_NUMBER) != 0 && (b & T_NUMBER) != 0 ? number(a, b) : 0);
}

/* A sequence times an int, either way round; a float times anything is a float or an error. */
static PyTypes multiply_result(PyTypes a, PyTypes b)
{
    PyTypes objects = (a | b) & T_SEQUENCE;
    if (only(a, T_FLOAT) || only(b, T_FLOAT))
        return T_FLOAT;
    return objects | ((a & T_NUMBER) != 0 && (b & T_NUMBER) != 0 ? number(a, b) : 0);
}

/* No types: nothing is known yet. */
static bool unknown_yet(PyTypes types)
{
    return (types & T_ALL) == 0;
}

/* `instances`: there may be some, whose classes say what operators mean. */
static PyTypes binary_result(unsigned op, PyTypes a, PyTypes b, bool instances)
{
    PyTypes types = T_ALL;
    if (unknown_yet(a) || unknown_yet(b))
        return T_FRESH;
    if (instances && ((a | b) & T_INSTANCE) != 0)
        return T_ALL;
    switch ((PyOperator)op) {
    case PY_ADD:
        types = add_result(a, b);
        break;
    case PY_MULT:
        types = multiply_result(a, b);
        break;
    case PY_SUB:
        types = (a & b & T_NUMBER) != 0 || !only(a, T_UNITED) ? number(a, b) : 0;
        if ((a & T_SETS) != 0 && (b & T_ALL & ~T_NUMBER) != 0)
            types |= a & T_SETS;
        if ((a & (T_DICT_KEYS | T_DICT_ITEMS)) != 0)
            types |= T_SET;
        break;
    case PY_FLOOR_DIV:
        types = number(a, b);
        break;
    case PY_DIV:
        types = T_FLOAT;
        break;
    case PY_MOD:
        types = only(a, T_NUMBER) ? number(a, b) : only(a, T_STR) ? T_STR : T_STR | T_NUMBER;
        break;
    case PY_POW:
        types = T_INT | T_FLOAT;
        break;
    case PY_BIT_AND:
    case PY_BIT_OR:
    case PY_BIT_XOR: /* a bool of two bools */
        types = T_INT | (a & b & T_BOOL);
        if ((a & T_UNITED) != 0 && (b & T_UNITED) != 0) /* of dicts too */
            types = a & T_UNITED;
        if (!only(a, T_UNITED))
            types |= T_INT;
        if ((a & (T_DICT_KEYS | T_DICT_ITEMS)) != 0)
            types |= T_SET;
        break;
    case PY_L_SHIFT:
    case PY_R_SHIFT:
    case PY_MAT_MULT: /* refused */
        types = T_INT;
        break;
    }
    /* no type fits: a TypeError for sure; any type is as true as none, and asks for no more */
    return (types != 0 ? types : T_ALL) | T_FRESH;
}

bool bob_py_changes_set(unsigned op)
{
    return op == PY_BIT_OR || op == PY_BIT_AND || op == PY_BIT_XOR || op == PY_SUB;
}

bool bob_py_never_takes(unsigned op, PyTypes left, PyTypes right)
{
    PyTypes numbers = T_NUMBER, otherwise = 0; /* types for which it means something else */
    switch ((PyOperator)op) {
    case PY_ADD:
        otherwise = left & T_SEQUENCE;
        break;
    case PY_MULT:
        otherwise = (left | right) & T_SEQUENCE;
        break;
    case PY_MOD:
        otherwise = left & T_STR;
        break;
    case PY_SUB: /* of two sets or views */
        if ((right & (T_SETS | T_DICT_KEYS | T_DICT_ITEMS)) != 0)
            otherwise = left & (T_SETS | T_DICT_KEYS | T_DICT_ITEMS);
        break;
    case PY_DIV:
    case PY_FLOOR_DIV:
    case PY_POW:
        break;
    case PY_BIT_OR:
    case PY_BIT_XOR:
    case PY_BIT_AND:
        if ((right & (T_UNITED | T_DICT_KEYS | T_DICT_ITEMS)) != 0)
            otherwise = left & (T_UNITED | T_DICT_KEYS | T_DICT_ITEMS);
        numbers = T_INTEGER;
        break;
    case PY_MAT_MULT:
    case PY_L_SHIFT:
    case PY_R_SHIFT:
        numbers = T_INTEGER;
        break;
    }
    return !unknown_yet(left) && !unknown_yet(right) && otherwise == 0 &&
           ((left & numbers) == 0 || (right & numbers) == 0);
}

/* A function that is read as a value may be called from anywhere with anything. */
static PyTypes walk_name(PyCompiler *c, uint32_t scope, PyExpr *e, Use use)
{
    PyRef ref = bob_py_resolve(c, scope, e->name.id);
    switch (ref.kind) {
    case REF_NAME:
    case REF_LOCAL:
    case REF_CELL:
    case REF_GLOBAL:
        if (use == KEEP)
            bob_py_own_keep(c, ref.symbol);
        if (ref.symbol->defines != PY_NOTHING)
            set(c, &bob_py_scope(c, ref.symbol->defines)->valued);
        return ref.symbol->types;
    case REF_FUNCTION:
        set(c, &bob_py_scope(c, ref.symbol->defines)->valued);
        return T_CALLABLE;
    case REF_IMPORT:
    case REF_BUILTIN:
        break;
    }
    return bob_py_is(e->name.id, "__name__") ? T_STR : T_ALL;
}

static void walk_list(PyCompiler *c, uint32_t scope, const PyExprList *list, Use use)
{
    uint32_t i;
    for (i = 0; i < list->count; i++)
        (void)walk(c, scope, list->items[i], use);
}

/* A slice is a new object, and so is a character of a text; an element is still its list's. */
static PyTypes walk_subscript(PyCompiler *c, uint32_t scope, PyExpr *e)
{
    PyTypes types = walk(c, scope, e->subscript.value, READ);
    (void)walk(c, scope, e->subscript.index, READ);
    if (unknown_yet(types))
        return T_FRESH;
    if (e->subscript.index->kind == PY_SLICE)
        return (types & T_SEQUENCE ? types & T_SEQUENCE : T_SEQUENCE) | T_FRESH;
    return only(types, T_STR) ? T_STR | T_FRESH : T_ALL;
}

/* What a loop over a value of these types binds its variable to. A list that was made for the
 * loop hands its elements over. */
static PyTypes element_types(PyCompiler *c, uint32_t scope, const PyExpr *iter, PyTypes types)
{
    const PyExpr *f = iter->kind == PY_CALL ? iter->call.function : NULL;
    if (f != NULL && f->kind == PY_NAME && bob_py_is(f->name.id, "range") &&
        bob_py_resolve(c, scope, f->name.id).kind == REF_BUILTIN)
        return T_INT;
    return unknown_yet(types) ? 0 : only(types, T_STR) ? T_STR : bob_py_made_elements(iter);
}

static PyTypes walk_comprehension(PyCompiler *c, uint32_t scope, PyExpr *e)
{
    uint32_t inner = bob_py_scope_of(c, e), i;
    for (i = 0; i < e->comprehension.clause_count; i++) {
        const PyComprehension *clause = &e->comprehension.clauses[i];
        PyExpr *iter = clause->iter;
        PyTypes types = walk(c, i == 0 ? scope : inner, iter, READ);
        assign_to(c, inner, clause->target, element_types(c, i == 0 ? scope : inner, iter, types),
                  false);
        walk_list(c, inner, &clause->ifs, READ);
    }
    (void)walk(c, inner, e->comprehension.element, KEEP); /* the list refers to it */
    if (e->comprehension.key != NULL)
        (void)walk(c, inner, e->comprehension.key, KEEP);
    return (e->kind == PY_DICT_COMP ? T_DICT : e->kind == PY_SET_COMP ? T_SET : T_LIST) | T_FRESH;
}

/* The arguments of a known function: what they are is what its parameters take. Whether it keeps
 * one is known once its body has been walked; if that comes later, the change asks for another
 * round and the argument is kept then. */
static PyTypes walk_known_call(PyCompiler *c, uint32_t scope, PyExpr *e, uint32_t callee)
{
    PyScope *f = bob_py_scope(c, callee);
    uint32_t i;
    set(c, &f->has_call);
    for (i = 0; i < e->call.args.count + e->call.keyword_count; i++) {
        uint32_t p = bob_py_param_of(c, callee, e, i);
        bool named = i >= e->call.args.count;
        PyExpr *arg =
            named ? e->call.keywords[i - e->call.args.count].value : e->call.args.items[i];
        PySymbol *param =
            p == PY_NOTHING ? NULL : bob_py_resolve(c, callee, f->def->def.params[p].name).symbol;
        PyTypes types =
            walk(c, scope, arg, param == NULL || bob_py_own_is_kept(param) ? KEEP : READ);
        if (param != NULL)
            add_types(c, param, types);
    }
    return f->returns;
}

static PyTypes walk_arguments(PyCompiler *c, uint32_t scope, PyExpr *e, Use use)
{
    PyTypes first = T_ALL, types;
    uint32_t i;
    for (i = 0; i < e->call.args.count; i++) {
        types = walk(c, scope, e->call.args.items[i], use);
        if (i == 0)
            first = types;
    }
    for (i = 0; i < e->call.keyword_count; i++)
        (void)walk(c, scope, e->call.keywords[i].value, use);
    return first;
}

/* What a built-in gives where that depends on what it gets. */
static PyTypes narrow(const PyBuiltinRow *row, const PyExpr *e, PyTypes first)
{
    uint32_t i;
    PyTypes all = 0;
    for (i = 0; i < e->call.args.count; i++)
        all |= e->call.args.items[i]->types;
    if (unknown_yet(first) && e->call.args.count > 0)
        return T_FRESH;
    if (row->traits & GIVES_MAGNITUDE)
        return only(first, T_INTEGER) ? T_INT : only(first, T_FLOAT) ? T_FLOAT : row->types;
    if (row->traits & GIVES_ROUNDED)
        return e->call.args.count == 1 && e->call.keyword_count == 0 ? T_INT : row->types;
    if ((row->traits & GIVES_ONE) && e->call.args.count > 1)
        return all & T_ALL;
    if ((row->traits & RETAINS_TUPLE) && !bob_py_retains(row, e))
        return row->types | T_FRESH;
    return row->types;
}

/* A method: what all methods of that name may give, of the types that the receiver may have. What
 * shows a receiver that is only read is itself only read. */
static PyTypes walk_method(PyCompiler *c, uint32_t scope, PyExpr *e, Use use)
{
    PyExpr *f = e->call.function;
    const char *name = f->attribute.name->text;
    bool shows = use == KEEP && (bob_py_method_traits(name) & RETAINS_SELF) != 0;
    PyTypes receiver = walk(c, scope, f->attribute.value, shows ? KEEP : READ);
    const PyBuiltinRow *row = bob_py_method_row(name, 0);
    (void)walk_arguments(c, scope, e, row != NULL && !bob_py_method_retains(name, e) ? READ : KEEP);
    return row == NULL ? T_ALL : bob_py_method_result(name, receiver);
}

static PyTypes walk_call(PyCompiler *c, uint32_t scope, PyExpr *e, Use use)
{
    PyExpr *f = e->call.function;
    const PyIdentifier *name = NULL;
    const PyBuiltinRow *row = NULL;
    uint32_t callee = bob_py_known_function(c, scope, e);
    PyImport import;
    PyTypes types;
    if (callee != PY_NOTHING)
        return walk_known_call(c, scope, e, callee);
    import = bob_py_imported(c, scope, f, &name);
    if (import == IMPORT_MATH_NAME) {
        (void)walk_arguments(c, scope, e, READ);
        row = bob_py_math_row(name->text);
        return row != NULL ? row->types : T_ALL;
    }
    if (import != IMPORT_NOTHING) { /* the host may keep what it gets, and give it back later */
        (void)walk_arguments(c, scope, e, import == IMPORT_HOST_NAME ? KEEP : READ);
        return T_ALL;
    }
    if (bob_py_is_fromkeys(c, scope, f)) {
        (void)walk_arguments(c, scope, e, KEEP);
        return T_DICT | T_FRESH;
    }
    if (f->kind == PY_ATTRIBUTE && bob_py_calls_attribute(c, f)) {
        (void)walk(c, scope, f->attribute.value, KEEP);
        (void)walk_arguments(c, scope, e, KEEP);
        return T_ALL;
    }
    if (f->kind == PY_ATTRIBUTE)
        return walk_method(c, scope, e, use);
    if (f->kind == PY_NAME && bob_py_resolve(c, scope, f->name.id).kind == REF_BUILTIN) {
        row = bob_py_builtin_row(f->name.id->text);
        if (row != NULL) { /* what is not a row is refused later */
            types = walk_arguments(c, scope, e, READ);
            if (bob_py_retains(row, e))
                (void)walk_arguments(c, scope, e, KEEP);
            return narrow(row, e, types);
        }
    }
    if (bob_py_exception_of(c, scope, f) != NULL) {
        (void)walk_arguments(c, scope, e, KEEP);
        return T_EXCEPTION;
    }
    (void)walk(c, scope, f, READ);
    (void)walk_arguments(c, scope, e, KEEP);
    return T_ALL;
}

static PyTypes constant_types(const PyExpr *e)
{
    static const PyTypes types[] = {
        [PY_CONST_NONE] = T_NONE,   [PY_CONST_BOOL] = T_BOOL,         [PY_CONST_INT] = T_INT,
        [PY_CONST_FLOAT] = T_FLOAT, [PY_CONST_STR] = T_STR | T_FRESH,
    };
    return types[e->constant.type];
}

/* What it binds is also a value that an expression goes on with: nothing gives it back. */
static PyTypes walk_named(PyCompiler *c, uint32_t scope, const PyExpr *e)
{
    PyTypes types = walk(c, scope, e->named.value, KEEP) & T_ALL;
    PyRef ref = bob_py_resolve_named(c, scope, e->named.target->name.id);
    if (ref.symbol != NULL) {
        give(c, ref.symbol, types, false);
        bob_py_own_keep(c, ref.symbol);
        bob_py_own_taint(c, ref.symbol);
    }
    e->named.target->types = types;
    return types;
}

typedef struct Walk {
    PyCompiler *c;
    uint32_t scope;
} Walk;

static void read_child(void *ctx, PyExpr *child, PyRole role)
{
    const Walk *w = ctx;
    if (role != PY_NOTE)
        (void)walk(w->c, w->scope, child, READ);
}

/* All that e is made of is read, and what it makes refers to none of it. */
static void read_children(PyCompiler *c, uint32_t scope, const PyExpr *e)
{
    Walk w = {c, scope};
    bob_py_each_child(e, read_child, &w);
}

/* A bool, unless an instance is compared, whose method may give anything. */
static PyTypes walk_compare(PyCompiler *c, uint32_t scope, PyExpr *e)
{
    uint32_t i;
    bool instances;
    read_children(c, scope, e);
    instances = bob_py_may_be_instance(c, e->compare.left->types);
    for (i = 0; i < e->compare.comparators.count; i++)
        instances |= bob_py_may_be_instance(c, e->compare.comparators.items[i]->types);
    for (i = 0; i < e->compare.comparators.count; i++)
        if (instances && e->compare.ops[i] < PY_IS)
            return T_ALL;
    return T_BOOL;
}

static PyTypes walk_kind(PyCompiler *c, uint32_t scope, PyExpr *e, Use use)
{
    PyTypes a, b;
    uint32_t i;
    switch ((PyExprKind)e->kind) {
    case PY_CONSTANT:
        return constant_types(e);
    case PY_JOINED_STR:
    case PY_FORMATTED_VALUE:
        read_children(c, scope, e);
        return T_STR | T_FRESH;
    case PY_NAME:
        return walk_name(c, scope, e, use);
    case PY_TUPLE:
    case PY_LIST:
        walk_list(c, scope, &e->sequence.elements, KEEP);
        return (e->kind == PY_TUPLE ? T_TUPLE : T_LIST) | T_FRESH;
    case PY_DICT:
        walk_list(c, scope, &e->dict.elements, KEEP);
        return T_DICT | T_FRESH;
    case PY_SET:
        walk_list(c, scope, &e->sequence.elements, KEEP);
        return T_SET | T_FRESH;
    case PY_BIN_OP:
        a = walk(c, scope, e->binary.left, READ);
        b = walk(c, scope, e->binary.right, READ);
        return binary_result(e->binary.op, a, b, c->has_classes);
    case PY_UNARY_OP:
        a = walk(c, scope, e->unary.operand, READ);
        if (unknown_yet(a))
            return T_FRESH;
        if (e->unary.op != PY_NOT && bob_py_may_be_instance(c, a))
            return T_ALL;
        if (e->unary.op == PY_UADD || e->unary.op == PY_USUB)
            return only(a, T_INTEGER) ? T_INT : only(a, T_FLOAT) ? T_FLOAT : T_INT | T_FLOAT;
        return e->unary.op == PY_NOT ? T_BOOL : T_INT;
    case PY_BOOL_OP:
        a = T_FRESH;
        for (i = 0, b = 0; i < e->boolean.values.count; i++) {
            PyTypes one = walk(c, scope, e->boolean.values.items[i], use);
            b |= one & T_ALL;
            a &= one;
        }
        return a | b;
    case PY_COMPARE:
        return walk_compare(c, scope, e);
    case PY_CALL:
        return walk_call(c, scope, e, use);
    case PY_ATTRIBUTE: /* a method may keep its object */
        (void)walk(c, scope, e->attribute.value, KEEP);
        return T_ALL;
    case PY_UNSUPPORTED:
        return T_ALL;
    case PY_SUBSCRIPT:
        return walk_subscript(c, scope, e);
    case PY_SLICE:
        read_children(c, scope, e);
        return T_NONE;
    case PY_IF_EXP:
        (void)walk(c, scope, e->if_exp.test, READ);
        a = walk(c, scope, e->if_exp.body, use);
        b = walk(c, scope, e->if_exp.orelse, use);
        return ((a | b) & T_ALL) | (a & b & T_FRESH);
    case PY_LIST_COMP:
    case PY_SET_COMP:
    case PY_DICT_COMP:
    case PY_GENERATOR_EXP:
        return walk_comprehension(c, scope, e);
    case PY_LAMBDA:
        walk_function(c, e->lambda.def, true);
        return T_CALLABLE;
    case PY_STARRED:
        (void)walk(c, scope, e->starred.value, KEEP);
        return T_ALL;
    case PY_NAMED_EXPR:
        return walk_named(c, scope, e);
    }
    return T_ALL;
}

static PyTypes walk(PyCompiler *c, uint32_t scope, PyExpr *e, Use use)
{
    PyTypes types;
    if (!bob_py_enter_node(c, &e->place))
        return T_ALL;
    types = walk_kind(c, scope, e, use);
    bob_py_fold(e);
    if (e->folded != PY_NOT_FOLDED)
        types = T_INT;
    e->types = types;
    bob_py_leave_node(c);
    return types;
}

/* ---- statements ---- */

static void walk_assign(PyCompiler *c, uint32_t scope, const PyStmt *s)
{
    PyExpr *value = s->assign.value;
    bool many = s->assign.targets.count > 1, display = value->kind == PY_TUPLE;
    const PyExpr *first = s->assign.targets.items[0];
    const PySymbol *moved = bob_py_moved(c, scope, s);
    uint32_t i;
    PyTypes types;
    if (!many && display && (first->kind == PY_TUPLE || first->kind == PY_LIST) &&
        first->sequence.elements.count == value->sequence.elements.count &&
        !bob_py_has_star(&first->sequence.elements) &&
        !bob_py_has_star(&value->sequence.elements)) {
        /* a, b = x, y: no tuple is made; each value goes to its target */
        for (i = 0; i < value->sequence.elements.count; i++) {
            PyExpr *e = value->sequence.elements.items[i];
            types = walk(c, scope, e, KEEP);
            assign_to(c, scope, first->sequence.elements.items[i], types, e->kind == PY_CONSTANT);
        }
        value->types = T_TUPLE | T_FRESH;
        return;
    }
    if (moved != NULL) {
        types = walk(c, scope, value, READ);
        if (bob_py_own_is_sole(moved))
            types |= T_FRESH;
        assign_to(c, scope, s->assign.targets.items[0], types, false);
        return;
    }
    types = walk(c, scope, value,
                 !many && (first->kind == PY_TUPLE || first->kind == PY_LIST) ? READ : KEEP);
    if (many)
        types &= ~T_FRESH;
    for (i = 0; i < s->assign.targets.count; i++)
        assign_to(c, scope, s->assign.targets.items[i], types, value->kind == PY_CONSTANT);
}

static void walk_augmented(PyCompiler *c, uint32_t scope, const PyStmt *s)
{
    PyTypes a = walk(c, scope, s->aug.target, READ), b = walk(c, scope, s->aug.value, READ);
    PyTypes types = binary_result(s->aug.op, a, b, c->has_classes);
    PyRef ref;
    if (s->aug.target->kind != PY_NAME || bob_py_never_takes(s->aug.op, a, b))
        return;
    ref = bob_py_resolve(c, scope, s->aug.target->name.id);
    if (ref.symbol == NULL)
        return;
    if (((a & T_LIST) != 0 && (s->aug.op == PY_ADD || s->aug.op == PY_MULT)) ||
        ((a & T_UNITED) != 0 && bob_py_changes_set(s->aug.op))) {
        /* A list or dict stays the object it is; where it could be anything, nothing is known. */
        bool one = only(a, T_LIST) || only(a, T_DICT) || only(a, T_SET);
        if (!one)
            bob_py_own_keep(c, ref.symbol);
        add_types(c, ref.symbol, one ? a & (T_LIST | T_DICT | T_SET) : types);
        return;
    }
    give(c, ref.symbol, types, false);
}

static void walk_return(PyCompiler *c, uint32_t scope, const PyStmt *s)
{
    PyScope *f = bob_py_scope(c, scope);
    PyExpr *value = s->ret.value;
    PyTypes types = T_NONE | T_FRESH, returns;
    if (value != NULL && value->kind == PY_NAME) {
        PyRef ref = bob_py_resolve(c, scope, value->name.id);
        types = walk(c, scope, value, ref.kind == REF_LOCAL && !ref.symbol->param ? READ : KEEP);
        /* A local that nothing else refers to hands its object over. */
        if (ref.kind == REF_LOCAL && !ref.symbol->param && bob_py_own_is_sole(ref.symbol))
            types |= T_FRESH;
    } else if (value != NULL) {
        types = walk(c, scope, value, KEEP);
        if ((types & T_OBJECT) == 0)
            types |= T_FRESH;
    }
    returns = (f->returns & types & T_FRESH) | ((f->returns | types) & T_ALL);
    if (returns != f->returns) {
        f->returns = returns;
        c->changed = true;
    }
}

/* A loop goes on with the object that it began with: a variable that is assigned more than
 * once must not release it. */
static void keep_if_rebound(PyCompiler *c, uint32_t scope, PyExpr *e)
{
    PyRef ref;
    if (e->kind == PY_IF_EXP || e->kind == PY_BOOL_OP)
        (void)walk(c, scope, e, KEEP);
    if (bob_py_is_lazy(c, scope, e)) {
        uint32_t i;
        for (i = 0; i < e->call.args.count; i++)
            keep_if_rebound(c, scope, e->call.args.items[i]);
    }
    if (e->kind != PY_NAME)
        return;
    ref = bob_py_resolve(c, scope, e->name.id);
    if (ref.symbol != NULL && ref.symbol->rebound)
        (void)walk(c, scope, e, KEEP);
}

static void walk_for(PyCompiler *c, uint32_t scope, const PyStmt *s)
{
    PyExpr *iter = s->loop.iter;
    PyTypes types = walk(c, scope, iter, READ);
    PyTypes element = element_types(c, scope, iter, types);
    keep_if_rebound(c, scope, iter);
    assign_to(c, scope, s->loop.target, element, false);
    walk_body(c, scope, &s->loop.body);
    walk_body(c, scope, &s->loop.orelse);
}

/* A function's parameters and body; `open`: not all who call it are known. */
static void walk_function(PyCompiler *c, const PyStmt *s, bool open)
{
    uint32_t inner = bob_py_scope_of(c, s), i;
    PyScope *f = bob_py_scope(c, inner);
    for (i = 0; i < s->def.param_count; i++) {
        PySymbol *p = bob_py_resolve(c, inner, s->def.params[i].name).symbol;
        if (s->def.params[i].value != NULL)
            add_types(c, p, walk(c, f->parent, s->def.params[i].value, KEEP));
        bob_py_own_taint(c, p); /* the caller has its object */
        if (s->def.params[i].starred)
            add_types(c, p, T_TUPLE);
        else if (open)
            add_types(c, p, T_ALL);
        if (open) {
            bob_py_own_keep(c, p);
        }
    }
    walk_body(c, inner, &s->def.body);
    if (!bob_py_ends(&s->def.body) && (f->returns & T_NONE) == 0) {
        f->returns |= T_NONE;
        c->changed = true;
    }
}

static void walk_def(PyCompiler *c, const PyStmt *s)
{
    const PyScope *f = bob_py_scope(c, bob_py_scope_of(c, s));
    PySymbol *name = bob_py_resolve(c, f->parent, s->def.name).symbol;
    uint32_t i;
    for (i = 0; i < s->def.decorators.count; i++)
        (void)walk(c, f->parent, s->def.decorators.items[i], KEEP);
    if (name != NULL) {
        add_types(c, name, s->def.decorators.count > 0 ? T_ALL : T_CALLABLE);
        if (s->def.decorators.count > 0)
            bob_py_own_taint(c, name);
    }
    walk_function(c, s, f->valued || f->uncalled || f->symbol == PY_NOTHING || !name->known);
}

static void walk_try(PyCompiler *c, uint32_t scope, const PyStmt *s)
{
    uint32_t i;
    walk_body(c, scope, &s->try_.body);
    for (i = 0; i < s->try_.handler_count; i++) {
        const PyHandler *h = s->try_.handlers[i];
        PySymbol *name = h->name == NULL ? NULL : bob_py_resolve(c, scope, h->name).symbol;
        if (h->type != NULL)
            (void)walk(c, scope, h->type, KEEP);
        if (name != NULL)
            give(c, name, T_EXCEPTION | T_NONE, false);
        walk_body(c, scope, &h->body);
    }
    walk_body(c, scope, &s->try_.orelse);
    walk_body(c, scope, &s->try_.finally);
}

static void read_body(void *ctx, const PyBody *body)
{
    const Walk *w = ctx;
    walk_body(w->c, w->scope, body);
}

/* What a class holds may be anything by then, and somebody refers to it. */
static void walk_class(PyCompiler *c, uint32_t scope, const PyStmt *s)
{
    PySymbol *name = bob_py_resolve(c, scope, s->def.name).symbol;
    uint32_t i;
    for (i = 0; i < s->def.decorators.count; i++)
        (void)walk(c, scope, s->def.decorators.items[i], KEEP);
    for (i = 0; i < s->def.bases.count; i++)
        (void)walk(c, scope, s->def.bases.items[i], KEEP);
    if (name != NULL) {
        add_types(c, name, T_ALL);
        bob_py_own_taint(c, name);
    }
    walk_body(c, bob_py_scope_of(c, s), &s->def.body);
}

static void walk_stmt(PyCompiler *c, uint32_t scope, const PyStmt *s)
{
    Walk w = {c, scope};
    uint32_t i;
    switch ((PyStmtKind)s->kind) {
    case PY_FUNCTION_DEF:
        walk_def(c, s);
        break;
    case PY_CLASS_DEF:
        walk_class(c, scope, s);
        break;
    case PY_RETURN:
        walk_return(c, scope, s);
        break;
    case PY_DELETE: /* a name is not read by it */
        for (i = 0; i < s->del.targets.count; i++)
            if (s->del.targets.items[i]->kind != PY_NAME)
                (void)walk(c, scope, s->del.targets.items[i], READ);
        break;
    case PY_ASSIGN:
        walk_assign(c, scope, s);
        break;
    case PY_AUG_ASSIGN:
        walk_augmented(c, scope, s);
        break;
    case PY_ANN_ASSIGN:
        if (s->ann.value != NULL)
            assign_to(c, scope, s->ann.target, walk(c, scope, s->ann.value, KEEP),
                      s->ann.value->kind == PY_CONSTANT);
        break;
    case PY_FOR:
        walk_for(c, scope, s);
        break;
    case PY_TRY:
        walk_try(c, scope, s);
        break;
    case PY_RAISE: /* the exception outlives the frame */
        if (s->raise.exception != NULL)
            (void)walk(c, scope, s->raise.exception, KEEP);
        if (s->raise.cause != NULL)
            (void)walk(c, scope, s->raise.cause, KEEP);
        break;
    case PY_ASSERT:
        (void)walk(c, scope, s->assert_.test, READ);
        if (s->assert_.message != NULL)
            (void)walk(c, scope, s->assert_.message, KEEP);
        break;
    case PY_WHILE:
    case PY_IF:
    case PY_EXPR:
    case PY_IMPORT:
    case PY_IMPORT_FROM:
    case PY_GLOBAL:
    case PY_PASS:
    case PY_BREAK:
    case PY_CONTINUE:
    case PY_UNSUPPORTED_STMT:
        bob_py_each_part(s, read_child, read_body, &w);
        break;
    }
}

static void walk_body(PyCompiler *c, uint32_t scope, const PyBody *body)
{
    uint32_t i;
    for (i = 0; i < body->count && c->status == BOB_OK; i++)
        if (bob_py_enter_node(c, &body->items[i]->place)) {
            walk_stmt(c, scope, body->items[i]);
            bob_py_leave_node(c);
        }
}

/* ---- the whole ---- */

static void give_up(PyCompiler *c)
{
    uint32_t i;
    bob_py_own_give_up(c);
    for (i = 0; i < c->symbol_count; i++)
        c->symbols[i].types = T_ALL;
    for (i = 0; i < c->scope_count; i++) {
        c->scopes[i].returns = T_ALL;
        c->scopes[i].valued = true;
    }
    walk_body(c, 0, &c->module->body);
}

/* What a cell or a class holds, others refer to. */
static void keep_cells(PyCompiler *c)
{
    uint32_t i;
    for (i = 0; i < c->symbol_count; i++)
        if (c->symbols[i].cell || c->scopes[c->symbols[i].scope].kind == SCOPE_CLASS) {
            if (c->scopes[c->symbols[i].scope].kind == SCOPE_CLASS)
                c->symbols[i].types = T_ALL;
            bob_py_own_keep(c, &c->symbols[i]);
            bob_py_own_taint(c, &c->symbols[i]);
        }
}

/* Whether no value has got to one of the function's parameters: it is not called, or only by
 * functions of which that is true. */
static bool is_unreached(PyCompiler *c, uint32_t scope)
{
    const PyScope *f = bob_py_scope(c, scope);
    uint32_t i;
    if (f->kind != SCOPE_FUNCTION || f->def == NULL || f->valued || f->uncalled)
        return false;
    for (i = 0; i < f->def->def.param_count; i++)
        if (unknown_yet(bob_py_resolve(c, scope, f->def->def.params[i].name).symbol->types))
            return true;
    return !f->has_call && f->def->def.param_count > 0;
}

/* What the program does not call, a host may (bob_machine_call), with any values. */
static bool open_unreached(PyCompiler *c)
{
    bool opened = false;
    uint32_t i;
    for (i = 0; i < c->scope_count; i++)
        if (is_unreached(c, i))
            opened = c->scopes[i].uncalled = true;
    return opened;
}

static void walk_rounds(PyCompiler *c)
{
    unsigned round;
    for (round = 0; round < MOST_ROUNDS && c->status == BOB_OK; round++) {
        c->changed = false;
        walk_body(c, 0, &c->module->body);
        if (!c->changed)
            break;
    }
}

void bob_py_infer(PyCompiler *c)
{
    keep_cells(c);
    walk_rounds(c);
    if (!c->changed && c->status == BOB_OK && open_unreached(c))
        walk_rounds(c);
    if (c->changed && c->status == BOB_OK)
        give_up(c);
    if (c->status == BOB_OK)
        bob_py_own_decide(c);
}
