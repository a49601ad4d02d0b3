/* What may be loaded: each limit holds exactly, in every format, as a refusal and not as memory
 * that is out; names of one hash are loaded in linear work. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/machine/program.h"
#include "tests/collide.h"
#include "tests/machines.h"

#define ASM                                                                                        \
    ".func main\nPUSH_CONST 1\nSTORE_NAME a\nPUSH_CONST 2\nSTORE_NAME b\nHALT\n"                   \
    ".func f x\nPUSH_CONST 3\nRETURN_VAL\n"
#define PY "a = 1\nb = 2\n\n\ndef f(x):\n    return 3\n\n\nf(a)\n"

static BobStatus load(const void *bytes, size_t n, const BobLoadLimits *limits, BobError *e)
{
    Ledger ledger = {0};
    BobAllocator a = {ledger_resize, &ledger};
    BobProgram *p = NULL;
    BobStatus status = bob_program_load_within(bytes, n, "t", limits, &a, &p, e);
    cr_assert((status == BOB_OK) == (p != NULL));
    bob_program_free(p);
    cr_expect_eq(ledger.in_use, 0u);
    cr_expect_eq(ledger.wrong, 0u);
    return status;
}

static void check(const char *bytes, size_t n, size_t field, uint64_t count, const char *what)
{
    BobLoadLimits limits;
    BobError e;
    bob_load_limits_init(&limits);
    memcpy((char *)&limits + field, &count, sizeof count);
    cr_expect_eq(load(bytes, n, &limits, &e), BOB_OK, "%s: %s", what, e.message);
    count--;
    memcpy((char *)&limits + field, &count, sizeof count);
    cr_expect_eq(load(bytes, n, &limits, &e), BOB_INVALID_PROGRAM, "%s", what);
    cr_expect(strstr(e.message, what) != NULL && strstr(e.message, "limit") != NULL, "%s",
              e.message);
}

static void check_all(const char *bytes, size_t n, const BobProgram *p)
{
    BobProgramCounts counts = bob_program_counts(p);
    check(bytes, n, offsetof(BobLoadLimits, bytes), n, "bytes");
    check(bytes, n, offsetof(BobLoadLimits, functions), counts.functions, "functions");
    check(bytes, n, offsetof(BobLoadLimits, names), counts.names, "names");
    check(bytes, n, offsetof(BobLoadLimits, constants), counts.constants, "constants");
    check(bytes, n, offsetof(BobLoadLimits, instructions), counts.instructions, "instructions");
}

Test(limits, hold_exactly_in_every_format)
{
    static const char *const texts[] = {ASM, PY};
    size_t i, n;
    for (i = 0; i < COUNT_OF(texts); i++) {
        BobProgram *p;
        BobError e;
        char *bytes;
        cr_assert_eq(bob_program_load(texts[i], strlen(texts[i]), "t", NULL, &p, &e), BOB_OK);
        cr_assert_eq(bob_program_to_container(p, &bytes, &n), BOB_OK);
        check_all(texts[i], strlen(texts[i]), p);
        check_all(bytes, n, p);
        bob_bytes_free(p, bytes, n);
        bob_program_free(p);
    }
}

Test(limits, hold_for_the_program_in_a_snapshot)
{
    BobConfig config;
    BobLoadLimits limits;
    BobProgram *p, *again;
    BobMachine *m;
    BobError e;
    char *bytes;
    size_t n;
    bob_config_init(&config);
    cr_assert_eq(bob_program_load(ASM, strlen(ASM), "t", NULL, &p, &e), BOB_OK);
    cr_assert_eq(bob_machine_new(p, &config, 0, NULL, &m, &e), BOB_OK);
    cr_assert_eq(bob_machine_snapshot(m, &bytes, &n, &e), BOB_OK);
    bob_load_limits_init(&limits);
    limits.names = 3;
    cr_expect_eq(bob_snapshot_program_within(bytes, n, &limits, NULL, &again, &e), BOB_OK);
    bob_program_free(again);
    limits.names = 2;
    cr_expect_eq(bob_snapshot_program_within(bytes, n, &limits, NULL, &again, &e),
                 BOB_INVALID_PROGRAM);
    cr_expect(strstr(e.message, "names") != NULL && e.has_offset, "%s", e.message);
    limits.names = 3;
    limits.bytes = 10;
    cr_expect_eq(bob_snapshot_program_within(bytes, n, &limits, NULL, &again, &e),
                 BOB_INVALID_PROGRAM);
    cr_expect(strstr(e.message, "bytes") != NULL && e.has_offset, "%s", e.message);
    bob_bytes_free(p, bytes, n);
    bob_machine_free(m);
    bob_program_free(p);
}

/* ---- floods ---- */

/* Assembly with n functions, names and labels whose names all have one hash. */
static void flood(Text *text, unsigned n)
{
    char line[200], name[COLLIDE_SIZE + 1];
    uint64_t seed = 0;
    unsigned i;
    text_write(text, ".func main\n", 11);
    for (i = 0; i < n; i++) {
        collide_next(&seed, name);
        text_write(
            text, line,
            (size_t)snprintf(line, sizeof line, "\"%s\": LOAD_NAME \"%s\"\nPOP\n", name, name));
    }
    text_write(text, "HALT\n", 5);
    for (i = 0; i < n; i++) {
        collide_next(&seed, name);
        text_write(text, line, (size_t)snprintf(line, sizeof line, ".func \"%s\"\nHALT\n", name));
    }
}

static void check_work(const BobProgram *p, unsigned n)
{
    uint64_t most = n * (4 * BOB_INTERN_PROBES + 4 * 9 * COLLIDE_SIZE);
    cr_assert_geq(p->names.count, n);
    cr_assert_geq(p->function_names.count, n);
    cr_expect_leq(p->names.work, most);
    cr_expect_leq(p->function_names.work, most);
}

Test(limits, names_of_one_hash_are_loaded_in_linear_work)
{
    enum { N = 5000 };
    Text text = {0};
    BobProgram *p, *again;
    BobError e;
    char *bytes;
    size_t n;
    flood(&text, N);
    cr_assert_eq(bob_program_load(text.bytes, text.size, "t", NULL, &p, &e), BOB_OK, "%s",
                 e.message);
    check_work(p, N);
    cr_assert_eq(bob_program_to_container(p, &bytes, &n), BOB_OK);
    cr_assert_eq(bob_program_load(bytes, n, "t", NULL, &again, &e), BOB_OK, "%s", e.message);
    check_work(again, N);
    bob_bytes_free(p, bytes, n);
    bob_program_free(p);
    bob_program_free(again);
    text_free(&text);
}
