/* Asking (core/bobbin.h): a program stops at an ASK until its host has answered.
 *
 * The answer is given to the machine for the one instruction, which is executed at once. So nothing
 * of it is ever part of the state: at any other moment the machine simply is before the
 * instruction. */
#include <string.h>

#include "core/engines/engine.h"
#include "core/machine/check_state.h"
#include "core/machine/sem.h"
#include "core/vm.h"

/* ---- the operation ---- */

SEM_ARGS(ASK)
{
    BobStatus status = (n & 0xFF) == 0 ? bob_check_room(s, 1, room) : BOB_OK;
    if (status != BOB_OK)
        return status;
    if (s->answer == NULL)
        return BOB_ASKED;
    if (s->answer->unsupported != NULL)
        return bob_fail(s, BOB_UNSUPPORTED, "%s", s->answer->unsupported);
    if (s->answer->exception == EXC_NONE) {
        *r = s->answer->value;
        return BOB_OK;
    }
    return s->answer->value.tag == TAG_UNBOUND
               ? bob_throw_bare(s, s->answer->exception)
               : bob_throw_value(s, s->answer->exception, s->answer->value);
}

/* ---- what is asked ---- */

/* The operand of the ASK that the machine is at. */
static bool asked(const BobMachine *m, uint32_t *operand)
{
    const BobState *s = &m->state;
    const BobFrame *f;
    if (m->status != BOB_ASKED)
        return false;
    f = bob_top_frame(s);
    *operand = bob_operand(bob_frame_function(s, f)->code[f->ip]);
    return true;
}

const char *bob_program_ask(const BobProgram *p, uint32_t i)
{
    return p != NULL && i < p->asks.count ? p->asks.keys[i].bytes : NULL;
}

static BobAsk ask_of(const BobMachine *m, uint32_t operand)
{
    return (BobAsk){
        .size = sizeof(BobAsk),
        .name = bob_program_ask(m->state.program, operand >> 8),
        .index = operand >> 8,
        .argc = operand & 0xFF,
    };
}

BobStatus bob_machine_ask(const BobMachine *m, BobAsk *ask)
{
    uint32_t operand;
    BobAsk all;
    if (!bob_at_rest(m) || ask == NULL || ask->size < sizeof ask->size || !asked(m, &operand))
        return BOB_INVALID_ARGUMENT;
    all = ask_of(m, operand);
    bob_give_sized(ask, ask->size, &all, sizeof all);
    return BOB_OK;
}

BobView bob_machine_ask_argument(const BobMachine *m, size_t i)
{
    const BobFrame *f;
    uint32_t operand, argc;
    if (!bob_at_rest(m) || !asked(m, &operand) || i >= (operand & 0xFF))
        return (BobView){.type = BOB_NONE};
    argc = operand & 0xFF;
    f = bob_top_frame(&m->state);
    return bob_view(m->state.program, bob_frame_stack(&m->state, f)[f->depth - argc + (uint32_t)i]);
}

/* ---- answers ---- */

static BobStatus execute(BobMachine *m, uint64_t stop)
{
    BobState *s = &m->state;
    return m->tracer.write != NULL ? bob_trace_run(&m->tracer, stop)
           : m->profile != NULL    ? bob_profile_run(m->profile, stop)
           : m->prediction != NULL ? bob_prediction_run(m->prediction, stop)
                                   : bob_engine_switch.run(s, stop);
}

/* Executes the ASK with its answer. An interruption that comes before is for the next run. */
static BobStatus execute_ask(BobMachine *m, const BobAnswer *answer)
{
    BobState *s = &m->state;
    uint64_t before = s->count;
    bool interrupted = false;
    BobStatus status;
    s->answer = answer;
    do {
        interrupted |= atomic_exchange(&s->interrupted, false);
        status = execute(m, before + 1);
    } while (status == BOB_YIELDED && s->count == before);
    s->answer = NULL;
    if (interrupted)
        atomic_store(&s->interrupted, true);
    bob_check_state(s, before);
    return status;
}

/* Whether there is fuel for the instruction: the run that came here has seen it, but the budget may
 * have been set since. */
static BobStatus ready(BobMachine *m)
{
    uint32_t operand;
    m->refusal.kind = BOB_OK;
    if (!asked(m, &operand))
        return bob_error_set(&m->refusal, BOB_INVALID_ARGUMENT, "the machine asks nothing");
    if (m->state.count < m->state.fuel)
        return BOB_OK;
    return bob_error_set(&m->refusal, BOB_OUT_OF_FUEL, "the budget of %llu instructions is spent",
                         (unsigned long long)m->state.fuel);
}

