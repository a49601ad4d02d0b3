/* What a caller may not do: NULL where a thing is needed, calls into a machine from its own
 * callbacks, configurations of other versions. All is refused, nothing happens. */
#include <criterion/criterion.h>
#include <stddef.h>

#include "core/bobbin_lab.h"
#include "tests/machines.h"

static const char text[] = ".func main\nPUSH_CONST 1\nPRINT 1\nPUSH_CONST 7\nLIST_NEW 1\nDUP\n"
                           "PRINT 1\nPUSH_CONST \"x\"\nPUSH_CONST 900\nMUL\nDUP\nPRINT 1\nHALT\n";

static BobProgram *load(void)
{
    BobProgram *p;
    cr_assert_eq(bob_program_load(text, strlen(text), NULL, NULL, &p, NULL), BOB_OK);
    return p;
}

static BobMachine *machine(const BobProgram *p, const char *engine, BobWrite write, void *ctx)
{
    BobConfig c;
    BobMachine *m;
    bob_config_init(&c);
    c.engine = engine;
    c.warm_up = 0;
    c.write = write;
    c.write_ctx = ctx;
    cr_assert_eq(bob_machine_new(p, &c, 0, NULL, &m, NULL), BOB_OK);
    return m;
}

static void ignore_dispatch(void *ctx, const BobDispatchSite *site)
{
    (void)ctx;
    (void)site;
}

static void ignore_watched(void *ctx, const BobWatchSite *site)
{
    (void)ctx;
    (void)site;
}

static void ignore_refusal(void *ctx, const BobError *refusal)
{
    (void)ctx;
    (void)refusal;
}

/* ---- NULL ---- */

#define REFUSED(call) cr_assert_eq((call), BOB_INVALID_ARGUMENT, "%s", #call)
#define NOTHING(call) cr_assert(!(call), "%s", #call)

static void no_visit(void *ctx, const char *function, uint32_t ip, uint32_t line)
{
    (void)ctx, (void)function, (void)ip, (void)line;
    cr_assert_fail("nothing is visited");
}

