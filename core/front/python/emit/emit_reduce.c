/* sum, min, max, any and all of a generator expression: no generator is made, the loop stands where
 * the call is. */
#include "core/front/python/analyse/own.h"
#include "core/front/python/compiler.h"
#include "core/front/python/emit/emit_call.h"

typedef struct Decision {
    PyLabel decided;
    bool sense;
    PyLoop *outside;
} Decision;

/* Decided: out of the loops, giving back what they run over. */
static void stop_any(PyCompiler *c, const PyExpr *element, void *ctx)
{
    Decision *w = ctx;
    PyLabel on = PY_LABEL;
    bob_py_emit_condition(c, element, !w->sense, &on);
    bob_py_release_loops(c, w->outside);
    bob_py_emit_jump(c, OP_JUMP, &w->decided);
    bob_py_place_label(c, &on);
}

static void add_element(PyCompiler *c, const PyExpr *element, void *ctx)
{
    bob_py_emit_expr(c, element);
    c->line = *(const uint32_t *)ctx; /* sum() adds, not the generator */
    bob_py_emit(c, OP_ADD, 0);
}

/* The best element so far, in a hidden local once there is one. */
typedef struct Best {
    uint32_t best, some;
    unsigned better;
    uint32_t line;
} Best;

static void better_element(PyCompiler *c, const PyExpr *element, void *ctx)
{
    const Best *b = ctx;
    PyLabel first = PY_LABEL, take = PY_LABEL, end = PY_LABEL;
    bob_py_emit_expr(c, element);
    c->line = b->line;
    bob_py_emit(c, OP_LOAD_LOCAL, b->some);
    bob_py_emit_jump(c, OP_JUMP_IF_FALSE, &first);
    bob_py_emit(c, OP_DUP, 0);
    bob_py_emit(c, OP_LOAD_LOCAL, b->best);
    bob_py_emit(c, b->better, 0);
    bob_py_emit_jump(c, OP_JUMP_IF_TRUE, &take);
    bob_py_emit(c, OP_POP, 0);
    bob_py_emit_jump(c, OP_JUMP, &end);
    bob_py_place_label(c, &first);
    bob_py_emit_value(c, bob_bool(true));
    bob_py_emit(c, OP_STORE_NAME, b->some);
    bob_py_place_label(c, &take);
    bob_py_emit(c, OP_STORE_NAME, b->best);
    bob_py_place_label(c, &end);
}

/* Of none it is `otherwise`, where not NULL: something harmless, so that it can come last. */
void bob_py_emit_best(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row,
                      const PyExpr *otherwise)
{
    Best b = {bob_py_hidden(c, "best"), bob_py_hidden(c, "some"),
              row->builtin == BUILTIN_min ? OP_LT : OP_GT, e->place.line};
    PyLabel some = PY_LABEL, end = PY_LABEL;
    bob_py_emit_value(c, bob_bool(false));
    bob_py_emit(c, OP_STORE_NAME, b.some);
    bob_py_emit_comprehension(c, e->call.args.items[0], better_element, &b);
    c->line = e->place.line;
    bob_py_emit(c, OP_LOAD_LOCAL, b.some);
    bob_py_emit_jump(c, OP_JUMP_IF_TRUE, &some);
    if (otherwise != NULL) {
        bob_py_emit_expr(c, otherwise);
    } else { /* Python's own words come from the built-in */
        bob_py_emit(c, OP_LIST_NEW, 0);
        bob_py_emit_builtin(c, (unsigned)row->builtin, 1);
    }
    bob_py_emit_jump(c, OP_JUMP, &end);
    bob_py_place_label(c, &some);
    bob_py_emit(c, OP_LOAD_LOCAL, b.best);
    bob_py_place_label(c, &end);
}

/* any and all leave the loop at the first element that decides; the others fold it into one value
 * on the stack or in a local. */
void bob_py_emit_reduction(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row)
{
    const PyExpr *generator = e->call.args.items[0];
    bool any = row->builtin == BUILTIN_any;
    uint32_t line = e->place.line;
    if (any || row->builtin == BUILTIN_all) {
        Decision w = {PY_LABEL, any, c->loop};
        PyLabel end = PY_LABEL;
        bob_py_emit_comprehension(c, generator, stop_any, &w);
        bob_py_emit_value(c, bob_bool(!any));
        bob_py_emit_jump(c, OP_JUMP, &end);
        bob_py_place_label(c, &w.decided);
        bob_py_emit_value(c, bob_bool(any));
        bob_py_place_label(c, &end);
    } else if (row->builtin == BUILTIN_sum) {
        bob_py_emit_int(c, 0);
        bob_py_emit_comprehension(c, generator, add_element, &line);
    } else {
        bob_py_emit_best(c, e, row, NULL);
    }
}
