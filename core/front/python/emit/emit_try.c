/* try, raise, and what leaves a block half-way.
 *
 * Nothing is emitted for entering a try: its handler is a row of the function's table, which says
 * what it covers. What is being handled is the machine's (HANDLE), and what was so before is kept
 * in a hidden local; so the operand stack is empty wherever a handler begins, as it is between
 * statements.
 *
 *        body                       covered by H
 *        else
 *        JUMP end
 *     H: keep the exception; HANDLE, keep what it gives
 *        the first clause that takes it, covered by C
 *        HANDLE what was kept; JUMP end
 *        none takes it: the exception, JUMP C
 *     C: HANDLE what was kept; RERAISE
 *     end:
 *
 * A finally block is emitted for each exit: for the end of the body, for an exception, for each
 * return, break and continue, as CPython does. */
#include <string.h>

#include "core/front/python/compiler.h"
#include "core/machine/exceptions.h"

typedef enum BlockKind {
    BLOCK_FINALLY,  /* the body that a finally block follows */
    BLOCK_HANDLING, /* a clause, or the finally block of an exception */
    BLOCK_NAMED,    /* the clause's body, while its name is bound */
} BlockKind;

typedef struct PyBlock {
    const struct PyBlock *outer;
    BlockKind kind;
    uint32_t covered_by;     /* what covers what is around it */
    const PyBody *finally;   /* BLOCK_FINALLY */
    PyLoop *loop;            /* around it */
    uint32_t kept;           /* BLOCK_HANDLING: a hidden local */
    const PyHandler *clause; /* BLOCK_NAMED */
} PyBlock;

/* ---- the table ---- */

static uint32_t here(const PyCompiler *c)
{
    return c->program->functions[c->function].code_size;
}

/* From here on it is this handler that covers what is emitted. */
static void cover(PyCompiler *c, uint32_t handler)
{
    BobHandler range = {c->covered_from, here(c), c->covered_by, 0};
    if (handler == c->covered_by)
        return;
    if (c->covered_by != PY_NOTHING && range.from < range.to &&
        !bob_array_push(c->allocator, c->covers, c->cover_count, range))
        bob_py_out_of_memory(c);
    c->covered_by = handler;
    c->covered_from = here(c);
}

static uint32_t new_handler(PyCompiler *c)
{
    uint32_t nowhere = PY_NOTHING;
    if (!bob_array_push(c->allocator, c->starts, c->start_count, nowhere)) {
        bob_py_out_of_memory(c);
        return PY_NOTHING;
    }
    return c->start_count - 1;
}

static void place_handler(PyCompiler *c, uint32_t handler)
{
    if (c->status == BOB_OK)
        c->starts[handler] = here(c);
}

void bob_py_end_handlers(PyCompiler *c)
{
    uint32_t i;
    cover(c, PY_NOTHING);
    for (i = 0; i < c->cover_count && c->status == BOB_OK; i++) {
        BobHandler h = c->covers[i];
        h.start = c->starts[h.start];
        ASSERT(h.start != PY_NOTHING);
        if (!bob_program_add_handler(c->program, c->function, h))
            bob_py_out_of_memory(c);
    }
    bob_array_free(c->allocator, c->starts, c->start_count, sizeof *c->starts);
    bob_array_free(c->allocator, c->covers, c->cover_count, sizeof *c->covers);
    c->starts = NULL;
    c->covers = NULL;
    c->start_count = c->cover_count = 0;
}

/* ---- leaving blocks ---- */

/* What is being handled is again what was kept. */
static void handle_again(PyCompiler *c, uint32_t kept)
{
    bob_py_emit(c, OP_LOAD_LOCAL, kept);
    bob_py_emit(c, OP_HANDLE, 0);
    bob_py_emit(c, OP_POP, 0);
}

/* As CPython: e = None, and del e, so that the body may have deleted it itself. */
static void unbind(PyCompiler *c, const PyHandler *h)
{
    PyRef ref = bob_py_resolve(c, c->scope, h->name);
    bob_py_emit_none(c);
    bob_py_emit_store(c, ref, &h->place);
    if (ref.kind == REF_LOCAL)
        bob_py_emit(c, OP_DELETE_NAME, bob_py_symbol_name(c, ref.symbol));
    else
        bob_py_refuse(c, &h->place, "the name of an exception that functions use is not supported");
}

bool bob_py_leaves_blocks(const PyCompiler *c, const PyBlock *stays)
{
    return c->block != stays;
}

void bob_py_leave_blocks(PyCompiler *c, const PyBlock *stays)
{
    while (c->block != stays && c->block != NULL && c->status == BOB_OK) {
        const PyBlock *b = c->block;
        PyLoop *loop = c->loop;
        uint32_t line = c->line;
        cover(c, b->covered_by);
        c->block = b->outer;
        switch (b->kind) {
        case BLOCK_FINALLY:
            c->loop = b->loop;
            bob_py_emit_body(c, b->finally);
            c->loop = loop;
            break;
        case BLOCK_HANDLING:
            handle_again(c, b->kept);
            break;
        case BLOCK_NAMED:
            unbind(c, b->clause);
            break;
        }
        c->line = line;
    }
}

