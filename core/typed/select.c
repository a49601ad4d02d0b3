/* One instruction of bytecode in a context: which handlers do it, and what is known after.
 * Here the stack, names and jumps; select_number.c, select_branch.c, select_list.c and
 * select_call.c have what their names say. */
#include "core/typed/edge.h"
#include "core/typed/fuel.h"
#include "core/typed/generic.h"
#include "core/typed/inline.h"
#include "core/typed/select.h"

/* ---- names ---- */

static bool load_local(Decode *d, uint32_t local)
{
    Var v = d->c->var[local];
    BobObject *hint = d->hint[local];
    if (d->c->inline_frame.info != NULL) { /* an operand again */
        bob_push(d, v);
        d->hint[bob_index_of(d, top(d, 0))] = hint;
        return next(d);
    }
    if (v.where == AT_REG || v.where == AT_SLOT)
        v = (Var){.type = v.type,
                  .where = AT_COPY,
                  .positive = v.positive,
                  .single = v.single,
                  .from = (uint16_t)local,
                  .less = NO_LOCAL};
    v.reg = NO_REG;
    v.synced = false;
    bob_push(d, v);
    d->hint[bob_index_of(d, top(d, 0))] = hint;
    return next(d);
}

static bool push_constant(Decode *d, BobValue v)
{
    Var c = {.type = (uint8_t)v.tag,
             .where = has_value((unsigned)v.tag) ? AT_CONST : AT_NOTHING,
             .i = v.i};
    bob_push(d, c);
    d->hint[bob_index_of(d, top(d, 0))] = v.tag == TAG_REF ? v.ref : NULL;
    return next(d);
}

static bool load_global(Decode *d, uint32_t name)
{
    BobValue *g = &d->t->s->globals[name];
    if (!has_value((unsigned)g->tag) || guard_often_failed(d))
        return bob_select_generic(d, 0, 1);
    if (g->tag == TAG_INT && d->t->global_stores[name] == 1 &&
        code_of(d)->guard_failures[d->c->ip] == 0) {
        /* Bound in one place, it is most likely a constant by another name. */
        bob_op(d, ROW_GUARDG, 3, bob_imm((int64_t)(uintptr_t)g), bob_imm(g->i), guard());
        return push_constant(d, *g);
    }
    if (g->tag == TAG_FLOAT)
        RESULT(ROW_LDGF, 0, TAG_FLOAT, bob_imm((int64_t)(uintptr_t)g), guard());
    else
        RESULT(ROW_LDG, 0, (unsigned)g->tag, bob_imm((int64_t)(uintptr_t)g),
               bob_imm((int64_t)g->tag), guard());
    if (g->tag == TAG_REF)
        d->hint[bob_index_of(d, top(d, 0))] = g->ref;
    return next(d);
}

static bool store_global(Decode *d, uint32_t name)
{
    Operand g = bob_imm((int64_t)(uintptr_t)&d->t->s->globals[name]);
    Var *v = top(d, 0);
    Operand x;
    SideExit side_exit;
    Op *op;
    if (!has_value(v->type))
        return bob_select_generic(d, 1, 0);
    x = bob_settled(d, v);
    side_exit = bob_side_exit(d);
    op = is_float(v->type) ? bob_op(d, ROW_STGF, 2, x, g)
                           : bob_op(d, ROW_STG, 3, x, g, bob_imm(v->type));
    op->side_exit = side_exit;
    bob_pop(d, 1);
    return next(d);
}

static bool load_name(Decode *d, unsigned opcode, uint32_t name)
{
    uint32_t local =
        opcode == OP_LOAD_GLOBAL ? BOB_NO_SLOT : bob_function_slot(code_of(d)->f, name);
    if (local != BOB_NO_SLOT && d->c->inline_frame.info != NULL)
        local += d->c->inline_frame.base;
    if (local != BOB_NO_SLOT && d->c->var[local].type != TAG_UNBOUND)
        return load_local(d, local);
    if (opcode == OP_LOAD_LOCAL) {
        if (!d->t->s->allow_undefined)
            return bob_select_leave(d);
        bob_push(d, (Var){.type = TAG_NONE, .where = AT_NOTHING});
        return next(d);
    }
    return load_global(d, name);
}

