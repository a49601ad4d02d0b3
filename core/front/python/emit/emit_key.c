/* sorted(), sort(), min() and max() with a key: the function is called in a loop of the program,
 * where the call stands, so that no operation has to call one. */
#include <string.h>

#include "core/front/python/analyse/own.h"
#include "core/front/python/compiler.h"
#include "core/front/python/emit/emit_call.h"

#define MOST_OTHERS 2u /* keywords beside the key: reverse, default */

typedef struct Keyed {
    const PyExpr *key;                 /* NULL: none, or None */
    PyExpr plain;                      /* the call without it */
    PyKeyword others[MOST_OTHERS + 1]; /* its keywords */
    uint32_t line;
    uint32_t list, function, other; /* hidden locals */
} Keyed;

static bool is_none(const PyExpr *e)
{
    return e->kind == PY_CONSTANT && e->constant.type == PY_CONST_NONE;
}

/* Finds the key. False where there is none, or what else is there has to be refused or explained.
 */
static bool find_key(const PyExpr *e, Keyed *k)
{
    uint32_t i, n = 0;
    *k = (Keyed){.plain = *e, .line = e->place.line};
    for (i = 0; i < e->call.keyword_count; i++) {
        const PyKeyword *w = &e->call.keywords[i];
        if (w->name != NULL && bob_py_is(w->name, "key"))
            k->key = w->value;
        else if (n == MOST_OTHERS)
            return false;
        else
            k->others[n++] = *w;
    }
    k->plain.call.keywords = k->others;
    k->plain.call.keyword_count = n;
    return k->key != NULL && !is_none(k->key);
}

static void store(PyCompiler *c, uint32_t *name, const char *what)
{
    *name = bob_py_hidden(c, what);
    bob_py_emit(c, OP_STORE_NAME, *name);
}

/* The keywords in the order written. */
static void keep_keywords(PyCompiler *c, const PyExpr *e, Keyed *k)
{
    uint32_t i;
    k->other = PY_NOTHING;
    for (i = 0; i < e->call.keyword_count; i++) {
        if (e->call.keywords[i].value == k->key) {
            bob_py_emit_callable(c, k->key);
            store(c, &k->function, "key");
        } else {
            bob_py_emit_expr(c, e->call.keywords[i].value);
            store(c, &k->other, "keyword");
        }
    }
}

/* list(argument) */
static void keep_list(PyCompiler *c, const PyExpr *e, Keyed *k)
{
    PyExpr call = *e;
    call.call.args.count = 1;
    call.call.keyword_count = 0;
    bob_py_emit_builtin_call(c, &call, bob_py_builtin_row("list"));
    store(c, &k->list, "list");
}

typedef struct Counted {
    uint32_t i;
    PyLabel top, end;
} Counted;

/* for i in range(len(list)): the function and element i are on the stack. */
static void begin_loop(PyCompiler *c, const Keyed *k, Counted *l)
{
    *l = (Counted){0, PY_LABEL, PY_LABEL};
    bob_py_emit_int(c, 0);
    store(c, &l->i, "i");
    bob_py_place_label(c, &l->top);
    bob_py_emit(c, OP_LOAD_LOCAL, l->i);
    bob_py_emit(c, OP_LOAD_LOCAL, k->list);
    bob_py_emit(c, OP_LEN, 0);
    bob_py_emit(c, OP_LT, 0);
    bob_py_emit_jump(c, OP_JUMP_IF_FALSE, &l->end);
}

static void call_key(PyCompiler *c, const Keyed *k, const Counted *l)
{
    bob_py_emit(c, OP_LOAD_LOCAL, k->function);
    bob_py_emit(c, OP_LOAD_LOCAL, k->list);
    bob_py_emit(c, OP_LOAD_LOCAL, l->i);
    bob_py_emit(c, OP_INDEX_GET, 0);
    bob_py_emit(c, OP_CALL_VALUE, 1);
}

static void end_loop(PyCompiler *c, Counted *l)
{
    bob_py_emit(c, OP_LOAD_LOCAL, l->i);
    bob_py_emit_int(c, 1);
    bob_py_emit(c, OP_ADD, 0);
    bob_py_emit(c, OP_STORE_NAME, l->i);
    bob_py_emit_jump(c, OP_JUMP, &l->top);
    bob_py_place_label(c, &l->end);
}

/* All keys first, then the sort, as CPython does. */
static void sort_list(PyCompiler *c, const Keyed *k)
{
    uint32_t keys;
    Counted l;
    c->line = k->line;
    bob_py_emit(c, OP_LIST_NEW, 0);
    store(c, &keys, "keys");
    begin_loop(c, k, &l);
    bob_py_emit(c, OP_LOAD_LOCAL, keys);
    call_key(c, k, &l);
    bob_py_emit(c, OP_LIST_APPEND, 0);
    end_loop(c, &l);
    bob_py_emit(c, OP_LOAD_LOCAL, k->list);
    bob_py_emit(c, OP_LOAD_LOCAL, keys);
    if (k->other != PY_NOTHING)
        bob_py_emit(c, OP_LOAD_LOCAL, k->other);
    bob_py_emit_builtin(c, BUILTIN_sort_by, k->other != PY_NOTHING ? 3 : 2);
    bob_py_release_made(c, keys);
}

