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
#include <stdio.h>
#include <string.h>

#include "core/front/python/analyse/own.h"
#include "core/front/python/compiler.h"

typedef enum Over {
    OVER_RANGE,   /* while counter < stop, or > for negative steps */
    OVER_COUNTED, /* a range, while some elements are left */
    OVER_SEQUENCE,
    OVER_REVERSED,
    OVER_ENUMERATE,
    OVER_ZIP,
} Over;

/* What a loop runs over, as locals; enumerate and zip have others below them. */
typedef struct Node {
    Over over;
    uint32_t counter;        /* of a range; of a sequence, the index */
    uint32_t stop, left;     /* of a range, one of them */
    int64_t step;            /* of a range; 0 where it is not known */
    uint32_t step_name;      /* where it is in a local, else PY_NOTHING */
    uint32_t last_apart;     /* the last element is a loop of its own: see open_forward */
    bool down;               /* of OVER_COUNTED: by subtracting the step */
    uint32_t iter;           /* the sequence */
    uint32_t number;         /* enumerate's, from 0; PY_NOTHING where it is the index below */
    bool numbered;           /* from another number than 0: */
    int64_t first;           /* a literal, or in first_name */
    uint32_t first_name;     /* else PY_NOTHING */
    bool strict;             /* zip's */
    uint32_t release;        /* a temporary sequence, or PY_NOTHING */
    bool ends;               /* iter may be an object made for the loop, which goes with it */
    bool pairs;              /* the elements are taken apart into two at once */
    uint32_t child, sibling; /* nodes, or PY_NOTHING */
    bool later; /* whether it is a sequence is checked once all arguments are evaluated */
} Node;

typedef struct Source {
    Node *nodes; /* the first is the whole */
    uint32_t count;
    bool pairs; /* whose elements are taken apart into two at once */
} Source;

/* A built-in of that name, called without keywords. */
static bool is_call_of(PyCompiler *c, uint32_t scope, const PyExpr *e, const char *name)
{
    return bob_py_calls(c, scope, e, name) && e->call.keyword_count == 0;
}

static void load(PyCompiler *c, uint32_t name)
{
    bob_py_emit(c, OP_LOAD_LOCAL, name);
}

static void store(PyCompiler *c, uint32_t name)
{
    bob_py_emit(c, OP_STORE_NAME, name);
}

/* ---- ranges ---- */

/* What was evaluated into a local must be an int; where that may be a bool, it becomes one. */
static void make_int(PyCompiler *c, const PyExpr *e, uint32_t name)
{
    if (bob_py_only(e, T_INT))
        return;
    load(c, name);
    bob_py_emit_builtin(c, BUILTIN_to_index, 1);
    store(c, name);
}

/* The arguments of a call of range, as far as they are literals. */
typedef struct Bounds {
    const PyExpr *start, *stop, *step; /* NULL where not given */
    int64_t from, to, by;
    bool from_known, to_known, by_known;
} Bounds;

static Bounds bounds_of(const PyExpr *e)
{
    PyExpr *const *args = e->call.args.items;
    uint32_t n = e->call.args.count;
    Bounds b = {.stop = args[n == 1 ? 0 : 1],
                .start = n > 1 ? args[0] : NULL,
                .step = n > 2 ? args[2] : NULL,
                .by = 1};
    b.from_known = b.start == NULL || bob_py_literal_int(b.start, &b.from);
    b.to_known = bob_py_literal_int(b.stop, &b.to);
    b.by_known = b.step == NULL || (bob_py_literal_int(b.step, &b.by) && b.by != 0);
    if (!b.by_known)
        b.by = 0;
    return b;
}

/* Whether a counter surely keeps to 64 bits when it steps past the last element. */
static bool stays_inside(const Bounds *b)
{
    if (b->by == 1 || b->by == -1)
        return true;
    if (!b->by_known || !b->to_known)
        return false;
    return b->by > 0 ? b->to <= INT64_MAX - (b->by - 1) : b->to >= INT64_MIN - (b->by + 1);
}

