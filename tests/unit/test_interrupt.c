/* bob_machine_interrupt: from a callback, another thread, a signal handler, before a run. */
#include <criterion/criterion.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/time.h>
#include <unistd.h>

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

static BobMachine *machine(const BobProgram *p, const char *engine, BobWrite write, void *ctx)
{
    BobMachine *m;
    BobConfig c;
    BobError error;
    bob_config_init(&c);
    c.engine = engine;
    c.warm_up = 0;
    c.write = write;
    c.write_ctx = ctx;
    cr_assert(bob_machine_new(p, &c, 0, NULL, &m, &error) == BOB_OK, "%s", error.message);
    return m;
}

/* 5,000,007 instructions, so that it takes several pieces. */
static const char count_down[] =
    ".func main\nPUSH_CONST 1000000\nSTORE_NAME n\n"
    "loop: LOAD_NAME n\nPUSH_CONST 1\nSUB\nDUP\nSTORE_NAME n\nJUMP_IF_TRUE loop\n"
    "PUSH_CONST \"end\"\nPRINT 1\nPUSH_CONST 7\nRETURN_VAL\n";

static const char endless[] = ".func main\nloop: NOP\nNOP\nJUMP loop\n";

Test(test_interrupt, before_a_run)
{
    BobProgram *p = load(count_down);
    const char *engine;
    unsigned e;
    for (e = 0; (engine = bob_engine_name(e, NULL)) != NULL; e++) {
        Text output = {NULL, 0, 0};
        BobMachine *m = machine(p, engine, text_write, &output);
        bob_machine_interrupt(m);
        bob_machine_interrupt(m); /* more than once is once */
        cr_assert_eq(bob_machine_run(m), BOB_YIELDED);
        cr_assert_eq(bob_machine_instructions(m), 0);
        cr_assert_eq(bob_machine_error(m)->kind, BOB_OK);
        cr_assert_eq(bob_machine_run_slice(m, 1000), BOB_YIELDED);
        cr_assert_eq(bob_machine_instructions(m), 1000);
        bob_machine_interrupt(m);
        cr_assert_eq(bob_machine_run_slice(m, 1000), BOB_YIELDED);
        cr_assert_eq(bob_machine_instructions(m), 1000);
        cr_assert_eq(bob_machine_run(m), BOB_OK);
        cr_assert_eq(bob_machine_instructions(m), 6000006);
        cr_assert_eq(bob_machine_result(m).integer, 7);
        cr_assert_str_eq(output.bytes, "end\n");
        bob_machine_interrupt(m); /* of one that has ended: nothing */
        cr_assert_eq(bob_machine_run(m), BOB_OK);
        bob_machine_free(m);
        text_free(&output);
    }
    bob_program_free(p);
}

/* Of one that is out of fuel: the next run, once it has more. */
Test(test_interrupt, out_of_fuel)
{
    BobProgram *p = load(count_down);
    BobMachine *m = machine(p, NULL, NULL, NULL);
    bob_machine_set_fuel(m, 5000);
    cr_assert_eq(bob_machine_run(m), BOB_OUT_OF_FUEL);
    bob_machine_interrupt(m);
    cr_assert_eq(bob_machine_run(m), BOB_OUT_OF_FUEL);
    bob_machine_set_fuel(m, BOB_UNLIMITED);
    cr_assert_eq(bob_machine_run(m), BOB_YIELDED);
    cr_assert_eq(bob_machine_instructions(m), 5000);
    cr_assert_eq(bob_machine_run(m), BOB_OK);
    bob_machine_free(m);
    bob_program_free(p);
}

typedef struct Caller {
    BobMachine *m;
    Text output;
    unsigned after; /* writes until it interrupts */
} Caller;

static int write_and_interrupt(void *ctx, const char *bytes, size_t n)
{
    Caller *c = ctx;
    if (c->after-- == 0)
        bob_machine_interrupt(c->m);
    return text_write(&c->output, bytes, n);
}

