/* Statements to bytecode. Between statements the operand stack is empty, but for what a
 * comprehension or loop keeps in hidden locals instead. */
#include <stdio.h>
#include <string.h>

#include "core/front/python/analyse/own.h"
#include "core/front/python/compiler.h"
#include "core/machine/exceptions.h"

/* ---- assignment ---- */

/* What can be evaluated early or late without anyone seeing: it can't fail, and nothing in
 * between changes it. */
static bool is_steady(PyCompiler *c, const PyExpr *e)
{
    PyRef ref;
    if (e->kind == PY_CONSTANT)
        return true;
    if (e->kind == PY_BIN_OP &&
        (e->binary.op == PY_ADD || e->binary.op == PY_SUB || e->binary.op == PY_MULT))
        return bob_py_only(e->binary.left, T_INTEGER) && bob_py_only(e->binary.right, T_INTEGER) &&
               is_steady(c, e->binary.left) && is_steady(c, e->binary.right);
    if (e->kind != PY_NAME)
        return false;
    ref = bob_py_resolve(c, c->scope, e->name.id);
    return ref.kind == REF_LOCAL && !ref.symbol->named &&
           (ref.symbol->param ? !ref.symbol->deleted
                              : !ref.symbol->dominance.undominated && !ref.symbol->deleted);
}

/* The value is on the stack: list[index] = value. Python evaluates the value first. */
static void assign_subscript(PyCompiler *c, const PyExpr *target)
{
    bob_py_emit_expr(c, target->subscript.value);
    if (target->subscript.index->kind == PY_SLICE) {
        bob_py_emit_slice(c, target->subscript.index);
        c->line = target->place.line;
        bob_py_emit_builtin(c, BUILTIN_set_slice, 5);
        bob_py_emit(c, OP_POP, 0);
        return;
    }
    bob_py_emit_expr(c, target->subscript.index);
    bob_py_emit(c, OP_ROT3, 0); /* v list i -> i v list -> list i v */
    bob_py_emit(c, OP_ROT3, 0);
    c->line = target->place.line;
    bob_py_emit(c, OP_INDEX_SET, 0);
}

static uint32_t attribute_name(PyCompiler *c, const PyExpr *e)
{
    return bob_py_program_name(c, e->attribute.name->text, e->attribute.name->size);
}

static void unpack(PyCompiler *c, const PyExpr *target)
{
    const PyExprList *targets = &target->sequence.elements;
    uint32_t i;
    uint32_t star = 0, whole;
    c->line = target->place.line;
    if (bob_py_has_star(targets)) {
        while (targets->items[star]->kind != PY_STARRED)
            star++;
        bob_py_emit_int(c, star);
        bob_py_emit_int(c, targets->count - star - 1);
        bob_py_emit_builtin(c, BUILTIN_unpack_rest, 3);
        whole = bob_py_hold_top(c);
        bob_py_emit(c, OP_UNPACK, targets->count);
        bob_py_release_local(c, whole);
    } else {
        bob_py_emit(c, OP_UNPACK, targets->count);
    }
    for (i = 0; i < targets->count; i++)
        bob_py_emit_assign(c, targets->items[i], NULL);
}

/* Takes the value on the stack; `value`, where not NULL, is the expression it came from. */
void bob_py_emit_assign(PyCompiler *c, const PyExpr *target, const PyExpr *value)
{
    (void)value;
    switch ((PyExprKind)target->kind) {
    case PY_NAME:
        bob_py_emit_store(c, bob_py_resolve(c, c->scope, target->name.id), &target->place);
        break;
    case PY_TUPLE:
    case PY_LIST:
        if (!bob_py_enter_node(c, &target->place))
            return;
        unpack(c, target);
        bob_py_leave_node(c);
        break;
    case PY_SUBSCRIPT:
        assign_subscript(c, target);
        break;
    case PY_ATTRIBUTE:
        bob_py_emit_expr(c, target->attribute.value);
        c->line = target->attribute.name_place.line;
        bob_py_emit(c, OP_STORE_ATTR, attribute_name(c, target));
        break;
    case PY_UNSUPPORTED:
        bob_py_refuse(c, &target->place, "assignment to an attribute is not supported");
        break;
    case PY_STARRED: /* of a tuple or list */
        bob_py_emit_assign(c, target->starred.value, NULL);
        break;
    case PY_CONSTANT: /* a syntax error, all of these */
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
    case PY_NAMED_EXPR:
        ASSERT(false);
    }
}

