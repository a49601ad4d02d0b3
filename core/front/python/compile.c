/* The compiler's passes one after another, and its failures. */
#include "core/front/python/compile.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/front/python/compiler.h"
#include "core/front/python/parse/parse.h"
#include "core/machine/state.h"

/* ---- refusals ---- */

typedef struct PyRefusals {
    const char *source;
    BobError errors[PY_MOST_REFUSALS];
    uint32_t count;
} PyRefusals;

static void fill_error(BobError *error, const char *source, const PyPlace *at, const char *message)
{
    (void)bob_error_set(error, BOB_INVALID_PROGRAM, "%s", message);
    if (error == NULL)
        return;
    error->source = source;
    error->line = at->line;
    error->column = at->column;
}

static bool same_place(const BobError *e, const PyPlace *at)
{
    return e->line == at->line && e->column == at->column;
}

/* One of each place; once there is no more room, compiling ends. */
static bool note_refusal(PyRefusals *r, const PyPlace *at, const char *message)
{
    uint32_t i;
    for (i = 0; i < r->count; i++)
        if (same_place(&r->errors[i], at))
            return true;
    if (r->count == PY_MOST_REFUSALS)
        return false;
    fill_error(&r->errors[r->count++], r->source, at, message);
    return true;
}

void bob_py_refuse(PyCompiler *c, const PyPlace *at, const char *format, ...)
{
    char message[200];
    va_list ap;
    if (c->status != BOB_OK)
        return;
    va_start(ap, format);
    (void)vsnprintf(message, sizeof message, format, ap);
    va_end(ap);
    if (c->refusals != NULL && note_refusal(c->refusals, at, message))
        return;
    c->status = BOB_INVALID_PROGRAM;
    fill_error(c->error, c->name, at, message);
}

void bob_py_out_of_memory(PyCompiler *c)
{
    if (c->status == BOB_OK)
        c->status = bob_error_set(c->error, BOB_OUT_OF_MEMORY, "no memory to compile");
}

bool bob_py_enter_node(PyCompiler *c, const PyPlace *at)
{
    if (c->status != BOB_OK)
        return false;
    if (c->depth >= PY_DEEPEST) {
        bob_py_refuse(c, at, "nested too deeply");
        if (c->status == BOB_OK) /* noted, but no deeper */
            c->status = BOB_INVALID_PROGRAM;
        return false;
    }
    c->depth++;
    return true;
}

static unsigned param_kind(const PyParam *p)
{
    unsigned kind = p->starred           ? PARAM_VALUES
                    : p->keyword_only    ? PARAM_KEYWORD_ONLY
                    : p->positional_only ? PARAM_POSITIONAL_ONLY
                                         : PARAM_POSITIONAL;
    return p->value != NULL ? kind | PARAM_DEFAULT : kind;
}

static void add_param(PyCompiler *c, const PyScope *f, uint32_t name, unsigned kind)
{
    if (c->status == BOB_OK && !bob_function_add_param(c->program, f->function, name))
        bob_py_out_of_memory(c);
    if (c->status == BOB_OK)
        bob_function_pass_param(c->program, f->function, kind);
}

/* Each function has a name of its own: the first its own, later ones with a number. The
 * module's code is the program's main, so a function main is not the first of that name. */
/* Whether it has a number in any case: where its def is one of the module and yet the name may mean
 * something else, since that is what a host calls by it (core/host/call.c). */
static bool is_numbered(const PyCompiler *c, const PyScope *f)
{
    return f->def != NULL && f->symbol != PY_NOTHING && c->symbols[f->symbol].scope == 0 &&
           !c->symbols[f->symbol].known;
}

