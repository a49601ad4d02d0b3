/* Expressions to bytecode: each leaves one value on the stack. */
#include <string.h>

#include "core/front/python/analyse/own.h"
#include "core/front/python/compiler.h"

/* ---- operators ---- */

void bob_py_emit_binary(PyCompiler *c, unsigned op, const PyExpr *left, const PyExpr *right)
{
    static const unsigned char ops[] = {
        [PY_ADD] = OP_ADD,     [PY_SUB] = OP_SUB,     [PY_MULT] = OP_MUL,
        [PY_DIV] = OP_DIV,     [PY_MOD] = OP_MOD,     [PY_POW] = OP_POW,
        [PY_L_SHIFT] = OP_SHL, [PY_R_SHIFT] = OP_SHR, [PY_BIT_OR] = OP_OR,
        [PY_BIT_XOR] = OP_XOR, [PY_BIT_AND] = OP_AND, [PY_FLOOR_DIV] = OP_FLOORDIV,
    };
    (void)right;
    if (op == PY_MOD && !bob_py_only(left, T_NUMBER | T_NONE | T_LIST | T_TUPLE | T_CALLABLE))
        bob_py_emit_builtin(c, BUILTIN_mod, 2); /* a text formats */
    else
        bob_py_emit(c, ops[op], 0);
}

/* ---- texts made of values: each is formatted when it has been evaluated ---- */

typedef struct Quiet {
    PyCompiler *c;
    bool quiet;
} Quiet;

static bool is_quiet(PyCompiler *c, const PyExpr *e);

static void ask_quiet(void *ctx, PyExpr *child, PyRole role)
{
    Quiet *q = ctx;
    (void)role;
    q->quiet = q->quiet && is_quiet(q->c, child);
}

/* Whether evaluating it surely changes no list: nothing in it calls a function that may. */
static bool is_quiet(PyCompiler *c, const PyExpr *e)
{
    Quiet q = {c, true};
    switch ((PyExprKind)e->kind) {
    case PY_CALL:
        if (e->call.function->kind != PY_NAME || e->call.keyword_count > 0 ||
            bob_py_resolve(c, c->scope, e->call.function->name.id).kind != REF_BUILTIN)
            return false;
        bob_py_each_child(e, ask_quiet, &q);
        break;
    case PY_ATTRIBUTE: /* of a module, or a property may do anything */
        if (c->has_classes)
            return false;
        break;
    case PY_CONSTANT:
    case PY_NAME:
    case PY_JOINED_STR:
    case PY_FORMATTED_VALUE:
    case PY_BIN_OP:
    case PY_UNARY_OP:
    case PY_SUBSCRIPT:
    case PY_SLICE:
    case PY_TUPLE:
    case PY_LIST:
    case PY_DICT:
    case PY_SET:
    case PY_LAMBDA:
    case PY_STARRED:
        bob_py_each_child(e, ask_quiet, &q);
        break;
    case PY_NAMED_EXPR:
    case PY_BOOL_OP: /* not worked out */
    case PY_COMPARE:
    case PY_IF_EXP:
    case PY_LIST_COMP:
    case PY_SET_COMP:
    case PY_DICT_COMP:
    case PY_GENERATOR_EXP:
    case PY_UNSUPPORTED:
        return false;
    }
    return q.quiet;
}

/* One past the last of these that may change a list: values before it are formatted late by
 * CPython, so what they refer to may have changed by then. */
static uint32_t last_loud(PyCompiler *c, const PyExprList *list)
{
    uint32_t n = list->count;
    while (n > 0 && is_quiet(c, list->items[n - 1]))
        n--;
    return n;
}

static bool may_change(const PyExpr *e)
{
    return !bob_py_only(e, T_NUMBER | T_STR | T_NONE | T_CALLABLE);
}

/* "..." % (a, b) with nothing but %s and %r is an f-string to CPython: false where it is none, or
 * where no one sees the difference. The format's %r become %s. */
static bool formats_at_once(PyCompiler *c, const PyExpr *e, char *format, char *conversions)
{
    const PyExpr *left = e->binary.left, *right = e->binary.right;
    uint32_t loud, i, n = 0;
    bool seen = false;
    if (e->binary.op != PY_MOD || left->kind != PY_CONSTANT ||
        left->constant.type != PY_CONST_STR || right->kind != PY_TUPLE ||
        bob_py_has_star(&right->sequence.elements))
        return false;
    loud = last_loud(c, &right->sequence.elements);
    for (i = 0; i + 1 < loud && !seen; i++)
        seen = may_change(right->sequence.elements.items[i]);
    memcpy(format, left->constant.text, left->constant.size);
    for (i = 0; i < left->constant.size && seen; i++) {
        if (format[i] != '%')
            continue;
        for (i++; i < left->constant.size && strchr("-+ #0123456789.", format[i]) != NULL &&
                  format[i] != '\0';
             i++)
            ;
        if (i == left->constant.size ||
            (format[i] != 's' && format[i] != 'r' && format[i] != '%') ||
            (format[i] != '%' && n == right->sequence.elements.count))
            return false;
        if (format[i] != '%')
            conversions[n++] = format[i];
        if (format[i] == 'r')
            format[i] = 's';
    }
    return seen && n == right->sequence.elements.count;
}

