/* Who binds which name, and where; which functions are surely defined when they are called.
 *
 * A name is a local of the function that binds it, else the module's, else a built-in. A
 * name of the module that functions mention is a global, one that they don't is a local of
 * the module's frame, where loops are fastest.
 *
 * Also found here: whether the first assignment of a local dominates all its uses, in the sense of
 * blocks: they are in the block of that assignment, which is still open, or in blocks within it.
 * Such a local can be bound to something harmless at the start of its function without anyone
 * seeing it, which is what releasing its objects needs. */
#include <string.h>

#include "core/front/python/compiler.h"

static void walk_expr(PyCompiler *c, uint32_t scope, PyExpr *e);
static void walk_body(PyCompiler *c, uint32_t scope, const PyBody *body);

/* ---- tables ---- */

/* The symbol of a name in a scope; NULL where there is none and none is made. The passes ask for
 * the same few names again and again, so a small direct-mapped table goes before the hash table. It
 * also remembers that a name has no symbol; only `make` must not believe that. */
static PySymbol *symbol(PyCompiler *c, uint32_t scope, const PyIdentifier *id, bool make)
{
    uint32_t key[2] = {scope, id->id}, n;
    PyFound *found = &c->found[(scope * 2654435761u + id->id) % PY_FOUND];
    if (make && c->status != BOB_OK)
        return &c->nowhere;
    if (found->id == id && found->scope == scope && (!make || found->symbol != BOB_INTERN_NONE))
        return found->symbol == BOB_INTERN_NONE ? NULL : &c->symbols[found->symbol];
    if (!make) {
        n = bob_intern_find(&c->symbol_keys, key, sizeof key);
        if (n != BOB_INTERN_NONE && n >= c->symbol_count) /* memory was out after its key */
            return NULL;
        *found = (PyFound){id, scope, n};
        return n == BOB_INTERN_NONE ? NULL : &c->symbols[n];
    }
    n = bob_intern_add(&c->symbol_keys, key, sizeof key);
    if (n == c->symbol_count) {
        PySymbol s = {.id = id, .scope = scope, .defines = PY_NOTHING, .class_scope = PY_NOTHING};
        if (!bob_array_push(c->allocator, c->symbols, c->symbol_count, s))
            n = BOB_INTERN_NONE;
    }
    if (n == BOB_INTERN_NONE) {
        bob_py_out_of_memory(c);
        return &c->nowhere;
    }
    *found = (PyFound){id, scope, n};
    return &c->symbols[n];
}

static uint32_t new_scope(PyCompiler *c, PyScopeKind kind, uint32_t parent, const void *node)
{
    PyScope s = {.kind = kind, .parent = parent, .symbol = PY_NOTHING, .returns = T_FRESH};
    uint32_t n = bob_intern_add(&c->scope_keys, &node, sizeof node);
    s.frame = kind == SCOPE_COMPREHENSION ? c->scopes[parent].frame : n;
    s.unowned = c->unowned != NULL && c->unowned(c->unowned_ctx, n);
    if (n == BOB_INTERN_NONE || n != c->scope_count ||
        !bob_array_push(c->allocator, c->scopes, c->scope_count, s)) {
        bob_py_out_of_memory(c);
        return 0;
    }
    return n;
}

uint32_t bob_py_scope_of(PyCompiler *c, const void *node)
{
    uint32_t n = bob_intern_find(&c->scope_keys, &node, sizeof node);
    return n == BOB_INTERN_NONE ? 0 : n;
}

/* ---- blocks ---- */

static uint32_t open_block(PyCompiler *c)
{
    uint32_t outer = c->scoping.block;
    if (!bob_array_push(c->allocator, c->scoping.block_open, c->scoping.block_count, true)) {
        bob_py_out_of_memory(c);
        return outer;
    }
    c->scoping.block = c->scoping.block_count - 1;
    return outer;
}

static void close_block(PyCompiler *c, uint32_t outer)
{
    if (c->status == BOB_OK)
        c->scoping.block_open[c->scoping.block] = false;
    c->scoping.block = outer;
}

/* ---- mentions and bindings ---- */

/* A use in a block that is still open can only be reached through the first assignment in it; one
 * after it was closed may be reached by a path around it: an if that was not taken, a loop without
 * an iteration. This is dominance as far as blocks show it, without a graph of control flow: it
 * errs only by calling something undominated. */
static void note_place(PyCompiler *c, PySymbol *s, bool assignment)
{
    if (c->status != BOB_OK)
        return;
    if (!s->dominance.mentioned) {
        s->dominance.mentioned = true;
        s->dominance.block = c->scoping.block;
        s->dominance.undominated = !assignment;
    } else if (!c->scoping.block_open[s->dominance.block]) {
        s->dominance.undominated = true;
    }
}

