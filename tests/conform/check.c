#include <inttypes.h>

#include "tests/conform/conform.h"

/* A traced run writes much: programs longer than this are not traced. */
#define LONGEST_TRACE 20000
/* Longer ones are not stopped on the way. */
#define LONGEST_SWEEP 1500

const char *only_engines;
bool only_whole;

static bool is_wanted(const char *engine)
{
    size_t n = strlen(engine);
    const char *at = only_engines;
    while (at != NULL && (at = strstr(at, engine)) != NULL) {
        if ((at == only_engines || at[-1] == ',') && (at[n] == ',' || at[n] == '\0'))
            return true;
        at += n;
    }
    return only_engines == NULL;
}

static void check_number(const Case *c, const char *engine, const char *what, int64_t expected,
                         int64_t got)
{
    if (expected != -1 && expected != got)
        fail(c, engine, "%s: expected %" PRId64 ", got %" PRId64, what, expected, got);
}

static void check_json(const Case *c, const char *engine, const char *what, const char *expected,
                       const char *got)
{
    if (expected != NULL && !json_same(expected, got))
        fail_pair(c, engine, what, expected, got);
}

static void check_state(const Case *c, const char *engine, const Run *r)
{
    Text frames = {0}, field = {0};
    const char *top;
    (void)json_field(r->state.bytes, "frames", &frames);
    top = json_last(frames.bytes);
    (void)json_field(top, "stack", &field);
    check_json(c, engine, "stack of the top frame", c->top, field.bytes);
    (void)json_field(top, "locals", &field);
    check_json(c, engine, "locals of the top frame", c->locals, field.bytes);
    (void)json_field(r->state.bytes, "globals", &field);
    check_json(c, engine, "globals", c->globals, field.bytes);
    text_free(&frames);
    text_free(&field);
}

static void check_error(const Case *c, const char *engine, const Run *r)
{
    const BobError *e = bob_machine_error(r->machine);
    const char *message = e->long_message != NULL ? e->long_message : e->message;
    const char *status = bob_status_name(r->status);
    if (strcmp(status, c->kind != NULL ? c->kind : "ok") != 0) {
        fail(c, engine, "status:\n    expected %s\n    got      %s%s%s",
             c->kind != NULL ? c->kind : "ok", status, r->status != BOB_OK ? ": " : "",
             r->status != BOB_OK ? message : "");
        return;
    }
    if (c->kind == NULL)
        return;
    if (e->kind != r->status)
        fail_pair(c, engine, "kind of the error", status, bob_status_name(e->kind));
    if (c->function != NULL && (e->function == NULL || strcmp(c->function, e->function) != 0))
        fail_pair(c, engine, "function", c->function, e->function != NULL ? e->function : "none");
    check_number(c, engine, "ip", c->ip, e->ip);
    check_number(c, engine, "line", c->error_line, e->line);
    if (e->instructions != bob_machine_instructions(r->machine))
        fail(c, engine, "the error counts %" PRIu64 " instructions, the machine %" PRIu64,
             e->instructions, bob_machine_instructions(r->machine));
    if (c->message != NULL && strstr(message, c->message) == NULL)
        fail_pair(c, engine, "message", c->message, message);
}

static void check_row(const Case *c, const char *engine, const Run *r)
{
    BobView stack = bob_machine_result(r->machine);
    Text got = {0};
    size_t i;
    add(&got, "", 0);
    for (i = 0; i < stack.length; i++) {
        add_text(&got, i > 0 ? " " : "");
        add_value(&got, bob_view_item(stack, i), 0);
    }
    if (strcmp(c->row, got.bytes) != 0)
        fail_pair(c, engine, "result", c->row, got.bytes);
    text_free(&got);
}

static void check_end(const Case *c, const char *engine, const Run *r)
{
    Text field = {0};
    int64_t code = 0;
    bool exited = bob_machine_exited(r->machine, &code);
    check_error(c, engine, r);
    if (!text_same(&c->output, &r->output))
        fail_pair(c, engine, "output", text_of(&c->output), text_of(&r->output));
    if (c->row != NULL && r->status == BOB_OK)
        check_row(c, engine, r);
    (void)json_field(r->outcome.bytes, "result", &field);
    check_json(c, engine, "result", c->result, field.bytes);
    text_free(&field);
    check_state(c, engine, r);
    check_number(c, engine, "instructions", c->count,
                 (int64_t)bob_machine_instructions(r->machine));
    check_number(c, engine, "heap", c->heap, (int64_t)bob_machine_heap_bytes(r->machine));
    check_number(c, engine, "frames", c->depth, bob_machine_depth(r->machine));
    if (r->output.size != bob_machine_output_bytes(r->machine))
        fail(c, engine, "%zu bytes written, %" PRIu64 " counted", r->output.size,
             bob_machine_output_bytes(r->machine));
    if (exited != c->exits)
        fail(c, engine, exited ? "ended by EXIT" : "did not end by EXIT");
    else if (exited && code != c->exit)
        fail(c, engine, "exit: expected %" PRId64 ", got %" PRId64, c->exit, code);
}

/* Two runs that must have come to the same end. */
static void check_same(const Case *c, const char *engine, const char *how, const Run *a,
                       const Run *b)
{
    char what[80];
    (void)snprintf(what, sizeof what, "%s: output", how);
    if (!text_same(&a->output, &b->output))
        fail_pair(c, engine, what, text_of(&a->output), text_of(&b->output));
    (void)snprintf(what, sizeof what, "%s: outcome", how);
    if (!text_same(&a->outcome, &b->outcome))
        fail_pair(c, engine, what, text_of(&a->outcome), text_of(&b->outcome));
    (void)snprintf(what, sizeof what, "%s: state", how);
    if (!text_same(&a->state, &b->state))
        fail_pair(c, engine, what, text_of(&a->state), text_of(&b->state));
    if (!text_same(&a->snapshot, &b->snapshot))
        fail(c, engine, "%s: snapshots differ", how);
}