void bob_py_rejoin_blocks(PyCompiler *c, const PyBlock *inside, uint32_t covered_by)
{
    c->block = inside;
    cover(c, covered_by);
}

/* ---- try ---- */

/* The exception is on the stack: both are kept. */
static void begin_handling(PyCompiler *c, uint32_t *exception, uint32_t *kept)
{
    *exception = bob_py_hidden(c, "exception");
    *kept = bob_py_hidden(c, "handled");
    bob_py_emit(c, OP_DUP, 0);
    bob_py_emit(c, OP_STORE_NAME, *exception);
    bob_py_emit(c, OP_HANDLE, 0);
    bob_py_emit(c, OP_STORE_NAME, *kept);
}

/* Leaves whether the exception is one of what the clause takes. */
static void match(PyCompiler *c, const PyExpr *type, uint32_t exception)
{
    const char *name = bob_py_exception_of(c, c->scope, type);
    PyLabel end = PY_LABEL;
    uint32_t i;
    if (type->kind == PY_TUPLE) {
        if (type->sequence.elements.count == 0)
            bob_py_emit_value(c, bob_bool(false));
        for (i = 0; i < type->sequence.elements.count; i++) {
            if (!bob_py_enter_node(c, &type->place))
                return;
            match(c, type->sequence.elements.items[i], exception);
            bob_py_leave_node(c);
            if (i + 1 < type->sequence.elements.count)
                bob_py_emit_jump(c, OP_JUMP_IF_TRUE_OR_POP, &end);
        }
        bob_py_place_label(c, &end);
    } else if (name == NULL) {
        bob_py_refuse(c, &type->place,
                      "'except' of anything but built-in exceptions is not supported");
    } else {
        bob_py_emit(c, OP_LOAD_LOCAL, exception);
        bob_py_emit(c, OP_EXC_IS, (uint32_t)bob_exception_of_name(name) << 8);
    }
}

/* One clause; it is left by a jump to `end`, where it takes the exception. */
static void clause(PyCompiler *c, const PyHandler *h, uint32_t exception, const PyBlock *handling,
                   PyLabel *cleanup, PyLabel *end)
{
    PyLabel next = PY_LABEL;
    PyBlock named = {.outer = c->block,
                     .kind = BLOCK_NAMED,
                     .covered_by = c->covered_by,
                     .loop = c->loop,
                     .clause = h};
    uint32_t again = PY_NOTHING, inside = c->covered_by;
    c->line = h->place.line;
    if (h->type != NULL) {
        match(c, h->type, exception);
        bob_py_emit_jump(c, OP_JUMP_IF_FALSE, &next);
    }
    if (h->name != NULL) {
        bob_py_emit(c, OP_LOAD_LOCAL, exception);
        bob_py_emit_store(c, bob_py_resolve(c, c->scope, h->name), &h->place);
        again = new_handler(c);
        cover(c, again);
        c->block = &named;
    }
    bob_py_emit_body(c, &h->body);
    if (h->name != NULL) {
        c->block = named.outer;
        cover(c, inside);
        unbind(c, h);
    }
    cover(c, handling->covered_by);
    handle_again(c, handling->kept);
    bob_py_emit_jump(c, OP_JUMP, end);
    if (h->name != NULL) {
        place_handler(c, again);
        cover(c, inside);
        unbind(c, h); /* below it the exception stays on the stack */
        bob_py_emit_jump(c, OP_JUMP, cleanup);
    }
    cover(c, inside);
    bob_py_place_label(c, &next);
}

/* The exception is on the stack; what was being handled before it is so again. */
static void end_handling(PyCompiler *c, const PyBlock *handling, uint32_t again, PyLabel *cleanup)
{
    cover(c, handling->covered_by);
    c->block = handling->outer;
    bob_py_place_label(c, cleanup);
    place_handler(c, again);
    handle_again(c, handling->kept);
    bob_py_emit(c, OP_RERAISE, 0);
}

static void try_except(PyCompiler *c, const PyStmt *s)
{
    PyLabel end = PY_LABEL, cleanup = PY_LABEL;
    uint32_t outer = c->covered_by, handler = new_handler(c), again, exception, i;
    PyBlock handling = {
        .outer = c->block, .kind = BLOCK_HANDLING, .covered_by = outer, .loop = c->loop};
    cover(c, handler);
    bob_py_emit_body(c, &s->try_.body);
    cover(c, outer);
    bob_py_emit_body(c, &s->try_.orelse);
    bob_py_emit_jump(c, OP_JUMP, &end);
    place_handler(c, handler);
    c->line = s->try_.handlers[0]->place.line;
    begin_handling(c, &exception, &handling.kept);
    again = new_handler(c);
    cover(c, again);
    c->block = &handling;
    for (i = 0; i < s->try_.handler_count && c->status == BOB_OK; i++)
        clause(c, s->try_.handlers[i], exception, &handling, &cleanup, &end);
    bob_py_emit(c, OP_LOAD_LOCAL, exception);
    end_handling(c, &handling, again, &cleanup);
    bob_py_place_label(c, &end);
}

