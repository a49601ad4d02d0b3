/* Profiles: counts that add up, paths, edges, dispatches, threaded listings. */
#define _GNU_SOURCE /* memmem */
#include <criterion/criterion.h>

#include "core/bobbin_lab.h"
#include "tests/machines.h"

static BobProgram *load(const char *text)
{
    BobProgram *p;
    BobError error;
    cr_assert(bob_program_load(text, strlen(text), "t", NULL, &p, &error) == BOB_OK, "%u: %s\n%s",
              error.line, error.message, text);
    return p;
}

static BobMachine *profiled(const BobProgram *p, uint64_t fuel)
{
    BobConfig c;
    BobMachine *m;
    BobError error;
    bob_config_init(&c);
    c.warm_up = 0;
    c.fuel = fuel;
    cr_assert(bob_machine_new(p, &c, 0, NULL, &m, &error) == BOB_OK, "%s", error.message);
    cr_assert_eq(bob_machine_profile(m), BOB_OK);
    cr_assert_str_eq(bob_machine_engine(m), "profile");
    return m;
}

static const char sum[] = /* of 1..1000 by a loop: 13,006 instructions or so, and a recursion */
    ".func main\nPUSH_CONST 1000\nCALL_FUNC sum_to\nPOP\nPUSH_CONST 12\nCALL_FUNC fib\nHALT\n"
    ".func sum_to n\nPUSH_CONST 0\nSTORE_NAME acc\nloop: LOAD_NAME n\nJUMP_IF_FALSE done\n"
    "LOAD_NAME acc\nLOAD_NAME n\nADD\nSTORE_NAME acc\nLOAD_NAME n\nPUSH_CONST 1\nSUB\nSTORE_NAME "
    "n\n"
    "JUMP loop\ndone: LOAD_NAME acc\nRETURN_VAL\n"
    ".func fib n\nLOAD_NAME n\nPUSH_CONST 2\nLT\nJUMP_IF_FALSE more\nLOAD_NAME n\nRETURN_VAL\n"
    "more: LOAD_NAME n\nPUSH_CONST 1\nSUB\nCALL_FUNC fib\nLOAD_NAME n\nPUSH_CONST "
    "2\nSUB\nCALL_FUNC fib\n"
    "ADD\nRETURN_VAL";

typedef struct Sums {
    uint64_t instructions, functions, paths, calls, edges;
} Sums;

static Sums sums(const BobMachine *m)
{
    Sums s = {0};
    BobProfileFunction f;
    BobProfileInstruction i, next;
    BobProfilePathInfo path;
    BobProfileCall call;
    uint32_t function, ip, at = 0;
    for (function = 0; bob_profile_function(m, function, &f); function++) {
        s.functions += f.executed;
        s.calls += f.calls;
        for (ip = 0; bob_profile_instruction(m, function, ip, &i); ip++) {
            s.instructions += i.executed;
            cr_assert_leq(i.pair, i.executed);
            cr_assert_leq(i.triple, i.pair);
            if (bob_profile_instruction(m, function, ip + 1, &next))
                cr_assert_leq(i.pair, next.executed);
            else
                cr_assert_eq(i.pair, 0);
        }
        cr_assert_eq(ip, f.instructions);
    }
    for (ip = 0; bob_profile_path(m, ip, &path); ip++) {
        cr_assert(path.parent == BOB_PROFILE_NONE || path.parent < ip);
        s.paths += path.executed;
    }
    while (bob_profile_next_call(m, &at, &call))
        s.edges += call.calls;
    return s;
}

