/* 64 machines on 8 threads over shared programs, in every engine: whole, in slices, moved by
 * snapshots into other engines, traced, profiled, with output that fails, out of fuel and heap
 * and depth, interrupted by another thread. Each must come to what it came to alone. Run under
 * ThreadSanitizer or DRD, which see races that do no harm this time.
 *
 *   threads [ROUNDS] */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "core/bobbin_lab.h"
#include "tests/machines.h"

#define MACHINES 64
#define THREADS 8
#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

static const char *const sources[] = {
    "def f(n):\n    s = 0\n    for i in range(n):\n        if i % 3 == 1:\n            s += i * i\n"
    "        else:\n            s -= 1.5\n    return s\nprint(f(300), [f(k) for k in range(9)])\n",

    "words = []\nfor i in range(60):\n    words.append('w\xC3\xA9' + str(i * 7919 % 61))\n"
    "words.sort()\nprint(', '.join(words))\nprint(f'{len(words):>5} {words[3]!r} {1 / 3:.4f}')\n",

    "def fib(n):\n    if n < 2:\n        return n\n    return fib(n - 1) + fib(n - 2)\n"
    "print(fib(11), fib(12))\n",

    "def down(n):\n    return down(n + 1) + 1\nprint('down')\nprint(down(0))\n", /* too deep */

    "rows = []\nwhile True:\n    rows.append([len(rows), 0.5])\n", /* out of heap or fuel */

    "x = [3, 1, 2]\nfor i in range(40):\n    print(i, x[i % 3] // (30 - i))\n", /* divides by 0 */

    ".func main\nPUSH_CONST 0\nSTORE_NAME i\nmore: LOAD_NAME i\nPUSH_CONST 1\nADD\nDUP\n"
    "STORE_NAME i\nPRINT 1\nJUMP more\n", /* never ends */
};

typedef enum Kind { WHOLE, SLICES, MOVED, TRACED, PROFILED, KINDS } Kind;

/* One machine's orders, and what it came to alone. */
typedef struct Order {
    unsigned program;
    const char *engine, *other;
    Kind kind;
    bool output_fails;
    Seen expected;
} Order;

static BobProgram *programs[COUNT_OF(sources)];
static Order orders[MACHINES];
static atomic_uint next;
static atomic_ulong passed, failed;
static pthread_barrier_t start;

/* The machine that each thread runs now, for the one that interrupts. */
static struct Running {
    pthread_mutex_t lock;
    BobMachine *machine;
} running[THREADS];
static atomic_bool done;

typedef struct Output {
    Text text;
    bool fails;
} Output;

static int write_output(void *ctx, const char *bytes, size_t n)
{
    Output *o = ctx;
    return o->fails && o->text.size > 40 ? 1 : text_write(&o->text, bytes, n);
}

static void publish(struct Running *slot, BobMachine *m)
{
    if (slot == NULL)
        return;
    (void)pthread_mutex_lock(&slot->lock);
    slot->machine = m;
    (void)pthread_mutex_unlock(&slot->lock);
}

static void must(bool fine, const char *what)
{
    if (!fine) {
        printf("threads: %s\n", what);
        exit(70);
    }
}

static BobStatus run(BobMachine *m, uint64_t slice)
{
    BobStatus status;
    do /* also where it was interrupted */
        status = bob_machine_run_slice(m, slice);
    while (status == BOB_YIELDED);
    return status;
}

/* Another machine that goes on where this one is, in another engine. */
static BobMachine *moved(BobMachine *m, const Order *o, BobConfig *config)
{
    const BobProgram *p = programs[o->program];
    BobMachine *other;
    BobError error;
    char *bytes;
    size_t n;
    config->engine = o->other;
    must(bob_machine_snapshot(m, &bytes, &n, &error) == BOB_OK, error.message);
    must(bob_machine_restore(p, config, bytes, n, &other, &error) == BOB_OK, error.message);
    bob_bytes_free(p, bytes, n);
    return other;
}