static void store_name(Decode *d, uint32_t local)
{
    const InlineFrame *w = &d->c->inline_frame;
    Var v = *top(d, 0);
    BobObject *hint = d->hint[bob_index_of(d, top(d, 0))];
    if (w->info == NULL) {
        bob_store_local(d, local);
        return;
    }
    bob_pop(d, 1);
    bob_set(d, w->base + local, v);
    d->hint[w->base + local] = hint;
}

/* ---- the stack ---- */

static bool shuffle(Decode *d, unsigned opcode)
{
    Var a = *top(d, 0), b, c;
    BobObject *ha = d->hint[bob_index_of(d, top(d, 0))], *hb = NULL, *hc = NULL;
    uint32_t first = d->info->locals + d->c->depth;
    if (opcode != OP_DUP) {
        b = *top(d, 1);
        hb = d->hint[first - 2];
    }
    switch (opcode) {
    case OP_DUP:
        bob_push(d, a);
        d->hint[first] = ha;
        break;
    case OP_DUP2:
        bob_push(d, b);
        bob_push(d, a);
        d->hint[first] = hb;
        d->hint[first + 1] = ha;
        break;
    case OP_SWAP:
        bob_set(d, first - 2, a);
        bob_set(d, first - 1, b);
        d->hint[first - 2] = ha;
        d->hint[first - 1] = hb;
        break;
    default: /* ROT3: a b c -- c a b, c the top */
        ASSERT(opcode == OP_ROT3);
        c = *top(d, 2);
        hc = d->hint[first - 3];
        bob_set(d, first - 3, a);
        bob_set(d, first - 2, c);
        bob_set(d, first - 1, b);
        d->hint[first - 3] = ha;
        d->hint[first - 2] = hc;
        d->hint[first - 1] = hb;
    }
    return next(d);
}

static bool jump(Decode *d, uint32_t target)
{
    int64_t back = (int64_t)d->c->ip + 1 - (int64_t)target;
    if (target >= code_of(d)->f->code_size)
        return bob_select_leave(d);
    if (target <= d->c->ip) {
        bob_op(d, ROW_FUEL, 1, bob_imm(offset_at_test(d, target) + back - d->c->fuel_offset));
        d->c->fuel_offset = offset_at_test(d, target);
    } else {
        d->c->fuel_offset -= back;
    }
    d->c->ip = target;
    return true;
}

static bool select_builtin(Decode *d, uint32_t operand)
{
    uint32_t args = operand & 0xFF;
    bool numbers = args == 2 && is_number(top(d, 1)) && is_number(top(d, 0));
    switch (operand >> 8) {
    case BUILTIN_iadd:
        if (numbers)
            return bob_select_arithmetic(d, OP_ADD);
        break;
    case BUILTIN_imul:
        if (numbers)
            return bob_select_arithmetic(d, OP_MUL);
        break;
    case BUILTIN_mod:
        if (numbers)
            return bob_select_arithmetic(d, OP_MOD);
        break;
    case BUILTIN_min:
        if (numbers)
            return bob_select_least(d, false);
        break;
    case BUILTIN_max:
        if (numbers)
            return bob_select_least(d, true);
        break;
    case BUILTIN_append:
        if (args == 2)
            return bob_select_append(d, true);
        break;
    case BUILTIN_pop:
        if (args == 1)
            return bob_select_list_pop(d);
        break;
    case BUILTIN_int:
        if (args == 1)
            return bob_select_unary(d, ROW_MOV, TAG_INT, ROW_F2I, TAG_INT);
        break;
    case BUILTIN_to_index:
        if (args == 1)
            return bob_select_unary(d, ROW_MOV, TAG_INT, ROW_COUNT, 0);
        break;
    case BUILTIN_float:
        if (args == 1)
            return bob_select_unary(d, ROW_I2F, TAG_FLOAT, ROW_FMOV, TAG_FLOAT);
        break;
    default:
        break;
    }
    return bob_select_generic(d, args, 1);
}

