/* Loops. Whatever can be counted is: the counter and its end are locals, the loop compares
 * and jumps, no iterator or range object is made.
 *
 *         counter = start                      counter = 0; iter = the sequence
 *   loop: if not counter < stop: else    loop: if not counter < len(iter): else
 *         target = counter                     target = iter[counter]
 *         body                                 counter = counter + 1
 *   next: counter = counter + 1                body
 *         loop                                 loop
 */
#include <string.h>

#include "core/front/python/compiler.h"

/* What a loop runs over, as locals. */
typedef struct Source {
    enum { OVER_RANGE, OVER_SEQUENCE, OVER_REVERSED, OVER_ENUMERATE, OVER_ZIP } kind;
    uint32_t counter, stop; /* range; counter: of the others, the index */
    int64_t step;           /* of a range, 0 where it is in step_name */
    uint32_t step_name;
    uint32_t iters[8];      /* sequences; zip has several */
    uint32_t iter_count;
    uint32_t number;        /* enumerate's, BOB_INTERN_NONE where it is the index itself */
    uint32_t release[8];    /* temporaries among them */
    uint32_t release_count;
} Source;


/* A built-in of that name, called without keywords other than `allowed`. */
static bool is_call_of(PyCompiler *c, uint32_t scope, const PyExpr *e, const char *name)
{
    return e->kind == PY_CALL && e->call.function->kind == PY_NAME &&
           py_is(e->call.function->name.id, name) && e->call.keyword_count == 0 &&
           py_resolve(c, scope, e->call.function->name.id).kind == REF_BUILTIN;
}

static void load(PyCompiler *c, uint32_t name)
{
    py_emit(c, OP_LOAD_LOCAL, name);
}

static void store(PyCompiler *c, uint32_t name)
{
    py_emit(c, OP_STORE_NAME, name);
}

/* ---- ranges ---- */

/* Bounds must be ints: `x | 0` is x where it is one and a TypeError elsewhere. */
static void int_expr(PyCompiler *c, const PyExpr *e)
{
    py_expr(c, e);
    if (e->kind == PY_CONSTANT && e->constant.type == PY_CONST_INT)
        return;
    if (e->kind == PY_UNARY_OP && e->unary.operand->kind == PY_CONSTANT &&
        e->unary.operand->constant.type == PY_CONST_INT)
        return;
    if (e->kind == PY_CALL && py_only(e, T_INT)) /* len() and the like */
        return;
    py_emit_int(c, 0);
    py_emit(c, OP_OR, 0);
}

/* An end is only compared with: a bool will do there. */
static void stop_expr(PyCompiler *c, const PyExpr *e)
{
    if (py_only(e, T_INT))
        py_expr(c, e);
    else
        int_expr(c, e);
}

/* The value of a literal int, with its sign. */
static bool literal_int(const PyExpr *e, int64_t *v)
{
    bool negative = e->kind == PY_UNARY_OP && e->unary.op == PY_USUB;
    const PyExpr *k = negative ? e->unary.operand : e;
    if (k->kind != PY_CONSTANT || k->constant.type != PY_CONST_INT || k->constant.overflow)
        return false;
    *v = negative ? -k->constant.integer : k->constant.integer;
    return true;
}

static void open_range(PyCompiler *c, const PyExpr *e, Source *s)
{
    const PyExprList *args = &e->call.args;
    PyLabel fine = PY_LABEL;
    s->kind = OVER_RANGE;
    s->step = 1;
    s->counter = py_hidden(c, "range");
    s->stop = py_hidden(c, "stop");
    if (args->count == 1)
        py_emit_int(c, 0);
    else
        int_expr(c, args->items[0]);
    stop_expr(c, args->items[args->count == 1 ? 0 : 1]);
    if (args->count == 3 && (!literal_int(args->items[2], &s->step) || s->step == 0)) {
        s->step = 0;
        s->step_name = py_hidden(c, "step");
        int_expr(c, args->items[2]);
        py_emit(c, OP_DUP, 0);
        store(c, s->step_name);
        py_jump(c, OP_JUMP_IF_TRUE, &fine);
        c->line = e->place.line;
        py_emit_int(c, 0); /* CPython's own words and kind come from the built-in */
        py_emit_int(c, 0);
        py_emit_int(c, 0);
        py_emit_builtin(c, BUILTIN_range, 3);
        py_emit(c, OP_POP, 0);
        py_place(c, &fine);
    }
    store(c, s->stop);
    store(c, s->counter);
}