static bool format_at_once(PyCompiler *c, const PyExpr *e)
{
    const PyExpr *left = e->binary.left, *right = e->binary.right;
    size_t size =
        left->kind == PY_CONSTANT && left->constant.type == PY_CONST_STR ? left->constant.size : 0;
    size_t count = right->kind == PY_TUPLE ? right->sequence.elements.count : 0;
    char *text = bob_alloc(c->allocator, size + count + 1);
    bool at_once;
    uint32_t i;
    if (text == NULL) {
        bob_py_out_of_memory(c);
        return false;
    }
    at_once = formats_at_once(c, e, text, text + size);
    if (at_once) {
        bob_py_emit_text(c, text, size);
        for (i = 0; i < count; i++) {
            bob_py_emit_expr(c, right->sequence.elements.items[i]);
            if (text[size + i] == 'r')
                bob_py_emit_builtin(c, BUILTIN_repr, 1);
            else
                bob_py_emit(c, OP_TO_STR, 0);
        }
        c->line = e->place.line;
        bob_py_emit(c, OP_TUPLE_NEW, (uint32_t)count);
        bob_py_emit_builtin(c, BUILTIN_mod, 2);
    }
    bob_free(c->allocator, text, size + count + 1);
    return at_once;
}

static void binary(PyCompiler *c, const PyExpr *e)
{
    uint32_t left, right;
    if (e->binary.op == PY_MOD && e->binary.left->kind == PY_CONSTANT && format_at_once(c, e))
        return;
    left = bob_py_emit_held(c, e->binary.left);
    right = bob_py_emit_held(c, e->binary.right);
    c->line = e->place.line;
    bob_py_emit_binary(c, e->binary.op, e->binary.left, e->binary.right);
    bob_py_release_local(c, left);
    if (e->binary.op == PY_MOD)
        bob_py_release_held(c, right, e->binary.right);
    else
        bob_py_release_local(c, right);
}

/* A float with its sign; false where it is none. */
static bool negative_literal(PyCompiler *c, const PyExpr *e)
{
    const PyExpr *v = e->unary.operand;
    if (e->unary.op != PY_USUB || v->kind != PY_CONSTANT || v->constant.type != PY_CONST_FLOAT)
        return false;
    bob_py_emit_value(c, bob_float(-v->constant.number));
    return true;
}

static void unary(PyCompiler *c, const PyExpr *e)
{
    static const unsigned char ops[] = {
        [PY_INVERT] = OP_INVERT, [PY_NOT] = OP_NOT, [PY_UADD] = OP_POS, [PY_USUB] = OP_NEG};
    uint32_t held;
    if (negative_literal(c, e))
        return;
    held = bob_py_emit_held(c, e->unary.operand);
    c->line = e->place.line;
    bob_py_emit(c, ops[e->unary.op], 0);
    bob_py_release_local(c, held);
}

static void boolean(PyCompiler *c, const PyExpr *e)
{
    PyLabel end = PY_LABEL;
    uint32_t i;
    for (i = 0; i < e->boolean.values.count; i++) {
        bob_py_emit_expr(c, e->boolean.values.items[i]);
        if (i + 1 < e->boolean.values.count &&
            bob_py_may_be_instance(c, e->boolean.values.items[i]->types)) {
            bob_py_emit(c, OP_DUP, 0); /* a method may tell its truth, so that a bool is tested */
            bob_py_emit(c, OP_TO_BOOL, 0);
            bob_py_emit_jump(c, e->boolean.op == PY_AND ? OP_JUMP_IF_FALSE : OP_JUMP_IF_TRUE, &end);
            bob_py_emit(c, OP_POP, 0);
        } else if (i + 1 < e->boolean.values.count)
            bob_py_emit_jump(
                c, e->boolean.op == PY_AND ? OP_JUMP_IF_FALSE_OR_POP : OP_JUMP_IF_TRUE_OR_POP,
                &end);
    }
    bob_py_place_label(c, &end);
}

/* `is` of what Python leaves open is refused where it can be seen. */
static void check_is(PyCompiler *c, const PyExpr *e)
{
    if (e->kind == PY_JOINED_STR || e->kind == PY_TUPLE ||
        (e->kind == PY_CONSTANT && e->constant.type != PY_CONST_NONE &&
         e->constant.type != PY_CONST_BOOL))
        bob_py_refuse(c, &e->place, "'is' on a number, string or tuple is not supported");
}