Test(test_misuse, null_and_programs)
{
    BobProgram *p = load(), *q;
    BobAllocator none = {NULL, NULL};
    BobLoadLimits unset = {0};
    BobError e;
    char *bytes;
    size_t n;
    q = p;
    REFUSED(bob_program_load(NULL, 1, "n", NULL, &q, &e));
    cr_assert(q == NULL && e.kind == BOB_INVALID_ARGUMENT && e.message[0] != '\0');
    REFUSED(bob_program_load(NULL, 1, NULL, NULL, &q, NULL));
    REFUSED(bob_program_load(text, 10, NULL, NULL, NULL, &e));
    REFUSED(bob_program_load(text, 10, NULL, NULL, NULL, NULL));
    REFUSED(bob_assembly_lines(NULL, 10, no_visit, NULL));
    REFUSED(bob_assembly_lines(text, 10, NULL, NULL));
    cr_assert_eq(bob_assembly_lines("x = 1", 5, no_visit, NULL), BOB_INVALID_PROGRAM);
    cr_assert_eq(bob_program_load(NULL, 0, NULL, NULL, &q, &e), BOB_OK); /* no text: Python's */
    bob_program_free(q);
    cr_assert_eq(bob_program_load(text, strlen(text), NULL, &none, &q, &e), BOB_OK);
    bob_program_free(q);
    REFUSED(bob_program_to_container(NULL, &bytes, &n));
    REFUSED(bob_program_to_container(p, NULL, &n));
    REFUSED(bob_program_to_container(p, &bytes, NULL));
    REFUSED(bob_program_to_assembly(NULL, &bytes, &n));
    REFUSED(bob_program_to_assembly(p, NULL, &n));
    REFUSED(bob_program_to_assembly(p, &bytes, NULL));
    REFUSED(bob_program_to_threaded(NULL, NULL, &bytes, &n));
    REFUSED(bob_program_to_threaded(p, "fused", NULL, &n));
    REFUSED(bob_program_to_threaded(p, "fused", &bytes, NULL));
    REFUSED(bob_program_to_threaded(p, "switch", &bytes, &n));
    bob_bytes_free(NULL, NULL, 0);
    bob_bytes_free(p, NULL, 0);
    NOTHING(bob_program_hash(NULL));
    NOTHING(bob_program_counts(NULL).functions);
    NOTHING(bob_program_function(NULL, 0, &(BobFunctionInfo){.size = sizeof(BobFunctionInfo)}));
    NOTHING(bob_program_function(p, 0, NULL));
    NOTHING(bob_program_function(p, 0, &(BobFunctionInfo){0}));
    NOTHING(
        bob_program_function(p, UINT32_MAX, &(BobFunctionInfo){.size = sizeof(BobFunctionInfo)}));
    NOTHING(bob_program_parameter(NULL, 0, 0));
    NOTHING(bob_program_parameter(p, UINT32_MAX, 0));
    NOTHING(bob_program_parameter(p, 0, UINT32_MAX));
    NOTHING(bob_program_instruction(NULL, 0, 0, &(BobInstructionInfo){0}));
    NOTHING(bob_program_instruction(p, 0, 0, NULL));
    NOTHING(bob_program_instruction(p, UINT32_MAX, 0, &(BobInstructionInfo){0}));
    NOTHING(bob_program_instruction(p, 0, UINT32_MAX, &(BobInstructionInfo){0}));
    NOTHING(bob_program_local(NULL, 0, 0));
    NOTHING(bob_program_local(p, UINT32_MAX, 0));
    NOTHING(bob_program_local(p, 0, UINT32_MAX));
    NOTHING(bob_program_variable(NULL, 0));
    NOTHING(bob_program_variable(p, UINT32_MAX));
    NOTHING(bob_is_snapshot(NULL, 0));
    NOTHING(bob_is_snapshot(NULL, 100));
    REFUSED(bob_program_load_within(NULL, 1, NULL, NULL, NULL, &q, &e));
    REFUSED(bob_program_load_within(text, 10, NULL, NULL, NULL, NULL, &e));
    REFUSED(bob_program_load_within(text, 10, NULL, &unset, NULL, &q, &e));
    REFUSED(bob_program_refusals(text, 10, NULL, NULL, NULL, NULL));
    cr_assert_eq(bob_program_refusals(NULL, 0, NULL, NULL, ignore_refusal, NULL), BOB_OK);
    REFUSED(bob_program_refusals(NULL, 1, NULL, NULL, ignore_refusal, NULL));
    bob_load_limits_init_sized(NULL, sizeof unset);
    q = p;
    REFUSED(bob_snapshot_program_within(NULL, 10, NULL, NULL, &q, &e));
    REFUSED(bob_snapshot_program_within(text, 10, NULL, NULL, NULL, &e));
    REFUSED(bob_snapshot_program_within(text, 10, &unset, NULL, &q, &e));
    REFUSED(bob_snapshot_program(NULL, 10, NULL, &q, &e));
    cr_assert_null(q);
    REFUSED(bob_snapshot_program(text, 10, NULL, NULL, &e));
    REFUSED(bob_refusal_json(NULL, ignore_write, NULL));
    REFUSED(bob_refusal_json(&e, NULL, NULL));
    bob_config_init_sized(NULL, sizeof(BobConfig));
    bob_program_free(NULL);
    bob_program_free(p);
}

