/* The arena of a module's tree, the visitors, and what CPython calls the nodes. */
#include "core/front/python/parse/ast.h"

#include <string.h>

struct PyArenaBlock {
    PyArenaBlock *next;
    size_t size; /* with this header */
    max_align_t data[];
};

#define FIRST_BLOCK 4096u
#define LARGEST_BLOCK (1u << 20)

/* A new block with room for n bytes; blocks double, so that there are few. */
static bool add_block(PyArena *a, size_t n)
{
    size_t size = a->blocks == NULL ? FIRST_BLOCK : a->blocks->size * 2;
    PyArenaBlock *block;
    if (size > LARGEST_BLOCK)
        size = LARGEST_BLOCK;
    if (n > SIZE_MAX - sizeof *block)
        return false;
    if (size < n + sizeof *block)
        size = n + sizeof *block;
    block = bob_alloc(a->allocator, size);
    if (block == NULL)
        return false;
    block->next = a->blocks;
    block->size = size;
    a->blocks = block;
    a->at = (char *)block->data;
    a->end = (char *)block + size;
    return true;
}

void *bob_py_arena_alloc(PyArena *a, size_t n)
{
    size_t room = (n + sizeof(max_align_t) - 1) & ~(sizeof(max_align_t) - 1);
    void *p;
    if (room < n || ((size_t)(a->end - a->at) < room && !add_block(a, room)))
        return NULL;
    p = a->at;
    a->at += room;
    return memset(p, 0, n);
}

void bob_py_arena_free(PyArena *a)
{
    PyArenaBlock *next;
    for (PyArenaBlock *b = a->blocks; b != NULL; b = next) {
        next = b->next;
        bob_free(a->allocator, b, b->size);
    }
    a->blocks = NULL;
    a->at = a->end = NULL;
}

/* The module is allocated in its own arena. */
void bob_py_module_free(PyModule *module)
{
    PyArena arena;
    if (module == NULL)
        return;
    arena = module->arena;
    bob_py_arena_free(&arena);
}

/* ---- children ---- */

static void visit_list(const PyExprList *list, PyRole role, PyVisitExpr *visit, void *ctx)
{
    for (uint32_t i = 0; i < list->count; i++)
        visit(ctx, list->items[i], role);
}

static void visit_clauses(const PyExpr *e, PyVisitExpr *visit, void *ctx)
{
    for (uint32_t i = 0; i < e->comprehension.clause_count; i++) {
        const PyComprehension *clause = &e->comprehension.clauses[i];
        visit(ctx, clause->target, PY_TARGET);
        visit(ctx, clause->iter, PY_VALUE);
        visit_list(&clause->ifs, PY_VALUE, visit, ctx);
    }
}

static void visit_keywords(const PyExpr *e, PyVisitExpr *visit, void *ctx)
{
    for (uint32_t i = 0; i < e->call.keyword_count; i++)
        visit(ctx, e->call.keywords[i].value, PY_VALUE);
}

static void visit_params(const PyStmt *s, PyVisitExpr *visit, void *ctx)
{
    for (uint32_t i = 0; i < s->def.param_count; i++) {
        if (s->def.params[i].annotation != NULL)
            visit(ctx, s->def.params[i].annotation, PY_NOTE);
        if (s->def.params[i].value != NULL)
            visit(ctx, s->def.params[i].value, PY_VALUE);
    }
}

static void visit_branches(const PyStmt *s, PyVisitExpr *visit, PyVisitBody *body, void *ctx)
{
    const PyStmt *last = s;
    for (; s != NULL; s = bob_py_elif(s)) {
        visit(ctx, s->branch.test, PY_VALUE);
        body(ctx, &s->branch.body);
        last = s;
    }
    body(ctx, &last->branch.orelse);
}

static void visit_handlers(const PyStmt *s, PyVisitExpr *visit, PyVisitBody *body, void *ctx)
{
    for (uint32_t i = 0; i < s->try_.handler_count; i++) {
        if (s->try_.handlers[i]->type != NULL)
            visit(ctx, s->try_.handlers[i]->type, PY_VALUE);
        body(ctx, &s->try_.handlers[i]->body);
    }
}

/* In both visitors `node` is the parent. */
#define VALUE(member) visit(ctx, node->member, PY_VALUE);
#define VALUES(member) visit_list(&node->member, PY_VALUE, visit, ctx);
#define MAYBE(member)                                                                              \
    if (node->member != NULL)                                                                      \
        visit(ctx, node->member, PY_VALUE);
#define TARGET(member) visit(ctx, node->member, PY_TARGET);
#define TARGETS(member) visit_list(&node->member, PY_TARGET, visit, ctx);
#define NOTE(member)                                                                               \
    if (node->member != NULL)                                                                      \
        visit(ctx, node->member, PY_NOTE);
#define ELEMENTS                                                                                   \
    visit_list(&node->sequence.elements, node->context == PY_LOAD ? PY_VALUE : PY_TARGET, visit,   \
               ctx);
#define KEYWORDS visit_keywords(node, visit, ctx);
#define PARAMS visit_params(node, visit, ctx);
#define DEFAULTS visit_params(node->lambda.def, visit, ctx);
#define CLAUSES visit_clauses(node, visit, ctx);
#define BODY(member) body(ctx, &node->member);
#define HANDLERS visit_handlers(node, visit, body, ctx);
#define BRANCHES visit_branches(node, visit, body, ctx);

void bob_py_each_child(const PyExpr *node, PyVisitExpr *visit, void *ctx)
{
    switch ((PyExprKind)node->kind) {
#define EXPR(name, class, words, children)                                                         \
    case PY_##name:                                                                                \
        children break;
#include "core/front/python/parse/ast.def"
    }
}

void bob_py_each_part(const PyStmt *node, PyVisitExpr *visit, PyVisitBody *body, void *ctx)
{
    switch ((PyStmtKind)node->kind) {
#define STMT(name, class, children)                                                                \
    case PY_##name:                                                                                \
        children break;
#include "core/front/python/parse/ast.def"
    }
}

/* ---- words ---- */

static const char *const expr_names[] = {
#define EXPR(name, class, words, children) [PY_##name] = (words),
#include "core/front/python/parse/ast.def"
};

static const char *const odd_names[] = {
    [PY_ODD_OTHER] = "expression",       [PY_ODD_AWAIT] = "await expression",
    [PY_ODD_YIELD] = "yield expression", [PY_ODD_ELLIPSIS] = "ellipsis",
    [PY_ODD_BYTES] = "literal",          [PY_ODD_LITERAL] = "literal",
};

const char *bob_py_expr_name(const PyExpr *e)
{
    if (e->kind == PY_UNSUPPORTED)
        return odd_names[e->unsupported.odd];
    if (e->kind != PY_CONSTANT)
        return expr_names[e->kind];
    if (e->constant.type == PY_CONST_NONE)
        return "None";
    if (e->constant.type == PY_CONST_BOOL)
        return e->constant.boolean ? "True" : "False";
    return "literal";
}

bool bob_py_ends(const PyBody *body)
{
    for (;;) { /* along a chain of elif */
        const PyStmt *last = body->count > 0 ? body->items[body->count - 1] : NULL;
        if (last == NULL)
            return false;
        if (last->kind == PY_RETURN || last->kind == PY_RAISE)
            return true;
        if (last->kind != PY_IF || last->branch.orelse.count == 0 ||
            !bob_py_ends(&last->branch.body))
            return false;
        body = &last->branch.orelse;
    }
}