static void comparison_op(PyCompiler *c, unsigned op)
{
    static const unsigned char ops[] = {
        [PY_EQ] = OP_EQ, [PY_NOT_EQ] = OP_NE, [PY_LT] = OP_LT, [PY_LT_E] = OP_LE,
        [PY_GT] = OP_GT, [PY_GT_E] = OP_GE,   [PY_IS] = OP_IS, [PY_IS_NOT] = OP_IS,
        [PY_IN] = OP_IN, [PY_NOT_IN] = OP_IN,
    };
    bob_py_emit(c, ops[op], 0);
    if (op == PY_IS_NOT || op == PY_NOT_IN)
        bob_py_emit(c, OP_NOT, 0);
}

/* ---- membership in a display of literals: a chain of comparisons, no object ---- */

/* Each literal is four instructions; a display and IN are two and one for each literal. */
#define MOST_CHAINED 8u

static bool is_chain(const PyCompiler *c, const PyExpr *e)
{
    const PyExpr *right;
    uint32_t i;
    int64_t v;
    if (e->kind != PY_COMPARE || e->compare.comparators.count != 1 ||
        (e->compare.ops[0] != PY_IN && e->compare.ops[0] != PY_NOT_IN))
        return false;
    right = e->compare.comparators.items[0];
    if (bob_py_may_be_instance(c, e->compare.left->types)) /* whose __eq__ may give anything */
        return false;
    if ((right->kind != PY_TUPLE && right->kind != PY_LIST) ||
        right->sequence.elements.count == 0 || right->sequence.elements.count > MOST_CHAINED)
        return false;
    for (i = 0; i < right->sequence.elements.count; i++)
        if (right->sequence.elements.items[i]->kind != PY_CONSTANT &&
            !bob_py_literal_int(right->sequence.elements.items[i], &v))
            return false;
    return true;
}

/* Compares local `item` with each literal: jumps to `found` where one is equal, and leaves on the
 * stack whether the last one is. */
static void chain(PyCompiler *c, const PyExpr *e, uint32_t item, PyLabel *found)
{
    const PyExprList *literals = &e->compare.comparators.items[0]->sequence.elements;
    uint32_t i;
    for (i = 0; i < literals->count; i++) {
        bob_py_emit(c, OP_LOAD_LOCAL, item);
        bob_py_emit_expr(c, literals->items[i]);
        c->line = e->place.line;
        bob_py_emit(c, OP_EQ, 0);
        if (i + 1 < literals->count)
            bob_py_emit_jump(c, OP_JUMP_IF_TRUE, found);
    }
}

/* The item in a local of its own; a temporary is released by that. */
static uint32_t chain_item(PyCompiler *c, const PyExpr *left)
{
    uint32_t item;
    bob_py_emit_expr(c, left);
    item = bob_py_hidden(c, "item");
    bob_py_emit(c, OP_STORE_NAME, item);
    return item;
}

static void chain_value(PyCompiler *c, const PyExpr *e)
{
    PyLabel found = PY_LABEL, end = PY_LABEL;
    uint32_t item = chain_item(c, e->compare.left);
    chain(c, e, item, &found);
    if (e->compare.comparators.items[0]->sequence.elements.count > 1) {
        bob_py_emit_jump(c, OP_JUMP, &end);
        bob_py_place_label(c, &found);
        bob_py_emit_value(c, bob_bool(true));
        bob_py_place_label(c, &end);
    }
    if (e->compare.ops[0] == PY_NOT_IN)
        bob_py_emit(c, OP_NOT, 0);
    if (bob_py_is_temporary(c, e->compare.left))
        bob_py_release_local(c, item);
}

/* Of an item that is no temporary. */
static void chain_condition(PyCompiler *c, const PyExpr *e, bool sense, PyLabel *label)
{
    PyLabel skip = PY_LABEL;
    bool jumps = (e->compare.ops[0] == PY_IN) == sense; /* where one is equal */
    chain(c, e, chain_item(c, e->compare.left), jumps ? label : &skip);
    bob_py_emit_jump(c, jumps ? OP_JUMP_IF_TRUE : OP_JUMP_IF_FALSE, label);
    bob_py_place_label(c, &skip);
}