/* What interrupts itself while it writes comes back at the next instruction, the write done. */
Test(test_interrupt, from_the_callback)
{
    static const char *const texts[] = {
        ".func main\nloop: PUSH_CONST 1\nPRINT 1\nJUMP loop\n",
        ".func main\nloop: PUSH_CONST 1\nPUSH_CONST none\nPUSH_CONST none\n"
        "CALL_BUILTIN print_sep 3\nPOP\nJUMP loop\n"};
    static const uint64_t each[] = {3, 6}, at[] = {2, 4};
    const char *engine;
    unsigned e, k;
    for (k = 0; k < 2; k++) {
        BobProgram *p = load(texts[k]);
        for (e = 0; (engine = bob_engine_name(e, NULL)) != NULL; e++) {
            Caller c = {.after = 4000};
            unsigned i;
            c.m = machine(p, engine, write_and_interrupt, &c);
            for (i = 1; i <= 3; i++) {
                cr_assert_eq(bob_machine_run(c.m), BOB_YIELDED);
                cr_assert_eq(c.output.size, 2 * (4000 * i + 1 + (i - 1)), "%s %zu", engine,
                             c.output.size);
                cr_assert_eq(bob_machine_instructions(c.m),
                             each[k] * (c.output.size / 2 - 1) + at[k]);
                c.after = 4000;
            }
            bob_machine_free(c.m);
            text_free(&c.output);
        }
        bob_program_free(p);
    }
}

static void *interrupt_soon(void *ctx)
{
    usleep(20000);
    bob_machine_interrupt(ctx);
    return NULL;
}

/* What never ends, and loops of every engine's own. */
Test(test_interrupt, from_a_thread)
{
    BobProgram *p = load(endless);
    const char *engine;
    unsigned e;
    for (e = 0; (engine = bob_engine_name(e, NULL)) != NULL; e++) {
        BobMachine *m = machine(p, engine, NULL, NULL);
        pthread_t thread;
        uint64_t before;
        cr_assert_eq(pthread_create(&thread, NULL, interrupt_soon, m), 0);
        cr_assert_eq(bob_machine_run(m), BOB_YIELDED);
        cr_assert_eq(pthread_join(thread, NULL), 0);
        before = bob_machine_instructions(m);
        cr_assert_gt(before, 0);
        cr_assert_eq(bob_machine_run_slice(m, 10), BOB_YIELDED);
        cr_assert_eq(bob_machine_instructions(m), before + 10);
        bob_machine_free(m);
    }
    bob_program_free(p);
}

/* Short formatting, again and again: ends where a text is another than it has to be. */
static const char formatting[] =
    ".func main\nloop: PUSH_CONST \"%a %d %s %d\"\nPUSH_CONST 1\nPUSH_CONST 2\nPUSH_CONST 3\n"
    "PUSH_CONST 4\nTUPLE_NEW 4\nCALL_BUILTIN mod 2\nPUSH_CONST \"1 2 3 4\"\nEQ\n"
    "JUMP_IF_FALSE end\n"
    "PUSH_CONST \"{!r} {} {:{}}\"\nPUSH_CONST 1\nPUSH_CONST 2\nPUSH_CONST 3\nPUSH_CONST 2\n"
    "CALL_BUILTIN str_format 5\nPUSH_CONST \"1 2  3\"\nEQ\n"
    "JUMP_IF_TRUE loop\nend: PUSH_CONST 7\nRETURN_VAL\n";

typedef struct Nagger {
    BobMachine *m;
    atomic_bool ended;
} Nagger;

static void *interrupt_always(void *ctx)
{
    Nagger *n = ctx;
    while (!atomic_load(&n->ended))
        bob_machine_interrupt(n->m);
    return NULL;
}

/* What is interrupted while it writes a short text has no effect, or all of it. */
Test(test_interrupt, short_texts)
{
    BobProgram *p = load(formatting);
    const char *engine;
    unsigned e, i;
    for (e = 0; (engine = bob_engine_name(e, NULL)) != NULL; e++) {
        Nagger n = {.m = machine(p, engine, NULL, NULL)};
        pthread_t thread;
        atomic_init(&n.ended, false);
        cr_assert_eq(pthread_create(&thread, NULL, interrupt_always, &n), 0);
        for (i = 0; i < 500; i++)
            cr_assert_eq(bob_machine_run(n.m), BOB_YIELDED, "%s", engine);
        atomic_store(&n.ended, true);
        cr_assert_eq(pthread_join(thread, NULL), 0);
        bob_machine_free(n.m);
    }
    bob_program_free(p);
}

static BobMachine *volatile in_signal;
static void on_alarm(int number)
{
    (void)number;
    bob_machine_interrupt(in_signal);
}