/* What is not its meaning alone: each has to have a case. */
static bool select_control(Decode *d, unsigned opcode, uint32_t n)
{
    const BobFunction *f = code_of(d)->f;
    switch ((BobControl)opcode) {
    case CONTROL_NOP:
        return next(d);
    case CONTROL_POP:
        bob_pop(d, 1);
        return next(d);
    case CONTROL_DUP:
    case CONTROL_DUP2:
    case CONTROL_SWAP:
    case CONTROL_ROT3:
        return shuffle(d, opcode);
    case CONTROL_PUSH_CONST:
        return push_constant(d, d->t->s->program->constants[n]);
    case CONTROL_PUSH_FUNC:
        return push_constant(d, bob_func(n));
    case CONTROL_ARG_COUNT:
        return push_constant(d, bob_int(d->t->s->arg_count));
    case CONTROL_LOAD_NAME:
    case CONTROL_LOAD_LOCAL:
    case CONTROL_LOAD_GLOBAL:
        return load_name(d, opcode, n);
    case CONTROL_STORE_NAME:
        store_name(d, bob_function_slot(f, n));
        return next(d);
    case CONTROL_DELETE_NAME: {
        uint32_t local = bob_function_slot(f, n);
        if (local == BOB_NO_SLOT || d->c->var[local].type == TAG_UNBOUND)
            return bob_select_leave(d);
        bob_unshare(d, local);
        bob_forget_hoisted(d, local);
        bob_set(d, local, (Var){.type = TAG_UNBOUND, .where = AT_NOTHING, .reg = NO_REG});
        return next(d);
    }
    case CONTROL_STORE_GLOBAL:
        return store_global(d, n);
    case CONTROL_JUMP:
        return jump(d, n);
    case CONTROL_JUMP_IF_TRUE:
    case CONTROL_JUMP_IF_FALSE:
    case CONTROL_JUMP_IF_TRUE_OR_POP:
    case CONTROL_JUMP_IF_FALSE_OR_POP:
        return bob_select_jump_if(d, opcode);
    case CONTROL_CALL_FUNC:
        return bob_begin_inlined(d, n) || bob_select_call(d, n, 0);
    case CONTROL_CALL_VALUE:
        return bob_select_call_value(d, n);
    case CONTROL_RETURN_VAL:
        return d->c->inline_frame.info != NULL ? bob_end_inlined(d) : bob_select_return(d);
    case CONTROL_CALL_METHOD:
        return bob_select_call_method(d, n);
    case CONTROL_CLASS_NEW:
    case CONTROL_CALL_KEYWORDS:
    case CONTROL_CALL_SPREAD:
    case CONTROL_RAISE:
    case CONTROL_RERAISE:
    case CONTROL_EXIT:
    case CONTROL_HALT:
        return bob_select_leave(d);
    }
    ASSERT(false);
    return bob_select_leave(d);
}

static bool is_control(unsigned opcode)
{
    switch (bob_ops[opcode].shape) {
    case SHAPE_PUSH:
    case SHAPE_MOVE:
    case SHAPE_JUMP:
    case SHAPE_BRANCH:
    case SHAPE_KEEP:
    case SHAPE_CALL:
    case SHAPE_RETURN:
    case SHAPE_END:
        return true;
    case SHAPE_UN:
    case SHAPE_UNF:
    case SHAPE_BIN:
    case SHAPE_BINF:
    case SHAPE_ARGS:
    case SHAPE_ARGSF:
    case SHAPE_SPREAD:
        return false;
    }
    return false;
}

