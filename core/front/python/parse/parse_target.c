/* What may be assigned to, deleted, looped over. */
#include <string.h>

#include "core/front/python/parse/parse_state.h"

static bool starred(const PyExpr *e)
{
    return e->kind == PY_STARRED;
}

static bool invalid(PyParser *p, const PyExpr *e, PyTargetUse use)
{
    if (use == PY_TARGET_DEL)
        return bob_py_fail(p, e->place, "cannot delete %s", bob_py_expr_name(e)) != NULL;
    return bob_py_fail(p, e->place, "cannot assign to %s", bob_py_expr_name(e)) != NULL;
}

static bool target(PyParser *p, PyExpr *e, PyTargetUse use);

static bool sequence(PyParser *p, PyExpr *e, PyTargetUse use)
{
    unsigned stars = 0;
    for (uint32_t i = 0; i < e->sequence.elements.count; i++) {
        PyExpr *item = e->sequence.elements.items[i];
        stars += starred(item);
        if (starred(item) && use != PY_TARGET_DEL ? !target(p, item->starred.value, use)
                                                  : !target(p, item, use))
            return false;
    }
    if (stars > 1)
        bob_py_late(p, PY_PASS_COMPILE, e->place, "multiple starred expressions in assignment");
    return true;
}

static bool target(PyParser *p, PyExpr *e, PyTargetUse use)
{
    e->context = use == PY_TARGET_DEL ? PY_DEL : PY_STORE;
    switch ((PyExprKind)e->kind) {
    case PY_NAME:
        bob_py_use(p, e->name.id, PY_ASSIGNED);
        bob_py_check_debug(p, e->name.id, e->place);
        return true;
    case PY_ATTRIBUTE:
        bob_py_check_debug(p, e->attribute.name, e->place);
        return true;
    case PY_SUBSCRIPT:
        return true;
    case PY_TUPLE:
    case PY_LIST:
        return sequence(p, e, use);
    case PY_CONSTANT:
    case PY_JOINED_STR:
    case PY_FORMATTED_VALUE:
    case PY_BIN_OP:
    case PY_UNARY_OP:
    case PY_BOOL_OP:
    case PY_COMPARE:
    case PY_CALL:
    case PY_SLICE:
    case PY_IF_EXP:
    case PY_LIST_COMP:
    case PY_DICT:
    case PY_SET:
    case PY_SET_COMP:
    case PY_DICT_COMP:
    case PY_GENERATOR_EXP:
    case PY_LAMBDA:
    case PY_STARRED:
    case PY_NAMED_EXPR:
    case PY_UNSUPPORTED:
        break;
    }
    e->context = PY_LOAD;
    return invalid(p, e, use);
}

bool bob_py_target(PyParser *p, PyExpr *e, PyTargetUse use)
{
    if (!starred(e) || use == PY_TARGET_DEL)
        return target(p, e, use);
    bob_py_late(p, PY_PASS_COMPILE, e->place,
                "starred assignment target must be in a list or tuple");
    return target(p, e->starred.value, use);
}

static PyExpr *element(PyParser *p)
{
    PyPlace start = p->tok.place;
    PyExpr *e;
    if (!bob_py_accept(p, PY_T_STAR))
        return bob_py_bit_or(p);
    e = bob_py_bit_or(p);
    return e == NULL ? NULL : bob_py_starred(p, start, e);
}

PyExpr *bob_py_for_targets(PyParser *p)
{
    PyPlace start = p->tok.place;
    size_t mark = p->stack_count;
    PyExpr *e = element(p), *tuple;
    if (e == NULL)
        return NULL;
    if (bob_py_at(p, PY_T_COMMA)) {
        if (!bob_py_push(p, e))
            return NULL;
        while (bob_py_accept(p, PY_T_COMMA) && bob_py_begins_expr(p))
            if (!bob_py_push(p, element(p)))
                return NULL;
        tuple = bob_py_end(p, bob_py_expr(p, PY_TUPLE, start));
        if (tuple == NULL || !bob_py_take(p, mark, &tuple->sequence.elements))
            return NULL;
        e = tuple;
    }
    return bob_py_target(p, e, PY_TARGET_FOR) ? e : NULL;
}
