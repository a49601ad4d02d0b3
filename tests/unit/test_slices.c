/* Slices of programs whose calls nest deep: wherever a run stops, whoever looks at it there and in
 * whatever engine it goes on, the state is the reference engine's. */
#include <criterion/criterion.h>

#include "core/bobbin_lab.h"
#include "tests/machines.h"

/* Of the programs that nest deep; and of those that move from machine to machine hundreds of times:
 * a checked build touches all the room of each. */
#define MOST_FRAMES (1u << 20)
#define MOST_VALUES (1u << 24)
#define FEW_FRAMES 2000u
#define FEW_VALUES 20000u

/* Frames with loops, floats, lists and strings; results of several types; calls of values; short
 * functions done in place of their calls; a function that leads back to others. */
static const char mixed[] =
    "def half(x):\n    return x / 2\n"
    "def twice(x):\n    return x * 2\n"
    "def pick(n):\n    if n % 3 == 0:\n        return half\n    return twice\n"
    "def odd(n, a):\n    if n == 0:\n        return 'end'\n    a[n % 7] += n\n"
    "    r = even(n - 1, a)\n    if n % 100 == 0:\n        return len(a)\n    return r\n"
    "def even(n, a):\n    t = 0\n    for i in range(n % 4):\n        t += i\n"
    "    if n == 0:\n        return 0.5\n    r = odd(n - 1, a)\n    t += n\n"
    "    if t % 50 == 0:\n        return None\n    return r\n"
    "def depth(n):\n    if n == 0:\n        return 0\n    return depth(n - 1) + 1\n"
    "def sums(n, x):\n    if n == 0:\n        return x\n    g = pick(n)\n    y = x + g(n)\n"
    "    z = sums(n - 1, y)\n    return z + depth(n % 5)\n"
    "def tree(n):\n    if n < 2:\n        return n\n    return tree(n - 1) + tree(n - 2)\n"
    "a = [0] * 7\n"
    "print(odd(701, a), even(600, a), a)\n"
    "print(depth(900), sums(400, 1), tree(12))\n"
    "for k in range(3):\n    print(sums(100 + k, 0.5), odd(30, a))\n";

/* In it a function whose stack can't be proven, which no fast engine runs; and main calls itself.
 */
static const char unproven[] =
    ".func main\nLOAD_GLOBAL g\nJUMP_IF_TRUE second\nPUSH_CONST true\nSTORE_GLOBAL g\n"
    "CALL_FUNC main\nPUSH_CONST 150\nCALL_FUNC f\nADD\nRETURN_VAL\n"
    "second: PUSH_CONST 90\nCALL_FUNC f\nRETURN_VAL\n"
    ".func f n\nLOAD_LOCAL n\nJUMP_IF_FALSE end\nLOAD_LOCAL n\nPUSH_CONST 10\nMOD\n"
    "JUMP_IF_FALSE strange\nLOAD_LOCAL n\nPUSH_CONST 1\nSUB\nCALL_FUNC f\nPUSH_CONST 1\nADD\n"
    "RETURN_VAL\nstrange: LOAD_LOCAL n\nCALL_FUNC odd\nRETURN_VAL\nend: PUSH_CONST 0\nRETURN_VAL\n"
    ".func odd n\nPUSH_CONST 3\nPUSH_CONST true\nJUMP_IF_TRUE 4\nPUSH_CONST 4\n"
    "LOAD_LOCAL n\nPUSH_CONST 1\nSUB\nCALL_FUNC f\nADD\nRETURN_VAL\n";

static BobProgram *load(const char *text)
{
    BobProgram *p;
    BobError e;
    cr_assert(bob_program_load(text, strlen(text), "test", NULL, &p, &e) == BOB_OK, "%u: %s",
              e.line, e.message);
    return p;
}

typedef struct Run {
    BobMachine *m;
    Text output;
    uint32_t depth; /* the limits that it began with, which it keeps where it moves */
    uint64_t arena;
} Run;