/* a < b < c: b is kept below the first result until it is needed. */
static void comparison(PyCompiler *c, const PyExpr *e)
{
    uint32_t n = e->compare.comparators.count, i, held = PY_NOTHING, right = PY_NOTHING;
    PyLabel failed = PY_LABEL, end = PY_LABEL;
    for (i = 0; i < n; i++) {
        if (e->compare.ops[i] == PY_IS || e->compare.ops[i] == PY_IS_NOT) {
            check_is(c, i == 0 ? e->compare.left : e->compare.comparators.items[i - 1]);
            check_is(c, e->compare.comparators.items[i]);
        }
    }
    if (bob_py_emit_type_test(c, e))
        return;
    if (is_chain(c, e)) {
        chain_value(c, e);
        return;
    }
    if (n == 1 && (e->compare.ops[0] == PY_IN || e->compare.ops[0] == PY_NOT_IN) &&
        bob_py_is_range(c, e->compare.comparators.items[0])) {
        const PyExpr *range = e->compare.comparators.items[0];
        held = bob_py_emit_held(c, e->compare.left);
        bob_py_range_values(c, range);
        c->line = range->place.line;
        bob_py_emit_builtin(c, BUILTIN_range_has, range->call.args.count + 1);
        if (e->compare.ops[0] == PY_NOT_IN)
            bob_py_emit(c, OP_NOT, 0);
        bob_py_release_held(c, held, e->compare.left);
        return;
    }
    if (n == 1) {
        held = bob_py_emit_held(c, e->compare.left);
        if (e->compare.ops[0] == PY_IN || e->compare.ops[0] == PY_NOT_IN)
            c->consumed = e->compare.comparators.items[0];
        right = bob_py_emit_held(c, e->compare.comparators.items[0]);
        c->line = e->place.line;
        comparison_op(c, e->compare.ops[0]);
        bob_py_release_held(c, held, e->compare.left);
        bob_py_release_held(c, right, e->compare.comparators.items[0]);
        return;
    }
    bob_py_emit_expr(c, e->compare.left);
    for (i = 0; i < n; i++) {
        bob_py_emit_expr(c, e->compare.comparators.items[i]);
        c->line = e->place.line;
        if (i + 1 < n) {
            bob_py_emit(c, OP_DUP, 0);
            bob_py_emit(c, OP_ROT3, 0);
            comparison_op(c, e->compare.ops[i]);
            bob_py_emit_jump(c, OP_JUMP_IF_FALSE_OR_POP, &failed);
        } else {
            comparison_op(c, e->compare.ops[i]);
        }
    }
    bob_py_emit_jump(c, OP_JUMP, &end);
    bob_py_place_label(c, &failed);
    bob_py_emit(c, OP_SWAP, 0);
    bob_py_emit(c, OP_POP, 0);
    bob_py_place_label(c, &end);
}

/* ---- conditions ---- */

static void condition(PyCompiler *c, const PyExpr *e, bool sense, PyLabel *label)
{
    uint32_t i, n;
    PyLabel skip = PY_LABEL;
    if (e->kind == PY_UNARY_OP && e->unary.op == PY_NOT) {
        bob_py_emit_condition(c, e->unary.operand, !sense, label);
    } else if (e->kind == PY_BOOL_OP) {
        n = e->boolean.values.count;
        for (i = 0; i < n; i++) {
            /* all but the last decide by themselves when they have the absorbing value */
            bool absorbing = e->boolean.op == PY_OR;
            if (i + 1 == n)
                bob_py_emit_condition(c, e->boolean.values.items[i], sense, label);
            else
                bob_py_emit_condition(c, e->boolean.values.items[i], absorbing,
                                      absorbing == sense ? label : &skip);
        }
        bob_py_place_label(c, &skip);
    } else if (e->kind == PY_CONSTANT && e->constant.type == PY_CONST_BOOL) {
        if (e->constant.boolean == sense)
            bob_py_emit_jump(c, OP_JUMP, label);
    } else if (is_chain(c, e) && !bob_py_is_temporary(c, e->compare.left)) {
        chain_condition(c, e, sense, label);
    } else if (bob_py_is_temporary(c, e)) {
        bob_py_emit_expr(c, e);
        bob_py_release_tested(c);
        bob_py_emit_jump(c, sense ? OP_JUMP_IF_TRUE : OP_JUMP_IF_FALSE, label);
    } else {
        bob_py_emit_expr(c, e);
        bob_py_emit_jump(c, sense ? OP_JUMP_IF_TRUE : OP_JUMP_IF_FALSE, label);
    }
}

void bob_py_emit_condition(PyCompiler *c, const PyExpr *e, bool sense, PyLabel *label)
{
    if (!bob_py_enter_node(c, &e->place))
        return;
    condition(c, e, sense, label);
    bob_py_leave_node(c);
}

uint32_t bob_py_tested_line(const PyExpr *e, uint32_t line)
{
    uint32_t i;
    switch ((PyExprKind)e->kind) {
    case PY_COMPARE:
        return e->place.line;
    case PY_UNARY_OP:
        return e->unary.op == PY_NOT ? bob_py_tested_line(e->unary.operand, line) : line;
    case PY_BOOL_OP:
        for (i = 0; i < e->boolean.values.count; i++)
            line = bob_py_tested_line(e->boolean.values.items[i], line);
        return line;
    case PY_IF_EXP:
        line = bob_py_tested_line(e->if_exp.test, line);
        line = bob_py_tested_line(e->if_exp.body, line);
        return bob_py_tested_line(e->if_exp.orelse, line);
    case PY_CONSTANT:
    case PY_JOINED_STR:
    case PY_FORMATTED_VALUE:
    case PY_NAME:
    case PY_TUPLE:
    case PY_LIST:
    case PY_BIN_OP:
    case PY_CALL:
    case PY_ATTRIBUTE:
    case PY_SUBSCRIPT:
    case PY_SLICE:
    case PY_LIST_COMP:
    case PY_SET_COMP:
    case PY_DICT_COMP:
    case PY_GENERATOR_EXP:
    case PY_DICT:
    case PY_SET:
    case PY_LAMBDA:
    case PY_STARRED:
    case PY_NAMED_EXPR:
    case PY_UNSUPPORTED:
        return line;
    }
    return line;
}

