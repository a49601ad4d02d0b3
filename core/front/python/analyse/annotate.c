/* Annotations: Python evaluates those of parameters and results when a def runs, and those of a
 * module's variables; what can be seen to do nothing and not to fail is left out, whatever else it
 * holds, and anything else is refused. */
#include <string.h>

#include "core/front/python/compiler.h"

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static bool is_odd(const PyExpr *e, PyOddKind odd)
{
    return e->kind == PY_UNSUPPORTED && e->unsupported.odd == (uint8_t)odd;
}

/* The built-in that a name is, or NULL. */
static const char *builtin_of(PyCompiler *c, const PyExpr *e)
{
    if (e->kind != PY_NAME || bob_py_resolve(c, c->scope, e->name.id).kind != REF_BUILTIN ||
        !bob_py_is_builtin_name(e->name.id->text))
        return NULL;
    return e->name.id->text;
}

static bool has_run(const PySymbol *s)
{
    return s->scope == 0 ? s->position != PY_NOTHING : !s->dominance.undominated;
}

/* The name in the module typing that an expression is, or NULL. */
static const char *typing_of(PyCompiler *c, const PyExpr *e)
{
    bool attribute = e->kind == PY_ATTRIBUTE && e->attribute.value->kind == PY_NAME;
    PyRef ref;
    if (e->kind != PY_NAME && !attribute)
        return NULL;
    ref = bob_py_resolve(c, c->scope, attribute ? e->attribute.value->name.id : e->name.id);
    if (ref.kind != REF_IMPORT || ref.symbol->import != IMPORT_ANNOTATIONS || !has_run(ref.symbol))
        return NULL;
    return attribute ? e->attribute.name->text : ref.symbol->imported->text;
}

static const char *const generic_types[] = {"dict",  "frozenset", "list", "set",
                                            "tuple", "type",      NULL};
static const char *const other_types[] = {"bool",   "bytearray", "bytes", "complex", "float", "int",
                                          "object", "range",     "slice", "str",     NULL};
static const char *const of_one[] = {"Collection",  "Container",  "Deque", "FrozenSet",
                                     "Iterable",    "Iterator",   "List",  "MutableSequence",
                                     "Reversible",  "Sequence",   "Set",   "Type",
                                     "AbstractSet", "MutableSet", NULL};
static const char *const of_two[] = {"DefaultDict",    "Dict",        "ItemsView", "Mapping",
                                     "MutableMapping", "OrderedDict", NULL};
static const char *const not_bare[] = {"Any",  "Callable", "Hashable", "Sized",
                                       "Text", "Tuple",    NULL};

static bool is_harmless(PyCompiler *c, const PyExpr *e);
static bool is_type(PyCompiler *c, const PyExpr *e);

/* Each element of a tuple, or the one that it is. */
static bool all_of(PyCompiler *c, const PyExpr *e, bool (*test)(PyCompiler *, const PyExpr *))
{
    uint32_t i;
    if (e->kind != PY_TUPLE)
        return test(c, e);
    for (i = 0; i < e->sequence.elements.count; i++)
        if (!test(c, e->sequence.elements.items[i]))
            return false;
    return true;
}

static bool is_ellipsis_or_type(PyCompiler *c, const PyExpr *e)
{
    return is_odd(e, PY_ODD_ELLIPSIS) || is_type(c, e);
}

static bool is_none(const PyExpr *e)
{
    return e->kind == PY_CONSTANT && e->constant.type == PY_CONST_NONE;
}

/* Callable[[A, B], C], Callable[..., C] */
static bool is_signature(PyCompiler *c, const PyExpr *e)
{
    const PyExpr *first = e->kind == PY_TUPLE && e->sequence.elements.count == 2
                              ? e->sequence.elements.items[0]
                              : NULL;
    uint32_t i;
    if (first == NULL || !is_type(c, e->sequence.elements.items[1]))
        return false;
    if (first->kind != PY_LIST)
        return is_odd(first, PY_ODD_ELLIPSIS);
    for (i = 0; i < first->sequence.elements.count; i++)
        if (!is_type(c, first->sequence.elements.items[i]))
            return false;
    return true;
}

static bool is_literal(PyCompiler *c, const PyExpr *e)
{
    (void)c;
    return e->kind == PY_CONSTANT;
}