Test(test_misuse, null_and_machines)
{
    BobProgram *p = load();
    const char *bad_argv[] = {"a", NULL};
    BobConfig c;
    BobMachine *m;
    BobError e;
    BobFrameInfo frame;
    BobFrameContents contents;
    BobView value;
    BobProfileFunction function;
    BobProfileInstruction instruction;
    BobProfilePathInfo path;
    BobProfileCall call;
    BobWatchTotals totals;
    char *bytes;
    size_t n;
    unsigned ints;
    uint32_t at = 0;
    uint64_t total;
    int64_t code;
    bob_config_init(&c);
    REFUSED(bob_machine_new(NULL, &c, 0, NULL, &m, &e));
    cr_assert(m == NULL && e.kind == BOB_INVALID_ARGUMENT);
    REFUSED(bob_machine_new(p, NULL, 0, NULL, &m, &e));
    REFUSED(bob_machine_new(p, &c, 0, NULL, NULL, &e));
    REFUSED(bob_machine_new(p, &c, 1, NULL, &m, &e));
    REFUSED(bob_machine_new(p, &c, 2, bad_argv, &m, &e));
    REFUSED(bob_machine_new(p, NULL, 0, NULL, NULL, NULL));
    REFUSED(bob_machine_run(NULL));
    REFUSED(bob_machine_run_slice(NULL, 1));
    bob_machine_interrupt(NULL);
    bob_machine_set_fuel(NULL, 1);
    bob_machine_free(NULL);
    NOTHING(bob_machine_instructions(NULL));
    NOTHING(bob_machine_output_bytes(NULL));
    NOTHING(bob_machine_output_hash(NULL));
    NOTHING(bob_machine_heap_bytes(NULL));
    NOTHING(bob_machine_depth(NULL));
    NOTHING(bob_machine_engine(NULL));
    NOTHING(bob_machine_error(NULL));
    NOTHING(bob_machine_frame(NULL, 0, &frame));
    NOTHING(bob_machine_frame_contents(NULL, 0, &contents));
    NOTHING(bob_machine_local(NULL, 0, 0, NULL, &value));
    NOTHING(bob_machine_operand(NULL, 0, 0, &value));
    NOTHING(bob_machine_variable(NULL, 0, &value));
    cr_assert_eq(bob_machine_result(NULL).type, BOB_NONE);
    NOTHING(bob_machine_exited(NULL, &code));
    NOTHING(bob_engine_registers(0, NULL, &ints));
    NOTHING(bob_engine_registers(6, &ints, NULL));
    REFUSED(bob_machine_state_json(NULL, ignore_write, NULL));
    REFUSED(bob_machine_outcome_json(NULL, ignore_write, NULL));
    REFUSED(bob_machine_snapshot(NULL, &bytes, &n, &e));
    REFUSED(bob_machine_snapshot_write(NULL, ignore_write, NULL, &e));
    REFUSED(bob_machine_restore(NULL, &c, text, 10, &m, &e));
    REFUSED(bob_machine_restore(p, NULL, text, 10, &m, &e));
    REFUSED(bob_machine_restore(p, &c, NULL, 10, &m, &e));
    cr_assert_null(m);
    REFUSED(bob_machine_restore(p, &c, text, 10, NULL, &e));
    REFUSED(bob_machine_trace(NULL, ignore_write, NULL));
    REFUSED(bob_machine_profile(NULL));
    NOTHING(bob_profile_function(NULL, 0, &function));
    NOTHING(bob_profile_instruction(NULL, 0, 0, &instruction));
    NOTHING(bob_profile_path(NULL, 0, &path));
    NOTHING(bob_profile_next_call(NULL, &at, &call));
    REFUSED(bob_profile_dispatches(NULL, "switch", NULL, NULL, &total));
    REFUSED(bob_machine_watch(NULL));
    REFUSED(bob_watch_listing(NULL, &bytes, &n));
    NOTHING(bob_watch_totals(NULL, &totals));
    REFUSED(bob_watch_sites(NULL, ignore_watched, NULL));

    c.engine = "switch";
    cr_assert_eq(bob_machine_new(p, &c, 0, NULL, &m, NULL), BOB_OK);
    NOTHING(bob_machine_frame(m, 0, NULL));
    NOTHING(bob_machine_frame_contents(m, 0, NULL));
    NOTHING(bob_machine_frame_contents(m, 1, &contents));
    NOTHING(bob_machine_local(m, 0, 0, NULL, NULL));
    NOTHING(bob_machine_local(m, 0, UINT32_MAX, NULL, &value));
    NOTHING(bob_machine_local(m, 1, 0, NULL, &value));
    NOTHING(bob_machine_operand(m, 0, 0, NULL));
    NOTHING(bob_machine_operand(m, 0, 0, &value));
    NOTHING(bob_machine_variable(m, 0, NULL));
    NOTHING(bob_machine_variable(m, UINT32_MAX, &value));
    REFUSED(bob_machine_state_json(m, NULL, NULL));
    REFUSED(bob_machine_outcome_json(m, NULL, NULL));
    REFUSED(bob_machine_snapshot(m, NULL, &n, &e));
    REFUSED(bob_machine_snapshot_write(m, NULL, NULL, &e));
    REFUSED(bob_machine_snapshot(m, &bytes, NULL, &e));
    REFUSED(bob_machine_trace(m, NULL, NULL));
    cr_assert_eq(bob_machine_profile(m), BOB_OK);
    NOTHING(bob_profile_function(m, 0, NULL));
    NOTHING(bob_profile_instruction(m, 0, 0, NULL));
    NOTHING(bob_profile_path(m, 0, NULL));
    NOTHING(bob_profile_next_call(m, NULL, &call));
    NOTHING(bob_profile_next_call(m, &at, NULL));
    REFUSED(bob_profile_dispatches(m, NULL, NULL, NULL, &total));
    REFUSED(bob_profile_dispatches(m, "switch", NULL, NULL, NULL));
    cr_assert_eq(bob_machine_run(m), BOB_OK);
    NOTHING(bob_machine_exited(m, NULL));
    bob_machine_free(m);
    c.engine = "typed";
    cr_assert_eq(bob_machine_new(p, &c, 0, NULL, &m, NULL), BOB_OK);
    cr_assert_eq(bob_machine_watch(m), BOB_OK);
    REFUSED(bob_watch_listing(m, NULL, &n));
    REFUSED(bob_watch_listing(m, &bytes, NULL));
    NOTHING(bob_watch_totals(m, NULL));
    REFUSED(bob_watch_sites(m, NULL, NULL));
    bob_machine_free(m);
    bob_program_free(p);
}