static void configure(BobConfig *c, Run *r, const char *engine)
{
    bob_config_init(c);
    c->engine = engine;
    c->warm_up = 0;
    c->allow_undefined = true;
    c->depth = r->depth;
    c->arena = r->arena;
    c->write = text_write;
    c->write_ctx = &r->output;
}

static void start(Run *r, const BobProgram *p, const char *engine, uint32_t depth, uint64_t arena)
{
    BobConfig c;
    r->depth = depth;
    r->arena = arena;
    configure(&c, r, engine);
    cr_assert_eq(bob_machine_new(p, &c, 0, NULL, &r->m, NULL), BOB_OK);
}

static void end(Run *r)
{
    bob_machine_free(r->m);
    text_free(&r->output);
}

static Text snapshot(const BobProgram *p, const BobMachine *m)
{
    Text t = {NULL, 0, 0};
    char *bytes;
    size_t n;
    cr_assert_eq(bob_machine_snapshot(m, &bytes, &n, NULL), BOB_OK);
    text_write(&t, bytes, n);
    bob_bytes_free(p, bytes, n);
    return t;
}

static Text state(const BobMachine *m)
{
    Text t = {NULL, 0, 0};
    cr_assert_eq(bob_machine_state_json(m, text_write, &t), BOB_OK);
    text_drop_engine(&t);
    return t;
}

/* Whether both stand at the same place, with the same frames in all detail. */
static void compare(const char *what, const BobProgram *p, const Run *a, const Run *b, bool running)
{
    Text x = running ? snapshot(p, a->m) : state(a->m),
         y = running ? snapshot(p, b->m) : state(b->m);
    cr_assert_eq(bob_machine_instructions(a->m), bob_machine_instructions(b->m), "%s", what);
    cr_assert(text_same(&x, &y), "%s at %llu", what,
              (unsigned long long)bob_machine_instructions(a->m));
    cr_assert(text_same(&a->output, &b->output), "%s", what);
    text_free(&x);
    text_free(&y);
}