static void if_expression(PyCompiler *c, const PyExpr *e)
{
    PyLabel orelse = PY_LABEL, end = PY_LABEL;
    bob_py_emit_condition(c, e->if_exp.test, false, &orelse);
    bob_py_emit_expr(c, e->if_exp.body);
    bob_py_emit_jump(c, OP_JUMP, &end);
    bob_py_place_label(c, &orelse);
    bob_py_emit_expr(c, e->if_exp.orelse);
    bob_py_place_label(c, &end);
}

/* ---- displays, subscripts ---- */

/* So many elements of a list display are put on the stack at once: the frame's size is the deepest
 * stack of the function, so a table of thousands of literals would make each call of it large. */
#define DISPLAY_AT_ONCE 256u
/* And of a tuple display, which is rarely long. */
#define TUPLE_AT_ONCE 4096u

static void display(PyCompiler *c, const PyExpr *e)
{
    const PyExprList *list = &e->sequence.elements;
    uint32_t i = 0, first = list->count > (e->kind == PY_LIST ? DISPLAY_AT_ONCE : TUPLE_AT_ONCE)
                                ? DISPLAY_AT_ONCE
                                : list->count;
    if (bob_py_has_star(list))
        for (first = 0; first < DISPLAY_AT_ONCE && list->items[first]->kind != PY_STARRED;)
            first++;
    for (; i < first; i++)
        bob_py_emit_expr(c, list->items[i]);
    c->line = e->place.line;
    bob_py_emit(c, e->kind == PY_LIST || first < list->count ? OP_LIST_NEW : OP_TUPLE_NEW, first);
    for (; i < list->count; i++) {
        bob_py_emit(c, OP_DUP, 0);
        if (list->items[i]->kind == PY_STARRED) {
            c->consumed = c->collected = list->items[i]->starred.value;
            bob_py_emit_expr(c, list->items[i]->starred.value);
            c->line = e->place.line;
            bob_py_emit_builtin(c, BUILTIN_spreadable, 1);
            bob_py_emit_builtin(c, BUILTIN_extend, 2);
            bob_py_emit(c, OP_POP, 0);
            continue;
        }
        bob_py_emit_expr(c, list->items[i]);
        bob_py_emit(c, OP_LIST_APPEND, 0);
    }
    if (e->kind == PY_TUPLE && first < list->count) { /* by a list that goes at once */
        bob_py_emit(c, OP_DUP, 0);
        bob_py_emit_builtin(c, BUILTIN_tuple, 1);
        bob_py_emit(c, OP_SWAP, 0);
        bob_py_release_top(c);
    }
}

/* So many entries of a dict display are put on the stack at once. */
#define ENTRIES_AT_ONCE 128u

static void dict_display(PyCompiler *c, const PyExpr *e)
{
    const PyExprList *list = &e->dict.elements;
    uint32_t i = 0;
    while (i < list->count && i / 2 < ENTRIES_AT_ONCE && !e->dict.merged[i]) {
        bob_py_emit_expr(c, list->items[i]);
        bob_py_emit_expr(c, list->items[i + 1]);
        i += 2;
    }
    c->line = e->place.line;
    bob_py_emit(c, OP_DICT_NEW, i / 2);
    while (i < list->count) {
        if (e->dict.merged[i]) {
            uint32_t held = bob_py_emit_held(c, list->items[i++]);
            c->line = e->place.line;
            bob_py_emit_builtin(c, BUILTIN_dict_update, 2);
            bob_py_release_local(c, held);
            continue;
        }
        bob_py_emit(c, OP_DUP, 0);
        bob_py_emit_expr(c, list->items[i]);
        bob_py_emit_expr(c, list->items[i + 1]);
        c->line = e->place.line;
        bob_py_emit(c, OP_INDEX_SET, 0);
        i += 2;
    }
}

/* To CPython a constant, and how it builds its table shows in the order. */
static bool is_constant(const PyExpr *e)
{
    uint32_t i;
    if (e->kind == PY_TUPLE) {
        for (i = 0; i < e->sequence.elements.count; i++)
            if (!is_constant(e->sequence.elements.items[i]))
                return false;
        return true;
    }
    return e->kind == PY_CONSTANT || e->folded != PY_NOT_FOLDED ||
           (e->kind == PY_UNARY_OP && e->unary.op != PY_NOT &&
            e->unary.operand->kind == PY_CONSTANT);
}