/* ---- from its own callbacks ---- */

typedef struct Inside {
    BobMachine *m;
    const BobProgram *p;
    unsigned calls;
    bool tried; /* calls of the allocator are many: once is enough */
} Inside;

/* Everything that a callback may not do, and what it may. */
static void try_all(Inside *in)
{
    BobMachine *m = in->m;
    BobFrameInfo frame;
    BobFrameContents contents;
    BobView value;
    BobProfileFunction function;
    BobProfileInstruction instruction;
    BobProfilePathInfo path;
    BobProfileCall call;
    BobWatchTotals totals;
    BobError e;
    char *bytes = NULL;
    size_t n = 0;
    uint32_t at = 0;
    uint64_t total;
    in->calls++;
    REFUSED(bob_machine_run(m));
    REFUSED(bob_machine_run_slice(m, 1));
    bob_machine_set_fuel(m, 0);
    bob_machine_free(m);
    REFUSED(bob_machine_snapshot(m, &bytes, &n, &e));
    REFUSED(bob_machine_snapshot_write(m, ignore_write, NULL, &e));
    cr_assert(bytes == NULL && e.kind == BOB_INVALID_ARGUMENT);
    REFUSED(bob_machine_snapshot(m, &bytes, &n, NULL));
    REFUSED(bob_machine_state_json(m, ignore_write, NULL));
    REFUSED(bob_machine_outcome_json(m, ignore_write, NULL));
    REFUSED(bob_machine_trace(m, ignore_write, NULL));
    REFUSED(bob_machine_profile(m));
    REFUSED(bob_profile_dispatches(m, "switch", ignore_dispatch, NULL, &total));
    REFUSED(bob_machine_watch(m));
    REFUSED(bob_watch_listing(m, &bytes, &n));
    REFUSED(bob_watch_sites(m, ignore_watched, NULL));
    NOTHING(bob_watch_totals(m, &totals));
    NOTHING(bob_machine_frame(m, 0, &frame));
    NOTHING(bob_machine_frame_contents(m, 0, &contents));
    NOTHING(bob_machine_local(m, 0, 0, NULL, &value));
    NOTHING(bob_machine_operand(m, 0, 0, &value));
    NOTHING(bob_machine_variable(m, 0, &value));
    NOTHING(bob_machine_depth(m));
    NOTHING(bob_profile_function(m, 0, &function));
    NOTHING(bob_profile_instruction(m, 0, 0, &instruction));
    NOTHING(bob_profile_path(m, 0, &path));
    NOTHING(bob_profile_next_call(m, &at, &call));
    cr_assert_leq(bob_machine_instructions(m), 1000);
    cr_assert_leq(bob_machine_output_bytes(m), 1000);
    (void)bob_machine_heap_bytes(m);
    cr_assert_not_null(bob_machine_engine(m));
    cr_assert_not_null(bob_machine_error(m));
    cr_assert_leq(bob_machine_result(m).type, BOB_LIST + 0u);
    { /* others are free */
        BobMachine *other = machine(in->p, NULL, NULL, NULL);
        cr_assert_eq(bob_machine_run(other), BOB_OK);
        bob_machine_free(other);
    }
}

