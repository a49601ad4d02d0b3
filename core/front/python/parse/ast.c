/* The arena behind a module's tree, and what CPython calls the nodes. */
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

/* The module stands in its own arena. */
void bob_py_module_free(PyModule *module)
{
    PyArena arena;
    if (module == NULL)
        return;
    arena = module->arena;
    bob_py_arena_free(&arena);
}

static const char *const expr_names[] = {
    [PY_JOINED_STR] = "f-string expression",
    [PY_FORMATTED_VALUE] = "f-string expression",
    [PY_NAME] = "name",
    [PY_TUPLE] = "tuple",
    [PY_LIST] = "list",
    [PY_BIN_OP] = "expression",
    [PY_UNARY_OP] = "expression",
    [PY_BOOL_OP] = "expression",
    [PY_COMPARE] = "comparison",
    [PY_CALL] = "function call",
    [PY_ATTRIBUTE] = "attribute",
    [PY_SUBSCRIPT] = "subscript",
    [PY_SLICE] = "slice",
    [PY_IF_EXP] = "conditional expression",
    [PY_LIST_COMP] = "list comprehension",
    [PY_GENERATOR_EXP] = "generator expression",
};

static const char *const odd_names[] = {
    [PY_ODD_OTHER] = "expression",
    [PY_ODD_STARRED] = "starred",
    [PY_ODD_NAMED] = "named expression",
    [PY_ODD_LAMBDA] = "lambda",
    [PY_ODD_DICT] = "dict literal",
    [PY_ODD_SET] = "set display",
    [PY_ODD_DICT_COMP] = "dict comprehension",
    [PY_ODD_SET_COMP] = "set comprehension",
    [PY_ODD_AWAIT] = "await expression",
    [PY_ODD_YIELD] = "yield expression",
    [PY_ODD_ELLIPSIS] = "ellipsis",
    [PY_ODD_BYTES] = "literal",
    [PY_ODD_LITERAL] = "literal",
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