/* The set on the stack made again of its elements, in their order. */
static void make_again(PyCompiler *c)
{
    bob_py_emit(c, OP_DUP, 0);
    bob_py_emit_builtin(c, BUILTIN_list, 1);
    bob_py_emit(c, OP_SWAP, 0);
    bob_py_release_top(c);
    bob_py_emit(c, OP_DUP, 0);
    bob_py_emit_builtin(c, BUILTIN_set, 1);
    bob_py_emit(c, OP_SWAP, 0);
    bob_py_release_top(c);
}

/* More than two constants are a frozenset, made again where CPython merges equal constants, that an
 * empty set takes over, unless only its elements are wanted; others are added one after another. */
static void set_display(PyCompiler *c, const PyExpr *e)
{
    const PyExprList *list = &e->sequence.elements;
    bool constant = list->count > 2 || c->consumed == e, taken = c->consumed != e;
    uint32_t i, first = list->count > ENTRIES_AT_ONCE ? ENTRIES_AT_ONCE : list->count;
    for (i = 0; i < list->count && constant; i++)
        constant = is_constant(list->items[i]);
    if (constant && taken)
        bob_py_emit(c, OP_SET_NEW, 0);
    for (i = 0; i < first; i++)
        bob_py_emit_expr(c, list->items[i]);
    c->line = e->place.line;
    bob_py_emit(c, OP_SET_NEW, first);
    for (; i < list->count; i++) {
        bob_py_emit(c, OP_DUP, 0);
        bob_py_emit_expr(c, list->items[i]);
        c->line = e->place.line;
        bob_py_emit_builtin(c, BUILTIN_add, 2);
        bob_py_emit(c, OP_POP, 0);
    }
    if (constant)
        make_again(c);
    if (constant && taken) {
        uint32_t held = bob_py_hold_top(c);
        bob_py_emit_builtin(c, BUILTIN_ior, 2);
        bob_py_release_local(c, held);
    }
}

static void add_to_set(PyCompiler *c, const PyExpr *element, void *ctx)
{
    (void)ctx;
    bob_py_emit(c, OP_DUP, 0);
    bob_py_emit_expr(c, element);
    bob_py_emit_builtin(c, BUILTIN_add, 2);
    bob_py_emit(c, OP_POP, 0);
}

static void optional(PyCompiler *c, const PyExpr *e)
{
    if (e != NULL)
        bob_py_emit_expr(c, e);
    else
        bob_py_emit_none(c);
}

void bob_py_emit_slice(PyCompiler *c, const PyExpr *slice)
{
    optional(c, slice->slice.lower);
    optional(c, slice->slice.upper);
    optional(c, slice->slice.step);
}

static void subscript(PyCompiler *c, const PyExpr *e)
{
    const PyExpr *index = e->subscript.index;
    uint32_t held;
    if (index->kind != PY_SLICE && bob_py_is_range(c, e->subscript.value)) {
        bob_py_sure_range_values(c, e->subscript.value);
        bob_py_emit_expr(c, index);
        c->line = e->place.line;
        bob_py_emit_builtin(c, BUILTIN_range_get, e->subscript.value->call.args.count + 1);
        return;
    }
    held = bob_py_emit_held(c, e->subscript.value);
    if (index->kind == PY_SLICE && index->slice.step != NULL) {
        bob_py_emit_slice(c, index);
        c->line = e->place.line;
        bob_py_emit_builtin(c, BUILTIN_slice_step, 4);
    } else if (index->kind == PY_SLICE) {
        optional(c, index->slice.lower);
        optional(c, index->slice.upper);
        c->line = e->place.line;
        bob_py_emit(c, OP_SLICE_GET, 0);
    } else {
        bob_py_emit_expr(c, index);
        c->line = e->place.line;
        bob_py_emit(c, OP_INDEX_GET, 0);
    }
    bob_py_release_local(c, held);
}

/* ---- f-strings ---- */

static void format_spec(PyCompiler *c, const PyExpr *spec);

/* {value!r:spec}: leaves the text. */
static void formatted(PyCompiler *c, const PyExpr *e)
{
    uint32_t held = bob_py_emit_held(c, e->formatted.value), converted = PY_NOTHING;
    c->line = e->place.line;
    if (e->formatted.conversion == 'a') {
        bob_py_refuse(c, &e->place, "the conversion '!a' is not supported");
    }
    if (e->formatted.spec != NULL) {
        format_spec(c, e->formatted.spec);
        if (e->formatted.conversion != 0)
            bob_py_emit(c, OP_SWAP, 0);
    }
    if (e->formatted.conversion == 'r')
        bob_py_emit_builtin(c, BUILTIN_repr, 1);
    else if (e->formatted.conversion == 0 && e->formatted.spec == NULL &&
             bob_py_may_be_instance(c, e->formatted.value->types))
        bob_py_emit_builtin(c, BUILTIN_format, 1); /* __format__ */
    else if (e->formatted.conversion == 's' || e->formatted.spec == NULL)
        bob_py_emit(c, OP_TO_STR, 0);
    if (e->formatted.spec != NULL) {
        if (e->formatted.conversion != 0) {
            converted = bob_py_hold_top(c);
            bob_py_emit(c, OP_SWAP, 0);
        }
        bob_py_emit_builtin(c, BUILTIN_format, 2);
        bob_py_release_local(c, converted);
    }
    bob_py_release_local(c, held);
}