/* Evaluates the arguments into locals, all before the first is checked, as range() does. */
static void evaluate_bounds(PyCompiler *c, const PyExpr *e, const Bounds *b, Node *s)
{
    s->counter = bob_py_hidden(c, "range");
    s->stop = bob_py_hidden(c, "stop");
    if (b->start == NULL)
        bob_py_emit_int(c, 0);
    else
        bob_py_emit_expr(c, b->start);
    bob_py_emit_expr(c, b->stop);
    if (b->step != NULL) {
        s->step_name = bob_py_hidden(c, "step");
        bob_py_emit_expr(c, b->step);
        store(c, s->step_name);
    }
    store(c, s->stop);
    store(c, s->counter);
    c->line = e->place.line;
    if (b->start != NULL)
        make_int(c, b->start, s->counter);
    if (!bob_py_only(b->stop, T_INTEGER)) /* it is only compared with: a bool will do */
        make_int(c, b->stop, s->stop);
    if (b->step != NULL)
        make_int(c, b->step, s->step_name);
}

static void load_step(PyCompiler *c, const Node *s)
{
    if (s->step_name != PY_NOTHING)
        load(c, s->step_name);
    else
        bob_py_emit_int(c, s->step);
}

static void ask_range(PyCompiler *c, const Node *s, unsigned builtin)
{
    load(c, s->counter);
    load(c, s->stop);
    load_step(c, s);
    bob_py_emit_builtin(c, builtin, 3);
}

/* From the beginning to the end. Where the step past the last element may leave 64 bits, that
 * element is apart: see begin_apart. */
static void open_forward(PyCompiler *c, const Bounds *b, Node *s)
{
    s->over = OVER_RANGE;
    if (stays_inside(b)) {
        s->step_name = PY_NOTHING;
        return;
    }
    s->last_apart = bob_py_hidden(c, "last");
    if (b->by_known) {
        s->step_name = bob_py_hidden(c, "step");
        bob_py_emit_int(c, s->step);
        store(c, s->step_name);
    }
}

/* From the end to the beginning, where the step past that is known to keep to 64 bits. */
static bool open_backward(PyCompiler *c, const Bounds *b, Node *s)
{
    int64_t past;
    if (!b->from_known || !b->by_known || b->by == INT64_MIN ||
        __builtin_sub_overflow(b->from, b->by, &past))
        return false;
    s->over = OVER_RANGE;
    ask_range(c, s, BUILTIN_range_last);
    store(c, s->counter);
    bob_py_emit_int(c, past);
    store(c, s->stop);
    s->step = -s->step;
    s->step_name = PY_NOTHING;
    return true;
}

/* By the number of the elements that are left: steps may leave 64 bits then. */
static void open_counted(PyCompiler *c, bool backward, Node *s)
{
    s->over = OVER_COUNTED;
    s->down = backward;
    s->left = bob_py_hidden(c, "left");
    ask_range(c, s, BUILTIN_range_left);
    store(c, s->left);
    if (backward) {
        ask_range(c, s, BUILTIN_range_last);
        store(c, s->counter);
    }
}

/* `whole`: nothing else moves on with it, so that it does after the body. */
static void open_range(PyCompiler *c, const PyExpr *e, bool backward, bool whole, Node *s)
{
    Bounds b = bounds_of(e);
    evaluate_bounds(c, e, &b, s);
    s->step = b.by;
    if (backward ? open_backward(c, &b, s) : false)
        return;
    if (!backward && (whole || stays_inside(&b)))
        open_forward(c, &b, s);
    else
        open_counted(c, backward, s);
}

/* The labels around a loop over a range whose last element is apart. */
typedef struct Apart {
    PyLabel again, used;
} Apart;

#define APART ((Apart){PY_LABEL, PY_LABEL})

/* Before a loop whose counter may step over the edge of 64 bits: if it would, range_stop leaves
 * the last element for a second run of the loop, of one iteration. `stop + step` on this side of
 * the edge rules that out. */