/* Stores n values, the last on top, into the targets from left to right. */
static void store_parallel(PyCompiler *c, const PyExprList *targets)
{
    uint32_t n = targets->count, i, k, *hidden;
    bool plain = true;
    for (i = 0; i < n && plain; i++) {
        plain = targets->items[i]->kind == PY_NAME;
        for (k = 0; k < i && plain && n <= 16; k++)
            plain = targets->items[k]->name.id != targets->items[i]->name.id;
    }
    if (plain && n <= 16) { /* different names: no one sees the order */
        for (i = n; i-- > 0;)
            bob_py_emit_assign(c, targets->items[i], NULL);
    } else if (n == 2) {
        bob_py_emit(c, OP_SWAP, 0);
        bob_py_emit_assign(c, targets->items[0], NULL);
        bob_py_emit_assign(c, targets->items[1], NULL);
    } else if (n == 3) {
        bob_py_emit(c, OP_ROT3, 0); /* a b c -> c a b -> c b a */
        bob_py_emit(c, OP_SWAP, 0);
        for (i = 0; i < 3; i++)
            bob_py_emit_assign(c, targets->items[i], NULL);
    } else {
        hidden = bob_alloc(c->allocator, n * sizeof *hidden);
        if (hidden == NULL) {
            bob_py_out_of_memory(c);
            return;
        }
        for (i = n; i-- > 0;) {
            hidden[i] = bob_py_hidden(c, "part");
            bob_py_emit(c, OP_STORE_NAME, hidden[i]);
        }
        for (i = 0; i < n; i++) {
            bob_py_emit(c, OP_LOAD_LOCAL, hidden[i]);
            bob_py_emit_assign(c, targets->items[i], NULL);
        }
        bob_free(c->allocator, hidden, n * sizeof *hidden);
    }
}

static bool is_sequence(const PyExpr *e)
{
    return e->kind == PY_TUPLE || e->kind == PY_LIST;
}

/* q, r = divmod(a, b) of ints: two operations, and no tuple. Of floats the message for a zero is
 * divmod's own. */
static bool is_divmod(PyCompiler *c, const PyExpr *target, const PyExpr *value)
{
    return is_sequence(target) && target->sequence.elements.count == 2 &&
           !bob_py_has_star(&target->sequence.elements) &&
           bob_py_calls(c, c->scope, value, "divmod") && value->call.args.count == 2 &&
           value->call.keyword_count == 0 && bob_py_only(value->call.args.items[0], T_INTEGER) &&
           bob_py_only(value->call.args.items[1], T_INTEGER);
}

static void divide_both(PyCompiler *c, const PyExpr *call)
{
    bob_py_emit_expr(c, call->call.args.items[0]);
    bob_py_emit_expr(c, call->call.args.items[1]);
    c->line = call->place.line;
    bob_py_emit(c, OP_DUP2, 0);
    bob_py_emit(c, OP_FLOORDIV, 0);
    bob_py_emit(c, OP_ROT3, 0); /* a b q -> q a b */
    bob_py_emit(c, OP_MOD, 0);
}

static void assign_stmt(PyCompiler *c, const PyStmt *s)
{
    const PyExpr *target = s->assign.targets.items[0], *value = s->assign.value;
    uint32_t i, held;
    if (s->assign.targets.count > 1) {
        bob_py_emit_expr(c, value);
        for (i = 0; i < s->assign.targets.count; i++) {
            if (i + 1 < s->assign.targets.count)
                bob_py_emit(c, OP_DUP, 0);
            bob_py_emit_assign(c, s->assign.targets.items[i], NULL);
        }
    } else if (is_sequence(target) && value->kind == PY_TUPLE &&
               target->sequence.elements.count == value->sequence.elements.count &&
               !bob_py_has_star(&target->sequence.elements) &&
               !bob_py_has_star(&value->sequence.elements)) {
        for (i = 0; i < value->sequence.elements.count; i++)
            bob_py_emit_expr(c, value->sequence.elements.items[i]);
        store_parallel(c, &target->sequence.elements);
    } else if (is_divmod(c, target, value)) {
        divide_both(c, value);
        store_parallel(c, &target->sequence.elements);
    } else if (is_sequence(target)) {
        c->consumed = value;
        held = bob_py_emit_held(c, value);
        c->line = s->place.line;
        bob_py_emit_assign(c, target, NULL);
        bob_py_release_local(c, held);
    } else if (target->kind == PY_SUBSCRIPT && target->subscript.index->kind != PY_SLICE &&
               (is_steady(c, value) ||
                (is_steady(c, target->subscript.value) && is_steady(c, target->subscript.index)))) {
        bob_py_emit_expr(c, target->subscript.value); /* in the order that INDEX_SET takes them */
        bob_py_emit_expr(c, target->subscript.index);
        bob_py_emit_expr(c, value);
        c->line = target->place.line;
        bob_py_emit(c, OP_INDEX_SET, 0);
    } else {
        if (target->kind == PY_SUBSCRIPT && target->subscript.index->kind == PY_SLICE)
            c->consumed = c->collected = value; /* its elements at once */
        bob_py_emit_expr(c, value);
        bob_py_emit_assign(c, target, value);
        bob_py_forget_moved(c, bob_py_moved(c, c->scope, s));
    }
}