/* Texts and values, joined by one built-in; more than it takes at once in several steps. */
/* None or one part that is a text of its own; false where it is neither. */
static bool joined_at_once(PyCompiler *c, const PyExprList *parts)
{
    const PyExpr *part = parts->count > 0 ? parts->items[0] : NULL;
    if (part == NULL)
        bob_py_emit_text(c, "", 0);
    else if (part->kind == PY_CONSTANT)
        bob_py_emit_expr(c, part);
    else if (part->kind == PY_FORMATTED_VALUE && part->formatted.spec != NULL)
        formatted(c, part);
    else
        return false;
    return true;
}

static void joined(PyCompiler *c, const PyExpr *e)
{
    const PyExprList *parts = &e->joined.values;
    uint32_t i, on_stack = 0, held[254], held_count = 0, k, loud = last_loud(c, parts);
    if (parts->count < 2 && joined_at_once(c, parts))
        return;
    for (i = 0; i < parts->count; i++) {
        const PyExpr *part = parts->items[i];
        if (part->kind == PY_FORMATTED_VALUE && part->formatted.spec == NULL &&
            part->formatted.conversion == 0 &&
            (i + 1 >= loud || !may_change(part->formatted.value)) &&
            !bob_py_may_be_instance(c, part->formatted.value->types)) {
            held[held_count] =
                bob_py_emit_held(c, part->formatted.value); /* concat makes it text */
        } else if (part->kind == PY_FORMATTED_VALUE) {
            formatted(c, part);
            held[held_count] = bob_py_hold_top(c);
        } else {
            bob_py_emit_expr(c, part);
            held[held_count] = PY_NOTHING;
        }
        held_count++;
        on_stack++;
        if (on_stack == 250 || i + 1 == parts->count) {
            c->line = e->place.line;
            bob_py_emit_builtin(c, BUILTIN_concat, on_stack);
            for (k = 0; k < held_count; k++)
                bob_py_release_local(c, held[k]);
            on_stack = 1;
            held_count = 0;
            held[held_count++] = PY_NOTHING; /* a piece of a huge text is not released */
        }
    }
}

static void format_spec(PyCompiler *c, const PyExpr *spec)
{
    joined(c, spec);
}

/* ---- all of them ---- */

static void constant(PyCompiler *c, const PyExpr *e)
{
    switch ((PyConstantType)e->constant.type) {
    case PY_CONST_NONE:
        bob_py_emit_none(c);
        break;
    case PY_CONST_BOOL:
        bob_py_emit_value(c, bob_bool(e->constant.boolean));
        break;
    case PY_CONST_INT:
        if (e->constant.overflow)
            bob_py_refuse(c, &e->place, "an int beyond 64 bits is not supported");
        bob_py_emit_int(c, e->constant.integer);
        break;
    case PY_CONST_FLOAT:
        bob_py_emit_value(c, bob_float(e->constant.number));
        break;
    case PY_CONST_STR:
        bob_py_emit_text(c, e->constant.text, e->constant.size);
        break;
    }
}

static void attribute(PyCompiler *c, const PyExpr *e)
{
    const PyIdentifier *name;
    double value;
    switch (bob_py_imported(c, c->scope, e, &name)) {
    case IMPORT_MATH_NAME:
        if (bob_py_math_constant(name, &value)) {
            bob_py_emit_value(c, bob_float(value));
            return;
        }
        bob_py_refuse(c, &e->place,
                      bob_py_math_row(name->text) != NULL
                          ? "the function 'math.%.60s' as a value is not supported"
                          : "'math.%.60s' is not supported",
                      name->text);
        return;
    case IMPORT_SYS_NAME:
        if (bob_py_is(name, "argv")) {
            bob_py_emit(c, OP_LOAD_GLOBAL, bob_py_program_name(c, "sys.argv", 8));
            return;
        }
        bob_py_refuse(c, &e->place, "'sys.%.60s' is not supported here", name->text);
        return;
    case IMPORT_HOST_NAME:
        bob_py_refuse(c, &e->place, "the function 'host.%.60s' as a value is not supported",
                      name->text);
        return;
    case IMPORT_NOTHING:
    case IMPORT_MATH:
    case IMPORT_SYS:
    case IMPORT_HOST:
    case IMPORT_ANNOTATIONS:
        if (bob_py_is_undefined(c, c->scope, e->attribute.value))
            bob_py_emit_expr(c, e->attribute.value); /* fails when it is reached */
        else if (c->has_classes || bob_py_is(e->attribute.name, "__name__"))
            bob_py_emit_attribute(c, e);
        else
            bob_py_refuse(c, &e->place, "the attribute '%.60s' is not supported",
                          e->attribute.name->text);
    }
}