/* A function that is called by no name of its own: it may be called from where it is made on. */
static bool is_lambda(const PyScope *f)
{
    return f->def != NULL && f->symbol == PY_NOTHING;
}

/* A comprehension has bound its targets before anything within it is walked, so a name that is not
 * bound there yet is one of a scope around it. */
static void mention(PyCompiler *c, uint32_t scope, const PyIdentifier *id)
{
    PySymbol *s;
    while (c->scopes[scope].kind == SCOPE_COMPREHENSION) {
        s = symbol(c, scope, id, false);
        if (s != NULL && s->bound)
            return;
        scope = c->scopes[scope].parent;
    }
    s = symbol(c, scope, id, true);
    note_place(c, s, false);
    if (c->scopes[scope].kind == SCOPE_MODULE || c->status != BOB_OK)
        return;
    if (!bob_array_push(c->allocator, c->scopes[scope].mentions, c->scopes[scope].mention_count,
                        (uint32_t)(s - c->symbols)))
        bob_py_out_of_memory(c);
    /* A lambda is where it is evaluated; what it mentions, that expression mentions. */
    else if (is_lambda(&c->scopes[scope]) && !s->bound)
        mention(c, c->scopes[scope].parent, id);
}

/* Classes or instances may have an attribute of that name. */
static void define_attribute(PyCompiler *c, const PyIdentifier *id)
{
    while (c->attribute_count < c->module->identifier_count && c->status == BOB_OK)
        if (!bob_array_push(c->allocator, c->attribute_defined, c->attribute_count, false))
            bob_py_out_of_memory(c);
    if (c->status == BOB_OK)
        c->attribute_defined[id->id] = true;
}

/* What a class must not define yet, since operations would pass by it. */
static void check_special(PyCompiler *c, uint32_t scope, const PyIdentifier *id)
{
    static const char *const supported[] = {
        "__init__",  "__call__", "__str__",     "__repr__",    "__format__",
        "__bool__",  "__len__",  "__getattr__", "__setattr__", "__delattr__",
        "__class__", "__doc__",  "__module__"};
    unsigned i;
    if (id->size < 5 || memcmp(id->text, "__", 2) != 0 ||
        memcmp(id->text + id->size - 2, "__", 2) != 0)
        return;
    for (i = 0; i < COUNT_OF(supported); i++)
        if (bob_py_is(id, supported[i]))
            return;
    bob_py_refuse(c, &c->scopes[scope].def->place, "'%.60s' in a class is not supported", id->text);
}

/* A binding of any sort; `assignment` for one that sets the whole variable to a value. */
static PySymbol *bind(PyCompiler *c, uint32_t scope, const PyIdentifier *id, bool assignment)
{
    PySymbol *s = symbol(c, scope, id, true);
    note_place(c, s, assignment);
    if (s->nonlocal_decl) /* of which function is found out later: share_names */
        return s;
    if (s->global_decl && scope != 0) {
        PySymbol *of_module = symbol(c, 0, id, true);
        of_module->rebound |= of_module->bound;
        of_module->bound = of_module->shared = true;
        of_module->dominance.undominated = true;
        return of_module;
    }
    if (c->scopes[scope].kind == SCOPE_CLASS) {
        define_attribute(c, id);
        check_special(c, scope, id);
    }
    s->rebound |= s->bound;
    s->bound = true;
    return s;
}

static void bind_target(PyCompiler *c, uint32_t scope, PyExpr *e, bool assignment)
{
    uint32_t i;
    if (e->kind == PY_NAME) {
        (void)bind(c, scope, e->name.id, assignment);
    } else if (e->kind == PY_TUPLE || e->kind == PY_LIST) {
        for (i = 0; i < e->sequence.elements.count; i++)
            bind_target(c, scope, e->sequence.elements.items[i], false);
    } else if (e->kind == PY_STARRED) {
        bind_target(c, scope, e->starred.value, false);
    } else {
        walk_expr(c, scope, e);
    }
}

/* ---- variables of functions around ---- */

static bool is_bound_in(PyCompiler *c, uint32_t scope, const PyIdentifier *id)
{
    PySymbol *s = symbol(c, scope, id, false);
    return s != NULL && s->bound && !s->global_decl && !s->nonlocal_decl;
}

/* The variable of a function or comprehension around this scope that the name means, or NULL. */
static PySymbol *find_outer(PyCompiler *c, uint32_t scope, const PyIdentifier *id)
{
    uint32_t up;
    for (up = c->scopes[scope].parent; up != 0 && up != PY_NOTHING; up = c->scopes[up].parent) {
        PySymbol *s = symbol(c, up, id, false);
        if (c->scopes[up].kind == SCOPE_CLASS && id != c->module->class_cell)
            continue; /* a class's names are seen in its body alone */
        if (s != NULL && s->global_decl)
            return NULL;
        if (is_bound_in(c, up, id))
            return symbol(c, up, id, false);
    }
    return NULL;
}

