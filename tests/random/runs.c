/* A program run in every manner, and all that can be seen of it compared. */
#include <sys/wait.h>
#include <unistd.h>

#include "tests/random/random.h"

Seen random_expected, random_got;
const char *random_only;

static const char *const arguments[] = {"one", "zw\xC3\xB6lf", ""};

static BobMachine *machine(const BobProgram *p, BobConfig *c, const char *engine, Seen *seen)
{
    BobMachine *m;
    BobError error;
    c->engine = engine;
    c->write = text_write;
    c->write_ctx = &seen->output;
    seen->output.size = 0;
    if (bob_machine_new(p, c, 3, arguments, &m, &error) != BOB_OK) {
        (void)fprintf(stderr, "random: %s\n", error.message);
        abort();
    }
    return m;
}

static BobMachine *restored(const BobProgram *p, BobMachine *m, const BobConfig *c,
                            const char **what)
{
    char *bytes, *again;
    size_t n, k;
    BobMachine *other;
    BobError error;
    if (bob_machine_snapshot(m, &bytes, &n, &error) != BOB_OK) {
        *what = "no snapshot";
        return m;
    }
    if (bob_machine_restore(p, c, bytes, n, &other, &error) != BOB_OK) {
        (void)fprintf(stderr, "%s at %llu\n", error.message, (unsigned long long)error.offset);
        *what = "restore";
        bob_bytes_free(p, bytes, n);
        return m;
    }
    bob_machine_free(m);
    if (bob_machine_snapshot(other, &again, &k, &error) != BOB_OK) {
        *what = "no second snapshot";
    } else {
        if (k != n || memcmp(bytes, again, n) != 0)
            *what = "snapshot right after a restore";
        bob_bytes_free(p, again, k);
    }
    bob_bytes_free(p, bytes, n);
    return other;
}

enum { PLAIN, SLICES, SNAPSHOT, FUEL, TRACED, MANNERS };
static const char *const manners[MANNERS] = {"whole", "in slices", "with a snapshot",
                                             "fuel in two parts", "traced"};

/* Slices: mostly so small that there are many; where there are loops mostly so large that an
 * engine that looks far ahead goes on with them. */
static uint32_t slice(const Spec *s, Random *r)
{
    if (s->extent.functions > 0)
        return 1 + below(r, one_in(r, 3) ? 20000 : 300000);
    if (s->loops)
        return 1 + below(r, one_in(r, 3) ? 20 : one_in(r, 2) ? 3000 : 12000);
    return 1 + below(r, one_in(r, 4) ? 200 : 6);
}

/* Runs the program in one manner and leaves what came of it in *seen; NULL or what went wrong. */
static const char *run(const BobProgram *p, const Spec *s, unsigned manner, const char *engine,
                       const char *other, Random *r, Seen *seen)
{
    BobConfig c = s->config;
    const char *what = NULL;
    BobStatus status = BOB_YIELDED;
    BobMachine *m;
    if (manner == FUEL)
        c.fuel = below(r, (uint32_t)c.fuel + 1);
    m = machine(p, &c, engine, seen);
    c.fuel = s->config.fuel;
    if (manner == SLICES) {
        while (status == BOB_YIELDED)
            status = answered_slice(m, slice(s, r));
    } else if (manner == SNAPSHOT) {
        uint64_t at = below(r, (uint32_t)random_expected.instructions + 1);
        if (at > 0)
            status = answered_slice(m, at);
        if (status != BOB_OK) {
            c.engine = other;
            m = restored(p, m, &c, &what);
        }
    } else if (manner == FUEL) {
        (void)answered_run(m);
        bob_machine_set_fuel(m, c.fuel);
    } else if (manner == TRACED) {
        (void)bob_machine_trace(m, ignore_write, NULL);
    }
    status = answered_run(m);
    seen_take(seen, m, p, status);
    bob_machine_free(m);
    return what;
}

/* The reference engine and another side by side, compared after each slice. */
static const char *side_by_side(const BobProgram *p, const Spec *s, const char *engine, Random *r)
{
    BobConfig c = s->config;
    BobMachine *a = machine(p, &c, bob_engine_name(0, NULL), &random_expected);
    BobMachine *b = machine(p, &c, engine, &random_got);
    const char *what = NULL;
    BobStatus status = BOB_YIELDED;
    while (status == BOB_YIELDED && what == NULL) {
        uint32_t n = slice(s, r);
        BobStatus other = answered_slice(b, n);
        status = answered_slice(a, n);
        seen_take(&random_expected, a, p, status);
        seen_take(&random_got, b, p, other);
        what = seen_difference(&random_expected, &random_got);
    }
    bob_machine_free(a);
    bob_machine_free(b);
    return what;
}