/* The first element whose key none is better than. */
static void best_of(PyCompiler *c, const PyBuiltinRow *row, const Keyed *k)
{
    uint32_t best = bob_py_hidden(c, "best"), best_key = bob_py_hidden(c, "best_key");
    PyLabel take = PY_LABEL, next = PY_LABEL, some = PY_LABEL, end = PY_LABEL;
    bool least = row->opcode == OP_MIN;
    Counted l;
    c->line = k->line;
    begin_loop(c, k, &l);
    call_key(c, k, &l);
    bob_py_emit(c, OP_LOAD_LOCAL, l.i);
    bob_py_emit_jump(c, OP_JUMP_IF_FALSE, &take);
    bob_py_emit(c, OP_DUP, 0);
    bob_py_emit(c, OP_LOAD_LOCAL, best_key);
    bob_py_emit(c, least ? OP_LT : OP_GT, 0);
    bob_py_emit_jump(c, OP_JUMP_IF_TRUE, &take);
    bob_py_emit(c, OP_POP, 0);
    bob_py_emit_jump(c, OP_JUMP, &next);
    bob_py_place_label(c, &take);
    bob_py_emit(c, OP_STORE_NAME, best_key);
    bob_py_emit(c, OP_LOAD_LOCAL, k->list);
    bob_py_emit(c, OP_LOAD_LOCAL, l.i);
    bob_py_emit(c, OP_INDEX_GET, 0);
    bob_py_emit(c, OP_STORE_NAME, best);
    bob_py_place_label(c, &next);
    end_loop(c, &l);
    bob_py_emit(c, OP_LOAD_LOCAL, l.i);
    bob_py_emit_jump(c, OP_JUMP_IF_TRUE, &some);
    if (k->other != PY_NOTHING) {
        bob_py_emit(c, OP_LOAD_LOCAL, k->other);
    } else { /* Python's own words come from the built-in */
        bob_py_emit(c, OP_LOAD_LOCAL, k->list);
        bob_py_emit_builtin(c, (unsigned)row->builtin, 1);
    }
    bob_py_emit_jump(c, OP_JUMP, &end);
    bob_py_place_label(c, &some);
    bob_py_emit(c, OP_LOAD_LOCAL, best);
    bob_py_place_label(c, &end);
}

bool bob_py_emit_keyed_call(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row)
{
    bool sorted = row->builtin == BUILTIN_sorted;
    PyBound b;
    Keyed k;
    if ((!sorted && row->opcode != OP_MIN && row->opcode != OP_MAX) || !find_key(e, &k))
        return false;
    if (bob_py_bind(c, &k.plain, row, "", &b) != PY_FITS || e->call.args.count == 0 ||
        (!sorted && e->call.args.count > 1 && k.plain.call.keyword_count > 0))
        return false; /* its words are those of a call without a key */
    if (e->call.args.count == 1) {
        keep_list(c, e, &k);
    } else {
        uint32_t i;
        for (i = 0; i < e->call.args.count; i++)
            bob_py_emit_expr(c, e->call.args.items[i]);
        bob_py_emit(c, OP_LIST_NEW, e->call.args.count);
        store(c, &k.list, "list");
    }
    keep_keywords(c, e, &k);
    if (sorted) {
        sort_list(c, &k);
        bob_py_emit(c, OP_POP, 0);
        bob_py_emit(c, OP_LOAD_LOCAL, k.list);
    } else {
        best_of(c, row, &k);
        bob_py_release_made(c, k.list);
    }
    return true;
}

/* What is sorted is surely a list: else its class may have a method of that name. */
bool bob_py_emit_keyed_sort(PyCompiler *c, const PyExpr *e, const PyExpr *receiver)
{
    Keyed k;
    PyBound b;
    if (!find_key(e, &k) || e->call.args.count > 0 ||
        bob_py_bind(c, &k.plain, bob_py_method_row("sort", T_LIST), "list.", &b) != PY_FITS)
        return false;
    bob_py_emit_expr(c, receiver);
    if (!bob_py_only(receiver, T_LIST)) { /* fails where it is no list */
        bob_py_emit(c, OP_DUP, 0);
        c->line = bob_py_call_line(c, e);
        bob_py_emit_text(c, "sort", 4);
        bob_py_emit_builtin(c, BUILTIN_method, 2);
        bob_py_emit(c, OP_POP, 0);
    }
    store(c, &k.list, "list");
    keep_keywords(c, e, &k);
    sort_list(c, &k);
    return true;
}