static int write_inside(void *ctx, const char *bytes, size_t n)
{
    (void)bytes;
    (void)n;
    try_all(ctx);
    return 0;
}

static void *resize_inside(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    Inside *in = ctx;
    void *moved;
    (void)old_size;
    if (in->m != NULL && !in->tried) {
        in->tried = true;
        try_all(in);
    }
    if (new_size == 0) {
        free(ptr);
        return NULL;
    }
    moved = realloc(ptr, new_size);
    cr_assert_not_null(moved);
    return moved;
}

static void visit_dispatch(void *ctx, const BobDispatchSite *site)
{
    (void)site;
    try_all(ctx);
}

static void visit_watched(void *ctx, const BobWatchSite *site)
{
    (void)site;
    try_all(ctx);
}

static uint64_t count_undisturbed(const BobProgram *p)
{
    BobMachine *m = machine(p, NULL, NULL, NULL);
    uint64_t n;
    cr_assert_eq(bob_machine_run(m), BOB_OK);
    n = bob_machine_instructions(m);
    bob_machine_free(m);
    return n;
}

Test(test_misuse, from_callbacks)
{
    BobProgram *p = load();
    const char *engine;
    unsigned i, kind;
    for (i = 0; (engine = bob_engine_name(i, NULL)) != NULL; i++)
        for (kind = 0; kind < 4; kind++) {
            Inside in = {.p = p}, traced = {.p = p};
            BobMachine *m = machine(p, engine, write_inside, &in);
            BobMachine *still = m;
            BobStatus status;
            uint64_t total;
            unsigned before;
            in.m = traced.m = m;
            if (kind == 1)
                cr_assert_eq(bob_machine_trace(m, write_inside, &traced), BOB_OK);
            if (kind == 2)
                cr_assert_eq(bob_machine_profile(m), BOB_OK);
            if (kind == 3 && bob_machine_watch(m) != BOB_OK) {
                bob_machine_free(m);
                continue;
            }
            do
                status = bob_machine_run_slice(m, kind == 0 ? 2 : 1000);
            while (status == BOB_YIELDED);
            cr_assert_eq(status, BOB_OK, "%s", engine);
            cr_assert_eq(bob_machine_instructions(m), count_undisturbed(p));
            cr_assert_eq(in.calls, 3);
            cr_assert(kind != 1 || traced.calls >= 2);
            cr_assert_eq(bob_machine_state_json(m, write_inside, &in), BOB_OK);
            cr_assert_eq(bob_machine_outcome_json(m, write_inside, &in), BOB_OK);
            cr_assert_eq(in.calls, 5);
            before = in.calls;
            if (kind == 2)
                cr_assert_eq(bob_profile_dispatches(m, "fused", visit_dispatch, &in, &total),
                             BOB_OK);
            if (kind == 3)
                cr_assert_eq(bob_watch_sites(m, visit_watched, &in), BOB_OK);
            cr_assert(kind != 2 || in.calls > before);
            cr_assert_eq(bob_machine_depth(m), 1); /* and it is as it was */
            cr_assert_eq(bob_machine_result(m).length, 900);
            cr_assert_eq(m, still);
            bob_machine_free(m);
        }
    bob_program_free(p);
}

Test(test_misuse, from_the_allocator)
{
    BobProgram *p = load();
    const char *engine;
    unsigned i;
    for (i = 0; (engine = bob_engine_name(i, NULL)) != NULL; i++) {
        Inside in = {.p = p};
        BobConfig c;
        BobMachine *m = NULL;
        char *bytes;
        size_t n;
        bob_config_init(&c);
        c.engine = engine;
        c.warm_up = 0;
        c.allocator = (BobAllocator){resize_inside, &in};
        cr_assert_eq(bob_machine_new(p, &c, 0, NULL, &m, NULL), BOB_OK);
        in.m = m;
        cr_assert_eq(bob_machine_run_slice(m, 5), BOB_YIELDED);
        cr_assert_eq(in.calls, 1);
        in.tried = false;
        cr_assert_eq(bob_machine_state_json(m, ignore_write, NULL), BOB_OK);
        cr_assert_eq(in.calls, 2);
        in.tried = false;
        cr_assert_eq(bob_machine_snapshot(m, &bytes, &n, NULL), BOB_OK);
        bob_bytes_free(p, bytes, n);
        in.tried = true;
        cr_assert_eq(bob_machine_run(m), BOB_OK);
        cr_assert_eq(bob_machine_instructions(m), count_undisturbed(p));
        in.tried = false; /* of the frees, the first */
        bob_machine_free(m);
    }
    bob_program_free(p);
}