/* Jumps to `end` where the range is used up. */
static void test_range(PyCompiler *c, const Source *s, PyLabel *end)
{
    PyLabel down = PY_LABEL, inside = PY_LABEL;
    if (s->step != 0) {
        load(c, s->counter);
        load(c, s->stop);
        py_emit(c, s->step > 0 ? OP_LT : OP_GT, 0);
        py_jump(c, OP_JUMP_IF_FALSE, end);
        return;
    }
    load(c, s->step_name);
    py_emit_int(c, 0);
    py_emit(c, OP_GT, 0);
    py_jump(c, OP_JUMP_IF_FALSE, &down);
    load(c, s->counter);
    load(c, s->stop);
    py_emit(c, OP_LT, 0);
    py_jump(c, OP_JUMP_IF_FALSE, end);
    py_jump(c, OP_JUMP, &inside);
    py_place(c, &down);
    load(c, s->counter);
    load(c, s->stop);
    py_emit(c, OP_GT, 0);
    py_jump(c, OP_JUMP_IF_FALSE, end);
    py_place(c, &inside);
}

static void step_range(PyCompiler *c, const Source *s)
{
    load(c, s->counter);
    if (s->step != 0)
        py_emit_int(c, s->step);
    else
        load(c, s->step_name);
    py_emit(c, OP_ADD, 0);
    store(c, s->counter);
}

/* ---- sequences ---- */

/* Evaluates a sequence into a hidden local. */
static void open_sequence(PyCompiler *c, const PyExpr *e, Source *s)
{
    uint32_t name = py_hidden(c, "iter");
    py_expr(c, e);
    c->line = e->place.line;
    py_emit_builtin(c, BUILTIN_iterable, 1);
    store(c, name);
    s->iters[s->iter_count++] = name;
    if (py_is_temporary(e))
        s->release[s->release_count++] = name;
}

/* The number of elements of `iter`, an index behind it, as a comparison. */
static void test_index(PyCompiler *c, const Source *s, uint32_t iter, PyLabel *end)
{
    load(c, s->counter);
    load(c, iter);
    py_emit(c, OP_LEN, 0);
    py_emit(c, OP_LT, 0);
    py_jump(c, OP_JUMP_IF_FALSE, end);
}

static void element(PyCompiler *c, const Source *s, uint32_t iter)
{
    load(c, iter);
    load(c, s->counter);
    py_emit(c, OP_INDEX_GET, 0);
}

static void add_to(PyCompiler *c, uint32_t name, int64_t n)
{
    load(c, name);
    py_emit_int(c, n);
    py_emit(c, OP_ADD, 0);
    store(c, name);
}

static void open_source(PyCompiler *c, const PyExpr *iter, const PyExpr *target, Source *s)
{
    const PyExprList *args = iter->kind == PY_CALL ? &iter->call.args : NULL;
    bool pair = (target->kind == PY_TUPLE || target->kind == PY_LIST) && target->sequence.elements.count == 2;
    uint32_t scope = c->scope, i;
    *s = (Source){.kind = OVER_SEQUENCE, .number = BOB_INTERN_NONE};
    if (is_call_of(c, scope, iter, "range") && args->count >= 1 && args->count <= 3) {
        open_range(c, iter, s);
        return;
    }
    if (is_call_of(c, scope, iter, "enumerate") && pair && (args->count == 1 || args->count == 2)) {
        s->kind = OVER_ENUMERATE;
        open_sequence(c, args->items[0], s);
        if (args->count == 2) {
            s->number = py_hidden(c, "number");
            int_expr(c, args->items[1]);
            store(c, s->number);
        }
    } else if (is_call_of(c, scope, iter, "zip") && args->count >= 1 && args->count <= COUNT_OF(s->iters) &&
               target->kind == PY_TUPLE && target->sequence.elements.count == args->count) {
        s->kind = OVER_ZIP;
        for (i = 0; i < args->count; i++)
            open_sequence(c, args->items[i], s);
    } else if (is_call_of(c, scope, iter, "reversed") && args->count == 1) {
        s->kind = OVER_REVERSED;
        open_sequence(c, args->items[0], s);
    } else {
        open_sequence(c, iter, s);
    }
    s->counter = py_hidden(c, "index");
    if (s->kind == OVER_REVERSED) {
        load(c, s->iters[0]);
        py_emit(c, OP_LEN, 0);
        py_emit_int(c, 1);
        py_emit(c, OP_SUB, 0);
    } else {
        py_emit_int(c, 0);
    }
    store(c, s->counter);
}

