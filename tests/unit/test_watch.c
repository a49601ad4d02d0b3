/* The typed engine, looked at: what it counts is so, and counting changes nothing. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/bobbin_lab.h"

static BobProgram *load(const char *source)
{
    BobProgram *p = NULL;
    BobError e = {0};
    cr_assert_eq(bob_program_load(source, strlen(source), "test", NULL, &p, &e), BOB_OK, "%s",
                 e.message);
    return p;
}

static BobMachine *machine(const BobProgram *p, const char *engine, bool watched, uint64_t fuel)
{
    BobConfig c;
    BobMachine *m = NULL;
    bob_config_init(&c);
    c.warm_up = 0;
    c.engine = engine;
    c.fuel = fuel;
    cr_assert_eq(bob_machine_new(p, &c, 0, NULL, &m, NULL), BOB_OK);
    if (watched)
        cr_assert_eq(bob_machine_watch(m), BOB_OK);
    return m;
}

/* A loop of 100 turns over ints, called with ints and then with floats. */
static const char program[] = "def total(a, n):\n"
                              "    s = 0\n"
                              "    for i in range(n):\n"
                              "        s += a[i] * 2\n"
                              "    return s\n"
                              "def main():\n"
                              "    a = [7] * 100\n"
                              "    b = [0.5] * 100\n"
                              "    t = 'x'\n"
                              "    for k in range(4):\n"
                              "        x = total(a, 100)\n"
                              "        y = total(b, 100)\n"
                              "        t = t + 'y'\n"
                              "    return 1 // (len(t) - 5)\n"
                              "main()\n";

typedef struct Text {
    char bytes[1 << 16];
    size_t n;
} Text;

static int text_write(void *ctx, const char *bytes, size_t n)
{
    Text *t = ctx;
    cr_assert_lt(t->n + n, sizeof t->bytes);
    memcpy(t->bytes + t->n, bytes, n);
    t->n += n;
    return 0;
}

static const char *text_of(const BobMachine *m, Text *t)
{
    char *engine;
    t->n = 0;
    cr_assert_eq(bob_machine_state_json(m, text_write, t), BOB_OK);
    t->bytes[t->n] = '\0';
    engine = strstr(t->bytes, "\"engine\":\"");
    if (engine != NULL) /* all but the name */
        memmove(engine, strchr(engine + 10, '"'), strlen(strchr(engine + 10, '"')) + 1);
    return t->bytes;
}

/* At every fuel, watched or not, the state is the reference's. */
Test(test_watch, changes_nothing)
{
    static Text a, b;
    BobProgram *p = load(program);
    uint64_t fuel;
    for (fuel = 1; fuel < 20000; fuel += fuel / 16 + 1) {
        BobMachine *watched = machine(p, "typed", true, fuel),
                   *reference = machine(p, "switch", false, fuel);
        cr_assert_eq(bob_machine_run(watched), bob_machine_run(reference));
        cr_assert_eq(bob_machine_instructions(watched), bob_machine_instructions(reference));
        cr_assert_str_eq(text_of(watched, &a), text_of(reference, &b), "fuel %llu",
                         (unsigned long long)fuel);
        bob_machine_free(watched);
        bob_machine_free(reference);
    }
    bob_program_free(p);
}

/* Bytes that a machine asks for, in all. */
static void *counting_resize(void *ctx, void *p, size_t old_size, size_t new_size)
{
    uint64_t *sum = ctx;
    *sum += new_size > old_size ? new_size - old_size : 0;
    if (new_size > 0)
        return realloc(p, new_size);
    free(p);
    return NULL;
}

/* Handing over from `fused` changes nothing, wherever it happens; a program that is over before
 * does not pay for typed code. */
Test(test_watch, warm_up)
{
    static Text a, b;
    BobProgram *p = load(program);
    uint64_t asked[3] = {0, 0, 0}; /* at once, in between, never */
    for (uint32_t warm_up = 1; warm_up <= 1024; warm_up += warm_up < 40 ? 1 : warm_up) {
        BobMachine *m, *reference = machine(p, "switch", false, BOB_UNLIMITED);
        BobConfig c;
        bob_config_init(&c);
        c.engine = "typed";
        c.warm_up = warm_up;
        c.allocator = (BobAllocator){counting_resize, &asked[warm_up == 1    ? 0
                                                             : warm_up < 500 ? 1
                                                                             : 2]};
        cr_assert_eq(bob_machine_new(p, &c, 0, NULL, &m, NULL), BOB_OK);
        cr_assert_eq(bob_machine_run(m), bob_machine_run(reference));
        cr_assert_str_eq(text_of(m, &a), text_of(reference, &b), "warm-up %u", warm_up);
        bob_machine_free(m);
        bob_machine_free(reference);
    }
    cr_assert_lt(asked[2] + (1 << 18), asked[0], "%llu and %llu bytes",
                 (unsigned long long)asked[2], (unsigned long long)asked[0]);
    bob_program_free(p);
}