/* That operands are of no use to it CPython says with the operator's whole name, -=; the
 * operations, which don't know it, with -. */
static void operand_error(PyCompiler *c, unsigned op)
{
    static const char *const names[] = {
        [PY_ADD] = "+=",      [PY_SUB] = "-=",     [PY_MULT] = "*=",     [PY_DIV] = "/=",
        [PY_MOD] = "%=",      [PY_POW] = "**=",    [PY_L_SHIFT] = "<<=", [PY_R_SHIFT] = ">>=",
        [PY_BIT_OR] = "|=",   [PY_BIT_XOR] = "^=", [PY_BIT_AND] = "&=",  [PY_FLOOR_DIV] = "//=",
        [PY_MAT_MULT] = "@=",
    };
    bob_py_emit_text(c, names[op], strlen(names[op]));
    bob_py_emit_builtin(c, BUILTIN_operand_error, 3);
}

/* += and the like: lists change in place. */
static void augmented_op(PyCompiler *c, const PyStmt *s)
{
    unsigned op = s->aug.op;
    bool list = (s->aug.target->types & T_LIST) != 0 || (s->aug.target->types & T_ALL) == 0;
    c->line = s->place.line;
    if (bob_py_never_takes(op, s->aug.target->types, s->aug.value->types))
        operand_error(c, op);
    else if (op == PY_ADD && (list || (s->aug.target->types & (T_NONE | T_CALLABLE)) != 0))
        bob_py_emit_builtin(c, BUILTIN_iadd, 2);
    else if (op == PY_MULT && list && !bob_py_only(s->aug.value, T_FLOAT))
        bob_py_emit_builtin(c, BUILTIN_imul, 2);
    else if (bob_py_changes_set(op) && !bob_py_only(s->aug.value, T_NUMBER) &&
             !bob_py_only(s->aug.target, T_ALL & ~T_UNITED))
        bob_py_emit_builtin(c,
                            op == PY_BIT_OR    ? BUILTIN_ior
                            : op == PY_BIT_AND ? BUILTIN_iand
                            : op == PY_BIT_XOR ? BUILTIN_ixor
                                               : BUILTIN_isub,
                            2);
    else
        bob_py_emit_binary(c, op, s->aug.target, s->aug.value);
}

/* seq[a:b] += x: what the slice is of, and its parts, are evaluated once. */
static void augmented_slice(PyCompiler *c, const PyStmt *s)
{
    const PyExpr *target = s->aug.target;
    uint32_t parts[4], i, held;
    bob_py_emit_expr(c, target->subscript.value);
    bob_py_emit_slice(c, target->subscript.index);
    for (i = 4; i-- > 0;) {
        parts[i] = bob_py_hidden(c, "part");
        bob_py_emit(c, OP_STORE_NAME, parts[i]);
    }
    for (i = 0; i < 4; i++)
        bob_py_emit(c, OP_LOAD_LOCAL, parts[i]);
    c->line = target->place.line;
    bob_py_emit_builtin(c, BUILTIN_slice_step, 4);
    held = bob_py_emit_held(c, s->aug.value);
    augmented_op(c, s);
    bob_py_release_local(c, held);
    for (i = 0; i < 4; i++)
        bob_py_emit(c, OP_LOAD_LOCAL, parts[i]);
    c->line = target->place.line;
    bob_py_emit_builtin(c, BUILTIN_set_slice, 5);
    bob_py_emit(c, OP_POP, 0);
}

