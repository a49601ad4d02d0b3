/* How deep a program's calls can nest, and what room a machine takes for that. */
#include <criterion/criterion.h>

#include "core/machine/program.h"
#include "tests/machines.h"

static BobProgram *load(const char *text)
{
    BobProgram *p;
    BobError error;
    cr_assert_eq(bob_program_load(text, strlen(text), "t.boba", NULL, &p, &error), BOB_OK, "%s",
                 error.message);
    return p;
}

#define UNBOUNDED UINT32_MAX

Test(calls, bounds)
{
    static const struct {
        const char *text;
        uint32_t frames;
        uint64_t values;
    } rows[] = {
        {".func main\nHALT\n", 1, 0},
        {".func main\nPUSH_CONST 1\nPUSH_CONST 2\nADD\nSTORE_NAME a\nHALT\n", 1, 3},
        /* the deepest of several paths, and the one with the most values, which is another */
        {".func main\nCALL_FUNC f\nPOP\nCALL_FUNC h\nHALT\n"
         ".func f\nCALL_FUNC g\nRETURN_VAL\n"
         ".func g\nPUSH_CONST 1\nRETURN_VAL\n"
         ".func h\nPUSH_CONST 1\nDUP\nDUP\nDUP\nDUP\nDUP\nLIST_NEW 6\nRETURN_VAL\n",
         3, 7},
        /* one function reached by several paths */
        {".func main\nCALL_FUNC f\nPOP\nCALL_FUNC g\nHALT\n"
         ".func f\nCALL_FUNC g\nRETURN_VAL\n.func g\nCALL_FUNC h\nRETURN_VAL\n"
         ".func h\nPUSH_CONST 1\nRETURN_VAL\n",
         4, 4},
        /* recursion, direct, through others, and of main itself */
        {".func main\nCALL_FUNC f\nHALT\n.func f\nCALL_FUNC f\nRETURN_VAL\n", UNBOUNDED,
         UINT64_MAX},
        {".func main\nCALL_FUNC f\nHALT\n.func f\nCALL_FUNC g\nRETURN_VAL\n"
         ".func g\nCALL_FUNC h\nRETURN_VAL\n.func h\nCALL_FUNC f\nRETURN_VAL\n",
         UNBOUNDED, UINT64_MAX},
        {".func main\nCALL_FUNC main\nHALT\n", UNBOUNDED, UINT64_MAX},
        /* a recursion that nothing reaches does not count, nor does one in code that is not reached
         * differ from any other */
        {".func main\nPUSH_CONST 1\nHALT\n.func f\nCALL_FUNC f\nRETURN_VAL\n", 1, 1},
        {".func main\nPUSH_CONST 1\nHALT\nCALL_FUNC f\n.func f\nCALL_FUNC f\nRETURN_VAL\n",
         UNBOUNDED, UINT64_MAX},
        /* function values lead anywhere */
        {".func main\nPUSH_FUNC f\nCALL_VALUE 0\nHALT\n.func f\nPUSH_CONST 1\nRETURN_VAL\n",
         UNBOUNDED, UINT64_MAX},
        /* two depths at one instruction: the stack may have any */
        {".func main\nCALL_FUNC f\nHALT\n"
         ".func f\nPUSH_CONST 1\nPUSH_CONST 2\nJUMP_IF_TRUE on\nPUSH_CONST 3\non: RETURN_VAL\n",
         UNBOUNDED, UINT64_MAX},
    };
    size_t i;
    for (i = 0; i < COUNT_OF(rows); i++) {
        BobProgram *p = load(rows[i].text);
        cr_expect_eq(p->main_frames, rows[i].frames, "row %zu: %u frames", i, p->main_frames);
        cr_expect_eq(p->main_values, rows[i].values, "row %zu: %llu values", i,
                     (unsigned long long)p->main_values);
        /* a host may call what main does not */
        bool unreached =
            strstr(rows[i].text, "HALT\n.func f\nCALL_FUNC f") != NULL && rows[i].frames == 1;
        cr_expect_eq(p->most_frames, unreached ? UNBOUNDED : rows[i].frames);
        cr_expect_eq(p->most_values, unreached ? UINT64_MAX : rows[i].values);
        bob_program_free(p);
    }
}