static void begin_apart(PyCompiler *c, const Node *s, Apart *a, PyLabel *top)
{
    PyLabel edge = PY_LABEL;
    if (s->last_apart == PY_NOTHING)
        return;
    load(c, s->stop);
    load(c, s->step_name);
    bob_py_emit(c, OP_WRAP_ADD, 0);
    load(c, s->stop);
    bob_py_emit(c, OP_GT, 0);
    load(c, s->step_name);
    bob_py_emit_int(c, 0);
    bob_py_emit(c, OP_GT, 0);
    bob_py_emit(c, OP_EQ, 0);
    bob_py_emit_jump(c, OP_JUMP_IF_FALSE, &edge);
    load(c, s->step_name); /* 0: range_stop says so in Python's words */
    bob_py_emit_jump(c, OP_JUMP_IF_TRUE, &a->again);
    bob_py_place_label(c, &edge);
    ask_range(c, s, BUILTIN_range_stop);
    bob_py_emit(c, OP_DUP, 0);
    load(c, s->stop);
    bob_py_emit(c, OP_NE, 0);
    store(c, s->last_apart);
    store(c, s->stop);
    bob_py_emit_jump(c, OP_JUMP, top);
    bob_py_place_label(c, &a->again);
    bob_py_emit_value(c, bob_bool(false));
    store(c, s->last_apart);
}

/* Where a loop goes when there is no further element. */
static PyLabel *after(const Node *s, Apart *a, PyLabel *end)
{
    return s->last_apart != PY_NOTHING ? &a->used : end;
}

/* After a loop: once more for the last element, by a step of 1 or -1. */
static void end_apart(PyCompiler *c, const Node *s, Apart *a, PyLabel *end)
{
    PyLabel up = PY_LABEL;
    if (s->last_apart == PY_NOTHING)
        return;
    bob_py_place_label(c, &a->used);
    load(c, s->last_apart);
    bob_py_emit_jump(c, OP_JUMP_IF_FALSE, end);
    bob_py_emit_int(c, 1);
    load(c, s->step_name);
    bob_py_emit_int(c, 0);
    bob_py_emit(c, OP_GT, 0);
    bob_py_emit_jump(c, OP_JUMP_IF_TRUE, &up);
    bob_py_emit(c, OP_NEG, 0);
    bob_py_place_label(c, &up);
    bob_py_emit(c, OP_DUP, 0);
    store(c, s->step_name);
    load(c, s->stop);
    bob_py_emit(c, OP_ADD, 0);
    store(c, s->stop);
    bob_py_emit_jump(c, OP_JUMP, &a->again);
}

/* Jumps to `end` where the range is used up. */
static void test_range(PyCompiler *c, const Node *s, PyLabel *end)
{
    PyLabel down = PY_LABEL, inside = PY_LABEL;
    if (s->step != 0) {
        load(c, s->counter);
        load(c, s->stop);
        bob_py_emit(c, s->step > 0 ? OP_LT : OP_GT, 0);
        bob_py_emit_jump(c, OP_JUMP_IF_FALSE, end);
        return;
    }
    load(c, s->step_name);
    bob_py_emit_int(c, 0);
    bob_py_emit(c, OP_GT, 0);
    bob_py_emit_jump(c, OP_JUMP_IF_FALSE, &down);
    load(c, s->counter);
    load(c, s->stop);
    bob_py_emit(c, OP_LT, 0);
    bob_py_emit_jump(c, OP_JUMP_IF_FALSE, end);
    bob_py_emit_jump(c, OP_JUMP, &inside);
    bob_py_place_label(c, &down);
    load(c, s->counter);
    load(c, s->stop);
    bob_py_emit(c, OP_GT, 0);
    bob_py_emit_jump(c, OP_JUMP_IF_FALSE, end);
    bob_py_place_label(c, &inside);
}

static void add_to(PyCompiler *c, uint32_t name, int64_t n)
{
    load(c, name);
    bob_py_emit_int(c, n);
    bob_py_emit(c, OP_ADD, 0);
    store(c, name);
}

static void step_range(PyCompiler *c, const Node *s)
{
    load(c, s->counter);
    load_step(c, s);
    bob_py_emit(c, s->over == OVER_RANGE ? OP_ADD : s->down ? OP_WRAP_SUB : OP_WRAP_ADD, 0);
    store(c, s->counter);
    if (s->over == OVER_COUNTED)
        add_to(c, s->left, -1);
}

static bool is_range(const Node *s)
{
    return s->over == OVER_RANGE || s->over == OVER_COUNTED;
}

/* ---- sequences ---- */