static void augmented(PyCompiler *c, const PyStmt *s)
{
    const PyExpr *target = s->aug.target;
    uint32_t held;
    PyRef ref;
    if (target->kind == PY_NAME) {
        bob_py_emit_expr(c, target);
        if (s->aug.op == PY_ADD)
            c->consumed = s->aug.value;
        held = bob_py_emit_held(c, s->aug.value);
        augmented_op(c, s);
        bob_py_release_local(c, held);
        ref = bob_py_resolve(c, c->scope, target->name.id);
        if (bob_py_stays_itself(ref.symbol, target))
            bob_py_emit(c, OP_POP, 0); /* the list is still the same object */
        else
            bob_py_emit_store(c, ref, &target->place);
    } else if (target->kind == PY_SUBSCRIPT && target->subscript.index->kind != PY_SLICE) {
        bob_py_emit_expr(c, target->subscript.value);
        bob_py_emit_expr(c, target->subscript.index);
        bob_py_emit(c, OP_DUP2, 0);
        c->line = target->place.line;
        bob_py_emit(c, OP_INDEX_GET, 0);
        held = bob_py_emit_held(c, s->aug.value);
        augmented_op(c, s);
        bob_py_release_local(c, held);
        c->line = target->place.line;
        bob_py_emit(c, OP_INDEX_SET, 0);
    } else if (target->kind == PY_ATTRIBUTE) {
        bob_py_emit_expr(c, target->attribute.value);
        bob_py_emit(c, OP_DUP, 0);
        c->line = target->attribute.name_place.line;
        bob_py_emit(c, OP_LOAD_ATTR, attribute_name(c, target));
        held = bob_py_emit_held(c, s->aug.value);
        augmented_op(c, s);
        bob_py_release_local(c, held);
        bob_py_emit(c, OP_SWAP, 0);
        c->line = target->attribute.name_place.line;
        bob_py_emit(c, OP_STORE_ATTR, attribute_name(c, target));
    } else if (target->kind == PY_SUBSCRIPT) {
        augmented_slice(c, s);
    } else {
        bob_py_refuse(c, &target->place, "augmented assignment to this is not supported");
    }
}

/* ---- functions ---- */

static void return_stmt(PyCompiler *c, const PyStmt *s)
{
    if (s->ret.value == NULL)
        bob_py_emit_none(c);
    else
        bob_py_emit_expr(c, s->ret.value);
    c->line = s->place.line;
    if (bob_py_leaves_blocks(c, NULL)) {
        const struct PyBlock *inside = c->block;
        uint32_t covered_by = c->covered_by, value = bob_py_hidden(c, "value");
        bob_py_emit(c, OP_STORE_NAME, value);
        bob_py_leave_blocks(c, NULL);
        bob_py_emit(c, OP_LOAD_LOCAL, value);
        bob_py_emit(c, OP_RETURN_VAL, 0);
        bob_py_rejoin_blocks(c, inside, covered_by);
        return;
    }
    bob_py_release_owners(c, s->ret.value);
    bob_py_emit(c, OP_RETURN_VAL, 0);
}

/* ---- the others ---- */

