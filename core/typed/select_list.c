/* Which handlers read and write elements: of lists by kind, of tuples, of strings. */
#include "core/typed/liveness.h"
#include "core/typed/select.h"

typedef enum Shape { SHAPE_NONE, SHAPE_LIST, SHAPE_VALUES, SHAPE_STR, SHAPE_UNKNOWN } Shape;

/* What an element load may assume: from the object itself if it can be inspected, else from the
 * hint. A guard tests it each time. */
static Shape shape_of(const Decode *d, const Var *seq, const Var *at, unsigned *kind)
{
    const BobObject *o = d->hint[bob_index_of(d, seq)];
    uint32_t element = 0;
    if (d->exact) {
        int64_t i = value_of(d, at).i;
        o = value_of(d, seq).ref;
        if (i < 0 || i >= (int64_t)(o->type == OBJ_STR ? o->points : o->size))
            return SHAPE_NONE;
        element = (uint32_t)i;
    }
    if (o == NULL || (o->flags & OBJ_FREED) != 0)
        return SHAPE_UNKNOWN;
    if (o->size == 0)
        return SHAPE_UNKNOWN;
    if (o->type == OBJ_STR)
        return bob_str_is_ascii(o) ? SHAPE_STR : SHAPE_NONE;
    if (o->type == OBJ_LIST && o->kind != KIND_MIXED) {
        *kind = o->kind;
        return SHAPE_LIST;
    }
    if (o->type != OBJ_LIST && o->type != OBJ_TUPLE)
        return SHAPE_NONE;
    *kind = (unsigned)((const BobValue *)o->data)[element].tag;
    return *kind == TAG_NONE ? SHAPE_NONE : SHAPE_VALUES;
}

/* The object that an element of the kind REF refers to, as a hint. */
static BobObject *first_element(const BobObject *o)
{
    return o != NULL && bob_object_is(o, OBJ_LIST) && o->kind == KIND_REF && o->size > 0
               ? ((BobObject *const *)o->data)[0]
               : NULL;
}

/* The row that loads it, by what the sequence is. */
static void load_element(Decode *d, Shape shape, unsigned kind)
{
    Var *at = top(d, 0);
    Operand s = bob_use_slot(d, top(d, 1)), i;
    if (shape == SHAPE_LIST && at->where == AT_CONST && kind != KIND_BOOL) {
        i = bob_imm(at->i);
        if (kind == KIND_REF)
            RESULT(ROW_LDXK, 2, TAG_REF, s, i, bob_imm(kind), guard());
        else
            RESULT(kind == KIND_INT ? ROW_LDIK : ROW_LDFK, 2,
                   kind == KIND_INT ? TAG_INT : TAG_FLOAT, s, i, guard());
        return;
    }
    i = bob_settled(d, at);
    if (shape == SHAPE_STR)
        RESULT(ROW_LDS, 2, TAG_REF, s, i, guard());
    else if (shape == SHAPE_VALUES && kind == TAG_FLOAT)
        RESULT(ROW_LDVF, 2, TAG_FLOAT, s, i, guard());
    else if (shape == SHAPE_VALUES)
        RESULT(ROW_LDV, 2, kind, s, i, bob_imm(kind), guard());
    else if (kind == KIND_REF)
        RESULT(ROW_LDX, 2, TAG_REF, s, i, bob_imm(kind), guard());
    else if (kind == KIND_INT)
        RESULT(ROW_LDI, 2, TAG_INT, s, i, guard());
    else if (kind == KIND_BOOL)
        RESULT(ROW_LDB, 2, TAG_BOOL, s, i, guard());
    else
        RESULT(ROW_LDF, 2, TAG_FLOAT, s, i, guard());
}

/* An element that was loaded before the loop is where it was put then: no load at all. */
static bool use_hoisted(Decode *d, Var element)
{
    BobObject *inner = first_element(d->hint[bob_index_of(d, top(d, 1))]);
    if (bob_producer(d, top(d, 0)) + 1 == d->op_count && d->op_count > d->unfused)
        d->op_count--; /* the operation that made the index: nothing else needs it */
    bob_pop(d, 2);
    bob_push(d, element);
    d->hint[bob_index_of(d, top(d, 0))] = inner;
    return next(d);
}