Test(test_interrupt, from_a_signal_handler)
{
    BobProgram *p = load(endless);
    struct itimerval soon = {{0, 0}, {0, 20000}};
    in_signal = machine(p, NULL, NULL, NULL);
    signal(SIGALRM, on_alarm);
    setitimer(ITIMER_REAL, &soon, NULL);
    cr_assert_eq(bob_machine_run(in_signal), BOB_YIELDED);
    bob_machine_free(in_signal);
    bob_program_free(p);
}

/* The same for runs that are traced or profiled. */
Test(test_interrupt, traced_and_profiled)
{
    BobProgram *p = load(count_down);
    int k;
    for (k = 0; k < 2; k++) {
        Text trace = {NULL, 0, 0};
        BobMachine *m = machine(p, NULL, NULL, NULL);
        cr_assert_eq(k == 0 ? bob_machine_trace(m, text_write, &trace) : bob_machine_profile(m),
                     BOB_OK);
        bob_machine_interrupt(m);
        cr_assert_eq(bob_machine_run_slice(m, 100), BOB_YIELDED);
        cr_assert_eq(bob_machine_instructions(m), 0);
        cr_assert_eq(bob_machine_run_slice(m, 100), BOB_YIELDED);
        cr_assert_eq(bob_machine_instructions(m), 100);
        bob_machine_free(m);
        text_free(&trace);
    }
    bob_program_free(p);
}

/* ---- in the middle of long instructions ---- */

/* Twice two lists that share their parts, 60 deep: 2^60 elements each. */
#define SHARED                                                                                     \
    ".func main\nPUSH_CONST 1\nLIST_NEW 1\nSTORE_NAME a\nPUSH_CONST 1\nLIST_NEW 1\nSTORE_NAME b\n" \
    "PUSH_CONST 60\nSTORE_NAME i\n"                                                                \
    "loop: LOAD_NAME a\nDUP\nLIST_NEW 2\nSTORE_NAME a\nLOAD_NAME b\nDUP\nLIST_NEW 2\nSTORE_NAME "  \
    "b\n"                                                                                          \
    "LOAD_NAME i\nPUSH_CONST 1\nSUB\nDUP\nSTORE_NAME i\nJUMP_IF_TRUE loop\n"
#define SHARED_COUNT (8 + 60 * 14)

/* What never ends: it stands before that instruction, again and again. */
Test(test_interrupt, endless_instructions)
{
    static const char *const ends[] = {
        "LOAD_NAME a\nLOAD_NAME b\nEQ\nHALT\n",
        "LOAD_NAME a\nLOAD_NAME b\nLIST_NEW 1\nIN\nHALT\n",
        "LOAD_NAME a\nLOAD_NAME b\nMAX\nHALT\n",
        "LOAD_NAME a\nLOAD_NAME b\nLIST_NEW 2\nCALL_BUILTIN sorted 1\nHALT\n",
    };
    static const unsigned before[] = {2, 3, 2, 3};
    size_t i;
    unsigned k;
    for (i = 0; i < sizeof ends / sizeof *ends; i++) {
        char text[2000];
        BobProgram *p;
        const char *engine;
        unsigned e;
        (void)snprintf(text, sizeof text, "%s%s", SHARED, ends[i]);
        p = load(text);
        for (e = 0; (engine = bob_engine_name(e, NULL)) != NULL; e++) {
            BobMachine *m = machine(p, engine, NULL, NULL);
            for (k = 0; k < 2; k++) {
                pthread_t thread;
                cr_assert_eq(pthread_create(&thread, NULL, interrupt_soon, m), 0);
                cr_assert_eq(bob_machine_run(m), BOB_YIELDED, "%s, program %zu", engine, i);
                cr_assert_eq(pthread_join(thread, NULL), 0);
                cr_assert_eq(bob_machine_instructions(m), SHARED_COUNT + before[i], "%s %zu: %llu",
                             engine, i, (unsigned long long)bob_machine_instructions(m));
                cr_assert_eq(bob_machine_error(m)->kind, BOB_OK);
            }
            bob_machine_free(m);
        }
        bob_program_free(p);
    }
}

typedef struct Poker {
    BobMachine *m;
    atomic_bool over;
} Poker;

static void *interrupt_often(void *ctx)
{
    Poker *p = ctx;
    unsigned i;
    for (i = 0; i < 5 && !atomic_load(&p->over); i++) {
        usleep(3000);
        bob_machine_interrupt(p->m);
    }
    return NULL;
}

