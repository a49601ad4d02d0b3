/* Calls of a program's functions by the host, and its globals: docs/embedding.md. */
#include <stdio.h>
#include <string.h>

#include "core/host/drop.h"
#include "core/machine/sem.h"
#include "core/machine/types/class.h"
#include "core/vm.h"

#define FEW_ARGUMENTS 16u
#define MOST_ARGUMENTS (1u << 24)

#define REFUSE(m, ...) bob_error_set(&(m)->refusal, BOB_INVALID_ARGUMENT, __VA_ARGS__)

static COLD BobStatus no_memory(BobMachine *m)
{
    return bob_error_set(&m->refusal, BOB_OUT_OF_MEMORY, "no memory is left");
}

static bool is_fresh(const BobState *s)
{
    return s->phase == PHASE_MAIN && s->count == 0;
}

/* What the machine is instead of idle. */
static const char *standing(const BobState *s)
{
    switch (s->phase) {
    case PHASE_MAIN:
        return s->count == 0 ? "has not run yet" : "is running main";
    case PHASE_CALL:
        return "is in a call";
    case PHASE_FAILED:
        return "has failed";
    case PHASE_FINISHED:
        return "is finished";
    case PHASE_IDLE:
    case PHASE_COUNT:
        break;
    }
    return "is idle";
}

/* ---- names ---- */

/* The number of a variable's name, or BOB_INTERN_NONE. */
static uint32_t name_of(const BobState *s, const char *name)
{
    return bob_intern_find(&s->program->names, name, strlen(name));
}

/* Variables of a function around it, which a function object holds. */
static bool has_cells(const BobFunction *f)
{
    uint32_t i;
    for (i = 0; i < f->param_count; i++)
        if (bob_param_kind(f, i) == PARAM_CELL)
            return true;
    return false;
}

/* A function whose name is bound to it without an instruction: the module's, where the Python
 * compiler knows that nothing else is ever bound to the name, and all of assembly. The compiler
 * numbers the others (name_functions), and a function main, since that is the module's code. */
static uint32_t function_of(const BobState *s, const char *name)
{
    const BobProgram *p = s->program;
    uint32_t f;
    if (strcmp(name, "main") == 0) {
        f = bob_intern_find(&p->function_names, "main.2", 6);
        if (f != BOB_INTERN_NONE || p->functions[p->main].line_count > 0)
            return f;
    }
    f = bob_intern_find(&p->function_names, name, strlen(name));
    return f != BOB_INTERN_NONE && strchr(name, '.') == NULL && !has_cells(&p->functions[f])
               ? f
               : BOB_INTERN_NONE;
}

/* The function as a value: where it has defaults the Python compiler keeps it in a global that no
 * source can name (emit_function.c). */
static BobValue with_defaults(const BobState *s, uint32_t function)
{
    const BobFunction *f = &s->program->functions[function];
    char name[300];
    uint32_t n = BOB_INTERN_NONE;
    if (f->bound > 0 && f->name_size < 256) {
        (void)snprintf(name, sizeof name, "%s.value", f->name);
        n = name_of(s, name);
    }
    return n != BOB_INTERN_NONE && bob_is_function(s->globals[n]) ? s->globals[n]
                                                                  : bob_func(function);
}

/* What the name means in the module: a global, or such a function; while main runs, what it has
 * bound so far. TAG_UNBOUND for nothing. */
static BobValue global_of(const BobState *s, const char *name)
{
    uint32_t n = name_of(s, name), f, slot;
    if (n != BOB_INTERN_NONE && (s->phase == PHASE_MAIN || s->phase == PHASE_FAILED) &&
        s->frame_count > 0) {
        slot = bob_function_slot(bob_frame_function(s, &s->frames[0]), n);
        if (slot != BOB_NO_SLOT && s->frames[0].locals[slot].tag != TAG_UNBOUND)
            return s->frames[0].locals[slot];
    }
    if (n != BOB_INTERN_NONE && s->globals[n].tag != TAG_UNBOUND)
        return s->globals[n];
    f = function_of(s, name);
    return f != BOB_INTERN_NONE ? with_defaults(s, f) : (BobValue){.tag = TAG_UNBOUND, .i = 0};
}

