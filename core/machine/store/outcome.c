/* What became of a run, and the state it stopped in, as JSON objects (docs/json.md). */
#include <string.h>

#include "core/machine/text/json.h"

/* ---- fields ---- */

/* Begins a field: a comma unless it is the first, then its name. */
static void key(BobBuffer *b, const char *name)
{
    if (b->size > 0 && b->bytes[b->size - 1] != '{')
        bob_buffer_byte(b, ',');
    bob_buffer_byte(b, '"');
    bob_buffer_text(b, name);
    bob_buffer_text(b, "\":");
}

/* An item of an array: a comma unless it is the first. */
static void item(BobBuffer *b)
{
    if (b->size > 0 && b->bytes[b->size - 1] != '[')
        bob_buffer_byte(b, ',');
}

static void field_text(BobBuffer *b, const char *name, const char *text)
{
    key(b, name);
    if (text == NULL)
        bob_buffer_text(b, "null");
    else
        bob_json_string(b, text, strlen(text));
}

static void field_engine(BobBuffer *b, const char *name)
{
    size_t before = b->size;
    field_text(b, "engine", name);
    b->free_of_charge += b->size - before;
}

static void field_count(BobBuffer *b, const char *name, uint64_t n)
{
    key(b, name);
    bob_buffer_decimal(b, false, n);
}

/* A number that counts from 1, null where it is 0. */
static void field_place(BobBuffer *b, const char *name, uint32_t n)
{
    if (n == 0)
        field_text(b, name, NULL);
    else
        field_count(b, name, n);
}

static void field_value(BobBuffer *b, const char *name, const BobProgram *p, BobValue v)
{
    key(b, name);
    bob_json_value(b, p, v);
}

static void begin(BobBuffer *b, const char *schema)
{
    bob_buffer_byte(b, '{');
    field_text(b, "schema", schema);
}

/* ---- errors ---- */

/* The instruction that frame i is at: of a frame below the top its call, which
 * its ip has passed. */
static uint32_t instruction_of(const BobState *s, uint32_t i)
{
    uint32_t ip = s->frames[i].ip;
    return i + 1 < s->frame_count && ip > 0 ? ip - 1 : ip;
}

static void frame_head(BobBuffer *b, const BobState *s, uint32_t i, uint32_t ip)
{
    const BobFunction *f = bob_frame_function(s, &s->frames[i]);
    key(b, "function");
    bob_json_string(b, f->name, f->name_size);
    field_count(b, "ip", ip);
    field_place(b, "line", bob_function_line(f, instruction_of(s, i)));
}

static void error_frames(BobBuffer *b, const BobState *s)
{
    uint32_t i;
    key(b, "frames");
    bob_buffer_byte(b, '[');
    for (i = 0; i < s->frame_count; i++) {
        item(b);
        bob_buffer_byte(b, '{');
        frame_head(b, s, i, instruction_of(s, i));
        bob_buffer_byte(b, '}');
    }
    bob_buffer_byte(b, ']');
}

static void error_head(BobBuffer *b, const BobError *e)
{
    key(b, "error");
    bob_buffer_byte(b, '{');
    field_text(b, "kind", bob_status_name(e->kind));
    field_text(b, "message", e->long_message != NULL ? e->long_message : e->message);
}

static void runtime_error(BobBuffer *b, const BobState *s, bool frames)
{
    const BobError *e = &s->error;
    error_head(b, e);
    field_text(b, "exception", e->exception);
    field_text(b, "function", e->function);
    field_count(b, "ip", e->ip);
    field_text(b, "opcode", e->opcode);
    field_text(b, "source", e->source);
    field_place(b, "line", e->line);
    if (frames)
        error_frames(b, s);
    bob_buffer_byte(b, '}');
}

/* ---- the objects ---- */

static void ending(BobBuffer *b, const BobState *s)
{
    bool exited = s->ending == ENDING_EXIT;
    field_value(b, "result", s->program, exited ? bob_none() : s->result);
    if (exited)
        field_value(b, "exit", s->program, bob_int(s->exit_code));
}