static void name_functions(PyCompiler *c)
{
    uint32_t i, k;
    for (i = 0; i < c->scope_count && c->status == BOB_OK; i++) {
        PyScope *f = &c->scopes[i];
        BobBuffer name = {.allocator = c->allocator};
        size_t base;
        if (f->kind == SCOPE_COMPREHENSION)
            continue;
        if (f->def == NULL)
            bob_buffer_text(&name, "main");
        else
            bob_py_qualified_name(c, &name, f);
        base = name.size;
        for (k = is_numbered(c, f) ? 3 : 2;
             !name.failed && ((k == 3 && name.size == base && is_numbered(c, f)) ||
                              bob_intern_find(&c->program->function_names, name.bytes, name.size) !=
                                  BOB_INTERN_NONE);
             k++) {
            name.size = base;
            k = k > 9 && k < i ? i : k; /* not one after another where there are thousands */
            bob_buffer_printf(&name, ".%u", k);
        }
        f->function = name.failed ? BOB_INTERN_NONE
                                  : bob_program_add_function(c->program, name.bytes, name.size);
        bob_buffer_free(&name);
        if (f->function == BOB_INTERN_NONE)
            bob_py_out_of_memory(c);
        if (f->kind == SCOPE_CLASS)
            add_param(c, f, bob_py_program_name(c, ".bases", 6), PARAM_POSITIONAL_ONLY);
        for (k = 0; f->def != NULL && k < f->def->def.param_count && c->status == BOB_OK; k++)
            add_param(c, f,
                      bob_py_program_name(c, f->def->def.params[k].name->text,
                                          f->def->def.params[k].name->size),
                      param_kind(&f->def->def.params[k]));
        for (k = 0; k < f->free_count && c->status == BOB_OK; k++)
            add_param(c, f, bob_py_symbol_name(c, &c->symbols[f->free[k]]), PARAM_CELL);
    }
}

void bob_py_qualified_name(PyCompiler *c, BobBuffer *b, const PyScope *f)
{
    const PyScope *outer = bob_py_scope(c, f->parent);
    if (outer->kind != SCOPE_MODULE) {
        bob_py_qualified_name(c, b, outer);
        bob_buffer_text(b, outer->kind == SCOPE_FUNCTION ? ".<locals>." : ".");
    }
    bob_buffer_text(b, f->kind == SCOPE_COMPREHENSION ? f->called : f->def->def.name->text);
}

/* Comprehension variables get numbers, which keep them apart from the function's. */
static void number_hidden(PyCompiler *c)
{
    uint32_t i;
    for (i = 0; i < c->symbol_count; i++)
        if (c->scopes[c->symbols[i].scope].kind == SCOPE_COMPREHENSION)
            c->symbols[i].hidden = i + 1;
}

static void compile(PyCompiler *c)
{
    bob_py_find_scopes(c);
    if (c->status == BOB_OK)
        bob_py_infer(c);
    if (c->status == BOB_OK) {
        number_hidden(c);
        name_functions(c);
    }
    if (c->status == BOB_OK && c->name != NULL &&
        !bob_program_set_source(c->program, c->name, strlen(c->name)))
        bob_py_out_of_memory(c);
    if (c->status == BOB_OK)
        bob_py_emit_functions(c);
    if (c->status == BOB_OK && c->refusals == NULL)
        c->status = bob_program_finish(c->program, c->error);
}

static void free_compiler(PyCompiler *c)
{
    uint32_t i;
    for (i = 0; i < c->scope_count; i++) {
        bob_array_free(c->allocator, c->scopes[i].owners, c->scopes[i].owner_count,
                       sizeof(uint32_t));
        bob_array_free(c->allocator, c->scopes[i].cells, c->scopes[i].cell_count, sizeof(uint32_t));
        bob_array_free(c->allocator, c->scopes[i].free, c->scopes[i].free_count, sizeof(uint32_t));
        bob_array_free(c->allocator, c->scopes[i].mentions, c->scopes[i].mention_count,
                       sizeof(uint32_t));
    }
    bob_array_free(c->allocator, c->attribute_defined, c->attribute_count,
                   sizeof *c->attribute_defined);
    bob_array_free(c->allocator, c->scopes, c->scope_count, sizeof *c->scopes);
    bob_array_free(c->allocator, c->symbols, c->symbol_count, sizeof *c->symbols);
    bob_array_free(c->allocator, c->scoping.block_open, c->scoping.block_count,
                   sizeof *c->scoping.block_open);
    bob_intern_free(&c->symbol_keys);
    bob_intern_free(&c->scope_keys);
    bob_pool_free(&c->pool);
}

/* What is outside the subset is refused at its first occurrence. */
static BobStatus check_supported(const PyModule *module, const char *name, BobError *error)
{
    char message[200];
    if (module->unsupported == NULL)
        return BOB_OK;
    (void)snprintf(message, sizeof message, "%s is not supported", module->unsupported->what);
    fill_error(error, name, &module->unsupported->place, message);
    return BOB_INVALID_PROGRAM;
}