/* typing checks what it is given. */
static bool takes(PyCompiler *c, const char *name, const PyExpr *index)
{
    uint32_t n = index->kind == PY_TUPLE ? index->sequence.elements.count : 1;
    if (strcmp(name, "Tuple") == 0)
        return all_of(c, index, n == 2 ? is_ellipsis_or_type : is_type);
    if (strcmp(name, "Callable") == 0)
        return is_signature(c, index);
    if (strcmp(name, "Literal") == 0)
        return n > 0 && all_of(c, index, is_literal);
    if (strcmp(name, "Union") == 0)
        return n > 0 && all_of(c, index, is_type);
    if (strcmp(name, "Optional") == 0 || is_one_of(name, of_one))
        return n == 1 && index->kind != PY_TUPLE && is_type(c, index);
    return is_one_of(name, of_two) && n == 2 && all_of(c, index, is_type);
}

static bool is_subscript(PyCompiler *c, const PyExpr *e)
{
    const char *builtin, *typing;
    if (e->kind != PY_SUBSCRIPT)
        return false;
    builtin = builtin_of(c, e->subscript.value);
    typing = typing_of(c, e->subscript.value);
    if (builtin != NULL)
        return is_one_of(builtin, generic_types) && all_of(c, e->subscript.index, is_harmless);
    return typing != NULL && takes(c, typing, e->subscript.index);
}

/* A type, or None: what typing and | take. */
static bool is_type(PyCompiler *c, const PyExpr *e)
{
    const char *builtin = builtin_of(c, e), *typing = typing_of(c, e);
    bool found;
    if (!bob_py_enter_node(c, &e->place))
        return false;
    if (builtin != NULL)
        found = is_one_of(builtin, generic_types) || is_one_of(builtin, other_types) ||
                bob_py_is_error_type(builtin);
    else if (typing != NULL)
        found =
            is_one_of(typing, of_one) || is_one_of(typing, of_two) || is_one_of(typing, not_bare);
    else if (e->kind == PY_BIN_OP && e->binary.op == PY_BIT_OR)
        found = is_type(c, e->binary.left) && is_type(c, e->binary.right) &&
                !(is_none(e->binary.left) && is_none(e->binary.right));
    else
        found = is_none(e) || is_subscript(c, e);
    bob_py_leave_node(c);
    return found;
}

static bool is_harmless(PyCompiler *c, const PyExpr *e)
{
    bool found = false;
    uint32_t i;
    if (!bob_py_enter_node(c, &e->place))
        return false;
    switch ((PyExprKind)e->kind) {
    case PY_CONSTANT:
        found = true;
        break;
    case PY_UNARY_OP:
        found = e->unary.op == PY_USUB && e->unary.operand->kind == PY_CONSTANT &&
                (e->unary.operand->constant.type == PY_CONST_INT ||
                 e->unary.operand->constant.type == PY_CONST_FLOAT);
        break;
    case PY_NAME:
    case PY_ATTRIBUTE:
        found = builtin_of(c, e) != NULL || typing_of(c, e) != NULL;
        break;
    case PY_TUPLE:
    case PY_LIST:
        for (i = 0, found = true; i < e->sequence.elements.count && found; i++)
            found = is_harmless(c, e->sequence.elements.items[i]);
        break;
    case PY_LAMBDA:
        for (i = 0, found = true; i < e->lambda.def->def.param_count && found; i++)
            found = e->lambda.def->def.params[i].value == NULL;
        break;
    case PY_UNSUPPORTED:
        found = is_odd(e, PY_ODD_ELLIPSIS) || is_odd(e, PY_ODD_BYTES) || is_odd(e, PY_ODD_LITERAL);
        break;
    case PY_DICT:
        found = e->dict.plain;
        break;
    case PY_SET: /* of what surely has a hash */
        for (i = 0, found = true; i < e->sequence.elements.count && found; i++)
            found = e->sequence.elements.items[i]->kind == PY_CONSTANT;
        break;
    case PY_BIN_OP:
    case PY_SUBSCRIPT:
    case PY_JOINED_STR:
    case PY_FORMATTED_VALUE:
    case PY_BOOL_OP:
    case PY_COMPARE:
    case PY_CALL:
    case PY_STARRED:
    case PY_NAMED_EXPR:
    case PY_SLICE:
    case PY_IF_EXP:
    case PY_LIST_COMP:
    case PY_SET_COMP:
    case PY_DICT_COMP:
    case PY_GENERATOR_EXP:
        found = is_type(c, e);
        break;
    }
    bob_py_leave_node(c);
    return found;
}

void bob_py_check_annotation(PyCompiler *c, const PyExpr *e)
{
    if (e == NULL || c->postponed || c->status != BOB_OK || is_harmless(c, e))
        return;
    bob_py_refuse(c, &e->place,
                  "an annotation that is evaluated and is no type that is known is not supported");
}