void bob_json_outcome(BobBuffer *b, const BobState *s, const char *engine, BobStatus status)
{
    bool failed = status >= BOB_STACK_UNDERFLOW;
    ASSERT(!s->hidden);
    begin(b, "bobbin.run/1");
    field_text(b, "status", failed ? "error" : status == BOB_OK ? "ok" : "stopped");
    field_engine(b, engine);
    if (status == BOB_OK)
        ending(b, s);
    field_count(b, "instructions", s->count);
    if (failed)
        runtime_error(b, s, true);
    bob_buffer_byte(b, '}');
}

void bob_json_refusal(BobBuffer *b, const BobError *e)
{
    begin(b, "bobbin.run/1");
    field_text(b, "status", "refused");
    error_head(b, e);
    field_text(b, "source", e->source);
    field_place(b, "line", e->line);
    field_place(b, "column", e->column);
    if (e->has_offset)
        field_count(b, "offset", e->offset);
    else
        field_text(b, "offset", NULL);
    bob_buffer_text(b, "}}");
}

/* ---- the state ---- */

static void field_named(BobBuffer *b, const BobState *s, uint32_t name, BobValue v)
{
    const BobInternKey *k = &s->program->names.keys[name];
    if (v.tag == TAG_UNBOUND)
        return;
    if (b->size > 0 && b->bytes[b->size - 1] != '{')
        bob_buffer_byte(b, ',');
    bob_json_string(b, k->bytes, k->size);
    bob_buffer_byte(b, ':');
    bob_json_value(b, s->program, v);
}

static void frame_stack(BobBuffer *b, const BobState *s, const BobFrame *f)
{
    const BobValue *stack = bob_frame_stack(s, f);
    bool cut = false;
    uint32_t i;
    key(b, "stack");
    bob_buffer_byte(b, '[');
    for (i = 0; i < f->depth && !cut; i++) {
        cut = bob_json_room(b) == 0; /* one "..." for the rest */
        item(b);
        bob_json_value(b, s->program, stack[i]);
    }
    bob_buffer_byte(b, ']');
}

static void state_frame(BobBuffer *b, const BobState *s, uint32_t index)
{
    const BobFrame *f = &s->frames[index];
    const BobFunction *function = bob_frame_function(s, f);
    uint32_t i;
    item(b);
    bob_buffer_byte(b, '{');
    frame_head(b, s, index, f->ip);
    key(b, "locals");
    bob_buffer_byte(b, '{');
    for (i = 0; i < function->local_count; i++)
        field_named(b, s, function->locals[i], f->locals[i]);
    bob_buffer_byte(b, '}');
    frame_stack(b, s, f);
    bob_buffer_byte(b, '}');
}

static void state_globals(BobBuffer *b, const BobState *s)
{
    uint32_t i;
    key(b, "globals");
    bob_buffer_byte(b, '{');
    for (i = 0; i < s->program->names.count; i++)
        field_named(b, s, i, s->globals[i]);
    bob_buffer_byte(b, '}');
}

void bob_json_state(BobBuffer *b, const BobState *s, const char *engine)
{
    bool failed = s->error.kind != BOB_OK, ended = !failed && s->ending != ENDING_NONE;
    uint32_t i;
    ASSERT(!s->hidden);
    begin(b, "bobbin.state/1");
    field_engine(b, engine);
    field_text(b, "status", failed ? bob_status_name(s->error.kind) : ended ? "ended" : "running");
    field_count(b, "instructions", s->count);
    field_count(b, "output_bytes", s->output.size);
    field_count(b, "heap_bytes", s->heap.account.charged);
    if (ended)
        ending(b, s);
    if (failed)
        runtime_error(b, s, false);
    key(b, "frames");
    bob_buffer_byte(b, '[');
    for (i = 0; i < s->frame_count; i++)
        state_frame(b, s, i);
    bob_buffer_byte(b, ']');
    state_globals(b, s);
    if (s->handled.tag != TAG_NONE)
        field_value(b, "handled", s->program, s->handled);
    bob_buffer_byte(b, '}');
}