Test(test_profile, counts_add_up)
{
    BobProgram *p = load(sum);
    BobMachine *m = profiled(p, BOB_UNLIMITED);
    BobProfileFunction f;
    BobProfileInstruction i;
    Sums s;
    cr_assert_eq(bob_machine_run(m), BOB_OK);
    s = sums(m);
    cr_assert_eq(s.instructions, bob_machine_instructions(m));
    cr_assert_eq(s.functions, s.instructions);
    cr_assert_eq(s.paths, s.instructions);
    cr_assert_eq(s.edges, s.calls);
    cr_assert(bob_profile_function(m, 2, &f) && strcmp(f.name, "fib") == 0);
    cr_assert_eq(f.calls, 465); /* 2 fib(13) - 1 */
    /* JUMP and CALL_FUNC lead nowhere straight; a branch only where it is not taken */
    cr_assert(bob_profile_instruction(m, 1, 12, &i) && strcmp(i.op, "JUMP") == 0);
    cr_assert(i.executed == 1000 && i.pair == 0);
    cr_assert(bob_profile_instruction(m, 1, 3, &i) && strcmp(i.op, "JUMP_IF_FALSE") == 0);
    cr_assert(i.executed == 1001 && i.pair == 1000 && i.triple == 1000);
    cr_assert(bob_profile_instruction(m, 0, 1, &i) && strcmp(i.op, "CALL_FUNC") == 0);
    cr_assert(i.executed == 1 && i.pair == 0);
    bob_machine_free(m);
    bob_program_free(p);
}

Test(test_profile, slices_change_nothing)
{
    BobProgram *p = load(sum);
    BobMachine *whole = profiled(p, BOB_UNLIMITED), *sliced = profiled(p, BOB_UNLIMITED);
    BobProfileInstruction a, b;
    uint32_t f, ip;
    cr_assert_eq(bob_machine_run(whole), BOB_OK);
    while (bob_machine_run_slice(sliced, 7) == BOB_YIELDED)
        ;
    for (f = 0; f < 3; f++)
        for (ip = 0; bob_profile_instruction(whole, f, ip, &a); ip++) {
            cr_assert(bob_profile_instruction(sliced, f, ip, &b));
            cr_assert(a.executed == b.executed && a.pair == b.pair && a.triple == b.triple, "%u.%u",
                      f, ip);
        }
    bob_machine_free(whole);
    bob_machine_free(sliced);
    bob_program_free(p);
}

typedef struct Sites {
    uint64_t executed, covered, count;
} Sites;

static void add_site(void *ctx, const BobDispatchSite *site)
{
    Sites *s = ctx;
    cr_assert(site->handler != NULL && site->instructions > 0);
    s->count++;
    s->executed += site->executed;
    s->covered += site->instructions;
}

Test(test_profile, dispatches)
{
    BobProgram *p = load(sum);
    BobMachine *m = profiled(p, BOB_UNLIMITED);
    uint64_t words, direct, cached, fused, n;
    Sites s = {0};
    const char *engine;
    unsigned i;
    cr_assert_eq(bob_machine_run(m), BOB_OK);
    cr_assert_eq(bob_profile_dispatches(m, "switch", NULL, NULL, &words), BOB_OK);
    cr_assert_eq(bob_profile_dispatches(m, "direct", NULL, NULL, &direct), BOB_OK);
    cr_assert_eq(bob_profile_dispatches(m, "cached", NULL, NULL, &cached), BOB_OK);
    cr_assert_eq(bob_profile_dispatches(m, "fused", add_site, &s, &fused), BOB_OK);
    cr_assert_eq(words, bob_machine_instructions(m));
    cr_assert_eq(direct, words);
    cr_assert_eq(cached, direct);
    cr_assert_lt(fused, direct);
    cr_assert_eq(s.executed, fused);
    cr_assert_eq(s.covered, bob_program_counts(p).instructions);
    cr_assert_lt(s.count, s.covered);
    for (i = 0; (engine = bob_engine_name(i, NULL)) != NULL; i++)
        if (strcmp(engine, "typed") == 0) /* its dispatches depend on values: test_watch.c */
            cr_assert_eq(bob_profile_dispatches(m, engine, NULL, NULL, &n), BOB_INVALID_ARGUMENT);
        else
            cr_assert(bob_profile_dispatches(m, engine, NULL, NULL, &n) == BOB_OK && n <= words,
                      "%s", engine);
    cr_assert_eq(bob_profile_dispatches(m, "warp", NULL, NULL, &n), BOB_INVALID_ARGUMENT);
    bob_machine_free(m);
    bob_program_free(p);
}

