/* The tracer: the reference engine, a second instance of it, with a hook that writes a JSON
 * object for each instruction ("bobbin.trace/1", docs/json.md). Nothing here costs an
 * untraced run anything. */
#include <string.h>

#include "core/machine/exceptions.h"
#include "core/engines/engine.h"
#include "core/machine/text/json.h"
#include "core/machine/call.h"
#include "core/machine/sem.h"
#include "core/machine/types/class.h"
#include "core/machine/text/text.h"

#define SHOWN_OPERANDS 4u /* from the top of the stack */
#define SHOWN_TEXT 60u    /* bytes of a value's text */

static void flush(BobTracer *t)
{
    if (t->line.failed || t->write(t->write_ctx, t->line.bytes, t->line.size) != 0)
        t->failed = true;
    t->line.size = 0;
}

/* Scalars as JSON has them, all else as a string of the beginning of its text. */
static void show(BobTracer *t, BobValue v)
{
    BobState *s = t->state;
    BobError saved = s->error;
    BobSink sink = bob_sink(s, SHOWN_TEXT);
    BobStatus status;
    if (v.tag != TAG_REF) {
        bob_json_value(&t->line, s->program, v);
        return;
    }
    sink.stop = SHOWN_TEXT;
    sink.looks = true;
    status = bob_is_freed(v) ? BOB_USE_AFTER_FREE : bob_write_repr(s, &sink, v);
    t->line.failed |= s->scratch.failed;
    s->error = saved;
    if (status == BOB_USE_AFTER_FREE)
        bob_buffer_text(&s->scratch, "<freed>");
    if (sink.size > SHOWN_TEXT || status == BOB_VALUE_ERROR)
        bob_buffer_text(&s->scratch, "...");
    bob_json_string(&t->line, s->scratch.bytes, s->scratch.size);
}

static void show_operand(BobTracer *t, BobWord w)
{
    const BobProgram *p = t->state->program;
    uint32_t n = bob_operand(w);
    if (bob_ops[bob_opcode(w)].operand == OPERAND_NONE)
        return;
    bob_buffer_printf(&t->line, ",\"operand\":%u", n);
    switch (bob_ops[bob_opcode(w)].operand) {
    case OPERAND_CONST:
        bob_buffer_text(&t->line, ",\"value\":");
        show(t, p->constants[n]);
        break;
    case OPERAND_NAME:
        bob_buffer_text(&t->line, ",\"name\":");
        bob_json_string(&t->line, p->names.keys[n].bytes, p->names.keys[n].size);
        break;
    case OPERAND_FUNC:
        bob_buffer_text(&t->line, ",\"name\":");
        bob_json_string(&t->line, p->functions[n].name, p->functions[n].name_size);
        break;
    case OPERAND_MATH:
        bob_buffer_printf(&t->line, ",\"name\":\"%s\"", bob_math_name(n));
        break;
    case OPERAND_BUILTIN:
        bob_buffer_printf(&t->line, ",\"name\":\"%s\"", bob_builtins[n >> 8].name);
        break;
    case OPERAND_EXCEPTION:
        bob_buffer_printf(&t->line, ",\"name\":\"%s\"",
                          bob_exception_name((BobExceptionClass)(n >> 8)));
        break;
    case OPERAND_ASK:
        bob_buffer_text(&t->line, ",\"name\":");
        bob_json_string(&t->line, p->asks.keys[n >> 8].bytes, p->asks.keys[n >> 8].size);
        break;
    case OPERAND_NONE:
    case OPERAND_TARGET:
    case OPERAND_COUNT:
        break;
    }
}

/* The operands on top of the stack of the frame that is now on top. */
static void show_stack(BobTracer *t)
{
    const BobState *s = t->state;
    uint32_t i, depth;
    const BobValue *stack;
    bob_buffer_text(&t->line, ",\"stack\":[");
    if (s->frame_count > 0) {
        depth = bob_top_frame(s)->depth;
        stack = bob_frame_stack(s, bob_top_frame(s));
        for (i = depth > SHOWN_OPERANDS ? depth - SHOWN_OPERANDS : 0; i < depth; i++) {
            show(t, stack[i]);
            if (i + 1 < depth)
                bob_buffer_byte(&t->line, ',');
        }
    }
    bob_buffer_byte(&t->line, ']');
}

