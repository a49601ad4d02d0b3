/* One instruction of bytecode in a context: which handlers do it, and what is known after.
 * Here the stack, names and jumps; select_number.c, select_branch.c, select_list.c and
 * select_call.c have what their names say. */
#include "core/typed/select.h"

/* The run ends: the reference engine does this instruction. */
bool bob_select_leave(Decode *d)
{
    if (d->c->inline_frame.info != NULL)
        return bob_give_up_inlined(d);
    bob_op(d, ROW_LEAVE, 0);
    return false;
}

/* The run ends, to be continued when it comes here. */
bool bob_select_pause(Decode *d)
{
    Edge *e = bob_edge(d, EDGE_JUMP, d->c->ip, d->c->fuel_offset);
    e->paused = true;
    bob_op(d, ROW_JMP, 1, (Operand){.kind = TO_EDGE, .edge = e});
    return false;
}

/* The run ends: the shared meaning does this instruction, its results decide how to go on. */
bool bob_select_generic(Decode *d, uint32_t args, uint32_t results)
{
    if (d->c->inline_frame.info != NULL)
        return bob_give_up_inlined(d);
    bob_generic(d, args, results);
    return false;
}

/* An operand in a slot, for rows that want it there: in one of the two spare ones. */
static Operand spare(Decode *d, unsigned n, Operand from, char kind)
{
    Operand to = bob_slot(d, bob_spare_slot(d->info, n));
    if (from.kind == IN_SLOT || (kind != 's' && kind != 'd'))
        return from;
    bob_move(d, to, from, kind == 'd', d->op_count);
    return to;
}

Operand bob_text_slot(Decode *d, Var *v, unsigned n)
{
    Operand at = bob_slot(d, bob_spare_slot(d->info, n));
    if (v->where != AT_CONST)
        return bob_use_slot(d, v);
    bob_move(d, at, bob_imm(v->i), false, d->op_count);
    return at;
}

/* An operation that pops operands and pushes what it writes. */
void bob_result(Decode *d, unsigned row, unsigned pops, unsigned type, unsigned count, Operand a,
                Operand b, Operand e, Operand f)
{
    SideExit side_exit = bob_side_exit(d);
    const char *kinds = bob_typed_rows[row].operands;
    char kind = kinds[0];
    Var to;
    Op *op;
    a = spare(d, 0, a, kinds[1]);
    if (count > 1)
        b = spare(d, 1, b, kinds[2]);
    bob_pop(d, pops);
    to = kind == 'S' || kind == 'D' ? bob_new_slot(d, type) : bob_new_temp(d, type);
    op = count == 1   ? bob_op(d, row, 2, bob_location(d, &to), a)
         : count == 2 ? bob_op(d, row, 3, bob_location(d, &to), a, b)
         : count == 3 ? bob_op(d, row, 4, bob_location(d, &to), a, b, e)
                      : bob_op(d, row, 5, bob_location(d, &to), a, b, e, f);
    op->side_exit = side_exit;
    bob_push(d, to);
}

/* An operand that is no constant. */
Operand bob_settled(Decode *d, Var *v)
{
    bob_settle(d, v);
    return bob_use(d, v);
}
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
        RESULT2(ROW_LDGF, 0, TAG_FLOAT, bob_imm((int64_t)(uintptr_t)g), guard());
    else
        RESULT3(ROW_LDG, 0, (unsigned)g->tag, bob_imm((int64_t)(uintptr_t)g),
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
        bob_op(d, ROW_FUEL, 1, bob_imm(back - d->c->fuel_offset));
        d->c->fuel_offset = 0;
    } else {
        d->c->fuel_offset -= back;
    }
    d->c->ip = target;
    return true;
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
    switch (opcode) {
    case OP_NOP:
        return next(d);
    case OP_POP:
        bob_pop(d, 1);
        return next(d);
    case OP_DUP:
    case OP_DUP2:
    case OP_SWAP:
    case OP_ROT3:
        return shuffle(d, opcode);
    case OP_PUSH_CONST:
        return push_constant(d, d->t->s->program->constants[n]);
    case OP_PUSH_FUNC:
        return push_constant(d, bob_func(n));
    case OP_ARG_COUNT:
        return push_constant(d, bob_int(d->t->s->arg_count));
    case OP_LOAD_NAME:
    case OP_LOAD_LOCAL:
    case OP_LOAD_GLOBAL:
        return load_name(d, opcode, n);
    case OP_STORE_NAME:
        store_name(d, bob_function_slot(f, n));
        return next(d);
    case OP_DELETE_NAME: {
        uint32_t local = bob_function_slot(f, n);
        if (local == BOB_NO_SLOT || d->c->var[local].type == TAG_UNBOUND)
            return bob_select_leave(d);
        bob_unshare(d, local);
        bob_forget_hoisted(d, local);
        bob_set(d, local, (Var){.type = TAG_UNBOUND, .where = AT_NOTHING, .reg = NO_REG});
        return next(d);
    }
    case OP_STORE_GLOBAL:
        return store_global(d, n);
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
    case OP_JUMP:
        return jump(d, n);
    case OP_JUMP_IF_TRUE:
    case OP_JUMP_IF_FALSE:
    case OP_JUMP_IF_TRUE_OR_POP:
    case OP_JUMP_IF_FALSE_OR_POP:
        return bob_select_jump_if(d, opcode);
    case OP_CALL_FUNC:
        return bob_begin_inlined(d, n) || bob_select_call(d, n, 0);
    case OP_CALL_VALUE:
        return bob_select_call_value(d, n);
    case OP_RETURN_VAL:
        return d->c->inline_frame.info != NULL ? bob_end_inlined(d) : bob_select_return(d);
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
        return bob_select_builtin(d, n);
    case OP_FREE:
    case OP_RELEASE: /* strings of one character and constants have no storage of their own */
        if (top(d, 0)->type == TAG_REF && (top(d, 0)->single || top(d, 0)->where == AT_CONST)) {
            bob_pop(d, 1);
            return next(d);
        }
        if (opcode == OP_RELEASE)
            return bob_select_release(d);
        return bob_select_generic(d, 1, 0);
    case OP_RAISE:
    case OP_EXIT:
    case OP_HALT:
        return bob_select_leave(d);
    default:
        return bob_select_generic(d, pops, pushes);
    }
}