/* main calls f0, f0 calls f1 ... the last returns 7: a chain of n. */
static char *chain(unsigned n)
{
    Text t = {0};
    char line[96];
    unsigned i;
    text_write(&t, ".func main\nCALL_FUNC f0\nHALT\n", 29);
    for (i = 0; i < n; i++) {
        int size =
            i + 1 < n
                ? snprintf(line, sizeof line, ".func f%u\nCALL_FUNC f%u\nRETURN_VAL\n", i, i + 1)
                : snprintf(line, sizeof line, ".func f%u\nPUSH_CONST 7\nRETURN_VAL\n", i);
        text_write(&t, line, (size_t)size);
    }
    return t.bytes;
}

/* A chain far longer than a C stack would bear, in every engine, from a snapshot at its end too. */
Test(calls, long_chains)
{
    char *text = chain(50000);
    BobProgram *p = load(text);
    unsigned e;
    cr_assert_eq(p->most_frames, 50001);
    for (e = 0; bob_engine_name(e, NULL) != NULL; e++) {
        BobConfig c;
        BobMachine *m, *resumed;
        BobError error;
        char *bytes;
        size_t n;
        bob_config_init(&c);
        c.engine = bob_engine_name(e, NULL);
        cr_assert_eq(bob_machine_new(p, &c, 0, NULL, &m, NULL), BOB_OK);
        cr_assert_eq(bob_machine_run_slice(m, 50001), BOB_YIELDED);
        cr_assert_eq(bob_machine_depth(m), 50001);
        cr_assert_eq(bob_machine_snapshot(m, &bytes, &n, NULL), BOB_OK);
        cr_assert_eq(bob_machine_restore(p, &c, bytes, n, &resumed, &error), BOB_OK, "%s",
                     error.message);
        cr_expect_eq(bob_machine_run(m), BOB_OK);
        cr_expect_eq(bob_machine_run(resumed), BOB_OK);
        cr_expect_eq(bob_machine_result(m).integer, 7);
        cr_expect_eq(bob_machine_result(resumed).integer, 7);
        bob_machine_free(m);
        bob_machine_free(resumed);
        bob_bytes_free(p, bytes, n);
    }
    bob_program_free(p);
    free(text);
}

/* What a machine of a small program asks memory for, from its beginning to its end. */
static uint64_t most_bytes(const char *text, const char *engine)
{
    BobProgram *p = load(text);
    Ledger ledger = {0};
    BobConfig c;
    BobMachine *m;
    uint64_t in_use;
    bob_config_init(&c);
    c.engine = engine;
    c.write = ignore_write;
    c.allocator = (BobAllocator){ledger_resize, &ledger};
    cr_assert_eq(bob_machine_new(p, &c, 0, NULL, &m, NULL), BOB_OK);
    cr_assert_eq(bob_machine_run(m), BOB_OK);
    in_use = ledger.in_use;
    bob_machine_free(m);
    cr_expect_eq(ledger.in_use, 0);
    cr_expect_eq(ledger.wrong, 0);
    bob_program_free(p);
    return in_use;
}

/* With the default limits: 64 MiB for frames once made a machine of nothing cost 20 us. */
Test(calls, small_machines)
{
    unsigned e;
    for (e = 0; bob_engine_name(e, NULL) != NULL; e++) {
        const char *engine = bob_engine_name(e, NULL);
        uint64_t small = most_bytes(".func main\nPUSH_CONST 1\nPRINT 1\nCALL_FUNC f\nHALT\n"
                                    ".func f\nPUSH_CONST 2\nRETURN_VAL\n",
                                    engine);
        static const char down[] = "\nCALL_FUNC f\nHALT\n.func f n\nLOAD_LOCAL n\n"
                                   "JUMP_IF_FALSE end\nLOAD_LOCAL n\nPUSH_CONST 1\nSUB\n"
                                   "CALL_FUNC f\nRETURN_VAL\nend: PUSH_CONST 0\nRETURN_VAL\n";
        char text[256];
        uint64_t shallow, large; /* a recursion that might be deep and is not; one that is */
        snprintf(text, sizeof text, ".func main\nPUSH_CONST 50%s", down);
        shallow = most_bytes(text, engine);
        snprintf(text, sizeof text, ".func main\nPUSH_CONST 20000%s", down);
        large = most_bytes(text, engine);
        cr_expect_lt(small, 64u << 10, "%s: %llu bytes", engine, (unsigned long long)small);
        cr_expect_lt(shallow, 128u << 10, "%s: %llu bytes", engine, (unsigned long long)shallow);
        cr_expect_gt(large, 64u << 20, "%s: %llu bytes", engine, (unsigned long long)large);
    }
}