/* A failed instruction has no effect: a machine that stops before it is in the same state. */
static void check_untouched(const Case *c, const BobProgram *p, const char *engine, const Run *r)
{
    uint64_t count = bob_machine_instructions(r->machine);
    Text a = {0}, b = {0};
    Run before;
    if (count == 0 || !run_begin(c, p, engine, &before))
        return;
    before.status = answered_slice(before.machine, count);
    look(&before);
    (void)json_field(r->state.bytes, "frames", &a);
    (void)json_field(before.state.bytes, "frames", &b);
    if (!text_same(&a, &b))
        fail_pair(c, engine, "frames before and after the error", b.bytes, a.bytes);
    (void)json_field(r->state.bytes, "globals", &a);
    (void)json_field(before.state.bytes, "globals", &b);
    if (!text_same(&a, &b))
        fail_pair(c, engine, "globals before and after the error", b.bytes, a.bytes);
    check_number(c, engine, "heap before and after the error",
                 (int64_t)bob_machine_heap_bytes(before.machine),
                 (int64_t)bob_machine_heap_bytes(r->machine));
    if (!text_same(&before.output, &r->output))
        fail_pair(c, engine, "output before and after the error", text_of(&before.output),
                  text_of(&r->output));
    if (!text_same(&before.snapshot, &r->snapshot))
        fail(c, engine, "snapshots before and after the error differ");
    text_free(&a);
    text_free(&b);
    run_end(&before);
}

/* The cells of the matrix that are no rungs share all but their dispatch with one that is: slices
 * of one length will do for them. */
static void check_slices(const Case *c, const BobProgram *p, const char *engine, bool rung,
                         const Run *whole)
{
    static const uint64_t slices[] = {7, 1, 2};
    size_t i, n = rung ? COUNT_OF(slices) : 1;
    for (i = 0; i < n; i++) {
        char how[40];
        Run r;
        (void)snprintf(how, sizeof how, "in slices of %" PRIu64, slices[i]);
        if (!run_case(c, p, engine, slices[i], &r))
            continue;
        check_same(c, engine, how, whole, &r);
        run_end(&r);
    }
}

static void check_traced(const Case *c, const BobProgram *p, const Run *first)
{
    Run r;
    if (bob_machine_instructions(first->machine) > LONGEST_TRACE || !run_begin(c, p, NULL, &r))
        return;
    (void)bob_machine_trace(r.machine, see_executed, NULL);
    r.status = answered_run(r.machine);
    look(&r);
    see_error(c, r.status);
    check_same(c, "trace", "traced", first, &r);
    run_end(&r);
    count_engine();
}

/* The default engine stopped after each instruction, against the first engine stopped there; the
 * longer it has run, the fewer stops. */
static void check_stops(const Case *c, const BobProgram *p, const Run *first)
{
    uint64_t count = bob_machine_instructions(first->machine), n;
    if (c->row != NULL || count > LONGEST_SWEEP || only_whole)
        return;
    for (n = 1; n < count; n += 1 + n / 200) {
        Run a, b;
        if (!run_begin(c, p, bob_engine_name(0, NULL), &a))
            break;
        if (run_begin(c, p, NULL, &b)) {
            (void)answered_slice(a.machine, n);
            (void)answered_slice(b.machine, n);
            take_snapshot(&a);
            take_snapshot(&b);
            if (!text_same(&a.snapshot, &b.snapshot))
                fail(c, "default", "stopped after %" PRIu64 " instructions: snapshots differ", n);
            run_end(&b);
        }
        run_end(&a);
    }
    count_engine();
}

static void check_engines(const Case *c, const BobProgram *p)
{
    BobEngineInfo e = {.size = sizeof e};
    Run first = {0};
    unsigned i;
    for (i = 0; bob_engine_info(i, &e); i++) {
        const char *engine = e.name;
        Run r;
        if (!is_wanted(engine))
            continue;
        if (run_case(c, p, engine, 0, &r)) {
            check_end(c, engine, &r);
            if (!only_whole)
                check_slices(c, p, engine, e.rung, &r);
            if (r.status != BOB_OK)
                check_untouched(c, p, engine, &r);
            if (first.machine == NULL) {
                first = r;
            } else {
                check_same(c, engine, "against the first engine", &first, &r);
                run_end(&r);
            }
        }
        count_engine();
    }
    if (first.machine != NULL) {
        check_traced(c, p, &first);
        check_stops(c, p, &first);
        run_end(&first);
    }
}

static void check_refusal(const Case *c, BobStatus status, const BobError *e)
{
    if (status != BOB_INVALID_PROGRAM)
        fail_pair(c, "load", "status", "InvalidProgram", bob_status_name(status));
    else if (c->message != NULL && strstr(e->message, c->message) == NULL)
        fail_pair(c, "load", "message", c->message, e->message);
    else
        check_number(c, "load", "line", c->error_line, e->line);
    count_engine();
}

void check_case(const Case *c)
{
    BobProgram *p;
    BobError e;
    BobStatus status;
    if (c->expectations == 0) {
        fail(c, "suite", "the case expects nothing");
        count_engine();
        return;
    }
    status = bob_program_load(text_of(&c->source), c->source.size, c->file, NULL, &p, &e);
    if (c->refused) {
        check_refusal(c, status, &e);
    } else if (status != BOB_OK) {
        fail(c, "load", "refused, line %u: %s", e.line, e.message);
        count_engine();
    } else {
        check_engines(c, p);
    }
    bob_program_free(p);
}