static bool get_element(Decode *d)
{
    Var *seq = top(d, 1), *at = top(d, 0), element;
    unsigned kind = 0;
    BobObject *inner;
    Shape shape;
    HoistedLoad load;
    bool hoists;
    if (seq->type != TAG_REF || !is_int(at) || at->type == TAG_BOOL || guard_often_failed(d))
        return bob_select_generic(d, 2, 1);
    hoists = bob_can_hoist(d, seq, at, &load);
    if (hoists && bob_find_hoisted(d, &load, &element))
        return use_hoisted(d, element);
    shape = shape_of(d, seq, at, &kind);
    if (shape == SHAPE_UNKNOWN && !is_here(d))
        return bob_select_pause(d); /* decode it when it is reached: then the object can be seen */
    if (shape == SHAPE_UNKNOWN || shape == SHAPE_NONE || (at->where == AT_CONST && at->i < 0))
        return bob_select_generic(d, 2, 1);
    inner = first_element(d->hint[bob_index_of(d, seq)]);
    load_element(d, shape, kind);
    if (shape == SHAPE_STR) {
        Var character = *top(d, 0);
        character.single = true;
        bob_set(d, bob_index_of(d, top(d, 0)), character);
    }
    if (shape == SHAPE_LIST && kind == KIND_REF && hoists && bob_hoist(d, &load, &element)) {
        bob_set(d, bob_index_of(d, top(d, 0)), element);
        d->ops[d->op_count - 1].a[0] = bob_location(d, &element);
    }
    if (shape == SHAPE_LIST && kind == KIND_REF)
        d->hint[bob_index_of(d, top(d, 0))] = inner;
    return next(d);
}

bool bob_select_index_set(Decode *d)
{
    Var *seq = top(d, 2), *at = top(d, 1), *v = top(d, 0);
    Operand s, i, x;
    unsigned kind = v->type == TAG_INT     ? KIND_INT
                    : v->type == TAG_FLOAT ? KIND_FLOAT
                    : v->type == TAG_BOOL  ? KIND_BOOL
                                           : KIND_REF;
    bool mixed = false;
    bool fits =
        seq->type == TAG_REF && at->type == TAG_INT && (v->type == TAG_REF || (is_number(v)));
    if (fits) {
        const BobObject *o = d->exact ? value_of(d, seq).ref : d->hint[bob_index_of(d, seq)];
        mixed = o != NULL && bob_object_is(o, OBJ_LIST) && o->kind == KIND_MIXED;
        if (d->exact)
            fits = bob_object_is(o, OBJ_LIST) &&
                   (uint64_t)value_of(d, at).i < o->len[mixed ? KIND_MIXED : kind];
    }
    if (!fits || guard_often_failed(d))
        return bob_select_generic(d, 3, 0);
    if (v->type == TAG_REF || mixed)
        bob_forget_hoisted(d, NO_LOCAL);
    if (mixed) {
        s = bob_use_slot(d, seq);
        i = bob_settled(d, at);
        x = bob_use_slot(d, v);
        if (is_float(v->type))
            EFFECT(ROW_STVF, 3, s, i, x, guard());
        else
            EFFECT(ROW_STV, 3, s, i, x, bob_imm(v->type), guard());
        return next(d);
    }
    s = bob_use_slot(d, seq);
    i = bob_settled(d, at);
    if (v->where == AT_CONST && kind != KIND_FLOAT) {
        x = bob_imm(v->i);
        if (kind == KIND_INT)
            EFFECT(ROW_STIK, 3, s, i, x, guard());
        else
            EFFECT(ROW_STXK, 3, s, i, x, bob_imm(kind), guard());
    } else if (kind == KIND_INT || kind == KIND_FLOAT) {
        x = bob_settled(d, v);
        EFFECT(kind == KIND_INT ? ROW_STI : ROW_STF, 3, s, i, x, guard());
    } else {
        x = bob_use_slot(d, v);
        EFFECT(ROW_STX, 3, s, i, x, bob_imm(kind), guard());
    }
    return next(d);
}

bool bob_select_append(Decode *d, bool method)
{
    Var *seq = top(d, 1), *v = top(d, 0);
    Operand s, x;
    if (seq->type != TAG_REF || d->exact ||
        (v->type != TAG_INT && v->type != TAG_FLOAT && v->type != TAG_REF))
        return bob_select_generic(d, 2, method);
    s = bob_use_slot(d, seq);
    x = v->type == TAG_REF ? bob_use_slot(d, v) : bob_settled(d, v);
    EFFECT(v->type == TAG_INT     ? ROW_PUTI
           : v->type == TAG_FLOAT ? ROW_PUTF
                                  : ROW_PUTR,
           2, s, x, guard());
    if (method)
        bob_push(d, (Var){.type = TAG_NONE, .where = AT_NOTHING});
    return next(d);
}

/* A slice's bound in a slot; none is `open`. */
static Operand bound(Decode *d, Var *v, unsigned n, int64_t open)
{
    Operand at = bob_slot(d, bob_spare_slot(d->info, n));
    if (v->type == TAG_INT && v->where != AT_CONST)
        return bob_use_slot(d, v);
    bob_move(d, at, bob_imm(v->type == TAG_INT ? v->i : open), false, d->op_count);
    return at;
}