bool bob_machine_global(const BobMachine *m, const char *name, BobView *value)
{
    BobValue v;
    if (name == NULL || value == NULL || !bob_at_rest(m))
        return false;
    v = global_of(bob_settled(m), name);
    if (v.tag == TAG_UNBOUND)
        return false;
    *value = bob_view(m->state.program, v);
    return true;
}

/* ---- memory of calls that are over ---- */

/* Before anything is made for the host. */
static BobStatus drop_if_due(BobMachine *m)
{
    if (bob_is_drop_due(&m->state) && bob_drop_now(&m->state, &m->handles, m->calls) != BOB_OK)
        return no_memory(m);
    return BOB_OK;
}

/* Handles that were made before the last call began are checked once. */
static BobStatus check_handles(BobMachine *m, const BobInput *inputs, size_t n)
{
    size_t i;
    bool old = false;
    for (i = 0; i < n; i++) /* those inside of others are found there, and may be older */
        old |= inputs[i].handle != 0 || inputs[i].items != NULL;
    if (old && bob_has_old_handles(&m->handles, m->calls) &&
        bob_check_handles(&m->state, &m->handles, m->calls) != BOB_OK)
        return no_memory(m);
    return BOB_OK;
}

/* Values of inputs, when the machine is between two calls. Where they do not fit, what is left of
 * earlier calls is given back, and they are tried again. */
static BobStatus take(BobMachine *m, const BobInput *inputs, size_t n, BobValue *out,
                      const char *what)
{
    BobState *s = &m->state;
    BobStatus status;
    if (inputs == NULL && n > 0)
        return REFUSE(m, "%s may not be NULL", what);
    status = drop_if_due(m);
    if (status == BOB_OK)
        status = check_handles(m, inputs, n);
    if (status == BOB_OK)
        status = bob_machine_take(m, inputs, n, out, what);
    if (status != BOB_OUT_OF_MEMORY || s->dropped.count == 0)
        return status;
    m->refusal.kind = BOB_OK;
    if (bob_drop_now(s, &m->handles, m->calls) != BOB_OK)
        return no_memory(m);
    return bob_machine_take(m, inputs, n, out, what);
}

static BobStatus set_global(BobMachine *m, const char *name, const BobInput *value)
{
    BobState *s = &m->state;
    uint32_t n;
    BobValue v;
    BobStatus status;
    m->refusal.kind = BOB_OK;
    if (name == NULL || value == NULL)
        return REFUSE(m, "%s may not be NULL", name == NULL ? "the name" : "the value");
    if (!is_fresh(s) && s->phase != PHASE_IDLE)
        return REFUSE(m, "globals can't be set: the machine %s", standing(s));
    n = name_of(s, name);
    if (n == BOB_INTERN_NONE)
        return REFUSE(m, "the program has no name '%.100s'", name);
    status = take(m, value, 1, &v, "the value");
    if (status == BOB_OK && !bob_drop_room(s, 1))
        return no_memory(m); /* what was made is garbage, and the global as it was */
    if (status != BOB_OK)
        return status;
    bob_drop(s, s->globals[n]);
    s->globals[n] = v;
    return BOB_OK;
}

BobStatus bob_machine_set_global(BobMachine *m, const char *name, const BobInput *value)
{
    return bob_enter(m) ? bob_leave(m, set_global(m, name, value)) : BOB_INVALID_ARGUMENT;
}

/* ---- calls ---- */

/* No frames, whatever they are. */
static void drop_frames(BobState *s)
{
    bob_unhide(s);
    s->frame_count = 0;
    s->arena_used = 0;
}

/* The number of the function that a value is. */
static uint32_t function_in(BobValue v)
{
    return (uint32_t)(v.tag == TAG_FUNC ? v : bob_element(v.ref, 0)).i;
}

/* Makes the frame of the call, as the machine makes any; it costs no fuel. What does not fit is
 * told in the machine's words, and the error of the last call stays what it is. */
static BobStatus push(BobMachine *m, const BobCall *call)
{
    BobState *s = &m->state;
    BobError error = s->error;
    uint64_t fuel = s->fuel;
    bool interrupted = atomic_exchange(&s->interrupted, false);
    BobStatus status;
    drop_frames(s);
    s->fuel = BOB_UNLIMITED;
    status = bob_call(s, call);
    s->fuel = fuel;
    s->surcharge = 0;
    if (interrupted)
        atomic_store(&s->interrupted, true);
    if (status == BOB_OK)
        return BOB_OK;
    m->refusal = s->error;
    m->refusal.kind = status != BOB_TYPE_ERROR ? status : BOB_INVALID_ARGUMENT;
    s->error = error;
    return m->refusal.kind;
}