static void name(PyCompiler *c, const PyExpr *e)
{
    PyRef ref = bob_py_resolve(c, c->scope, e->name.id);
    c->line = e->place.line;
    if (ref.kind == REF_IMPORT &&
        (ref.symbol->import == IMPORT_MATH_NAME || ref.symbol->import == IMPORT_SYS_NAME ||
         ref.symbol->import == IMPORT_HOST_NAME)) {
        attribute(c, e);
        return;
    }
    bob_py_emit_load(c, ref, e);
}

static void append_element(PyCompiler *c, const PyExpr *element, void *ctx)
{
    (void)ctx;
    bob_py_emit(c, OP_DUP, 0);
    bob_py_emit_expr(c, element);
    bob_py_emit(c, OP_LIST_APPEND, 0);
}

/* Key and value of a dict comprehension; ctx is the comprehension. */
static void set_element(PyCompiler *c, const PyExpr *element, void *ctx)
{
    const PyExpr *e = ctx;
    bob_py_emit(c, OP_DUP, 0);
    bob_py_emit_expr(c, e->comprehension.key);
    bob_py_emit_expr(c, element);
    c->line = e->place.line;
    bob_py_emit(c, OP_INDEX_SET, 0);
}

static void expression(PyCompiler *c, const PyExpr *e)
{
    int64_t value;
    if (e->folded != PY_NOT_FOLDED && bob_py_literal_int(e, &value)) {
        bob_py_emit_int(c, value);
        return;
    }
    switch ((PyExprKind)e->kind) {
    case PY_CONSTANT:
        constant(c, e);
        break;
    case PY_JOINED_STR:
        joined(c, e);
        break;
    case PY_FORMATTED_VALUE:
        formatted(c, e);
        break;
    case PY_NAME:
        name(c, e);
        break;
    case PY_TUPLE:
    case PY_LIST:
        display(c, e);
        break;
    case PY_BIN_OP:
        binary(c, e);
        break;
    case PY_UNARY_OP:
        unary(c, e);
        break;
    case PY_BOOL_OP:
        boolean(c, e);
        break;
    case PY_COMPARE:
        comparison(c, e);
        break;
    case PY_CALL:
        bob_py_emit_call(c, e);
        break;
    case PY_ATTRIBUTE:
        attribute(c, e);
        break;
    case PY_SUBSCRIPT:
        subscript(c, e);
        break;
    case PY_IF_EXP:
        if_expression(c, e);
        break;
    case PY_LIST_COMP:
        bob_py_emit(c, OP_LIST_NEW, 0);
        bob_py_emit_comprehension(c, e, append_element, NULL);
        break;
    case PY_DICT:
        dict_display(c, e);
        break;
    case PY_DICT_COMP:
        bob_py_emit(c, OP_DICT_NEW, 0);
        bob_py_emit_comprehension(c, e, set_element, (void *)(uintptr_t)e);
        break;
    case PY_SET:
        set_display(c, e);
        break;
    case PY_SET_COMP:
        bob_py_emit(c, OP_SET_NEW, 0);
        bob_py_emit_comprehension(c, e, add_to_set, NULL);
        break;
    case PY_LAMBDA:
        bob_py_emit_function(c, e->lambda.def);
        break;
    case PY_NAMED_EXPR:
        bob_py_emit_expr(c, e->named.value);
        bob_py_emit(c, OP_DUP, 0);
        c->line = e->place.line;
        bob_py_emit_store(c, bob_py_resolve_named(c, c->scope, e->named.target->name.id),
                          &e->named.target->place);
        break;
    case PY_GENERATOR_EXP:
        if (c->collected == e) {
            bob_py_emit(c, OP_LIST_NEW, 0);
            bob_py_emit_comprehension(c, e, append_element, NULL);
            break;
        }
        bob_py_refuse(c, &e->place, "a generator expression is not supported here");
        break;
    case PY_STARRED:     /* calls have those that mean something */
    case PY_SLICE:       /* subscript has those that mean something */
    case PY_UNSUPPORTED: /* noted already: refusals are collected */
        bob_py_refuse(c, &e->place, "this expression is not supported");
        break;
    }
}

void bob_py_emit_expr(PyCompiler *c, const PyExpr *e)
{
    if (!bob_py_enter_node(c, &e->place))
        return;
    c->line = e->place.line;
    expression(c, e);
    bob_py_leave_node(c);
}