/* ---- expressions ---- */

static void walk_list(PyCompiler *c, uint32_t scope, const PyExprList *list)
{
    uint32_t i;
    for (i = 0; i < list->count; i++)
        walk_expr(c, scope, list->items[i]);
}

static void walk_iterable(PyCompiler *c, uint32_t scope, PyExpr *iter)
{
    c->scoping.iterables++;
    walk_expr(c, scope, iter);
    c->scoping.iterables--;
}

/* a := b binds a variable of the function around comprehensions. */
static void walk_named(PyCompiler *c, uint32_t scope, const PyExpr *e)
{
    const PyIdentifier *id = e->named.target->name.id;
    walk_expr(c, scope, e->named.value);
    if (c->scoping.iterables > 0)
        bob_py_refuse(
            c, &e->place,
            "assignment expression cannot be used in a comprehension iterable expression");
    for (; c->scopes[scope].kind == SCOPE_COMPREHENSION; scope = c->scopes[scope].parent) {
        const PySymbol *s = symbol(c, scope, id, false);
        if (s != NULL && s->bound) {
            bob_py_refuse(
                c, &e->named.target->place,
                "assignment expression cannot rebind comprehension iteration variable '%.100s'",
                id->text);
            return;
        }
    }
    bind(c, scope, id, false)->named = true;
}

/* The first iterable belongs to the scope around, the rest to the comprehension's own: to CPython
 * it is a function whose argument is that iterable. Here it shares the frame around it. */
static void walk_comprehension(PyCompiler *c, uint32_t scope, const PyExpr *e)
{
    uint32_t inner, i, outer_block;
    walk_iterable(c, scope, e->comprehension.clauses[0].iter);
    inner = new_scope(c, SCOPE_COMPREHENSION, scope, e);
    c->scopes[inner].called = e->kind == PY_LIST_COMP   ? "<listcomp>"
                              : e->kind == PY_SET_COMP  ? "<setcomp>"
                              : e->kind == PY_DICT_COMP ? "<dictcomp>"
                                                        : "<genexpr>";
    outer_block = open_block(c);
    for (i = 0; i < e->comprehension.clause_count && c->status == BOB_OK; i++)
        bind_target(c, inner, e->comprehension.clauses[i].target, false);
    for (i = 0; i < e->comprehension.clause_count; i++) {
        if (i > 0)
            walk_iterable(c, inner, e->comprehension.clauses[i].iter);
        walk_list(c, inner, &e->comprehension.clauses[i].ifs);
    }
    walk_expr(c, inner, e->comprehension.key);
    walk_expr(c, inner, e->comprehension.element);
    close_block(c, outer_block);
}

static void walk_function(PyCompiler *c, uint32_t inner, const PyStmt *s)
{
    uint32_t outer_block = open_block(c), i;
    for (i = 0; i < s->def.param_count; i++) {
        PySymbol *p = bind(c, inner, s->def.params[i].name, true);
        p->param = true;
        p->number = i;
    }
    walk_body(c, inner, &s->def.body);
    close_block(c, outer_block);
}

static void walk_lambda(PyCompiler *c, uint32_t scope, const PyStmt *s)
{
    uint32_t inner, i;
    for (i = 0; i < s->def.param_count; i++)
        walk_expr(c, scope, s->def.params[i].value);
    inner = new_scope(c, SCOPE_FUNCTION, scope, s);
    if (c->status != BOB_OK)
        return;
    c->scopes[inner].def = s;
    walk_function(c, inner, s);
}

typedef struct Walk {
    PyCompiler *c;
    uint32_t scope;
} Walk;

static void walk_child(void *ctx, PyExpr *child, PyRole role)
{
    const Walk *w = ctx;
    (void)role; /* what binds is visited by bind_target */
    walk_expr(w->c, w->scope, child);
}