/* ---- configurations of other versions ---- */

Test(test_misuse, sizes_of_configurations)
{
    BobProgram *p = load();
    BobMachine *m;
    BobError e;
    struct {
        BobConfig known;
        uint64_t more[4];
    } newer;
    BobConfig c;
    size_t n;
    memset(&newer, 0xFF, sizeof newer);
    bob_config_init_sized(&newer.known, sizeof newer);
    cr_assert(newer.known.size == sizeof newer && newer.more[0] == 0 && newer.more[3] == 0);
    cr_assert_eq(bob_machine_new(p, &newer.known, 0, NULL, &m, &e), BOB_OK);
    bob_machine_free(m);
    newer.more[3] = 1;
    REFUSED(bob_machine_new(p, &newer.known, 0, NULL, &m, &e));
    cr_assert_not_null(strstr(e.message, "this version does not know"));

    /* an older one has its own fields, and defaults for the rest */
    for (n = 0; n <= sizeof c; n++) {
        BobStatus status;
        memset(&c, 0xFF, sizeof c);
        bob_config_init_sized(&c, n);
        if (n < sizeof c)
            cr_assert_eq(((unsigned char *)&c)[n], 0xFF); /* not written beyond */
        memset(&c, 0xFF, sizeof c);
        bob_config_init_sized(&c, n);
        c.size = n; /* where it did not even fit */
        status = bob_machine_new(p, &c, 0, NULL, &m, &e);
        cr_assert_eq(status, n >= sizeof n && n % 8 == 0 ? BOB_OK : BOB_INVALID_ARGUMENT, "%zu", n);
        if (status == BOB_OK)
            cr_assert_eq(bob_machine_run(m), BOB_OK);
        bob_machine_free(m);
    }
    bob_config_init(&c);
    c.fuel = 3;
    c.size = offsetof(BobConfig, stack);
    cr_assert_eq(bob_machine_new(p, &c, 0, NULL, &m, &e), BOB_OK);
    cr_assert_eq(bob_machine_run(m), BOB_OUT_OF_FUEL);
    bob_machine_free(m);
    for (n = 0; n < 2; n++) {
        memset(&c, 0, sizeof c); /* never initialised, or anyhow */
        c.size = n == 0 ? 0 : SIZE_MAX - 7;
        REFUSED(bob_machine_new(p, &c, 0, NULL, &m, &e));
        cr_assert_not_null(strstr(e.message, "bob_config_init"));
    }
    bob_program_free(p);
}

/* Limits of loading grow by the same rules. */
Test(test_misuse, sizes_of_limits)
{
    static const char halt[] = ".func main\nHALT\n";
    struct {
        BobLoadLimits known;
        uint64_t more[2];
    } newer;
    BobLoadLimits l;
    BobProgram *p;
    BobError e;
    size_t n;
    bob_load_limits_init_sized(&newer.known, sizeof newer);
    cr_assert_eq(bob_program_load_within(halt, sizeof halt - 1, NULL, &newer.known, NULL, &p, &e),
                 BOB_OK);
    bob_program_free(p);
    newer.more[1] = 1;
    REFUSED(bob_program_load_within(halt, sizeof halt - 1, NULL, &newer.known, NULL, &p, &e));
    cr_assert_not_null(strstr(e.message, "this version does not know"));
    for (n = 0; n <= sizeof l; n++) {
        BobStatus status;
        memset(&l, 0, sizeof l); /* what an older caller does not know of is no limit of zero */
        bob_load_limits_init_sized(&l, n);
        l.size = n;
        status = bob_program_load_within(halt, sizeof halt - 1, NULL, &l, NULL, &p, &e);
        cr_assert_eq(status, n >= sizeof n && n % 8 == 0 ? BOB_OK : BOB_INVALID_ARGUMENT, "%zu", n);
        if (status == BOB_OK)
            bob_program_free(p);
    }
}