static void delete_targets(PyCompiler *c, const PyExprList *targets)
{
    uint32_t i;
    PyRef ref;
    for (i = 0; i < targets->count; i++) {
        const PyExpr *t = targets->items[i];
        if (t->kind == PY_TUPLE || t->kind == PY_LIST) {
            delete_targets(c, &t->sequence.elements);
        } else if (t->kind == PY_SUBSCRIPT && t->subscript.index->kind != PY_SLICE) {
            bob_py_emit_expr(c, t->subscript.value);
            bob_py_emit_expr(c, t->subscript.index);
            c->line = t->place.line;
            bob_py_emit_builtin(c, BUILTIN_del_item, 2);
            bob_py_emit(c, OP_POP, 0);
        } else if (t->kind == PY_ATTRIBUTE) {
            bob_py_emit_expr(c, t->attribute.value);
            c->line = t->attribute.name_place.line;
            bob_py_emit(c, OP_DELETE_ATTR, attribute_name(c, t));
        } else if (t->kind == PY_SUBSCRIPT) {
            bob_py_emit_expr(c, t->subscript.value);
            bob_py_emit_slice(c, t->subscript.index);
            c->line = t->place.line;
            bob_py_emit_builtin(c, BUILTIN_del_slice, 4);
            bob_py_emit(c, OP_POP, 0);
        } else if (t->kind == PY_NAME) {
            ref = bob_py_resolve(c, c->scope, t->name.id);
            c->line = t->place.line;
            if (ref.kind == REF_LOCAL || ref.kind == REF_NAME) {
                bob_py_emit(c, OP_DELETE_NAME, bob_py_symbol_name(c, ref.symbol));
            } else if (ref.kind == REF_CELL) {
                bob_py_emit_cell(c, ref.symbol);
                bob_py_emit(c, OP_CELL_CLEAR,
                            bob_py_program_name(c, t->name.id->text, t->name.id->size));
            } else
                bob_py_refuse(c, &t->place, "'del' of a name that functions use is not supported");
        } else {
            bob_py_refuse(c, &t->place, "'del' of this is not supported");
        }
    }
}

/* "Type: text", or the type alone where there is no text. */
static void raise_text(PyCompiler *c, const char *type, const PyExpr *text)
{
    char prefix[80];
    PyLabel some = PY_LABEL, end = PY_LABEL;
    bool key = strcmp(type, "KeyError") == 0; /* whose text is the repr of its argument */
    if (text == NULL || (!key && text->kind == PY_CONSTANT && text->constant.type == PY_CONST_STR &&
                         text->constant.size == 0)) {
        bob_py_emit_text(c, type, strlen(type));
        return;
    }
    (void)snprintf(prefix, sizeof prefix, "%s: ", type);
    if (key) {
        bob_py_emit_text(c, prefix, strlen(prefix));
        bob_py_emit_expr(c, text);
        bob_py_emit_builtin(c, BUILTIN_repr, 1);
    } else if (text->kind == PY_CONSTANT) {
        bob_py_emit_text(c, prefix, strlen(prefix));
        bob_py_emit_expr(c, text);
    } else { /* it may turn out to be empty */
        bob_py_emit_expr(c, text);
        bob_py_emit(c, OP_TO_STR, 0);
        bob_py_emit(c, OP_DUP, 0);
        bob_py_emit_jump(c, OP_JUMP_IF_TRUE, &some);
        bob_py_emit(c, OP_POP, 0);
        bob_py_emit_text(c, type, strlen(type));
        bob_py_emit_jump(c, OP_JUMP, &end);
        bob_py_place_label(c, &some);
        bob_py_emit_text(c, prefix, strlen(prefix));
        bob_py_emit(c, OP_SWAP, 0);
    }
    bob_py_emit_builtin(c, BUILTIN_concat, 2);
    bob_py_place_label(c, &end);
}

static void raise_stmt(PyCompiler *c, const PyStmt *s)
{
    const PyExpr *e = s->raise.exception, *type = e, *text = NULL;
    if (c->has_try || e == NULL || s->raise.cause != NULL ||
        (e->kind == PY_CALL && e->call.args.count > 1)) {
        bob_py_emit_raise(c, s);
        return;
    }
    if (e != NULL && e->kind == PY_CALL && e->call.keyword_count == 0 && e->call.args.count <= 1) {
        type = e->call.function;
        text = e->call.args.count > 0 ? e->call.args.items[0] : NULL;
    }
    if (type == NULL || type->kind != PY_NAME || !bob_py_is_raised(type->name.id->text) ||
        bob_py_resolve(c, c->scope, type->name.id).kind != REF_BUILTIN) {
        bob_py_emit_raise(c, s);
        return;
    }
    if (bob_py_is(type->name.id, "SystemExit")) {
        bob_py_emit_exit(c, text, s->place.line);
        return;
    }
    raise_text(c, type->name.id->text, text);
    c->line = s->place.line;
    bob_py_emit(c, OP_RAISE, 0);
}

static void assert_stmt(PyCompiler *c, const PyStmt *s)
{
    PyLabel fine = PY_LABEL;
    bob_py_emit_condition(c, s->assert_.test, true, &fine);
    if (c->has_try) {
        if (s->assert_.message != NULL)
            bob_py_emit_expr(c, s->assert_.message);
        bob_py_emit(c, OP_EXC_NEW,
                    (uint32_t)EXC_AssertionError << 8 | (s->assert_.message != NULL));
    } else {
        raise_text(c, "AssertionError", s->assert_.message);
    }
    c->line = bob_py_tested_line(s->assert_.test, s->place.line);
    bob_py_emit(c, OP_RAISE, 0);
    bob_py_place_label(c, &fine);
}