static void walk_kind(PyCompiler *c, uint32_t scope, PyExpr *e)
{
    Walk w = {c, scope};
    switch ((PyExprKind)e->kind) {
    case PY_NAME:
        mention(c, scope, e->name.id);
        if (c->module->class_cell != NULL && bob_py_is(e->name.id, "super") &&
            c->scopes[scope].kind == SCOPE_FUNCTION)
            mention(c, scope, c->module->class_cell);
        break;
    case PY_ATTRIBUTE:
        if (e->context != PY_LOAD)
            define_attribute(c, e->attribute.name);
        walk_expr(c, scope, e->attribute.value);
        break;
    case PY_LIST_COMP:
    case PY_SET_COMP:
    case PY_DICT_COMP:
    case PY_GENERATOR_EXP:
        walk_comprehension(c, scope, e);
        break;
    case PY_LAMBDA:
        walk_lambda(c, scope, e->lambda.def);
        break;
    case PY_NAMED_EXPR:
        walk_named(c, scope, e);
        break;
    case PY_UNSUPPORTED: /* refused already: what it mentions binds and shares nothing */
        break;
    case PY_CONSTANT:
    case PY_JOINED_STR:
    case PY_FORMATTED_VALUE:
    case PY_TUPLE:
    case PY_LIST:
    case PY_DICT:
    case PY_SET:
    case PY_BIN_OP:
    case PY_UNARY_OP:
    case PY_BOOL_OP:
    case PY_COMPARE:
    case PY_CALL:
    case PY_STARRED:
    case PY_SUBSCRIPT:
    case PY_SLICE:
    case PY_IF_EXP:
        bob_py_each_child(e, walk_child, &w);
        break;
    }
}

static void walk_expr(PyCompiler *c, uint32_t scope, PyExpr *e)
{
    if (e == NULL || !bob_py_enter_node(c, &e->place))
        return;
    walk_kind(c, scope, e);
    bob_py_leave_node(c);
}

/* ---- statements ---- */

static void walk_def(PyCompiler *c, uint32_t scope, const PyStmt *s)
{
    uint32_t i, inner;
    PySymbol *name;
    if (c->scopes[scope].kind == SCOPE_COMPREHENSION)
        return;
    walk_list(c, scope, &s->def.decorators);
    for (i = 0; i < s->def.param_count; i++)
        walk_expr(c, scope, s->def.params[i].value);
    inner = new_scope(c, SCOPE_FUNCTION, scope, s);
    name = bind(c, scope, s->def.name, true);
    if (c->status != BOB_OK)
        return;
    c->scopes[inner].def = s;
    if (s->def.decorators.count == 0 && !name->nonlocal_decl) {
        name->defines = inner;
        name->position = scope == 0 && c->scoping.block == 0 ? c->scoping.position : PY_NOTHING;
        c->scopes[inner].symbol = (uint32_t)(name - c->symbols);
    }
    walk_function(c, inner, s);
}

/* The body is a function of its own, whose names no other function sees; they are the class's
 * attributes when it ends. */
static void walk_class(PyCompiler *c, uint32_t scope, const PyStmt *s)
{
    uint32_t inner, outer_block;
    PySymbol *name;
    if (c->scopes[scope].kind == SCOPE_COMPREHENSION)
        return;
    c->has_classes = true;
    walk_list(c, scope, &s->def.decorators);
    walk_list(c, scope, &s->def.bases);
    inner = new_scope(c, SCOPE_CLASS, scope, s);
    if (c->status != BOB_OK)
        return;
    c->scopes[inner].def = s;
    outer_block = open_block(c);
    (void)bind(c, inner, c->module->class_cell, true);
    walk_body(c, inner, &s->def.body);
    close_block(c, outer_block);
    name = bind(c, scope, s->def.name, true);
    name->class_scope = inner;
}

static PyImport module_kind(const PyIdentifier *module)
{
    if (module == NULL)
        return IMPORT_NOTHING;
    if (bob_py_is(module, "math"))
        return IMPORT_MATH;
    if (bob_py_is(module, "sys"))
        return IMPORT_SYS;
    if (bob_py_is(module, "host"))
        return IMPORT_HOST;
    if (bob_py_is(module, "typing") || bob_py_is(module, "__future__"))
        return IMPORT_ANNOTATIONS;
    return IMPORT_NOTHING;
}

static void walk_import(PyCompiler *c, uint32_t scope, const PyStmt *s)
{
    uint32_t i;
    for (i = 0; i < s->import.alias_count; i++) {
        const PyAlias *a = &s->import.aliases[i];
        bool from = s->kind == PY_IMPORT_FROM;
        const PyIdentifier *module = from ? s->import.module : a->name;
        PyImport kind = s->import.level > 0 ? IMPORT_NOTHING : module_kind(module);
        PySymbol *name;
        if (kind == IMPORT_NOTHING) {
            bob_py_refuse(c, &a->place, "the module '%.100s' is not supported",
                          module == NULL ? "." : module->text);
            return;
        }
        if (kind == IMPORT_HOST && !from) {
            bob_py_refuse(c, &a->place,
                          "'import host' is not supported, only 'from host import name'");
            return;
        }
        if (kind == IMPORT_HOST)
            (void)bob_py_program_ask(c, &a->place, a->name->text, a->name->size);
        name = bind(c, scope, a->asname != NULL ? a->asname : a->name, true);
        if (name->import == IMPORT_NOTHING)
            name->position =
                name->scope == 0 && c->scoping.block == 0 ? c->scoping.position : PY_NOTHING;
        if (name->rebound && name->import == IMPORT_NOTHING)
            bob_py_refuse(c, &a->place,
                          "a name that is imported and otherwise bound is not supported");
        name->import = from && kind == IMPORT_MATH  ? IMPORT_MATH_NAME
                       : from && kind == IMPORT_SYS ? IMPORT_SYS_NAME
                       : kind == IMPORT_HOST        ? IMPORT_HOST_NAME
                                                    : kind;
        name->imported = a->name;
        c->postponed |= from && kind == IMPORT_ANNOTATIONS && bob_py_is(module, "__future__") &&
                        bob_py_is(a->name, "annotations");
    }
}

