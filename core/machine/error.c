/* Errors as structures: kinds, messages, places. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/machine/state.h"

static const char *const status_names[] = {
    [BOB_OK] = "ok",
    [BOB_YIELDED] = "yielded",
    [BOB_ASKED] = "asked",
    [BOB_STACK_UNDERFLOW] = "StackUnderflow",
    [BOB_STACK_OVERFLOW] = "StackOverflow",
    [BOB_CALL_DEPTH_EXCEEDED] = "CallDepthExceeded",
    [BOB_INVALID_OPCODE] = "InvalidOpcode",
    [BOB_INVALID_JUMP_TARGET] = "InvalidJumpTarget",
    [BOB_DIVISION_BY_ZERO] = "DivisionByZero",
    [BOB_UNDEFINED_VARIABLE] = "UndefinedVariable",
    [BOB_TYPE_ERROR] = "TypeError",
    [BOB_VALUE_ERROR] = "ValueError",
    [BOB_INTEGER_OVERFLOW] = "IntegerOverflow",
    [BOB_INDEX_OUT_OF_RANGE] = "IndexOutOfRange",
    [BOB_OUT_OF_MEMORY] = "OutOfMemory",
    [BOB_OUT_OF_FUEL] = "OutOfFuel",
    [BOB_OUTPUT_EXCEEDED] = "OutputExceeded",
    [BOB_USE_AFTER_FREE] = "UseAfterFree",
    [BOB_USER_ERROR] = "UserError",
    [BOB_UNSUPPORTED] = "Unsupported",
    [BOB_INVALID_PROGRAM] = "InvalidProgram",
    [BOB_INVALID_ARGUMENT] = "InvalidArgument",
    [BOB_OUTPUT_FAILED] = "OutputFailed",
};

const char *bob_status_name(BobStatus status)
{
    unsigned i = (unsigned)status, n = sizeof status_names / sizeof *status_names;
    return i < n && status_names[i] != NULL ? status_names[i] : "unknown";
}

/* A message that was cut may end inside a character. */
static void cut_cleanly(char *text)
{
    text[bob_utf8_valid(text, strlen(text))] = '\0';
}

BobStatus bob_error_set(BobError *e, BobStatus kind, const char *format, ...)
{
    va_list ap;
    if (e == NULL)
        return kind;
    memset(e, 0, sizeof *e);
    e->kind = kind;
    e->allocator_failed = kind == BOB_OUT_OF_MEMORY; /* before a run there is no other limit */
    va_start(ap, format);
    (void)vsnprintf(e->message, sizeof e->message, format, ap);
    va_end(ap);
    cut_cleanly(e->message);
    return kind;
}

BobStatus bob_fail(BobState *s, BobStatus kind, const char *format, ...)
{
    va_list ap;
    s->error.kind = kind;
    s->error.long_message = NULL;
    s->error.allocator_failed = false;
    s->error.exception = NULL;
    s->thrown = EXC_NONE;
    s->thrown_bare = false;
    s->thrown_argument = s->thrown_object = (BobValue){.tag = TAG_UNBOUND, .i = 0};
    s->thrown_again = false;
    s->surcharge = 0;
    va_start(ap, format);
    (void)vsnprintf(s->error.message, sizeof s->error.message, format, ap);
    va_end(ap);
    cut_cleanly(s->error.message);
    return kind;
}

BobStatus bob_no_memory(BobState *s)
{
    if (s->heap.limit_reached)
        return bob_fail(s, BOB_OUT_OF_MEMORY, "the heap's limit of %llu bytes is reached",
                        (unsigned long long)s->heap.limit);
    (void)bob_fail(s, BOB_OUT_OF_MEMORY, "no memory is left");
    s->error.allocator_failed = true;
    return BOB_OUT_OF_MEMORY;
}

BobStatus bob_fail_stack(BobState *s)
{
    return bob_fail(s, BOB_STACK_OVERFLOW, "the operand stack holds no more than %u values",
                    s->stack_limit);
}

BobStatus bob_fail_here(BobState *s, BobStatus kind)
{
    BobError *e = &s->error;
    const BobFrame *f = bob_top_frame(s);
    const BobFunction *function = bob_frame_function(s, f);
    if (kind == BOB_YIELDED || kind == BOB_ASKED) /* interrupted, or asking: no error */
        return kind;
    if (e->kind != kind) /* failed without a message of its own */
        (void)(kind == BOB_OUT_OF_MEMORY ? bob_no_memory(s)
                                         : bob_fail(s, kind, "%s", bob_status_name(kind)));
    s->surcharge = 0;
    if (e->exception == NULL && kind != BOB_USER_ERROR)
        e->exception = bob_exception_name(bob_exception_of_kind(kind));
    e->function = function->name;
    e->ip = f->ip;
    e->line = bob_function_line(function, f->ip);
    e->source = s->program->source;
    e->instructions = s->count;
    e->opcode = NULL;
    if (f->ip < function->code_size) {
        unsigned opcode = bob_opcode(function->code[f->ip]);
        if (opcode < OP_COUNT) {
            e->opcode = bob_ops[opcode].name;
        } else {
            (void)snprintf(e->opcode_text, sizeof e->opcode_text, "%u", opcode);
            e->opcode = e->opcode_text;
        }
    }
    return kind;
}

BobStatus bob_charge_fuel(BobState *s, uint64_t fuel)
{
    if (s->fuel != BOB_UNLIMITED && fuel > s->fuel - s->count - 1 - s->surcharge)
        return bob_fail(s, BOB_OUT_OF_FUEL,
                        "the work of this instruction needs %llu more than the fuel left",
                        (unsigned long long)(fuel - (s->fuel - s->count - 1 - s->surcharge)));
    s->surcharge += fuel;
    return fuel > 0 ? bob_poll(s) : BOB_OK;
}

BobStatus bob_output(BobState *s, const char *bytes, size_t n)
{
    if (n > s->output_limit - s->output.size)
        return bob_fail(s, BOB_OUTPUT_EXCEEDED, "output would pass its limit of %llu bytes",
                        (unsigned long long)s->output_limit);
    if (s->write != NULL && n > 0 && s->write(s->write_ctx, bytes, n) != 0)
        return bob_fail(s, BOB_OUTPUT_FAILED, "the output could not be written");
    bob_hashing_add(&s->output, bytes, n);
    return BOB_OK;
}