static void carry_out(const Order *o, struct Running *slot, Seen *seen)
{
    const BobProgram *p = programs[o->program];
    Output output = {.fails = o->output_fails};
    Text trace = {0};
    BobConfig config;
    BobMachine *m, *before = NULL;
    BobError error;
    BobStatus status = BOB_YIELDED;
    bob_config_init(&config);
    config.engine = o->engine;
    config.warm_up = o->kind == SLICES ? 1 : 0;
    config.fuel = 20000;
    config.heap = 40000;
    config.depth = 200;
    config.arena = 4000;
    config.write = write_output;
    config.write_ctx = &output;
    must(bob_machine_new(p, &config, 0, NULL, &m, &error) == BOB_OK, error.message);
    if (o->kind == TRACED)
        must(bob_machine_trace(m, text_write, &trace) == BOB_OK, "no trace");
    if (o->kind == PROFILED)
        must(bob_machine_profile(m) == BOB_OK, "no profile");
    if (o->kind == MOVED) {
        while (status == BOB_YIELDED && bob_machine_instructions(m) < 700)
            status = bob_machine_run_slice(m, 700 - bob_machine_instructions(m));
        if (status == BOB_YIELDED) {
            before = m;
            m = moved(m, o, &config);
        }
    }
    publish(slot, m);
    if (status == BOB_YIELDED)
        status = run(m, o->kind == SLICES ? 333 : BOB_UNLIMITED);
    publish(slot, NULL);
    seen_take(seen, m, p, status);
    seen->output = output.text;
    bob_machine_free(before);
    bob_machine_free(m);
    text_free(&trace);
}

static void *work(void *at)
{
    struct Running *slot = at;
    unsigned i;
    (void)pthread_barrier_wait(&start); /* all make their machines at once */
    while ((i = atomic_fetch_add(&next, 1)) < MACHINES) {
        const Order *o = &orders[i];
        Seen seen = {.status = BOB_OK};
        const char *what;
        carry_out(o, slot, &seen);
        what = seen_difference(&o->expected, &seen);
        if (what == NULL) {
            atomic_fetch_add(&passed, 1);
        } else {
            atomic_fetch_add(&failed, 1);
            printf("machine %u (program %u, %s, kind %d): another %s\n", i, o->program, o->engine,
                   (int)o->kind, what);
        }
        seen_free(&seen);
    }
    return NULL;
}

static void *interrupt(void *unused)
{
    unsigned i;
    (void)unused;
    for (i = 0; !atomic_load(&done); i = (i + 1) % THREADS) {
        (void)pthread_mutex_lock(&running[i].lock);
        if (running[i].machine != NULL)
            bob_machine_interrupt(running[i].machine);
        (void)pthread_mutex_unlock(&running[i].lock);
        (void)sched_yield();
    }
    return NULL;
}

static void give_orders(void)
{
    unsigned i, engines = 0;
    while (bob_engine_name(engines, NULL) != NULL)
        engines++;
    for (i = 0; i < MACHINES; i++) {
        Order *o = &orders[i];
        /* 64 machines, every other one the default engine's; all programs and kinds with it */
        o->program = i % COUNT_OF(sources);
        o->engine = i % 2 == 0 ? bob_default_engine_name() : bob_engine_name(i / 2 % engines, NULL);
        o->other = bob_engine_name((i + 3) % engines, NULL);
        o->kind = (Kind)(i / 3 % KINDS);
        o->output_fails = i % 11 == 10;
        carry_out(o, NULL, &o->expected);
    }
}

int main(int argc, char **argv)
{
    unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 1, round;
    pthread_t threads[THREADS], interrupter;
    unsigned i;
    for (i = 0; i < COUNT_OF(sources); i++)
        must(bob_program_load(sources[i], strlen(sources[i]), "t", NULL, &programs[i], NULL) ==
                 BOB_OK,
             "a program is refused");
    give_orders();
    must(pthread_barrier_init(&start, NULL, THREADS) == 0, "no barrier");
    for (i = 0; i < THREADS; i++)
        must(pthread_mutex_init(&running[i].lock, NULL) == 0, "no lock");
    must(pthread_create(&interrupter, NULL, interrupt, NULL) == 0, "no thread");
    for (round = 0; round < rounds; round++) {
        atomic_store(&next, 0);
        for (i = 0; i < THREADS; i++)
            must(pthread_create(&threads[i], NULL, work, &running[i]) == 0, "no thread");
        for (i = 0; i < THREADS; i++)
            (void)pthread_join(threads[i], NULL);
    }
    atomic_store(&done, true);
    (void)pthread_join(interrupter, NULL);
    for (i = 0; i < MACHINES; i++)
        seen_free(&orders[i].expected);
    for (i = 0; i < COUNT_OF(sources); i++)
        bob_program_free(programs[i]);
    printf("%lu passed, %lu failed\n", (unsigned long)passed, (unsigned long)failed);
    return failed > 0 || passed == 0;
}