Test(test_profile, off)
{
    BobProgram *p = load(sum);
    BobConfig c;
    BobMachine *m;
    BobProfileFunction f;
    BobProfilePathInfo path;
    BobProfileCall call;
    BobProfileInstruction i;
    uint64_t n;
    uint32_t at = 0;
    bob_config_init(&c);
    c.warm_up = 0;
    cr_assert_eq(bob_machine_new(p, &c, 0, NULL, &m, NULL), BOB_OK);
    cr_assert(!bob_profile_function(m, 0, &f) && !bob_profile_instruction(m, 0, 0, &i));
    cr_assert(!bob_profile_path(m, 0, &path) && !bob_profile_next_call(m, &at, &call));
    cr_assert_eq(bob_profile_dispatches(m, "fused", NULL, NULL, &n), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_trace(m, ignore_write, NULL), BOB_OK);
    cr_assert_eq(bob_machine_profile(m), BOB_INVALID_ARGUMENT);
    bob_machine_free(m);
    bob_program_free(p);
}

/* From the middle of a run, by fuel: what was before is not counted, frames are there. */
Test(test_profile, later)
{
    BobProgram *p = load(sum);
    BobConfig c;
    BobMachine *m;
    Sums s;
    bob_config_init(&c);
    c.warm_up = 0;
    cr_assert_eq(bob_machine_new(p, &c, 0, NULL, &m, NULL), BOB_OK);
    cr_assert_eq(bob_machine_run_slice(m, 12000), BOB_YIELDED);
    cr_assert_eq(bob_machine_profile(m), BOB_OK);
    cr_assert_eq(bob_machine_run(m), BOB_OK);
    s = sums(m);
    cr_assert_eq(s.instructions, bob_machine_instructions(m) - 12000);
    cr_assert_eq(s.paths, s.instructions);
    bob_machine_free(m);
    bob_program_free(p);
}

/* More call paths than are kept: functions, each calling all those after it. */
Test(test_profile, many_paths)
{
    Text t = {NULL, 0, 0};
    BobProgram *p;
    BobMachine *m;
    Sums s;
    char line[64];
    int i, k;
    const int functions = 18;
    for (i = 0; i < functions; i++) {
        snprintf(line, sizeof line, ".func %s%d\n", i == 0 ? "main\n;" : "f", i);
        text_write(&t, line, strlen(line));
        for (k = i + 1; k < functions; k++) {
            snprintf(line, sizeof line, "CALL_FUNC f%d\nPOP\n", k);
            text_write(&t, line, strlen(line));
        }
        text_write(&t, "PUSH_CONST 1\nRETURN_VAL\n", 24);
    }
    p = load(t.bytes);
    m = profiled(p, BOB_UNLIMITED);
    cr_assert_eq(bob_machine_run(m), BOB_OK);
    s = sums(m);
    cr_assert_eq(s.instructions, bob_machine_instructions(m));
    cr_assert_eq(s.paths, s.instructions);
    cr_assert_eq(s.calls, (1u << (functions - 1)) - 1);
    bob_machine_free(m);
    bob_program_free(p);
    text_free(&t);
}

Test(test_profile, listings)
{
    BobProgram *p = load(sum);
    char *text;
    size_t n;
    cr_assert_eq(bob_program_to_threaded(p, NULL, &text, &n), BOB_OK);
    cr_assert(n > 0 && memmem(text, n, "LT_LC_FALSE", 11) != NULL);
    bob_bytes_free(p, text, n);
    cr_assert_eq(bob_program_to_threaded(p, "direct", &text, &n), BOB_OK);
    cr_assert(memmem(text, n, "LT_LC_FALSE", 11) == NULL);
    bob_bytes_free(p, text, n);
    cr_assert_eq(bob_program_to_threaded(p, "switch", &text, &n), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_program_to_threaded(p, "warp", &text, &n), BOB_INVALID_ARGUMENT);
    bob_program_free(p);
}