/* A machine that was restored warms up by what it executes itself: forks that run for a moment
 * decode nothing. */
Test(test_watch, warm_up_after_a_restore)
{
    static Text a, b;
    BobProgram *p = load(program);
    BobMachine *m = machine(p, "typed", false, BOB_UNLIMITED);
    uint64_t asked[2] = {0, 0}, executed = 0; /* a moment, and to the end */
    char *bytes;
    size_t n;
    unsigned i;
    cr_assert_eq(bob_machine_run_slice(m, 5000), BOB_YIELDED);
    cr_assert_eq(bob_machine_snapshot(m, &bytes, &n, NULL), BOB_OK);
    bob_machine_free(m);
    for (i = 0; i < 2; i++) {
        BobMachine *reference = machine(p, "switch", false, BOB_UNLIMITED);
        BobConfig c;
        bob_config_init(&c);
        c.engine = "typed";
        c.warm_up = 1;
        c.allocator = (BobAllocator){counting_resize, &asked[i]};
        cr_assert_eq(bob_machine_restore(p, &c, bytes, n, &m, NULL), BOB_OK);
        executed = i == 0 ? bob_program_counts(p).instructions : BOB_UNLIMITED / 2;
        cr_assert_eq(bob_machine_run_slice(m, executed),
                     bob_machine_run_slice(reference, executed + (i == 0 ? 5000 : 0)));
        cr_assert_str_eq(text_of(m, &a), text_of(reference, &b));
        bob_machine_free(m);
        bob_machine_free(reference);
    }
    cr_assert_lt(asked[0] + (1 << 18), asked[1], "%llu and %llu bytes",
                 (unsigned long long)asked[0], (unsigned long long)asked[1]);
    bob_bytes_free(p, bytes, n);
    bob_program_free(p);
}

typedef struct Sums {
    uint64_t count[BOB_WATCH_VERSIONS + 1];
    BobWatchSite most[BOB_WATCH_VERSIONS + 1];
    int kind;
    uint64_t before;
} Sums;

static void add(void *ctx, const BobWatchSite *site)
{
    Sums *s = ctx;
    cr_assert_geq((int)site->kind, s->kind, "by kind");
    if ((int)site->kind == s->kind)
        cr_assert_leq(site->count, s->before, "the most frequent first");
    else
        s->most[site->kind] = *site;
    s->kind = (int)site->kind;
    s->before = site->count;
    s->count[site->kind] += site->count;
}

Test(test_watch, counts)
{
    BobProgram *p = load(program);
    BobMachine *m = machine(p, "typed", true, BOB_UNLIMITED), *again;
    BobWatchTotals n, k;
    Sums s = {.kind = -1};
    cr_assert_eq(bob_machine_run(m), BOB_DIVISION_BY_ZERO);
    cr_assert(bob_watch_totals(m, &n));
    /* 800 turns, each with a list, a product and a sum */
    cr_assert_geq(n.dispatches, 800);
    cr_assert_lt(n.dispatches, bob_machine_instructions(m));
    cr_assert(n.versions > 0 && n.blocks >= n.versions && n.cells >= n.blocks &&
              n.bytes > 8 * n.cells);
    cr_assert(!n.full && n.fuel == 0 && n.refused == 0);
    cr_assert_eq(n.elsewhere, n.traps - 1, "one instruction each, and the one that fails");
    cr_assert_eq(bob_watch_sites(m, add, &s), BOB_OK);
    cr_assert_eq(s.count[BOB_WATCH_LEFT], n.traps);
    cr_assert_eq(s.count[BOB_WATCH_CAPPED], n.capped);
    /* t + 'y', and what allocates or gives back */
    cr_assert_geq(s.count[BOB_WATCH_GENERIC], 4);
    /* the second call's list is of another kind: seen at the first turn of its loop, at least */
    cr_assert(s.count[BOB_WATCH_GUESS] >= 4 && s.count[BOB_WATCH_GUESS] <= 8,
              "once or twice a call");
    cr_assert_str_eq(s.most[BOB_WATCH_GUESS].name, "total");
    cr_assert_str_eq(s.most[BOB_WATCH_GUESS].op, "INDEX_GET");
    cr_assert_eq(s.most[BOB_WATCH_GUESS].line, 4);
    /* total returns an int first, then a float */
    cr_assert_eq(s.count[BOB_WATCH_RETURN], 4);
    cr_assert_str_eq(s.most[BOB_WATCH_RETURN].types, "float");
    cr_assert_str_eq(s.most[BOB_WATCH_VERSIONS].name, "total");
    cr_assert_not_null(strstr(s.most[BOB_WATCH_VERSIONS].types, "s int|float"));
    /* a second run counts the same */
    again = machine(p, "typed", true, BOB_UNLIMITED);
    (void)bob_machine_run(again);
    cr_assert(bob_watch_totals(again, &k));
    cr_assert_arr_eq(&n, &k, sizeof n);
    bob_machine_free(again);
    bob_machine_free(m);
    bob_program_free(p);
}