static uint64_t next(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

/* The machine goes on as another one, in any engine. */
static void move(const BobProgram *p, Run *r, uint64_t *seed)
{
    Text bytes = snapshot(p, r->m);
    BobConfig c;
    unsigned engines = 0;
    while (bob_engine_name(engines, NULL) != NULL)
        engines++;
    bob_machine_free(r->m);
    configure(&c, r, bob_engine_name((unsigned)(next(seed) % engines), NULL));
    cr_assert_eq(bob_machine_restore(p, &c, bytes.bytes, bytes.size, &r->m, NULL), BOB_OK);
    text_free(&bytes);
}

typedef enum Look { NOTHING, DEPTH, FRAMES, STATE, ALL, MOVE, LOOKS } Look;

static void look(const BobProgram *p, Run *r, Run *reference, Look what, uint64_t *seed)
{
    BobFrameInfo a, b;
    uint32_t i;
    switch (what) {
    case DEPTH:
        cr_assert_eq(bob_machine_depth(r->m), bob_machine_depth(reference->m));
        break;
    case FRAMES:
        for (i = 0; bob_machine_frame(reference->m, i, &b); i++) {
            cr_assert(bob_machine_frame(r->m, i, &a));
            cr_assert(a.function == b.function && a.ip == b.ip && a.line == b.line);
        }
        cr_assert_not(bob_machine_frame(r->m, i, &a));
        break;
    case STATE:
        compare("state", p, r, reference, false);
        break;
    case ALL:
        compare("snapshot", p, r, reference, true);
        break;
    case MOVE:
        move(p, r, seed);
        break;
    default:
        break;
    }
}

/* Slices of one length or of random ones, and random looks or always the same. */
static void in_slices(const char *text, const char *engine, uint64_t slice, Look always,
                      uint64_t seed)
{
    BobProgram *p = load(text);
    Run r = {0}, reference = r;
    BobStatus status = BOB_YIELDED, expected;
    start(&r, p, engine, FEW_FRAMES, FEW_VALUES);
    start(&reference, p, "switch", FEW_FRAMES, FEW_VALUES);
    while (status == BOB_YIELDED) {
        uint64_t n = slice > 0 ? slice : 1 + next(&seed) % (1u << next(&seed) % 14);
        status = bob_machine_run_slice(r.m, n);
        expected = bob_machine_run_slice(reference.m, n);
        cr_assert_eq(status, expected, "%s %llu: %s, not %s: %s", engine, (unsigned long long)n,
                     bob_status_name(status), bob_status_name(expected),
                     bob_machine_error(reference.m)->message);
        cr_assert_eq(bob_machine_instructions(r.m), bob_machine_instructions(reference.m));
        if (status == BOB_YIELDED)
            look(p, &r, &reference, always < LOOKS ? always : (Look)(next(&seed) % LOOKS), &seed);
    }
    compare("end", p, &r, &reference, false);
    end(&r);
    end(&reference);
    bob_program_free(p);
}

Test(test_slices, of_every_length)
{
    static const uint64_t slices[] = {100, 333, 1000, 5000};
    const char *engine;
    unsigned e, i;
    for (e = 0; (engine = bob_engine_name(e, NULL)) != NULL; e++)
        for (i = 0; i < sizeof slices / sizeof *slices; i++) {
            in_slices(mixed, engine, slices[i], NOTHING, 0);
            in_slices(unproven, engine, slices[i], NOTHING, 0);
        }
    in_slices(mixed, "typed", 7, NOTHING, 0);
    in_slices(unproven, "typed", 7, NOTHING, 0);
}

/* Loops that are shorter and longer than what lies between two tests of fuel, straight on and with
 * branches that meet; functions that are inlined and others; values that change their places. */
static const char endless[] =
    "def less(a, b):\n    if a < b:\n        return a - b * 3 + (a * b) % 7\n    return b - a\n"
    "def tree(n):\n    if n < 2:\n        return n\n    return tree(n - 1) + tree(n - 2)\n"
    "def mixed(n, a, x):\n    t = 0\n    i = n\n    while i > 0:\n        i -= 1\n"
    "        k = (i * 7 + t) % 16\n        if k > 8:\n            t += a[k] + k * 2 - i % 3\n"
    "            x = x * 0.5 + k\n        elif k % 2 == 0:\n            a[k] = (t + i) % 1000\n"
    "            t += 1\n        else:\n            x += less(k, i) * 0.25\n"
    "        a[i % 16] = (a[k] + t * 3 + i) % 1009\n        t = (t + a[15 - k]) % 65536\n"
    "    return t + int(x)\n"
    "def straight(a, n):\n    x = n\n    y = 1\n"
    "    for i in range(n):\n        x = x * 3 + y\n        y = y * 5 - x\n        x = x % 10007\n"
    "        y = y % 10009\n        a[i % 16] = x\n        a[(i + 7) % 16] = y\n        x += i\n"
    "        y -= i\n        x = less(x, y) + less(y, x) + less(i, x)\n        y = y + x % 5\n"
    "    return (x + y) % 10007\n"
    "def main():\n    a = [3] * 16\n    t = 0\n    n = 0\n    while True:\n        n += 1\n"
    "        t += mixed(20 + n % 30, a, 0.5) + straight(a, n % 40) + tree(n % 9)\n"
    "        for i in range(16):\n            for j in range(i):\n                t += a[j] - "
    "a[i]\n"
    "        if n % 100 == 0:\n            print(t, a)\n            t = t % 1000003\n"
    "main()\n";

/* Where ways meet the longer ones come last. */
#define LONGER                                                                                     \
    "        if k == 1:\n            x = (x * 3 + y * 5 - i) % 9973\n            y += x % 7\n"
static const char joins[] =
    "def main():\n    x = 1\n    y = 2\n    i = 0\n    while True:\n        i += 1\n"
    "        k = i // 100 % 3\n" LONGER LONGER LONGER LONGER LONGER LONGER LONGER LONGER "main()\n";

/* Code for short slices takes the place of code for long ones and the other way round. */
static void of_changing_length(const char *text)
{
    static const struct {
        uint64_t length;
        unsigned times;
    } slices[] = {{500, 150}, {1000, 400}, {777, 150}, {1500000, 6}, {5000, 20}, {613, 300}};
    BobProgram *p = load(text);
    Run r = {0}, reference = r;
    unsigned i, k;
    start(&r, p, "typed", FEW_FRAMES, FEW_VALUES);
    start(&reference, p, "switch", FEW_FRAMES, FEW_VALUES);
    for (i = 0; i < sizeof slices / sizeof *slices; i++)
        for (k = 0; k < slices[i].times; k++) {
            cr_assert_eq(bob_machine_run_slice(r.m, slices[i].length), BOB_YIELDED);
            cr_assert_eq(bob_machine_run_slice(reference.m, slices[i].length), BOB_YIELDED);
            compare("slice", p, &r, &reference, true);
        }
    end(&r);
    end(&reference);
    bob_program_free(p);
}

Test(test_slices, that_change_their_length)
{
    of_changing_length(endless);
    of_changing_length(joins);
}

Test(test_slices, with_looks_between)
{
    const char *engine;
    unsigned e, seed;
    Look what;
    for (what = NOTHING; what <= LOOKS; what++) {
        in_slices(mixed, "typed", 700, what, 1);
        in_slices(unproven, "typed", 150, what, 2);
    }
    for (e = 0; (engine = bob_engine_name(e, NULL)) != NULL; e++)
        for (seed = 0; seed < (strcmp(engine, "typed") == 0 ? 40 : 4); seed++) {
            in_slices(mixed, engine, 0, LOOKS, seed);
            in_slices(unproven, engine, 0, LOOKS, seed);
        }
}

/* Limits of depth and arena at every value: reached by typed frames, by others on top of them, and
 * after slices. */
Test(test_slices, limits)
{
    static const char text[] =
        "def inner(n):\n    return n * 2\n"
        "def down(n, a, b, c):\n    if n == 0:\n        return inner(a)\n"
        "    x = inner(n) + b\n    y = [x]\n    return down(n - 1, a, c, b) + x + y[0]\n"
        "def f(n):\n    t = 0\n    for i in range(n):\n        t += down(i, 1, 2, 3)\n    return "
        "t\n"
        "print(f(25))\n";
    BobProgram *p = load(text);
    unsigned reached[2] = {0, 0};
    uint64_t slice, k;
    for (slice = 50; slice <= 5000; slice *= 10)
        for (k = 1; k < 400; k += k < 40 ? 1 : 7) {
            uint32_t depth = k < 40 ? (uint32_t)k : MOST_FRAMES;
            uint64_t arena = k < 40 ? MOST_VALUES : k;
            Run r = {0}, reference = r;
            BobStatus status;
            start(&r, p, "typed", depth, arena);
            start(&reference, p, "switch", depth, arena);
            do
                status = bob_machine_run_slice(r.m, slice);
            while (status == BOB_YIELDED);
            cr_assert_eq(status, bob_machine_run(reference.m), "depth %u, arena %llu", depth,
                         (unsigned long long)arena);
            compare("limits", p, &r, &reference, false);
            reached[status == BOB_OK]++;
            end(&r);
            end(&reference);
        }
    cr_assert(reached[0] > 60 && reached[1] > 60);
    bob_program_free(p);
}

/* A hundred thousand frames deep, in slices, saved and restored in the middle; and not at all. */
Test(test_slices, very_deep)
{
    static const char text[] = "def sum(n, x):\n    if n == 0:\n        return x\n"
                               "    return sum(n - 1, x * 3 % 1000003) + n\n"
                               "print(sum(100000, 1), sum(99999, 2))\n";
    BobProgram *p = load(text);
    uint64_t seed = 1;
    unsigned k;
    for (k = 0; k < 3; k++) {
        Run r = {0}, reference = r;
        unsigned slices = 0;
        start(&r, p, "typed", MOST_FRAMES, MOST_VALUES);
        start(&reference, p, "switch", MOST_FRAMES, MOST_VALUES);
        while (bob_machine_run_slice(r.m, 10000 + 177777 * k) == BOB_YIELDED)
            if (k > 0 && ++slices % 4 == 0)
                move(p, &r, &seed);
        cr_assert_eq(bob_machine_run(reference.m), BOB_OK);
        compare("very deep", p, &r, &reference, false);
        end(&r);
        end(&reference);
    }
    bob_program_free(p);
}

/* Neither slices nor a restore leave frames that are converted one by one: typed code is
 * left for the ends of slices and little else. */
Test(test_slices, returns_stay_typed)
{
    static const char text[] = "def sum(n):\n    if n == 0:\n        return 0\n"
                               "    return sum(n - 1) + n\n"
                               "print(sum(50000))\n";
    BobProgram *p = load(text);
    unsigned k;
    for (k = 0; k < 2; k++) {
        Run r = {0};
        BobWatchTotals n;
        uint64_t slices = 0;
        start(&r, p, "typed", MOST_FRAMES, MOST_VALUES);
        if (k == 1) { /* at the bottom, all frames canonical */
            Text bytes;
            BobConfig c;
            cr_assert_eq(bob_machine_run_slice(r.m, 400000), BOB_YIELDED);
            bytes = snapshot(p, r.m);
            bob_machine_free(r.m);
            configure(&c, &r, "typed");
            cr_assert_eq(bob_machine_restore(p, &c, bytes.bytes, bytes.size, &r.m, NULL), BOB_OK);
            text_free(&bytes);
            cr_assert_gt(bob_machine_depth(r.m), 20000);
        }
        cr_assert_eq(bob_machine_watch(r.m), BOB_OK);
        while (bob_machine_run_slice(r.m, 5000) == BOB_YIELDED)
            slices++;
        cr_assert(bob_watch_totals(r.m, &n));
        cr_assert_gt(slices, 20);
        cr_assert_lt(n.traps, 4 * slices, "%llu in %llu slices", (unsigned long long)n.traps,
                     (unsigned long long)slices);
        end(&r);
    }
    bob_program_free(p);
}

/* Interrupted wherever it happens to be, and gone on with: at a boundary, in the reference's state
 * there. */
static int interrupt_at(void *ctx, const char *bytes, size_t n)
{
    (void)bytes;
    (void)n;
    bob_machine_interrupt(*(BobMachine **)ctx);
    return 0;
}

Test(test_slices, interrupted_in_the_deep)
{
    static const char text[] =
        "def down(n):\n    if n % 17 == 0:\n        print(n)\n    if n == 0:\n        return 0\n"
        "    r = down(n - 1)\n    if n % 13 == 0:\n        print(n, r)\n    return r + n\n"
        "for i in range(3):\n    print(down(300 + i))\n";
    BobProgram *p = load(text);
    const char *engine;
    unsigned e;
    for (e = 0; (engine = bob_engine_name(e, NULL)) != NULL; e++) {
        BobMachine *m = NULL;
        Run reference = {0};
        BobConfig c;
        BobStatus status;
        unsigned stops = 0;
        bob_config_init(&c);
        c.engine = engine;
        c.warm_up = 0;
        c.write = interrupt_at;
        c.write_ctx = &m;
        cr_assert_eq(bob_machine_new(p, &c, 0, NULL, &m, NULL), BOB_OK);
        start(&reference, p, "switch", c.depth, c.arena);
        while ((status = bob_machine_run(m)) == BOB_YIELDED) {
            Text x, y;
            uint64_t n = bob_machine_instructions(m) - bob_machine_instructions(reference.m);
            stops++;
            cr_assert_eq(bob_machine_run_slice(reference.m, n), BOB_YIELDED);
            x = state(m);
            y = state(reference.m);
            cr_assert(text_same(&x, &y), "%s, stop %u", engine, stops);
            text_free(&x);
            text_free(&y);
        }
        cr_assert_eq(status, BOB_OK);
        cr_assert_gt(stops, 100, "%s", engine);
        bob_machine_free(m);
        end(&reference);
    }
    bob_program_free(p);
}