/* The function and its arguments, which are made: the call begins. */
static BobStatus start(BobMachine *m, const BobCall *call, const BobFunction *f)
{
    BobState *s = &m->state;
    BobValue result = s->result;
    uint32_t i;
    BobStatus status;
    if (!bob_drop_room(s, f->param_count + call->argc + 1))
        return no_memory(m);
    status = push(m, call);
    for (i = 0; i < call->argc; i++)
        bob_drop(s, call->args[i]);
    if (status != BOB_OK)
        return status;
    bob_drop(s, result);
    for (i = 0; i < f->param_count; i++) /* what was made of several */
        if (i >= call->argc || s->frames[0].locals[i].ref != call->args[i].ref)
            bob_drop(s, s->frames[0].locals[i]);
    s->result = bob_none();
    s->ending = ENDING_NONE;
    s->phase = PHASE_CALL;
    s->handled = bob_none(); /* an earlier call may have failed within a handler */
    bob_forget_error(s);
    m->status = BOB_YIELDED;
    m->calls++;
    return BOB_OK;
}

static BobStatus begin(BobMachine *m, const char *name, const BobInput *args, size_t argc)
{
    BobState *s = &m->state;
    BobValue few[FEW_ARGUMENTS], *values = few;
    BobCall call = {.then = 0};
    BobStatus status;
    m->refusal.kind = BOB_OK;
    if (name == NULL)
        return REFUSE(m, "the name may not be NULL");
    if (s->phase != PHASE_IDLE)
        return REFUSE(m, "no function can be called: the machine %s", standing(s));
    call.callee = global_of(s, name);
    if (call.callee.tag == TAG_UNBOUND)
        return REFUSE(m, "no function is named '%.100s'", name);
    if (!bob_is_function(call.callee))
        return REFUSE(m, "'%.100s' is no function but of type %s", name,
                      bob_type_name(call.callee));
    if (argc > MOST_ARGUMENTS)
        return REFUSE(m, "more than %u arguments", MOST_ARGUMENTS);
    if (argc > FEW_ARGUMENTS) {
        values = bob_alloc(&s->allocator, argc * sizeof *values);
        if (values == NULL)
            return no_memory(m);
    }
    status = take(m, args, argc, values, "argument");
    call.args = values;
    call.argc = (uint32_t)argc;
    if (status == BOB_OK)
        status = start(m, &call, &s->program->functions[function_in(call.callee)]);
    if (values != few)
        bob_free(&s->allocator, values, argc * sizeof *values);
    return status;
}

BobStatus bob_machine_begin(BobMachine *m, const char *function, const BobInput *args, size_t argc)
{
    return bob_enter(m) ? bob_leave(m, begin(m, function, args, argc)) : BOB_INVALID_ARGUMENT;
}

BobStatus bob_machine_call(BobMachine *m, const char *function, const BobInput *args, size_t argc)
{
    BobStatus status = bob_machine_begin(m, function, args, argc);
    return status == BOB_OK ? bob_machine_run(m) : status;
}

static BobStatus abandon(BobMachine *m)
{
    BobState *s = &m->state;
    m->refusal.kind = BOB_OK;
    if (s->phase != PHASE_CALL)
        return REFUSE(m, "no call is under way: the machine %s", standing(s));
    drop_frames(s);
    bob_forget_error(s);
    s->phase = PHASE_IDLE;
    m->status = BOB_OK;
    return BOB_OK;
}

BobStatus bob_machine_abandon(BobMachine *m)
{
    return bob_enter(m) ? bob_leave(m, abandon(m)) : BOB_INVALID_ARGUMENT;
}

static BobStatus finish(BobMachine *m)
{
    m->refusal.kind = BOB_OK;
    if (m->state.phase != PHASE_IDLE)
        return REFUSE(m, "it can't be finished: the machine %s", standing(&m->state));
    m->state.phase = PHASE_FINISHED;
    return BOB_OK;
}

BobStatus bob_machine_finish(BobMachine *m)
{
    return bob_enter(m) ? bob_leave(m, finish(m)) : BOB_INVALID_ARGUMENT;
}