/* With an allocation that fails, or all from it on. Where that ends the program it goes on
 * once memory is there again; everything else is done with less. */
static const char *starved(const BobProgram *p, const Spec *s, const char *engine, Random *r)
{
    Ledger l = {.calls = 0};
    BobConfig c = s->config;
    BobMachine *m;
    BobStatus status;
    const char *what = NULL;
    c.allocator = (BobAllocator){ledger_resize, &l};
    m = machine(p, &c, engine, &random_got);
    l.fail_at = l.calls + 1 + below(r, one_in(r, 2) ? 30 : 600);
    l.all_after = one_in(r, 2);
    status = answered_run(m);
    l.fail_at = 0;
    if (status == BOB_OUT_OF_MEMORY && l.failures > 0) {
        m = restored(p, m, &c, &what);
        status = answered_run(m);
    }
    seen_take(&random_got, m, p, status);
    bob_machine_free(m);
    return what != NULL                    ? what
           : l.in_use != 0 || l.wrong != 0 ? "memory that is not given back"
                                           : seen_difference(&random_expected, &random_got);
}

/* The same bytes through text and container, or what differs. */
static const char *round_trips(const BobProgram *p)
{
    char *container, *text, *again;
    size_t n, text_n, k;
    BobProgram *q;
    BobError error;
    const char *what = NULL;
    unsigned i;
    (void)bob_program_to_container(p, &container, &n);
    (void)bob_program_to_assembly(p, &text, &text_n);
    for (i = 0; i < 2; i++) {
        if (bob_program_load(i == 0 ? text : container, i == 0 ? text_n : n, "t", NULL, &q,
                             &error) != BOB_OK) {
            what = i == 0 ? "assembly refused" : "container refused";
            break;
        }
        (void)bob_program_to_container(q, &again, &k);
        if (k != n || memcmp(again, container, n) != 0)
            what = i == 0 ? "assembled from its disassembly" : "container read again";
        bob_bytes_free(q, again, k);
        bob_program_free(q);
    }
    bob_bytes_free(p, container, n);
    bob_bytes_free(p, text, text_n);
    return what;
}

static unsigned engine_count(void)
{
    unsigned n = 0;
    while (bob_engine_name(n, NULL) != NULL)
        n++;
    return n;
}

Verdict random_check(const Spec *s, uint64_t seed)
{
    Random r = {seed * 0x9E3779B97F4A7C15u | 1};
    BobProgram *p = random_build(s);
    const char *first = bob_engine_name(0, NULL);
    unsigned engines = engine_count(), i, manner, some = below(&r, engines);
    Verdict v = {seed % 4 == 0 ? round_trips(p) : NULL, first, "as a file"}; /* the slowest part */
    if (v.what == NULL)
        v.what = run(p, s, PLAIN, first, first, &r, &random_expected);
    for (i = 0; i < engines && v.what == NULL; i++) {
        v.engine = bob_engine_name(i, NULL);
        if (random_only != NULL ? strcmp(v.engine, random_only) != 0
                                : (s->loops || s->extent.functions > 0) && i != some &&
                                      i + 1 < engines) /* they take long */
            continue;
        for (manner = i == 0 ? 1 : 0; manner < (i == 0 ? MANNERS : TRACED) && v.what == NULL;
             manner++) {
            const char *other = bob_engine_name(below(&r, engines), NULL);
            v.manner = manners[manner];
            v.what = run(p, s, manner, v.engine, other, &r, &random_got);
            if (v.what == NULL)
                v.what = seen_difference(&random_expected, &random_got);
        }
    }
    if ((s->loops || s->extent.functions > 0) && v.what == NULL) {
        v.engine = random_only != NULL ? random_only : bob_engine_name(engines - 1, NULL);
        v.manner = "where memory fails";
        v.what = starved(p, s, v.engine, &r);
    }
    if ((s->loops || s->extent.functions > 0) && v.what == NULL) {
        v.manner = "side by side";
        v.what = side_by_side(p, s, v.engine, &r);
    }
    bob_program_free(p);
    return v;
}

bool random_differs(const Spec *s, uint64_t seed)
{
    int status = 0;
    pid_t child;
    (void)fflush(stdout);
    child = fork();
    if (child == 0) {
        (void)alarm(20);
        _exit(random_check(s, seed).what != NULL);
    }
    return child > 0 && waitpid(child, &status, 0) == child && status != 0;
}