static void if_stmt(PyCompiler *c, const PyStmt *s)
{
    PyLabel end = PY_LABEL;
    const PyStmt *last = s;
    for (; s != NULL; s = bob_py_elif(s)) {
        PyLabel orelse = PY_LABEL;
        c->line = s->place.line;
        bob_py_emit_condition(c, s->branch.test, false, &orelse);
        bob_py_emit_body(c, &s->branch.body);
        if (s->branch.orelse.count > 0 && !bob_py_ends(&s->branch.body))
            bob_py_emit_jump(c, OP_JUMP, &end);
        bob_py_place_label(c, &orelse);
        last = s;
    }
    bob_py_emit_body(c, &last->branch.orelse);
    bob_py_place_label(c, &end);
}

/* An expression for its effect. */
static void expression_stmt(PyCompiler *c, const PyExpr *e)
{
    if (e->kind == PY_CONSTANT)
        return;
    bob_py_emit_expr(c, e);
    bob_py_drop(c, e);
}

/* sys.argv is a list made when sys is imported: the file's name, or the option that the program
 * came by, then the arguments. */
static void make_argv(PyCompiler *c)
{
    const char *name = c->name == NULL                    ? ""
                       : strcmp(c->name, "<string>") == 0 ? "-c"
                       : strcmp(c->name, "<stdin>") == 0  ? "-"
                                                          : c->name;
    PyLabel top = PY_LABEL, end = PY_LABEL;
    uint32_t index = bob_py_hidden(c, "index");
    bob_py_emit_text(c, name, strlen(name));
    bob_py_emit(c, OP_LIST_NEW, 1);
    bob_py_emit_int(c, 0);
    bob_py_emit(c, OP_STORE_NAME, index);
    bob_py_place_label(c, &top);
    bob_py_emit(c, OP_LOAD_LOCAL, index);
    bob_py_emit(c, OP_ARG_COUNT, 0);
    bob_py_emit(c, OP_LT, 0);
    bob_py_emit_jump(c, OP_JUMP_IF_FALSE, &end);
    bob_py_emit(c, OP_DUP, 0);
    bob_py_emit(c, OP_LOAD_LOCAL, index);
    bob_py_emit(c, OP_ARG, 0);
    bob_py_emit(c, OP_LIST_APPEND, 0);
    bob_py_emit(c, OP_LOAD_LOCAL, index);
    bob_py_emit_int(c, 1);
    bob_py_emit(c, OP_ADD, 0);
    bob_py_emit(c, OP_STORE_NAME, index);
    bob_py_emit_jump(c, OP_JUMP, &top);
    bob_py_place_label(c, &end);
    bob_py_emit(c, OP_STORE_GLOBAL, bob_py_program_name(c, "sys.argv", 8));
}

static void import_stmt(PyCompiler *c, const PyStmt *s)
{
    uint32_t i;
    double value;
    for (i = 0; i < s->import.alias_count; i++) {
        const PyAlias *a = &s->import.aliases[i];
        const PyIdentifier *bound = a->asname != NULL ? a->asname : a->name;
        PyRef ref = bob_py_resolve(c, c->scope, bound);
        if (ref.symbol == NULL)
            continue;
        if (ref.symbol->import == IMPORT_MATH_NAME && bob_py_math_row(a->name->text) == NULL &&
            !bob_py_math_constant(a->name, &value))
            bob_py_refuse(c, &a->place, "'math.%.60s' is not supported", a->name->text);
        if (ref.symbol->import == IMPORT_SYS_NAME && !bob_py_is(a->name, "argv") &&
            !bob_py_is(a->name, "exit"))
            bob_py_refuse(c, &a->place, "'sys.%.60s' is not supported", a->name->text);
        if ((ref.symbol->import == IMPORT_SYS || ref.symbol->import == IMPORT_SYS_NAME) &&
            !c->argv_used) {
            c->argv_used = true;
            make_argv(c);
        }
    }
}