static bool is_bound(const Var *v)
{
    return v->type == TAG_NONE || v->type == TAG_INT;
}

bool bob_select_slice(Decode *d)
{
    Var *seq = top(d, 2), *start = top(d, 1), *stop = top(d, 0);
    Operand s, from, to;
    if (seq->type != TAG_REF || !is_bound(start) || !is_bound(stop) || d->exact ||
        guard_often_failed(d) || d->c->inline_frame.info != NULL)
        return bob_select_generic(d, 3, 1);
    s = bob_use_slot(d, seq);
    from = bound(d, start, 0, 0);
    to = bound(d, stop, 1, INT64_MAX);
    RESULT(ROW_SLICE, 3, TAG_REF, s, from, to, guard());
    return next(d);
}

/* A character in a text. */
bool bob_select_in(Decode *d)
{
    Var *item = top(d, 1), *text = top(d, 0);
    const BobObject *o = text->where == AT_CONST ? (const BobObject *)(uintptr_t)text->i
                                                 : d->hint[bob_index_of(d, text)];
    Operand c, s;
    if (item->type != TAG_REF || text->type != TAG_REF || !item->single || o == NULL ||
        !bob_object_is(o, OBJ_STR) || d->exact || guard_often_failed(d))
        return bob_select_generic(d, 2, 1);
    c = bob_use_slot(d, item);
    s = bob_text_slot(d, text, 0);
    RESULT(ROW_INTEXT, 2, TAG_BOOL, c, s, guard());
    return next(d);
}

bool bob_select_release(Decode *d)
{
    SideExit side_exit = bob_side_exit(d);
    Operand s;
    Op *op;
    /* an inlined function may be done again, from before its call */
    if (top(d, 0)->type != TAG_REF || d->exact || d->c->inline_frame.info != NULL)
        return bob_select_generic(d, 1, 0);
    s = bob_use_slot(d, top(d, 0));
    bob_forget_hoisted(d, NO_LOCAL);
    op = bob_op(d, ROW_RELEASE, 2, s, guard());
    op->side_exit = side_exit;
    bob_pop(d, 1);
    return next(d);
}

bool bob_select_length(Decode *d)
{
    Operand s;
    if (top(d, 0)->type != TAG_REF || d->exact)
        return bob_select_generic(d, 1, 1);
    s = bob_use_slot(d, top(d, 0));
    RESULT(ROW_LEN, 1, TAG_INT, s, guard());
    return next(d);
}

/* Elements that are given back as they are taken off are references. */
static bool is_released_next(const Decode *d)
{
    const BobFunction *f = code_of(d)->f;
    uint32_t ip = d->c->ip + 1;
    return ip < f->code_size && bob_opcode(f->code[ip]) == OP_RELEASE;
}

bool bob_select_list_pop(Decode *d)
{
    const BobObject *o = top(d, 0)->type == TAG_REF ? d->hint[bob_index_of(d, top(d, 0))] : NULL;
    Operand s;
    if (top(d, 0)->type == TAG_REF && is_released_next(d) && !d->exact && !guard_often_failed(d) &&
        d->c->inline_frame.info == NULL) {
        s = bob_use_slot(d, top(d, 0));
        RESULT(ROW_TAKER, 1, TAG_REF, s, guard());
        return next(d);
    }
    if (o == NULL || d->exact || !bob_object_is(o, OBJ_LIST) || o->kind != KIND_INT ||
        guard_often_failed(d))
        return bob_select_generic(d, 1, 1);
    s = bob_use_slot(d, top(d, 0));
    RESULT(ROW_TAKEI, 1, TAG_INT, s, guard());
    return next(d);
}

/* ord(s[i]) in one */
static bool is_ord_next(const Decode *d)
{
    uint32_t ip = d->c->ip + 1;
    const FunctionInfo *code = code_of(d);
    return ip < code->f->code_size && code->flags[ip] == 0 &&
           bob_opcode(code->f->code[ip]) == OP_ORD;
}

static bool ord_of_index(Decode *d)
{
    Var *seq = top(d, 1), *at = top(d, 0);
    unsigned kind = 0;
    Operand s, i;
    if (d->exact || seq->type != TAG_REF || at->type != TAG_INT ||
        shape_of(d, seq, at, &kind) != SHAPE_STR || guard_often_failed(d))
        return get_element(d);
    s = bob_use_slot(d, seq);
    i = bob_settled(d, at);
    RESULT(ROW_ORDS, 2, TAG_INT, s, i, guard());
    d->c->ip += 2;
    return true;
}

bool bob_select_index_get(Decode *d)
{
    return is_ord_next(d) ? ord_of_index(d) : get_element(d);
}