/* The body of a loop that ends with x = y, where y was first mentioned in this body: unless y
 * turns out to be mentioned elsewhere, each iteration binds it
 * before any use, so that after x = y the old object of y is dead as y's and x takes it over. */
static void find_move(PyCompiler *c, uint32_t scope, const PyBody *body)
{
    PyStmt *last = body->items[body->count - 1];
    const PySymbol *y;
    if (last->kind != PY_ASSIGN || last->assign.targets.count != 1 ||
        last->assign.targets.items[0]->kind != PY_NAME || last->assign.value->kind != PY_NAME ||
        last->assign.targets.items[0]->name.id == last->assign.value->name.id)
        return;
    y = symbol(c, scope, last->assign.value->name.id, false);
    last->assign.moves = y != NULL && y->dominance.block == c->scoping.block;
}

static void walk_for(PyCompiler *c, uint32_t scope, const PyStmt *s)
{
    uint32_t outer_block;
    walk_expr(c, scope, s->loop.iter);
    outer_block = open_block(c);
    bind_target(c, scope, s->loop.target, false);
    walk_body(c, scope, &s->loop.body);
    find_move(c, scope, &s->loop.body);
    close_block(c, outer_block);
    outer_block = open_block(c);
    walk_body(c, scope, &s->loop.orelse);
    close_block(c, outer_block);
}

static void walk_branch(PyCompiler *c, uint32_t scope, const PyStmt *s)
{
    uint32_t outer_block;
    const PyStmt *last = s;
    for (; s != NULL; s = bob_py_elif(s)) {
        walk_expr(c, scope, s->branch.test);
        outer_block = open_block(c);
        walk_body(c, scope, &s->branch.body);
        if (s->kind == PY_WHILE)
            find_move(c, scope, &s->branch.body);
        close_block(c, outer_block);
        last = s;
    }
    outer_block = open_block(c);
    walk_body(c, scope, &last->branch.orelse);
    close_block(c, outer_block);
}

static void walk_delete(PyCompiler *c, uint32_t scope, const PyExprList *targets)
{
    uint32_t i;
    for (i = 0; i < targets->count; i++) {
        PyExpr *t = targets->items[i];
        if (t->kind == PY_NAME)
            bind(c, scope, t->name.id, false)->deleted = true;
        else if (t->kind == PY_TUPLE || t->kind == PY_LIST)
            walk_delete(c, scope, &t->sequence.elements);
        else
            walk_expr(c, scope, t);
    }
}

static void walk_global(PyCompiler *c, uint32_t scope, const PyStmt *s)
{
    uint32_t i;
    for (i = 0; i < s->global.count && s->global.nonlocal; i++) {
        PySymbol *outer = symbol(c, scope, s->global.names[i].name, true);
        outer->nonlocal_decl = c->scopes[scope].kind == SCOPE_FUNCTION;
        outer->declaration = s;
        mention(c, scope, s->global.names[i].name);
    }
    for (i = 0; i < s->global.count && !s->global.nonlocal; i++) {
        PySymbol *of_module = symbol(c, 0, s->global.names[i].name, true);
        of_module->shared = true;
        symbol(c, scope, s->global.names[i].name, true)->global_decl = scope != 0;
    }
}

/* Whatever of the parts is left half-way: none of them dominates what comes after it. */
static void walk_part(PyCompiler *c, uint32_t scope, const PyBody *body)
{
    uint32_t outer_block = open_block(c);
    walk_body(c, scope, body);
    close_block(c, outer_block);
}

static void walk_try(PyCompiler *c, uint32_t scope, const PyStmt *s)
{
    uint32_t i;
    c->has_try = true;
    c->scopes[c->scopes[scope].frame].unowned = true; /* own.h */
    walk_part(c, scope, &s->try_.body);
    for (i = 0; i < s->try_.handler_count; i++) {
        const PyHandler *h = s->try_.handlers[i];
        uint32_t outer_block;
        walk_expr(c, scope, h->type);
        outer_block = open_block(c);
        if (h->name != NULL)
            bind(c, scope, h->name, false)->deleted = true;
        walk_body(c, scope, &h->body);
        close_block(c, outer_block);
    }
    walk_part(c, scope, &s->try_.orelse);
    walk_part(c, scope, &s->try_.finally);
}