/* A loop whose dispatches can be told by hand: each turn is one, and the turns are 1000 more. */
Test(test_watch, exact)
{
    static const char loop[] =
        "def f(n):\n    i = 0\n    while i < n:\n        i += 3\n    return i\nf(%d)\n";
    uint64_t dispatches[2];
    int k;
    for (k = 0; k < 2; k++) {
        char text[128];
        BobWatchTotals n;
        BobProgram *p;
        BobMachine *m;
        snprintf(text, sizeof text, loop, 300 + 3000 * k);
        p = load(text);
        m = machine(p, "typed", true, BOB_UNLIMITED);
        cr_assert_eq(bob_machine_run(m), BOB_OK);
        cr_assert(bob_watch_totals(m, &n));
        dispatches[k] = n.dispatches;
        cr_assert(n.traps == 1 && n.elsewhere == 1, "the last instruction");
        bob_machine_free(m);
        bob_program_free(p);
    }
    cr_assert_eq(dispatches[1] - dispatches[0], 1000);
}

Test(test_watch, listing)
{
    BobProgram *p = load(program);
    BobMachine *m = machine(p, "typed", true, BOB_UNLIMITED);
    char *bytes = NULL, *text;
    size_t n;
    (void)bob_machine_run(m);
    cr_assert_eq(bob_watch_listing(m, &bytes, &n), BOB_OK);
    text = strndup(bytes, n);
    cr_assert_not_null(strstr(text, ".func total a n"));
    cr_assert_not_null(strstr(text, "entry of total(ref, int)"));
    cr_assert_not_null(strstr(text, "after the call of total(ref, int)"));
    cr_assert_not_null(strstr(text, "s float"), "a version for floats");
    cr_assert_not_null(strstr(text, "GENERIC ref, ref -> ref: b"));
    cr_assert_not_null(strstr(text, "not reached yet"));
    cr_assert_not_null(strstr(text, "; else -> b"), "a guess that failed");
    cr_assert_null(strstr(text, "TALLY"), "what counts is not shown");
    free(text);
    bob_bytes_free(p, bytes, n);
    bob_machine_free(m);
    bob_program_free(p);
}

Test(test_watch, refused)
{
    BobProgram *p = load(program);
    BobMachine *m = machine(p, "fused", false, BOB_UNLIMITED);
    BobWatchTotals n;
    Sums s = {.kind = -1};
    char *bytes;
    size_t size;
    cr_assert_eq(bob_machine_watch(m), BOB_INVALID_ARGUMENT, "another engine");
    cr_assert(!bob_watch_totals(m, &n));
    bob_machine_free(m);
    m = machine(p, "typed", false, BOB_UNLIMITED);
    cr_assert_eq(bob_machine_run_slice(m, 5000), BOB_YIELDED);
    cr_assert_eq(bob_machine_watch(m), BOB_INVALID_ARGUMENT, "it runs already");
    cr_assert(!bob_watch_totals(m, &n));
    cr_assert_eq(bob_watch_sites(m, add, &s), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_watch_listing(m, &bytes, &size), BOB_INVALID_ARGUMENT);
    bob_machine_free(m);
    bob_program_free(p);
}

Test(test_watch, registers)
{
    unsigned ints = 0, floats = 0, i, found = 0;
    const char *name;
    for (i = 0; (name = bob_engine_name(i, NULL)) != NULL; i++) {
        cr_assert_eq(bob_engine_registers(i, &ints, &floats), strcmp(name, "typed") == 0);
        found += strcmp(name, "typed") == 0;
    }
    cr_assert(found == 1 && ints >= 2 && floats >= 2);
    cr_assert(!bob_engine_registers(i, &ints, &floats));
}