/* What is at the top is what a loop runs over, if it can be. */
static void begin_sequence(PyCompiler *c, Node *s)
{
    bob_py_emit_builtin(c,
                        s->over == OVER_REVERSED ? BUILTIN_reversible
                        : s->pairs && s->ends    ? BUILTIN_iterable_pairs
                                                 : BUILTIN_iterable,
                        1);
    store(c, s->iter);
    s->counter = bob_py_hidden(c, "index");
    if (s->over == OVER_REVERSED) {
        load(c, s->iter);
        bob_py_emit(c, OP_LEN, 0);
        bob_py_emit_int(c, 1);
        bob_py_emit(c, OP_SUB, 0);
    } else {
        bob_py_emit_int(c, 0);
    }
    store(c, s->counter);
}

/* Evaluates a sequence into a hidden local; with `later` it is not checked yet. */
static void open_sequence(PyCompiler *c, const PyExpr *e, bool later, uint32_t line, Node *s)
{
    s->iter = bob_py_hidden(c, "iter");
    s->later = later;
    if (bob_py_calls(c, c->scope, e, "range") || e->kind == PY_SET)
        c->consumed = e; /* one that open_node leaves: it is made, which no one sees */
    bob_py_emit_expr(c, e);
    s->ends = !bob_py_only(e, T_SEQUENCE);
    if (bob_py_is_temporary(c, e))
        s->release = s->ends ? bob_py_hold_top(c) : s->iter;
    c->line = line;
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

/* The number that enumerate begins with, or NULL. */
static const PyExpr *first_number(const PyExpr *e)
{
    return e->call.keyword_count == 1 ? e->call.keywords[0].value
           : e->call.args.count == 2  ? e->call.args.items[1]
                                      : NULL;
}

static bool is_enumerate(PyCompiler *c, const PyExpr *e)
{
    return bob_py_calls(c, c->scope, e, "enumerate") && e->call.args.count >= 1 &&
           e->call.args.count + e->call.keyword_count <= 2 &&
           (e->call.keyword_count == 0 ||
            (e->call.keywords[0].name != NULL && bob_py_is(e->call.keywords[0].name, "start")));
}

static bool is_counted(PyCompiler *c, const PyExpr *e)
{
    return is_call_of(c, c->scope, e, "range") && e->call.args.count >= 1 &&
           e->call.args.count <= 3;
}

static uint32_t open_node(PyCompiler *c, const PyExpr *e, bool later, uint32_t line, Source *s);

static void open_enumerate(PyCompiler *c, const PyExpr *e, Source *s, Node *n)
{
    const PyExpr *first = first_number(e);
    n->over = OVER_ENUMERATE;
    n->child = open_node(c, e->call.args.items[0], first != NULL, e->place.line, s);
    if (c->status != BOB_OK)
        return;
    if (s->nodes[n->child].over != OVER_SEQUENCE) {
        n->number = bob_py_hidden(c, "number");
        bob_py_emit_int(c, 0);
        store(c, n->number);
    }
    if (first == NULL)
        return;
    n->numbered = true;
    if (!bob_py_literal_int(first, &n->first)) {
        n->first_name = bob_py_hidden(c, "first");
        bob_py_emit_expr(c, first);
        store(c, n->first_name);
        c->line = e->place.line;
        make_int(c, first, n->first_name);
    }
    look_at(c, e, &s->nodes[n->child]);
}

/* With a `strict` that is known. */
static bool is_zip(PyCompiler *c, const PyExpr *e, bool *strict)
{
    const PyKeyword *k = e->kind == PY_CALL ? e->call.keywords : NULL;
    if (!bob_py_calls(c, c->scope, e, "zip") || e->call.args.count == 0 ||
        e->call.keyword_count > 1)
        return false;
    if (e->call.keyword_count == 0)
        return true;
    if (k->name == NULL || !bob_py_is(k->name, "strict") || k->value->kind != PY_CONSTANT ||
        k->value->constant.type != PY_CONST_BOOL)
        return false;
    *strict = k->value->constant.boolean; /* only of a zip: others have no sources to compare */
    return true;
}

static void open_zip(PyCompiler *c, const PyExpr *e, Source *s, Node *n)
{
    uint32_t i, last = PY_NOTHING;
    n->over = OVER_ZIP;
    for (i = 0; i < e->call.args.count && c->status == BOB_OK; i++) {
        uint32_t child = open_node(c, e->call.args.items[i], true, e->place.line, s);
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
static uint32_t open_node(PyCompiler *c, const PyExpr *e, bool later, uint32_t line, Source *s)
{
    Node n = {.over = OVER_SEQUENCE,
              .number = PY_NOTHING,
              .first_name = PY_NOTHING,
              .step_name = PY_NOTHING,
              .last_apart = PY_NOTHING,
              .release = PY_NOTHING,
              .child = PY_NOTHING,
              .sibling = PY_NOTHING};
    uint32_t at = s->count;
    const PyExprList *args = e->kind == PY_CALL ? &e->call.args : NULL;
    if (!bob_py_enter_node(c, &e->place))
        return 0;
    if (!bob_array_push(c->allocator, s->nodes, s->count, n)) {
        bob_py_out_of_memory(c);
        bob_py_leave_node(c);
        return 0;
    }
    if (is_counted(c, e)) {
        open_range(c, e, false, at == 0, &n);
    } else if (is_enumerate(c, e)) {
        open_enumerate(c, e, s, &n);
    } else if (is_zip(c, e, &n.strict)) {
        open_zip(c, e, s, &n);
    } else if (is_call_of(c, c->scope, e, "reversed") && args->count == 1) {
        if (is_counted(c, args->items[0])) {
            open_range(c, args->items[0], true, at == 0, &n);
        } else {
            n.over = OVER_REVERSED;
            open_sequence(c, args->items[0], false, e->place.line, &n);
        }
    } else {
        n.pairs = at == 0 && s->pairs;
        open_sequence(c, e, later, line, &n);
    }
    s->nodes[at] = n;
    bob_py_leave_node(c);
    return at;
}

static void test(PyCompiler *c, const Source *s, uint32_t at, PyLabel *end);

/* zip(strict=True): argument i ended before or after those before it. */
static void uneven(PyCompiler *c, uint32_t i, const char *how)
{
    char text[80];
    int n = i == 1 ? snprintf(text, sizeof text, "zip() argument 2 is %s than argument 1", how)
                   : snprintf(text, sizeof text, "zip() argument %u is %s than arguments 1-%u",
                              i + 1, how, i);
    bob_py_emit_text(c, text, (size_t)n);
    bob_py_emit_builtin(c, BUILTIN_value_error, 1);
    bob_py_emit(c, OP_POP, 0);
}

/* All end together. */
static void test_strict(PyCompiler *c, const Source *s, const Node *zip, PyLabel *end)
{
    PyLabel all = PY_LABEL, first = PY_LABEL;
    uint32_t i, k = 0;
    for (i = zip->child; i != PY_NOTHING; i = s->nodes[i].sibling, k++) {
        PyLabel ended = PY_LABEL, on = PY_LABEL;
        test(c, s, i, k == 0 ? &first : &ended);
        if (k == 0)
            continue;
        bob_py_emit_jump(c, OP_JUMP, &on);
        bob_py_place_label(c, &ended);
        uneven(c, k, "shorter");
        bob_py_place_label(c, &on);
    }
    bob_py_emit_jump(c, OP_JUMP, &all);
    bob_py_place_label(c, &first);
    for (k = 1, i = s->nodes[zip->child].sibling; i != PY_NOTHING; i = s->nodes[i].sibling, k++) {
        PyLabel ended = PY_LABEL;
        test(c, s, i, &ended);
        uneven(c, k, "longer");
        bob_py_place_label(c, &ended);
    }
    bob_py_emit_jump(c, OP_JUMP, end);
    bob_py_place_label(c, &all);
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
    if (n->over == OVER_COUNTED) {
        load(c, n->left);
        bob_py_emit_jump(c, OP_JUMP_IF_FALSE, end);
        return;
    }
    if (n->strict) {
        test_strict(c, s, n, end);
        return;
    }
    for (i = n->child; i != PY_NOTHING; i = s->nodes[i].sibling)
        test(c, s, i, end);
    if (n->child != PY_NOTHING || n->over == OVER_ZIP)
        return;
    if (n->over == OVER_REVERSED) {
        load(c, n->counter);
        bob_py_emit_int(c, 0);
        bob_py_emit(c, OP_GE, 0);
        bob_py_emit_jump(c, OP_JUMP_IF_FALSE, end);
    }
    load(c, n->counter); /* a list may have become shorter */
    load(c, n->iter);
    bob_py_emit(c, OP_LEN, 0);
    bob_py_emit(c, OP_LT, 0);
    bob_py_emit_jump(c, OP_JUMP_IF_FALSE, end);
}

static bool takes_apart(const PyExpr *target, uint32_t n)
{
    return target != NULL && (target->kind == PY_TUPLE || target->kind == PY_LIST) &&
           target->sequence.elements.count == n && !bob_py_has_star(&target->sequence.elements);
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
    bob_py_emit(c, OP_INDEX_GET, 0);
}

static void step_sequence(PyCompiler *c, const Node *n)
{
    add_to(c, n->counter, n->over == OVER_REVERSED ? -1 : 1);
}

static void push_number(PyCompiler *c, const Source *s, const Node *n)
{
    load(c, n->number != PY_NOTHING ? n->number : s->nodes[n->child].counter);
    if (n->first_name != PY_NOTHING)
        load(c, n->first_name);
    else if (n->numbered)
        bob_py_emit_int(c, n->first);
    if (n->numbered)
        bob_py_emit(c, OP_ADD, 0);
    if (n->number != PY_NOTHING)
        add_to(c, n->number, 1);
}

static void push_enumerate(PyCompiler *c, const Source *s, const Node *n, const PyExpr *target)
{
    const Node *below = &s->nodes[n->child];
    if (!takes_apart(target, 2)) {
        push_number(c, s, n);
        push(c, s, n->child, NULL);
        bob_py_emit(c, OP_TUPLE_NEW, 2);
    } else if (n->number == PY_NOTHING) {
        push_element(c, below);
        push_number(c, s, n);
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
    case OVER_COUNTED:
        load(c, n->counter);
        if (at != 0) /* the whole moves on after the body */
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
        bob_py_emit(c, OP_TUPLE_NEW, child_count(s, n));
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
        bob_py_emit_assign(c, targets->items[0], NULL);
        bind_pieces(c, s, n->child, targets->items[1]);
    } else if (n->over == OVER_ZIP && takes_apart(target, child_count(s, n))) {
        for (i = n->child; i != PY_NOTHING; i = s->nodes[i].sibling)
            bind_pieces(c, s, i, targets->items[k++]);
    } else {
        bob_py_emit_assign(c, target, NULL);
    }
}

/* `line` is that of what asks for the elements. */
static bool open_source(PyCompiler *c, const PyExpr *iter, const PyExpr *target, uint32_t line,
                        Source *s)
{
    *s = (Source){NULL, 0, takes_apart(target, 2)};
    (void)open_node(c, iter, false, line, s);
    return c->status == BOB_OK;
}

/* Tests, binds the targets and moves on; the body follows. */
static void next(PyCompiler *c, const Source *s, const PyExpr *target, PyLabel *end)
{
    test(c, s, 0, end);
    push(c, s, 0, target);
    bind_pieces(c, s, 0, target);
    if (s->nodes[0].over == OVER_SEQUENCE || s->nodes[0].over == OVER_REVERSED)
        step_sequence(c, &s->nodes[0]); /* after the targets are bound: engines then fuse the load
                                           with the store into the target */
}

static void release_source(PyCompiler *c, const Source *s)
{
    uint32_t i;
    for (i = 0; i < s->count; i++) {
        if (s->nodes[i].ends && s->nodes[i].over == OVER_SEQUENCE) {
            load(c, s->nodes[i].iter);
            bob_py_emit_builtin(c, BUILTIN_loop_end, 1);
            bob_py_emit(c, OP_POP, 0);
        }
        bob_py_release_local(c, s->nodes[i].release);
    }
}

static void close_source(PyCompiler *c, Source *s)
{
    release_source(c, s);
    bob_array_free(c->allocator, s->nodes, s->count, sizeof *s->nodes);
}

void bob_py_release_loops(PyCompiler *c, const PyLoop *stays)
{
    const PyLoop *loop;
    for (loop = c->loop; loop != stays; loop = loop->outer)
        if (loop->source != NULL)
            release_source(c, loop->source);
}

/* ---- statements ---- */

void bob_py_emit_for(PyCompiler *c, const PyStmt *s)
{
    Source source;
    PyLabel top = PY_LABEL, orelse = PY_LABEL;
    Apart apart = APART;
    PyLoop loop = {c->loop, PY_LABEL, PY_LABEL, NULL, c->block};
    if (!open_source(c, s->loop.iter, s->loop.target, s->place.line, &source)) {
        close_source(c, &source);
        return;
    }
    loop.source = &source;
    begin_apart(c, source.nodes, &apart, &top);
    bob_py_place_label(c, &top);
    c->line = s->loop.iter->place.line;
    next(c, &source, s->loop.target, after(source.nodes, &apart, &orelse));
    c->loop = &loop;
    bob_py_emit_body(c, &s->loop.body);
    c->loop = loop.outer;
    bob_py_place_label(c, &loop.on_continue);
    c->line = s->loop.iter->place.line;
    if (is_range(&source.nodes[0]))
        step_range(c, &source.nodes[0]);
    bob_py_emit_jump(c, OP_JUMP, &top);
    end_apart(c, source.nodes, &apart, &orelse);
    bob_py_place_label(c, &orelse);
    bob_py_emit_body(c, &s->loop.orelse);
    bob_py_place_label(c, &loop.on_break);
    close_source(c, &source);
}

void bob_py_emit_while(PyCompiler *c, const PyStmt *s)
{
    PyLabel orelse = PY_LABEL;
    PyLoop loop = {c->loop, PY_LABEL, PY_LABEL, NULL, c->block};
    bob_py_place_label(c, &loop.on_continue);
    bob_py_emit_condition(c, s->branch.test, false, &orelse);
    c->loop = &loop;
    bob_py_emit_body(c, &s->branch.body);
    c->loop = loop.outer;
    bob_py_emit_jump(c, OP_JUMP, &loop.on_continue);
    bob_py_place_label(c, &orelse);
    bob_py_emit_body(c, &s->branch.orelse);
    bob_py_place_label(c, &loop.on_break);
}

/* ---- comprehensions ---- */

typedef struct Nest {
    const PyExpr *e;
    void (*body)(PyCompiler *, const PyExpr *, void *);
    void *ctx;
    uint32_t inner; /* its scope */
    uint32_t line;  /* where CPython is */
} Nest;

static void clause(PyCompiler *c, Nest *n, uint32_t i)
{
    const PyComprehension *k = &n->e->comprehension.clauses[i];
    Source source;
    PyLoop loop;
    PyLabel top = PY_LABEL, end = PY_LABEL, skip = PY_LABEL;
    Apart apart = APART;
    uint32_t f;
    if (!bob_py_enter_node(c, &k->place))
        return;
    if (!open_source(c, k->iter, k->target, n->line, &source)) { /* the first in the scope around */
        close_source(c, &source);
        bob_py_leave_node(c);
        return;
    }
    c->scope = n->inner;
    begin_apart(c, source.nodes, &apart, &top);
    bob_py_place_label(c, &top);
    c->line = k->iter->place.line;
    next(c, &source, k->target, after(source.nodes, &apart, &end));
    for (f = 0; f < k->ifs.count; f++)
        bob_py_emit_condition(c, k->ifs.items[f], false, &skip);
    for (f = 0; f < k->ifs.count; f++)
        n->line = bob_py_tested_line(k->ifs.items[f], n->line);
    loop = (PyLoop){c->loop, PY_LABEL, PY_LABEL, &source, c->block};
    c->loop = &loop;
    if (i + 1 < n->e->comprehension.clause_count)
        clause(c, n, i + 1);
    else
        n->body(c, n->e->comprehension.element, n->ctx);
    c->loop = loop.outer;
    bob_py_place_label(c, &skip);
    if (is_range(&source.nodes[0]))
        step_range(c, &source.nodes[0]);
    bob_py_emit_jump(c, OP_JUMP, &top);
    end_apart(c, source.nodes, &apart, &end);
    bob_py_place_label(c, &end);
    close_source(c, &source);
    bob_py_leave_node(c);
}

void bob_py_emit_comprehension(PyCompiler *c, const PyExpr *e,
                               void (*body)(PyCompiler *, const PyExpr *, void *), void *ctx)
{
    Nest n = {e, body, ctx, bob_py_scope_of(c, e), e->place.line};
    uint32_t scope = c->scope;
    bob_py_make_cells(c, n.inner);
    clause(c, &n, 0);
    c->scope = scope;
}