/* What binds a name, or does so in an order of its own, is visited here; of the others only the
 * expressions count. */
static void walk_stmt(PyCompiler *c, uint32_t scope, const PyStmt *s)
{
    Walk w = {c, scope};
    uint32_t i;
    switch ((PyStmtKind)s->kind) {
    case PY_FUNCTION_DEF:
        walk_def(c, scope, s);
        break;
    case PY_CLASS_DEF:
        walk_class(c, scope, s);
        break;
    case PY_DELETE:
        walk_delete(c, scope, &s->del.targets);
        break;
    case PY_ASSIGN:
        walk_expr(c, scope, s->assign.value);
        for (i = 0; i < s->assign.targets.count; i++)
            bind_target(c, scope, s->assign.targets.items[i], s->assign.targets.count == 1);
        break;
    case PY_AUG_ASSIGN:
        bob_py_each_part(s, walk_child, NULL, &w);
        if (s->aug.target->kind == PY_NAME) /* else it has been walked, and is so once */
            bind_target(c, scope, s->aug.target, false);
        break;
    case PY_ANN_ASSIGN:
        walk_expr(c, scope, s->ann.value);
        bind_target(c, scope, s->ann.target, s->ann.value != NULL);
        break;
    case PY_FOR:
        walk_for(c, scope, s);
        break;
    case PY_WHILE:
    case PY_IF:
        walk_branch(c, scope, s);
        break;
    case PY_IMPORT:
    case PY_IMPORT_FROM:
        walk_import(c, scope, s);
        break;
    case PY_GLOBAL:
        walk_global(c, scope, s);
        break;
    case PY_TRY:
        walk_try(c, scope, s);
        break;
    case PY_RETURN:
    case PY_RAISE:
    case PY_ASSERT:
    case PY_EXPR:
    case PY_PASS:
    case PY_BREAK:
    case PY_CONTINUE:
    case PY_UNSUPPORTED_STMT:
        bob_py_each_part(s, walk_child, NULL, &w);
        break;
    }
}

static void walk_body(PyCompiler *c, uint32_t scope, const PyBody *body)
{
    uint32_t i;
    for (i = 0; i < body->count && c->status == BOB_OK; i++) {
        if (!bob_py_enter_node(c, &body->items[i]->place))
            return;
        if (scope == 0 && c->scoping.block == 0)
            c->scoping.position = i;
        walk_stmt(c, scope, body->items[i]);
        bob_py_leave_node(c);
    }
}

/* ---- what follows from it ---- */

static void add_to(PyCompiler *c, uint32_t **list, uint32_t *count, uint32_t symbol)
{
    uint32_t i;
    for (i = 0; i < *count; i++)
        if ((*list)[i] == symbol)
            return;
    if (!bob_array_push(c->allocator, *list, *count, symbol))
        bob_py_out_of_memory(c);
}

/* The function gets the variable from those around it, and each of them from the one that it is
 * of, through a cell. */
static void capture(PyCompiler *c, uint32_t scope, PySymbol *outer)
{
    uint32_t n = (uint32_t)(outer - c->symbols), up;
    for (up = scope; up != outer->scope; up = c->scopes[up].parent)
        if (c->scopes[up].kind != SCOPE_COMPREHENSION)
            add_to(c, &c->scopes[up].free, &c->scopes[up].free_count, n);
    if (!outer->cell)
        add_to(c, &c->scopes[outer->scope].cells, &c->scopes[outer->scope].cell_count, n);
    outer->cell = true;
}

/* Names that functions mention and do not bind are those of functions around them, else the
 * module's, and shared. */
static void share_names(PyCompiler *c)
{
    uint32_t i, k;
    for (i = 1; i < c->scope_count && c->status == BOB_OK; i++) {
        PyScope *f = &c->scopes[i];
        for (k = 0; k < f->mention_count && f->kind != SCOPE_COMPREHENSION; k++) {
            const PyIdentifier *id = c->symbols[f->mentions[k]].id;
            PySymbol *of_module, *outer;
            bool of_class = f->kind == SCOPE_CLASS && is_bound_in(c, i, id);
            if (of_class && find_outer(c, i, id) != NULL)
                bob_py_refuse(c, &f->def->place,
                              "'%.100s', of a class and of a function around it, is not supported",
                              id->text);
            if ((is_bound_in(c, i, id) && !of_class) || c->symbols[f->mentions[k]].global_decl)
                continue;
            outer = of_class ? NULL : find_outer(c, i, id);
            if (outer != NULL) {
                outer->rebound |= c->symbols[f->mentions[k]].nonlocal_decl;
                capture(c, i, outer);
                continue;
            }
            if (c->symbols[f->mentions[k]].nonlocal_decl) {
                bob_py_refuse(c, &c->symbols[f->mentions[k]].declaration->place,
                              "no binding for nonlocal '%.100s' found", id->text);
                continue;
            }
            of_module = symbol(c, 0, id, false);
            if (of_module != NULL)
                of_module->shared = true;
        }
    }
}