/* What takes long and ends: interrupted or not it comes to the same. */
Test(test_interrupt, long_instructions)
{
#define N "PUSH_CONST 8000000\n"
#define A_LIST "PUSH_CONST 7\n" N "LIST_FILL\nSTORE_NAME a\n"
#define A_TEXT "PUSH_CONST \"ab \"\n" N "MUL\nSTORE_NAME a\n"
    static const char *const texts[] = {
        ".func main\n" A_LIST "LOAD_NAME a\nLEN\nRETURN_VAL\n",
        ".func main\n" A_LIST "LOAD_NAME a\nLOAD_NAME a\nADD\nLEN\nRETURN_VAL\n",
        ".func main\n" A_LIST "LOAD_NAME a\nPUSH_CONST 2\nMUL\nLEN\nRETURN_VAL\n",
        ".func main\n" A_LIST
        "LOAD_NAME a\nPUSH_CONST 1\nPUSH_CONST none\nSLICE_GET\nLEN\nRETURN_VAL\n",
        ".func main\n" A_LIST "LOAD_NAME a\nCALL_BUILTIN tuple 1\nLEN\nRETURN_VAL\n",
        ".func main\n" A_LIST "LOAD_NAME a\nCALL_BUILTIN sum 1\nRETURN_VAL\n",
        ".func main\n" A_LIST "LOAD_NAME a\nCALL_BUILTIN max 1\nRETURN_VAL\n",
        ".func main\n" A_LIST "LOAD_NAME a\nCALL_BUILTIN sorted 1\nLEN\nRETURN_VAL\n",
        ".func main\n" A_LIST "PUSH_CONST 8\nLOAD_NAME a\nIN\nRETURN_VAL\n",
        ".func main\n" A_TEXT "LOAD_NAME a\nLEN\nRETURN_VAL\n",
        ".func main\n" A_TEXT "LOAD_NAME a\nLOAD_NAME a\nADD\nLEN\nRETURN_VAL\n",
        ".func main\n" A_TEXT "LOAD_NAME a\nPUSH_CONST \"x\"\nCALL_BUILTIN find 2\nRETURN_VAL\n",
        ".func main\n" A_TEXT "LOAD_NAME a\nCALL_BUILTIN upper 1\nLEN\nRETURN_VAL\n",
        ".func main\n" A_TEXT "LOAD_NAME a\nCALL_BUILTIN strip 1\nLEN\nRETURN_VAL\n",
        ".func main\n" A_TEXT "LOAD_NAME a\nPUSH_CONST \"b\"\nPUSH_CONST \"cd\"\n"
        "CALL_BUILTIN replace 3\nLEN\nRETURN_VAL\n",
        ".func main\n" A_TEXT "LOAD_NAME a\nCALL_BUILTIN repr 1\nLEN\nRETURN_VAL\n",
        ".func main\nPUSH_CONST \"0\"\n" N "MUL\nTO_INT\nRETURN_VAL\n",
        ".func main\nPUSH_CONST \"7\"\n" N "MUL\nTO_FLOAT\nRETURN_VAL\n",
        (".func main\nPUSH_CONST \"ab \"\nPUSH_CONST 500000\nMUL\nCALL_BUILTIN split "
         "1\nLEN\nRETURN_VAL\n"),
    };
    size_t i;
    for (i = 0; i < sizeof texts / sizeof *texts; i++) {
        BobProgram *p = load(texts[i]);
        BobMachine *whole = machine(p, NULL, NULL, NULL), *m = machine(p, NULL, NULL, NULL);
        Poker poker = {.m = m};
        pthread_t thread;
        BobStatus status;
        cr_assert_eq(bob_machine_run(whole), BOB_OK, "%s", bob_machine_error(whole)->message);
        cr_assert_eq(pthread_create(&thread, NULL, interrupt_often, &poker), 0);
        while ((status = bob_machine_run(m)) == BOB_YIELDED)
            cr_assert_eq(bob_machine_error(m)->kind, BOB_OK);
        atomic_store(&poker.over, true);
        cr_assert_eq(pthread_join(thread, NULL), 0);
        cr_assert_eq(status, BOB_OK, "%s", texts[i]);
        cr_assert_eq(bob_machine_instructions(m), bob_machine_instructions(whole), "%s", texts[i]);
        cr_assert_eq(bob_machine_heap_bytes(m), bob_machine_heap_bytes(whole), "%s", texts[i]);
        cr_assert_eq(bob_machine_result(m).integer, bob_machine_result(whole).integer);
        bob_machine_free(m);
        bob_machine_free(whole);
        bob_program_free(p);
    }
}