static void leave_loop(PyCompiler *c, PyLabel *target)
{
    const struct PyBlock *inside = c->block;
    uint32_t covered_by = c->covered_by;
    bob_py_leave_blocks(c, c->loop->block);
    bob_py_emit_jump(c, OP_JUMP, target);
    bob_py_rejoin_blocks(c, inside, covered_by);
}

static void statement(PyCompiler *c, const PyStmt *s)
{
    switch ((PyStmtKind)s->kind) {
    case PY_FUNCTION_DEF:
        bob_py_emit_def(c, s);
        break;
    case PY_CLASS_DEF:
        bob_py_emit_class(c, s);
        break;
    case PY_RETURN:
        return_stmt(c, s);
        break;
    case PY_DELETE:
        delete_targets(c, &s->del.targets);
        break;
    case PY_ASSIGN:
        assign_stmt(c, s);
        break;
    case PY_AUG_ASSIGN:
        augmented(c, s);
        break;
    case PY_ANN_ASSIGN:
        if (s->ann.value != NULL) {
            bob_py_emit_expr(c, s->ann.value);
            bob_py_emit_assign(c, s->ann.target, s->ann.value);
        }
        if (c->scopes[c->scope].kind == SCOPE_MODULE) /* elsewhere it is not evaluated */
            bob_py_check_annotation(c, s->ann.annotation);
        break;
    case PY_FOR:
        bob_py_emit_for(c, s);
        break;
    case PY_WHILE:
        bob_py_emit_while(c, s);
        break;
    case PY_IF:
        if_stmt(c, s);
        break;
    case PY_RAISE:
        raise_stmt(c, s);
        break;
    case PY_ASSERT:
        assert_stmt(c, s);
        break;
    case PY_IMPORT:
    case PY_IMPORT_FROM:
        import_stmt(c, s);
        break;
    case PY_EXPR:
        expression_stmt(c, s->expr.value);
        break;
    case PY_TRY:
        bob_py_emit_try(c, s);
        break;
    case PY_BREAK:
        leave_loop(c, &c->loop->on_break);
        break;
    case PY_CONTINUE:
        leave_loop(c, &c->loop->on_continue);
        break;
    case PY_GLOBAL: /* what it means is known since scope.c */
    case PY_PASS:
    case PY_UNSUPPORTED_STMT: /* noted already: refusals are collected */
        break;
    }
}

void bob_py_emit_body(PyCompiler *c, const PyBody *body)
{
    uint32_t i;
    for (i = 0; i < body->count && c->status == BOB_OK; i++) {
        if (!bob_py_enter_node(c, &body->items[i]->place))
            return;
        c->line = body->items[i]->place.line;
        statement(c, body->items[i]);
        bob_py_leave_node(c);
    }
}

/* ---- functions, one after another ---- */

static void function(PyCompiler *c, uint32_t scope)
{
    PyScope *f = bob_py_scope(c, scope);
    uint32_t last;
    c->scope = scope;
    c->function = f->function;
    c->hidden = 0;
    c->loop = NULL;
    c->line = f->def != NULL ? f->def->place.line : 1;
    bob_py_make_cells(c, scope);
    bob_py_begin_owners(c);
    c->block = NULL;
    c->covered_by = PY_NOTHING;
    if (f->kind == SCOPE_CLASS)
        bob_py_emit_class_begin(c, f);
    bob_py_emit_body(c, f->def != NULL ? &f->def->def.body : &c->module->body);
    last = f->def != NULL && f->def->def.body.count > 0
               ? f->def->def.body.items[f->def->def.body.count - 1]->place.line
               : c->line;
    c->line = last;
    if (f->def == NULL) {
        bob_py_emit_none(c);
        bob_py_emit(c, OP_RETURN_VAL, 0);
    } else if (f->kind == SCOPE_CLASS) {
        bob_py_emit_class_end(c, f);
    } else if (!bob_py_ends(&f->def->def.body)) {
        bob_py_emit_none(c);
        bob_py_release_owners(c, NULL);
        bob_py_emit(c, OP_RETURN_VAL, 0);
    }
    bob_py_end_handlers(c);
}

void bob_py_emit_functions(PyCompiler *c)
{
    uint32_t i;
    for (i = 0; i < c->scope_count && c->status == BOB_OK; i++)
        if (c->scopes[i].kind != SCOPE_COMPREHENSION)
            function(c, i);
}