/* From where its name is mentioned, any function within a class may be called. */
static void reach_class(PyCompiler *c, uint32_t class, uint32_t **stack, uint32_t *count)
{
    uint32_t i, up;
    if (class == PY_NOTHING || c->scopes[class].visited)
        return;
    for (i = class; i < c->scope_count; i++) {
        for (up = i; up != class && up != 0 && up != PY_NOTHING; up = c->scopes[up].parent)
            ;
        if (up != class || c->scopes[i].visited)
            continue;
        c->scopes[i].visited = true;
        if (!bob_array_push(c->allocator, *stack, *count, i))
            bob_py_out_of_memory(c);
    }
}

/* Marks what is called or mentioned when the module's statement at `position` runs, and
 * takes `known` from functions that are defined later. Each function is visited once, at
 * the earliest statement that reaches it: fewer defs have run then than at any later one, so
 * that later visits could take nothing that this one did not. */
static void reach_symbol(PyCompiler *c, PySymbol *s, uint32_t position)
{
    PyScope *f;
    uint32_t k, *stack = NULL, count = 0, at;
    if (s->import != IMPORT_NOTHING && s->position != PY_NOTHING && s->position >= position)
        s->position = PY_NOTHING;
    if (s->defines == PY_NOTHING && s->class_scope == PY_NOTHING)
        return;
    if (s->position == PY_NOTHING || s->position >= position)
        s->known = false;
    reach_class(c, s->class_scope, &stack, &count);
    if (s->defines != PY_NOTHING && !c->scopes[s->defines].visited) {
        c->scopes[s->defines].visited = true;
        if (!bob_array_push(c->allocator, stack, count, s->defines))
            bob_py_out_of_memory(c);
    }
    for (at = 0; at < count && c->status == BOB_OK; at++) {
        f = &c->scopes[stack[at]];
        for (k = 0; k < f->mention_count; k++) {
            const PyIdentifier *id = c->symbols[f->mentions[k]].id;
            PySymbol *m = is_bound_in(c, stack[at], id) ? symbol(c, stack[at], id, false)
                                                        : find_outer(c, stack[at], id);
            m = m != NULL ? m : symbol(c, 0, id, false);
            if (m != NULL && m->import != IMPORT_NOTHING && m->scope == 0 &&
                m->position >= position)
                m->position = PY_NOTHING;
            if (m != NULL && m->class_scope != PY_NOTHING) {
                reach_class(c, m->class_scope, &stack, &count);
                f = &c->scopes[stack[at]];
            }
            if (m == NULL || m->defines == PY_NOTHING)
                continue;
            if (m->scope == 0 && (m->position == PY_NOTHING || m->position >= position))
                m->known = false;
            if (!c->scopes[m->defines].visited) {
                c->scopes[m->defines].visited = true;
                if (!bob_array_push(c->allocator, stack, count, m->defines)) {
                    bob_py_out_of_memory(c);
                    break;
                }
                f = &c->scopes[stack[at]];
            }
        }
    }
    bob_array_free(c->allocator, stack, count, sizeof *stack);
}

typedef struct Reach {
    PyCompiler *c;
    uint32_t position;
} Reach;

/* Whatever the module's own expressions mention, whether it is called there or not: a value that
 * is passed on may be called by who gets it. Binding a name is no mention of what it was before,
 * and an annotation is never evaluated. */
static void reach_expr(void *ctx, PyExpr *e, PyRole role)
{
    const Reach *r = ctx;
    PySymbol *s;
    if (role == PY_NOTE || !bob_py_enter_node(r->c, &e->place))
        return;
    switch ((PyExprKind)e->kind) {
    case PY_NAME:
        s = role == PY_TARGET ? NULL : symbol(r->c, 0, e->name.id, false);
        if (s != NULL)
            reach_symbol(r->c, s, r->position);
        break;
    case PY_UNSUPPORTED:
        break;
    case PY_LAMBDA: /* it may be called from here on */
        bob_py_each_child(e, reach_expr, ctx);
        bob_py_each_part(e->lambda.def->def.body.items[0], reach_expr, NULL, ctx);
        break;
    case PY_NAMED_EXPR:
    case PY_CONSTANT:
    case PY_JOINED_STR:
    case PY_FORMATTED_VALUE:
    case PY_TUPLE:
    case PY_LIST:
    case PY_DICT:
    case PY_SET:
    case PY_BIN_OP:
    case PY_UNARY_OP:
    case PY_BOOL_OP:
    case PY_COMPARE:
    case PY_CALL:
    case PY_STARRED:
    case PY_ATTRIBUTE:
    case PY_SUBSCRIPT:
    case PY_SLICE:
    case PY_IF_EXP:
    case PY_LIST_COMP:
    case PY_SET_COMP:
    case PY_DICT_COMP:
    case PY_GENERATOR_EXP:
        bob_py_each_child(e, reach_expr, ctx);
        break;
    }
    bob_py_leave_node(r->c);
}