bool bob_select(Decode *d)
{
    const BobFunction *f = code_of(d)->f;
    BobWord w = d->c->ip < f->code_size ? f->code[d->c->ip] : bob_word(OP_NEVER, 0);
    unsigned opcode = bob_opcode(w);
    uint32_t n = bob_operand(w), pops, pushes;
    if (opcode >= OP_COUNT)
        return bob_select_leave(d);
    bob_stack_effect(d->t->s->program, w, &pops, &pushes);
    if (pops > bob_depth(d) || d->c->depth - pops + pushes > d->info->vars - d->info->locals)
        return bob_select_leave(d);
    if (is_control(opcode))
        return select_control(d, opcode, n);
    switch (opcode) {
    case OP_ADD:
    case OP_SUB:
    case OP_MUL:
    case OP_DIV:
    case OP_FLOORDIV:
    case OP_MOD:
    case OP_POW:
    case OP_AND:
    case OP_OR:
    case OP_XOR:
    case OP_SHL:
    case OP_SHR:
    case OP_WRAP_ADD:
    case OP_WRAP_SUB:
    case OP_WRAP_MUL:
    case OP_WRAP_SHL:
    case OP_SHR_LOGICAL:
        if (d->exact && (opcode == OP_DIV)) /* it did not fit */
            return bob_select_generic(d, 2, 1);
        return bob_select_arithmetic(d, opcode);
    case OP_EQ:
    case OP_NE:
    case OP_LT:
    case OP_LE:
    case OP_GT:
    case OP_GE:
        return bob_select_compare(d, opcode);
    case OP_NEG:
        return bob_select_unary(d, ROW_NEG, TAG_INT, ROW_FNEG, TAG_FLOAT);
    case OP_POS:
        return bob_select_unary(d, ROW_MOV, TAG_INT, ROW_FMOV, TAG_FLOAT);
    case OP_ABS:
        return bob_select_unary(d, ROW_ABS, TAG_INT, ROW_FABS, TAG_FLOAT);
    case OP_INVERT:
        return bob_select_unary(d, ROW_INVERT, TAG_INT, ROW_COUNT, 0);
    case OP_NOT:
        return bob_select_unary(d, ROW_NOT, TAG_BOOL, ROW_COUNT, 0);
    case OP_TO_INT:
        return bob_select_unary(d, ROW_MOV, TAG_INT, ROW_F2I, TAG_INT);
    case OP_TO_FLOAT:
        return bob_select_unary(d, ROW_I2F, TAG_FLOAT, ROW_FMOV, TAG_FLOAT);
    case OP_MIN:
    case OP_MAX:
        return bob_select_least(d, opcode == OP_MAX);
    case OP_INDEX_GET:
        return bob_select_index_get(d);
    case OP_SLICE_GET:
        return bob_select_slice(d);
    case OP_IN:
        return bob_select_in(d);
    case OP_INDEX_SET:
        return bob_select_index_set(d);
    case OP_LIST_APPEND:
        return bob_select_append(d, false);
    case OP_LIST_POP:
        return bob_select_list_pop(d);
    case OP_LEN:
        return bob_select_length(d);
    case OP_MATH:
        return bob_select_math(d, n);
    case OP_CALL_BUILTIN:
        return select_builtin(d, n);
    case OP_FREE:
    case OP_RELEASE: /* strings of one character and constants have no storage of their own */
        if (top(d, 0)->type == TAG_REF && (top(d, 0)->single || top(d, 0)->where == AT_CONST)) {
            bob_pop(d, 1);
            return next(d);
        }
        if (opcode == OP_RELEASE)
            return bob_select_release(d);
        return bob_select_generic(d, 1, 0);
    default: /* the shared meaning, which each of these operations has, is never wrong */
        return bob_select_generic(d, pops, pushes);
    }
}