void bob_py_emit_try(PyCompiler *c, const PyStmt *s)
{
    PyLabel end = PY_LABEL, cleanup = PY_LABEL;
    uint32_t outer = c->covered_by, handler, again, exception;
    PyBlock body = {.outer = c->block,
                    .kind = BLOCK_FINALLY,
                    .covered_by = outer,
                    .finally = &s->try_.finally,
                    .loop = c->loop};
    PyBlock handling = body;
    if (s->try_.finally.count == 0) {
        try_except(c, s);
        return;
    }
    handler = new_handler(c);
    cover(c, handler);
    c->block = &body;
    if (s->try_.handler_count > 0)
        try_except(c, s);
    else
        bob_py_emit_body(c, &s->try_.body);
    cover(c, outer);
    c->block = body.outer;
    bob_py_emit_body(c, &s->try_.finally);
    bob_py_emit_jump(c, OP_JUMP, &end);
    place_handler(c, handler);
    handling.kind = BLOCK_HANDLING;
    begin_handling(c, &exception, &handling.kept);
    again = new_handler(c);
    cover(c, again);
    c->block = &handling;
    bob_py_emit_body(c, &s->try_.finally);
    bob_py_emit(c, OP_LOAD_LOCAL, exception);
    end_handling(c, &handling, again, &cleanup);
    bob_py_place_label(c, &end);
}

/* ---- exceptions ---- */

const char *bob_py_exception_of(PyCompiler *c, uint32_t scope, const PyExpr *e)
{
    if (e->kind != PY_NAME || bob_exception_of_name(e->name.id->text) == EXC_NONE ||
        bob_py_resolve(c, scope, e->name.id).kind != REF_BUILTIN)
        return NULL;
    return e->name.id->text;
}

void bob_py_emit_exception(PyCompiler *c, const PyExpr *call, const char *name)
{
    uint32_t i, argc = call->call.args.count;
    if (call->call.keyword_count > 0 || argc > 255 || bob_py_is_spread(call)) {
        bob_py_refuse(c, &call->place, "this call of '%s' is not supported", name);
        return;
    }
    for (i = 0; i < argc; i++)
        bob_py_emit_expr(c, call->call.args.items[i]);
    c->line = call->place.line;
    bob_py_emit(c, OP_EXC_NEW, (uint32_t)bob_exception_of_name(name) << 8 | argc);
}

/* An exception, of a class or as it is; of anything else it is checked when it is raised. */
static void emit_raised(PyCompiler *c, const PyExpr *e, const char *otherwise)
{
    const char *name = bob_py_exception_of(c, c->scope, e);
    PyLabel fine = PY_LABEL;
    if (name != NULL) {
        bob_py_emit(c, OP_EXC_NEW, (uint32_t)bob_exception_of_name(name) << 8);
        return;
    }
    bob_py_emit_expr(c, e);
    if (bob_py_only(e, T_EXCEPTION))
        return;
    bob_py_emit(c, OP_DUP, 0);
    bob_py_emit(c, OP_EXC_IS, (uint32_t)EXC_BaseException << 8);
    bob_py_emit_jump(c, OP_JUMP_IF_TRUE, &fine);
    bob_py_emit_text(c, otherwise, strlen(otherwise));
    bob_py_emit(c, OP_EXC_NEW, (uint32_t)EXC_TypeError << 8 | 1);
    bob_py_emit(c, OP_RAISE, 0);
    bob_py_place_label(c, &fine);
}

void bob_py_emit_raise(PyCompiler *c, const PyStmt *s)
{
    uint32_t line = s->place.line;
    if (s->raise.exception == NULL) { /* what is being handled, which it stays */
        bob_py_emit_none(c);
        bob_py_emit(c, OP_HANDLE, 0);
        bob_py_emit(c, OP_DUP, 0);
        bob_py_emit(c, OP_HANDLE, 0);
        bob_py_emit(c, OP_POP, 0);
        bob_py_emit(c, OP_RERAISE, 0);
        return;
    }
    emit_raised(c, s->raise.exception, "exceptions must derive from BaseException");
    if (s->raise.cause != NULL) {
        if (s->raise.cause->kind == PY_CONSTANT && s->raise.cause->constant.type == PY_CONST_NONE)
            bob_py_emit_none(c);
        else if (bob_py_exception_of(c, c->scope, s->raise.cause) != NULL)
            emit_raised(c, s->raise.cause, "");
        else
            bob_py_emit_expr(c, s->raise.cause);
        c->line = line;
        bob_py_emit(c, OP_EXC_CAUSE, 0);
    }
    c->line = line;
    bob_py_emit(c, OP_RAISE, 0);
}