static void reach_body(void *ctx, const PyBody *body);

/* The body of a def runs when it is called; reach_symbol follows that. */
static void skip_body(void *ctx, const PyBody *body)
{
    (void)ctx;
    (void)body;
}

static void reach_stmt(Reach *r, const PyStmt *s)
{
    bool by_name = s->kind == PY_FUNCTION_DEF && s->def.decorators.count == 0;
    PySymbol *name;
    bob_py_each_part(s, reach_expr, by_name ? skip_body : reach_body, r);
    if (s->kind == PY_CLASS_DEF && s->def.decorators.count > 0 &&
        (name = symbol(r->c, 0, s->def.name, false)) != NULL)
        reach_symbol(r->c, name, r->position);
}

static void reach_body(void *ctx, const PyBody *body)
{
    Reach *r = ctx;
    uint32_t i;
    for (i = 0; i < body->count && r->c->status == BOB_OK; i++)
        if (bob_py_enter_node(r->c, &body->items[i]->place)) {
            reach_stmt(r, body->items[i]);
            bob_py_leave_node(r->c);
        }
}

/* A function is known where its name has one binding, a def that is a statement of the module
 * itself and ran before anything could call it. Then the name is that function and nothing else
 * wherever it is read: calls need no variable, no check, and infer.c knows all of its callers. */
static void find_known(PyCompiler *c)
{
    uint32_t i;
    for (i = 0; i < c->symbol_count; i++) {
        PySymbol *s = &c->symbols[i];
        s->known = s->defines != PY_NOTHING && !s->rebound && !s->param && s->scope == 0 &&
                   s->position != PY_NOTHING;
    }
    for (i = 0; i < c->module->body.count && c->status == BOB_OK; i++)
        reach_stmt(&(Reach){c, i}, c->module->body.items[i]);
}

void bob_py_find_scopes(PyCompiler *c)
{
    (void)new_scope(c, SCOPE_MODULE, PY_NOTHING, c->module);
    (void)open_block(c);
    c->scoping.block = 0;
    walk_body(c, 0, &c->module->body); /* nothing where one of these failed */
    if (c->status == BOB_OK)
        share_names(c);
    if (c->status == BOB_OK)
        find_known(c);
}

PyRef bob_py_resolve(PyCompiler *c, uint32_t scope, const PyIdentifier *id)
{
    PySymbol *s;
    while (c->scopes[scope].kind == SCOPE_COMPREHENSION) {
        s = symbol(c, scope, id, false);
        if (s != NULL && s->bound)
            return (PyRef){s->cell ? REF_CELL : REF_LOCAL, s};
        scope = c->scopes[scope].parent;
    }
    s = symbol(c, scope, id, false);
    if (scope != 0 && (s == NULL || !s->global_decl) && !is_bound_in(c, scope, id)) {
        PySymbol *outer = find_outer(c, scope, id);
        if (outer != NULL)
            return (PyRef){REF_CELL, outer};
    }
    if (s != NULL && s->cell)
        return (PyRef){REF_CELL, s};
    if (c->scopes[scope].kind == SCOPE_CLASS && is_bound_in(c, scope, id))
        return (PyRef){REF_NAME, s};
    if (scope == 0 || s == NULL || !s->bound || s->global_decl)
        s = symbol(c, 0, id, false);
    if (s == NULL || !s->bound)
        return (PyRef){REF_BUILTIN, NULL};
    if (s->import != IMPORT_NOTHING)
        return (PyRef){REF_IMPORT, s};
    if (s->known)
        return (PyRef){REF_FUNCTION, s};
    return (PyRef){s->scope == 0 && s->shared ? REF_GLOBAL : REF_LOCAL, s};
}

PyRef bob_py_resolve_named(PyCompiler *c, uint32_t scope, const PyIdentifier *id)
{
    while (c->scopes[scope].kind == SCOPE_COMPREHENSION)
        scope = c->scopes[scope].parent;
    return bob_py_resolve(c, scope, id);
}