static BobStatus compile_module(PyCompiler *c, const PyModule *module, const BobLoadLimits *limits,
                                BobProgram **program)
{
    c->module = module;
    c->symbol_keys.allocator = c->scope_keys.allocator = c->allocator;
    bob_pool_init(&c->pool, c->allocator);
    c->program = bob_program_new(c->allocator);
    if (c->program == NULL) {
        bob_py_out_of_memory(c);
    } else {
        bob_program_limit(c->program, limits);
        compile(c);
        c->status = bob_program_built(c->program, c->status, c->error);
    }
    free_compiler(c);
    if (c->status == BOB_OK && program != NULL)
        *program = c->program;
    else
        bob_program_free(c->program);
    return c->status;
}

static BobStatus compile_text(PyCompiler *c, const char *text, size_t n,
                              const BobLoadLimits *limits, BobProgram **program)
{
    PyModule *module = NULL;
    BobStatus status = bob_py_parse(text, n, c->name, c->allocator, &module, c->error);
    *program = NULL;
    if (status != BOB_OK)
        return status;
    status = check_supported(module, c->name, c->error);
    if (status == BOB_OK)
        status = compile_module(c, module, limits, program);
    bob_py_module_free(module);
    return status;
}

BobStatus bob_py_compile(const char *text, size_t n, const char *name,
                         const BobAllocator *allocator, const BobLoadLimits *limits,
                         BobProgram **program, BobError *error)
{
    PyCompiler c = {.allocator = allocator, .error = error, .name = name};
    return compile_text(&c, text, n, limits, program);
}

BobStatus bob_py_compile_unowned(const char *text, size_t n, const char *name,
                                 const BobAllocator *allocator, PyUnowned *unowned, void *ctx,
                                 BobProgram **program, BobError *error)
{
    PyCompiler c = {.allocator = allocator,
                    .error = error,
                    .name = name,
                    .unowned = unowned,
                    .unowned_ctx = ctx};
    return compile_text(&c, text, n, NULL, program);
}

static int by_place(const void *a, const void *b)
{
    const BobError *x = a, *y = b;
    return x->line != y->line       ? (x->line < y->line ? -1 : 1)
           : x->column != y->column ? (x->column < y->column ? -1 : 1)
                                    : 0;
}

BobStatus bob_py_refusals(const char *text, size_t n, const char *name,
                          const BobAllocator *allocator, BobRefusal *each, void *ctx)
{
    BobProgram *program = NULL;
    BobError first;
    BobStatus status = bob_py_compile(text, n, name, allocator, NULL, &program, &first);
    BobStatus parsed;
    PyRefusals *r;
    PyModule *module = NULL;
    uint32_t i;
    bob_program_free(program);
    if (status == BOB_OK)
        return status;
    each(ctx, &first);
    if (status != BOB_INVALID_PROGRAM)
        return status;
    r = bob_alloc(allocator, sizeof *r);
    if (r == NULL)
        return BOB_OUT_OF_MEMORY;
    parsed = bob_py_parse(text, n, name, allocator, &module, NULL);
    if (parsed != BOB_OK) { /* a syntax error, or no memory for the others */
        bob_free(allocator, r, sizeof *r);
        return parsed;
    }
    r->source = name;
    r->count = 0;
    for (i = 0; i < module->more_count; i++) {
        char message[200];
        (void)snprintf(message, sizeof message, "%s is not supported", module->more[i].what);
        (void)note_refusal(r, &module->more[i].place, message);
    }
    {
        PyCompiler c = {.allocator = allocator, .name = name, .refusals = r};
        if (compile_module(&c, module, NULL, NULL) == BOB_OUT_OF_MEMORY)
            status = BOB_OUT_OF_MEMORY;
    }
    qsort(r->errors, r->count, sizeof *r->errors, by_place);
    for (i = 0; i < r->count; i++)
        if (by_place(&r->errors[i], &first) != 0)
            each(ctx, &r->errors[i]);
    bob_py_module_free(module);
    bob_free(allocator, r, sizeof *r);
    return status;
}