/* Tests, binds the targets and moves on; the body follows. A range moves on behind it. */
static void next(PyCompiler *c, const Source *s, const PyExpr *target, PyLabel *end)
{
    const PyExprList *targets = &target->sequence.elements;
    uint32_t i;
    switch (s->kind) {
    case OVER_RANGE:
        test_range(c, s, end);
        load(c, s->counter);
        py_assign(c, target, NULL);
        return;
    case OVER_SEQUENCE:
        test_index(c, s, s->iters[0], end);
        element(c, s, s->iters[0]);
        add_to(c, s->counter, 1);
        py_assign(c, target, NULL);
        return;
    case OVER_REVERSED:
        load(c, s->counter);
        py_emit_int(c, 0);
        py_emit(c, OP_GE, 0);
        py_jump(c, OP_JUMP_IF_FALSE, end);
        test_index(c, s, s->iters[0], end);
        element(c, s, s->iters[0]);
        add_to(c, s->counter, -1);
        py_assign(c, target, NULL);
        return;
    case OVER_ENUMERATE:
        test_index(c, s, s->iters[0], end);
        element(c, s, s->iters[0]);
        load(c, s->number != BOB_INTERN_NONE ? s->number : s->counter);
        if (s->number != BOB_INTERN_NONE)
            add_to(c, s->number, 1);
        add_to(c, s->counter, 1);
        py_assign(c, targets->items[0], NULL);
        py_assign(c, targets->items[1], NULL);
        return;
    case OVER_ZIP:
        for (i = 0; i < s->iter_count; i++)
            test_index(c, s, s->iters[i], end);
        for (i = s->iter_count; i-- > 0;)
            element(c, s, s->iters[i]);
        add_to(c, s->counter, 1);
        for (i = 0; i < s->iter_count; i++)
            py_assign(c, targets->items[i], NULL);
        return;
    }
}

static void close_source(PyCompiler *c, const Source *s)
{
    uint32_t i;
    for (i = 0; i < s->release_count; i++)
        py_release_local(c, s->release[i]);
}

/* ---- statements ---- */

void py_for(PyCompiler *c, const PyStmt *s)
{
    Source source;
    PyLabel top = PY_LABEL, orelse = PY_LABEL;
    PyLoop loop = {c->loop, PY_LABEL, PY_LABEL, PY_NOTHING};
    open_source(c, s->loop.iter, s->loop.target, &source);
    if (source.release_count > 0)
        loop.release = source.release[0];
    py_place(c, &top);
    c->line = s->loop.iter->place.line;
    next(c, &source, s->loop.target, &orelse);
    c->loop = &loop;
    py_body(c, &s->loop.body);
    c->loop = loop.outer;
    py_place(c, &loop.on_continue);
    c->line = s->loop.iter->place.line;
    if (source.kind == OVER_RANGE)
        step_range(c, &source);
    py_jump(c, OP_JUMP, &top);
    py_place(c, &orelse);
    py_body(c, &s->loop.orelse);
    py_place(c, &loop.on_break);
    close_source(c, &source);
}

void py_while(PyCompiler *c, const PyStmt *s)
{
    PyLabel orelse = PY_LABEL;
    PyLoop loop = {c->loop, PY_LABEL, PY_LABEL, PY_NOTHING};
    py_place(c, &loop.on_continue);
    py_condition(c, s->branch.test, false, &orelse);
    c->loop = &loop;
    py_body(c, &s->branch.body);
    c->loop = loop.outer;
    py_jump(c, OP_JUMP, &loop.on_continue);
    py_place(c, &orelse);
    py_body(c, &s->branch.orelse);
    py_place(c, &loop.on_break);
}

/* ---- comprehensions ---- */

typedef struct Nest {
    const PyExpr *e;
    void (*body)(PyCompiler *, const PyExpr *, void *);
    void *ctx;
    uint32_t inner; /* its scope */
} Nest;

static void clause(PyCompiler *c, const Nest *n, uint32_t i)
{
    const PyComprehension *k = &n->e->comprehension.clauses[i];
    Source source;
    PyLabel top = PY_LABEL, end = PY_LABEL, skip = PY_LABEL;
    uint32_t f;
    if (!py_enter(c, &k->place))
        return;
    open_source(c, k->iter, k->target, &source); /* the first in the scope around */
    c->scope = n->inner;
    py_place(c, &top);
    c->line = k->iter->place.line;
    next(c, &source, k->target, &end);
    for (f = 0; f < k->ifs.count; f++)
        py_condition(c, k->ifs.items[f], false, &skip);
    if (i + 1 < n->e->comprehension.clause_count)
        clause(c, n, i + 1);
    else
        n->body(c, n->e->comprehension.element, n->ctx);
    py_place(c, &skip);
    if (source.kind == OVER_RANGE)
        step_range(c, &source);
    py_jump(c, OP_JUMP, &top);
    py_place(c, &end);
    close_source(c, &source);
    py_leave(c);
}

void py_comprehension(PyCompiler *c, const PyExpr *e, void (*body)(PyCompiler *, const PyExpr *, void *),
                      void *ctx)
{
    Nest n = {e, body, ctx, py_scope_of(c, e)};
    uint32_t scope = c->scope;
    clause(c, &n, 0);
    c->scope = scope;
}
