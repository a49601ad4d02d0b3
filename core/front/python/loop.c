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

typedef enum Over { OVER_RANGE, OVER_SEQUENCE, OVER_REVERSED, OVER_ENUMERATE, OVER_ZIP } Over;

/* What a loop runs over, as locals; enumerate and zip have others below them. */
typedef struct Node {
    Over over;
    uint32_t counter, stop; /* of a range; counter: of a sequence, the index */
    int64_t step;           /* of a range, 0 where it is in step_name */
    uint32_t step_name;
    uint32_t iter;           /* the sequence */
    uint32_t number;         /* enumerate's; BOB_INTERN_NONE where it is the index below */
    uint32_t release;        /* a temporary sequence, or PY_NOTHING */
    uint32_t child, sibling; /* nodes, or PY_NOTHING */
    bool later;              /* a sequence that is not looked at before all is evaluated */
} Node;

typedef struct Source {
    Node *nodes; /* the first is the whole */
    uint32_t count;
} Source;

/* A built-in of that name, called without keywords. */
static bool is_call_of(PyCompiler *c, uint32_t scope, const PyExpr *e, const char *name)
{
    return py_calls(c, scope, e, name) && e->call.keyword_count == 0;
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

static void open_range(PyCompiler *c, const PyExpr *e, Node *s)
{
    const PyExprList *args = &e->call.args;
    PyLabel fine = PY_LABEL;
    s->over = OVER_RANGE;
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
static void test_range(PyCompiler *c, const Node *s, PyLabel *end)
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

static void step_range(PyCompiler *c, const Node *s)
{
    load(c, s->counter);
    if (s->step != 0)
        py_emit_int(c, s->step);
    else
        load(c, s->step_name);
    py_emit(c, OP_ADD, 0);
    store(c, s->counter);
}

/* Turns a range by steps of 1 or -1 round: from its last element to its first. */
static void reverse_range(PyCompiler *c, Node *s)
{
    load(c, s->stop);
    py_emit_int(c, s->step);
    py_emit(c, OP_SUB, 0);
    load(c, s->counter);
    py_emit_int(c, s->step);
    py_emit(c, OP_SUB, 0);
    store(c, s->stop);
    store(c, s->counter);
    s->step = -s->step;
}

/* ---- sequences ---- */

/* What is at the top is what a loop runs over, if it can be. */
static void begin_sequence(PyCompiler *c, Node *s)
{
    py_emit_builtin(c, BUILTIN_iterable, 1);
    store(c, s->iter);
    s->counter = py_hidden(c, "index");
    if (s->over == OVER_REVERSED) {
        load(c, s->iter);
        py_emit(c, OP_LEN, 0);
        py_emit_int(c, 1);
        py_emit(c, OP_SUB, 0);
    } else {
        py_emit_int(c, 0);
    }
    store(c, s->counter);
}

/* Evaluates a sequence into a hidden local; with `later` it is not looked at yet. */
static void open_sequence(PyCompiler *c, const PyExpr *e, bool later, Node *s)
{
    s->iter = py_hidden(c, "iter");
    s->later = later;
    if (py_calls(c, c->scope, e, "range"))
        c->consumed = e; /* one that open_node leaves: it is made, which no one sees */
    py_expr(c, e);
    if (py_is_temporary(e))
        s->release = s->iter;
    c->line = e->place.line;
    if (later)
        store(c, s->iter);
    else
        begin_sequence(c, s);
}

/* The arguments of a call have all been evaluated by now. */
static void look_at(PyCompiler *c, const PyExpr *call, Node *s)
{
    if (!s->later || c->status != BOB_OK)
        return;
    c->line = call->place.line;
    load(c, s->iter);
    begin_sequence(c, s);
}

static void add_to(PyCompiler *c, uint32_t name, int64_t n)
{
    load(c, name);
    py_emit_int(c, n);
    py_emit(c, OP_ADD, 0);
    store(c, name);
}

/* The step of reversed(range(...)) where it can be turned round, else 0. */
static int64_t reversible(PyCompiler *c, const PyExpr *e)
{
    const PyExprList *args = &e->call.args;
    int64_t step = 1;
    if (!is_call_of(c, c->scope, e, "range") || args->count < 1 || args->count > 3)
        return 0;
    if (args->count == 3 && !literal_int(args->items[2], &step))
        return 0;
    return step == 1 || step == -1 ? step : 0;
}

/* The number that enumerate begins with, or NULL. */
static const PyExpr *first_number(const PyExpr *e)
{
    return e->call.keyword_count == 1 ? e->call.keywords[0].value
           : e->call.args.count == 2  ? e->call.args.items[1]
                                      : NULL;
}

static bool is_enumerate(PyCompiler *c, const PyExpr *e)
{
    return py_calls(c, c->scope, e, "enumerate") && e->call.args.count >= 1 &&
           e->call.args.count + e->call.keyword_count <= 2 &&
           (e->call.keyword_count == 0 || py_is(e->call.keywords[0].name, "start"));
}

static uint32_t open_node(PyCompiler *c, const PyExpr *e, bool later, Source *s);

static void open_enumerate(PyCompiler *c, const PyExpr *e, Source *s, Node *n)
{
    const PyExpr *first = first_number(e);
    n->over = OVER_ENUMERATE;
    n->child = open_node(c, e->call.args.items[0], first != NULL, s);
    if (c->status != BOB_OK || (first == NULL && s->nodes[n->child].over == OVER_SEQUENCE))
        return;
    n->number = py_hidden(c, "number");
    if (first != NULL)
        int_expr(c, first);
    else
        py_emit_int(c, 0);
    store(c, n->number);
    if (c->status == BOB_OK)
        look_at(c, e, &s->nodes[n->child]);
}

static void open_zip(PyCompiler *c, const PyExpr *e, Source *s, Node *n)
{
    uint32_t i, last = PY_NOTHING;
    n->over = OVER_ZIP;
    for (i = 0; i < e->call.args.count && c->status == BOB_OK; i++) {
        uint32_t child = open_node(c, e->call.args.items[i], true, s);
        if (last == PY_NOTHING)
            n->child = child;
        else if (c->status == BOB_OK)
            s->nodes[last].sibling = child;
        last = child;
    }
    for (i = n->child; i != PY_NOTHING && c->status == BOB_OK; i = s->nodes[i].sibling)
        look_at(c, e, &s->nodes[i]);
}

/* Evaluates what a loop runs over; the number of its node. With `later` a plain sequence is left
 * for look_at. */
static uint32_t open_node(PyCompiler *c, const PyExpr *e, bool later, Source *s)
{
    Node n = {.over = OVER_SEQUENCE,
              .number = BOB_INTERN_NONE,
              .release = PY_NOTHING,
              .child = PY_NOTHING,
              .sibling = PY_NOTHING};
    uint32_t at = s->count;
    const PyExprList *args = e->kind == PY_CALL ? &e->call.args : NULL;
    if (!py_enter(c, &e->place))
        return 0;
    if (!bob_array_push(c->allocator, s->nodes, s->count, n)) {
        py_no_memory(c);
        py_leave(c);
        return 0;
    }
    if (is_call_of(c, c->scope, e, "range") && args->count >= 1 && args->count <= 3) {
        open_range(c, e, &n);
    } else if (is_enumerate(c, e)) {
        open_enumerate(c, e, s, &n);
    } else if (is_call_of(c, c->scope, e, "zip") && args->count >= 1) {
        open_zip(c, e, s, &n);
    } else if (is_call_of(c, c->scope, e, "reversed") && args->count == 1) {
        if (reversible(c, args->items[0]) != 0) {
            open_range(c, args->items[0], &n);
            reverse_range(c, &n);
        } else {
            n.over = OVER_REVERSED;
            open_sequence(c, args->items[0], false, &n);
        }
    } else {
        open_sequence(c, e, later, &n);
    }
    s->nodes[at] = n;
    py_leave(c);
    return at;
}

/* Jumps to `end` where there is no further element. */
static void test(PyCompiler *c, const Source *s, uint32_t at, PyLabel *end)
{
    const Node *n = &s->nodes[at];
    uint32_t i;
    if (n->over == OVER_RANGE) {
        test_range(c, n, end);
        return;
    }
    for (i = n->child; i != PY_NOTHING; i = s->nodes[i].sibling)
        test(c, s, i, end);
    if (n->child != PY_NOTHING || n->over == OVER_ZIP)
        return;
    if (n->over == OVER_REVERSED) {
        load(c, n->counter);
        py_emit_int(c, 0);
        py_emit(c, OP_GE, 0);
        py_jump(c, OP_JUMP_IF_FALSE, end);
    }
    load(c, n->counter); /* a list may have become shorter */
    load(c, n->iter);
    py_emit(c, OP_LEN, 0);
    py_emit(c, OP_LT, 0);
    py_jump(c, OP_JUMP_IF_FALSE, end);
}

static bool takes_apart(const PyExpr *target, uint32_t n)
{
    return target != NULL && (target->kind == PY_TUPLE || target->kind == PY_LIST) &&
           target->sequence.elements.count == n;
}

static uint32_t child_count(const Source *s, const Node *n)
{
    uint32_t count = 0, i;
    for (i = n->child; i != PY_NOTHING; i = s->nodes[i].sibling)
        count++;
    return count;
}

static void push(PyCompiler *c, const Source *s, uint32_t at, const PyExpr *target);

/* A node and its siblings, the last first. */
static void push_reversed(PyCompiler *c, const Source *s, uint32_t at, PyExpr *const *target)
{
    if (s->nodes[at].sibling != PY_NOTHING)
        push_reversed(c, s, s->nodes[at].sibling, target + 1);
    push(c, s, at, *target);
}

static void push_element(PyCompiler *c, const Node *n)
{
    load(c, n->iter);
    load(c, n->counter);
    py_emit(c, OP_INDEX_GET, 0);
}

static void step_sequence(PyCompiler *c, const Node *n)
{
    add_to(c, n->counter, n->over == OVER_REVERSED ? -1 : 1);
}

static void push_number(PyCompiler *c, const Source *s, const Node *n)
{
    load(c, n->number != BOB_INTERN_NONE ? n->number : s->nodes[n->child].counter);
    if (n->number != BOB_INTERN_NONE)
        add_to(c, n->number, 1);
}

static void push_enumerate(PyCompiler *c, const Source *s, const Node *n, const PyExpr *target)
{
    const Node *below = &s->nodes[n->child];
    if (!takes_apart(target, 2)) {
        push_number(c, s, n);
        push(c, s, n->child, NULL);
        py_emit(c, OP_TUPLE_NEW, 2);
    } else if (n->number == BOB_INTERN_NONE) {
        push_element(c, below);
        load(c, below->counter);
        add_to(c, below->counter, 1);
    } else {
        push(c, s, n->child, target->sequence.elements.items[1]);
        push_number(c, s, n);
    }
}

/* Puts the next element on the stack; all but the whole moves on. Where `target` takes it apart it
 * goes there in pieces, the first on top, and no tuple is made. */
static void push(PyCompiler *c, const Source *s, uint32_t at, const PyExpr *target)
{
    const Node *n = &s->nodes[at];
    uint32_t i;
    switch (n->over) {
    case OVER_RANGE:
        load(c, n->counter);
        if (at != 0) /* the whole moves on behind the body */
            step_range(c, n);
        return;
    case OVER_SEQUENCE:
    case OVER_REVERSED:
        push_element(c, n);
        if (at != 0)
            step_sequence(c, n);
        return;
    case OVER_ENUMERATE:
        push_enumerate(c, s, n, target);
        return;
    case OVER_ZIP:
        if (takes_apart(target, child_count(s, n))) {
            push_reversed(c, s, n->child, target->sequence.elements.items);
            return;
        }
        for (i = n->child; i != PY_NOTHING; i = s->nodes[i].sibling)
            push(c, s, i, NULL);
        py_emit(c, OP_TUPLE_NEW, child_count(s, n));
        return;
    }
}

/* Binds what push left. */
static void bind_pieces(PyCompiler *c, const Source *s, uint32_t at, const PyExpr *target)
{
    const Node *n = &s->nodes[at];
    const PyExprList *targets = &target->sequence.elements;
    uint32_t i, k = 0;
    if (n->over == OVER_ENUMERATE && takes_apart(target, 2)) {
        py_assign(c, targets->items[0], NULL);
        bind_pieces(c, s, n->child, targets->items[1]);
    } else if (n->over == OVER_ZIP && takes_apart(target, child_count(s, n))) {
        for (i = n->child; i != PY_NOTHING; i = s->nodes[i].sibling)
            bind_pieces(c, s, i, targets->items[k++]);
    } else {
        py_assign(c, target, NULL);
    }
}

static bool open_source(PyCompiler *c, const PyExpr *iter, Source *s)
{
    *s = (Source){NULL, 0};
    (void)open_node(c, iter, false, s);
    return c->status == BOB_OK;
}

/* Tests, binds the targets and moves on; the body follows. */
static void next(PyCompiler *c, const Source *s, const PyExpr *target, PyLabel *end)
{
    test(c, s, 0, end);
    push(c, s, 0, target);
    bind_pieces(c, s, 0, target);
    if (s->nodes[0].over == OVER_SEQUENCE || s->nodes[0].over == OVER_REVERSED)
        step_sequence(c, &s->nodes[0]); /* behind: engines then load into the target at once */
}

static void release_source(PyCompiler *c, const Source *s)
{
    uint32_t i;
    for (i = 0; i < s->count; i++)
        py_release_local(c, s->nodes[i].release);
}

static void close_source(PyCompiler *c, Source *s)
{
    release_source(c, s);
    bob_array_free(c->allocator, s->nodes, s->count, sizeof *s->nodes);
}

void py_release_loops(PyCompiler *c, const PyLoop *stays)
{
    const PyLoop *loop;
    for (loop = c->loop; loop != stays; loop = loop->outer)
        if (loop->source != NULL)
            release_source(c, loop->source);
}

/* ---- statements ---- */

void py_for(PyCompiler *c, const PyStmt *s)
{
    Source source;
    PyLabel top = PY_LABEL, orelse = PY_LABEL;
    PyLoop loop = {c->loop, PY_LABEL, PY_LABEL, NULL};
    if (!open_source(c, s->loop.iter, &source)) {
        close_source(c, &source);
        return;
    }
    loop.source = &source;
    py_place(c, &top);
    c->line = s->loop.iter->place.line;
    next(c, &source, s->loop.target, &orelse);
    c->loop = &loop;
    py_body(c, &s->loop.body);
    c->loop = loop.outer;
    py_place(c, &loop.on_continue);
    c->line = s->loop.iter->place.line;
    if (source.nodes[0].over == OVER_RANGE)
        step_range(c, &source.nodes[0]);
    py_jump(c, OP_JUMP, &top);
    py_place(c, &orelse);
    py_body(c, &s->loop.orelse);
    py_place(c, &loop.on_break);
    close_source(c, &source);
}

void py_while(PyCompiler *c, const PyStmt *s)
{
    PyLabel orelse = PY_LABEL;
    PyLoop loop = {c->loop, PY_LABEL, PY_LABEL, NULL};
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
    PyLoop loop;
    PyLabel top = PY_LABEL, end = PY_LABEL, skip = PY_LABEL;
    uint32_t f;
    if (!py_enter(c, &k->place))
        return;
    if (!open_source(c, k->iter, &source)) { /* the first in the scope around */
        close_source(c, &source);
        py_leave(c);
        return;
    }
    c->scope = n->inner;
    py_place(c, &top);
    c->line = k->iter->place.line;
    next(c, &source, k->target, &end);
    for (f = 0; f < k->ifs.count; f++)
        py_condition(c, k->ifs.items[f], false, &skip);
    loop = (PyLoop){c->loop, PY_LABEL, PY_LABEL, &source};
    c->loop = &loop;
    if (i + 1 < n->e->comprehension.clause_count)
        clause(c, n, i + 1);
    else
        n->body(c, n->e->comprehension.element, n->ctx);
    c->loop = loop.outer;
    py_place(c, &skip);
    if (source.nodes[0].over == OVER_RANGE)
        step_range(c, &source.nodes[0]);
    py_jump(c, OP_JUMP, &top);
    py_place(c, &end);
    close_source(c, &source);
    py_leave(c);
}

void py_comprehension(PyCompiler *c, const PyExpr *e,
                      void (*body)(PyCompiler *, const PyExpr *, void *), void *ctx)
{
    Nest n = {e, body, ctx, py_scope_of(c, e)};
    uint32_t scope = c->scope;
    clause(c, &n, 0);
    c->scope = scope;
}