/* What becomes of the machine. An error of the program is what the next run reports. */
static BobStatus conclude(BobMachine *m, const BobAnswer *answer)
{
    uint64_t before = m->state.count;
    BobStatus status = execute_ask(m, answer);
    if (m->state.count > before && (status == BOB_YIELDED || status == BOB_OUT_OF_FUEL)) {
        bob_forget_error(&m->state); /* that this was the last of the fuel */
        m->status = BOB_YIELDED;
        return BOB_OK;
    }
    if (status == BOB_OUT_OF_FUEL) { /* for the handler that is far up: it asks still */
        m->refusal = m->state.error;
        bob_forget_error(&m->state);
        return status;
    }
    status = bob_run_over(m, status);
    return (answer->exception != EXC_NONE || answer->unsupported != NULL) &&
                   status != BOB_OUTPUT_FAILED
               ? BOB_OK
               : status;
}

static BobStatus answer_with(BobMachine *m, const BobInput *value)
{
    BobAnswer a = {.exception = EXC_NONE};
    BobStatus status = ready(m);
    if (status == BOB_OK)
        status = bob_machine_take(m, value, 1, &a.value, "the answer");
    return status == BOB_OK ? conclude(m, &a) : status;
}

BobStatus bob_machine_answer(BobMachine *m, const BobInput *value)
{
    if (value == NULL || !bob_enter_handled(m))
        return BOB_INVALID_ARGUMENT;
    return bob_leave(m, answer_with(m, value));
}

static BobStatus raise_with(BobMachine *m, const char *exception, const char *text)
{
    BobAnswer a = {.value.tag = TAG_UNBOUND, .exception = bob_exception_of_name(exception)};
    BobInput argument = bob_in_text(text);
    BobStatus status = ready(m);
    if (strcmp(exception, "Unsupported") == 0)
        a.unsupported = text;
    else if (status == BOB_OK && a.exception == EXC_NONE)
        return bob_error_set(&m->refusal, BOB_INVALID_ARGUMENT,
                             "no class of exceptions is '%.100s'", exception);
    if (status == BOB_OK && a.unsupported == NULL && *text != '\0')
        status = bob_machine_take(m, &argument, 1, &a.value, "the text of the exception");
    return status == BOB_OK ? conclude(m, &a) : status;
}

BobStatus bob_machine_answer_error(BobMachine *m, const char *exception, const char *text)
{
    if (exception == NULL || text == NULL || !bob_enter_handled(m))
        return BOB_INVALID_ARGUMENT;
    return bob_leave(m, raise_with(m, exception, text));
}

BobStatus bob_machine_cost(BobMachine *m, uint64_t fuel)
{
    BobStatus status = bob_at_rest(m) ? ready(m) : BOB_INVALID_ARGUMENT;
    if (status == BOB_OK && fuel > m->state.fuel - m->state.count - 1) /* the ASK itself is one */
        return bob_error_set(&m->refusal, BOB_OUT_OF_FUEL,
                             "%llu and the ASK itself are more than the fuel left",
                             (unsigned long long)fuel);
    if (status == BOB_OK)
        m->state.count += fuel;
    return status;
}

/* ---- serving ---- */

static const BobHost *host_of(const BobHost *hosts, size_t count, const char *name)
{
    size_t i;
    for (i = 0; i < count; i++)
        if (strcmp(hosts[i].name, name) == 0)
            return &hosts[i];
    return NULL;
}

static BobStatus handle(BobMachine *m, const BobHost *host, const BobAsk *ask)
{
    BobStatus status;
    m->handling = true;
    status = host->serve(host->ctx, m, ask);
    m->handling = false;
    if (status != BOB_OK || m->status != BOB_ASKED)
        return status;
    return bob_error_set(&m->refusal, BOB_INVALID_ARGUMENT, "the host of %.100s has not answered",
                         ask->name);
}

BobStatus bob_machine_serve(BobMachine *m, const BobHost *hosts, size_t count)
{
    BobStatus status;
    uint32_t operand;
    size_t i;
    if (!bob_at_rest(m) || m->handling || (hosts == NULL && count > 0))
        return BOB_INVALID_ARGUMENT;
    for (i = 0; i < count; i++)
        if (hosts[i].name == NULL || hosts[i].serve == NULL)
            return BOB_INVALID_ARGUMENT;
    for (;;) {
        const BobHost *host;
        BobAsk ask;
        status = bob_machine_run(m);
        if (status != BOB_ASKED || !asked(m, &operand))
            return status;
        ask = ask_of(m, operand);
        host = host_of(hosts, count, ask.name);
        if (host == NULL)
            return BOB_ASKED;
        status = handle(m, host, &ask);
        if (status != BOB_OK)
            return status;
    }
}