static void show_local(BobTracer *t, const BobFrame *f, uint32_t slot)
{
    const BobProgram *p = t->state->program;
    uint32_t name = p->functions[f->function].locals[slot];
    bob_json_string(&t->line, p->names.keys[name].bytes, p->names.keys[name].size);
    bob_buffer_byte(&t->line, ':');
    if (f->locals[slot].tag == TAG_UNBOUND)
        bob_buffer_text(&t->line, "\"<unbound>\"");
    else
        show(t, f->locals[slot]);
}

/* What the instruction changed in the locals: one name, or the parameters of a call. */
static void show_changes(BobTracer *t, BobWord w)
{
    const BobState *s = t->state;
    uint32_t i;
    if (s->frame_count > t->frame_count) {
        const BobFrame *f = bob_top_frame(s);
        const BobFunction *callee = bob_frame_function(s, f);
        bob_buffer_text(&t->line, ",\"locals\":{");
        for (i = 0; i < callee->param_count; i++) {
            if (i > 0)
                bob_buffer_byte(&t->line, ',');
            show_local(t, f, i);
        }
        bob_buffer_byte(&t->line, '}');
    } else if (bob_opcode(w) == OP_STORE_NAME || bob_opcode(w) == OP_DELETE_NAME) {
        const BobFrame *f = bob_top_frame(s);
        if (s->frame_count != t->frame_count) /* it failed, and a caller handles that */
            return;
        bob_buffer_text(&t->line, ",\"locals\":{");
        show_local(t, f, bob_function_slot(bob_frame_function(s, f), bob_operand(w)));
        bob_buffer_byte(&t->line, '}');
    }
}

static void before(BobTracer *t)
{
    const BobFrame *f = bob_top_frame(t->state);
    t->count = t->state->count;
    t->function = f->function;
    t->ip = f->ip;
    t->frame_count = t->state->frame_count;
}

static void after(BobTracer *t)
{
    const BobFunction *f = &t->state->program->functions[t->function];
    BobWord w = f->code[t->ip];
    uint32_t line = bob_function_line(f, t->ip);
    bob_buffer_printf(&t->line, "{\"n\":%llu,\"function\":", (unsigned long long)t->count);
    bob_json_string(&t->line, f->name, f->name_size);
    bob_buffer_printf(&t->line, ",\"ip\":%u", t->ip);
    if (line != 0)
        bob_buffer_printf(&t->line, ",\"line\":%u", line);
    bob_buffer_printf(&t->line, ",\"op\":\"%s\"", bob_ops[bob_opcode(w)].name);
    show_operand(t, w);
    show_stack(t);
    show_changes(t, w);
    bob_buffer_text(&t->line, "}\n");
    if (t->line.size > 60000)
        flush(t);
}

void bob_trace_header(BobTracer *t)
{
    const BobState *s = t->state;
    bob_buffer_printf(&t->line,
                      "{\"schema\":\"bobbin.trace/1\",\"engine\":\"trace\",\"program\":\"%016llx\","
                      "\"instructions\":%llu,\"source\":",
                      (unsigned long long)s->program->hash, (unsigned long long)s->count);
    if (s->program->source != NULL)
        bob_json_string(&t->line, s->program->source, strlen(s->program->source));
    else
        bob_buffer_text(&t->line, "null");
    bob_buffer_text(&t->line, "}\n");
    flush(t);
}

void bob_trace_footer(BobTracer *t, BobStatus status)
{
    bob_json_outcome(&t->line, t->state, "trace", status);
    bob_buffer_byte(&t->line, '\n');
    flush(t);
}

bool bob_trace_lost(const BobTracer *t, BobStatus status)
{
    return t->failed && (t->line.failed || status < BOB_STACK_UNDERFLOW);
}

BobStatus bob_trace_failed(BobTracer *t)
{
    BobState *s = t->state;
    BobStatus status = BOB_OUTPUT_FAILED;
    s->heap.limit_reached = false;
    if (t->line.failed)
        status = bob_no_memory(s);
    else
        (void)bob_fail(s, status, "the trace could not be written");
    return s->frame_count == 0 || s->ending != ENDING_NONE ? status : bob_fail_here(s, status);
}

#define HOOK_PARAMETER , BobTracer *t
#define BEFORE() before(t)
#define AFTER()                                                                                    \
    do {                                                                                           \
        after(t);                                                                                  \
        if (t->failed)                                                                             \
            return bob_trace_failed(t);                                                            \
    } while (0)
#include "core/engines/reference.inc"

BobStatus bob_trace_run(BobTracer *t, uint64_t stop)
{
    BobStatus status = run(t->state, stop, t);
    flush(t);
    return bob_trace_lost(t, status) ? bob_trace_failed(t) : status;
}
