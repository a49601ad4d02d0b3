/* Asking: the run that stops at an ASK, answers in every engine, and what else may be done there;
 * clones, and trees of them. */
#include <criterion/criterion.h>
#include <pthread.h>

#include "core/base/hash.h"
#include "tests/machines.h"

static BobProgram *load(const char *text, const char *name)
{
    BobProgram *p;
    BobError e;
    cr_assert(bob_program_load(text, strlen(text), name, NULL, &p, &e) == BOB_OK, "%u: %s\n%s",
              e.line, e.message, text);
    return p;
}

static BobMachine *machine(const BobProgram *p, const char *engine, Text *output)
{
    BobConfig c;
    BobMachine *m;
    BobError e;
    bob_config_init(&c);
    c.engine = engine;
    c.warm_up = 0;
    c.heap = 1 << 20;
    if (output != NULL) {
        c.write = text_write;
        c.write_ctx = output;
    }
    cr_assert(bob_machine_new(p, &c, 0, NULL, &m, &e) == BOB_OK, "%s", e.message);
    return m;
}

static const char *asked_name(const BobMachine *m)
{
    BobAsk ask = {.size = sizeof ask};
    return bob_machine_ask(m, &ask) == BOB_OK ? ask.name : "nothing";
}

static BobStatus answer_int(BobMachine *m, int64_t i)
{
    BobInput in = bob_in_int(i);
    return bob_machine_answer(m, &in);
}

/* ---- what is asked ---- */

static const char prices[] = "from host import price, stock as left, unused\n"
                             "total = 0.0\n"
                             "for item in ['pear', 'fig']:\n"
                             "    total += price(item, 2) * left()\n"
                             "print(total)\n";

Test(test_ask, names_and_arguments)
{
    BobProgram *p = load(prices, "f.py");
    BobMachine *m = machine(p, NULL, NULL);
    BobAsk ask = {.size = sizeof ask};
    BobView v;
    cr_assert_str_eq(bob_program_ask(p, 0), "price");
    cr_assert_str_eq(bob_program_ask(p, 1), "stock");
    cr_assert_str_eq(bob_program_ask(p, 2), "unused");
    cr_assert_null(bob_program_ask(p, 3));
    cr_assert_null(bob_program_ask(NULL, 0));
    cr_assert_eq(bob_machine_ask(m, &ask), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_run(m), BOB_ASKED);
    cr_assert_eq(bob_machine_ask(m, &ask), BOB_OK);
    cr_assert(strcmp(ask.name, "price") == 0 && ask.index == 0 && ask.argc == 2);
    v = bob_machine_ask_argument(m, 0);
    cr_assert(v.type == BOB_STR && v.length == 4 && memcmp(v.text, "pear", 4) == 0);
    cr_assert_eq(bob_machine_ask_argument(m, 1).integer, 2);
    cr_assert_eq(bob_machine_ask_argument(m, 2).type, BOB_NONE);
    cr_assert_eq(bob_machine_ask_argument(m, SIZE_MAX).type, BOB_NONE);
    cr_assert_eq(bob_machine_run(m), BOB_ASKED); /* it is still there */
    cr_assert_eq(answer_int(m, 3), BOB_OK);
    cr_assert_eq(bob_machine_ask(m, &ask), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_ask_argument(m, 0).type, BOB_NONE);
    cr_assert_eq(answer_int(m, 3), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_run(m), BOB_ASKED);
    cr_assert_str_eq(asked_name(m), "stock");
    bob_machine_free(m);
    bob_program_free(p);
}

/* A structure of another version: as much of it is filled, and no more. */
Test(test_ask, sizes)
{
    BobProgram *p = load(prices, "f.py");
    BobMachine *m = machine(p, NULL, NULL);
    struct {
        BobAsk ask;
        uint64_t more;
    } newer = {.ask.size = sizeof newer, .more = 7};
    BobAsk older = {.size = offsetof(BobAsk, argc), .argc = 99}, none = {.size = 0};
    cr_assert_eq(bob_machine_run(m), BOB_ASKED);
    cr_assert_eq(bob_machine_ask(m, &newer.ask), BOB_OK);
    cr_assert(newer.ask.argc == 2 && newer.more == 0 && newer.ask.size == sizeof newer);
    cr_assert_eq(bob_machine_ask(m, &older), BOB_OK);
    cr_assert(older.argc == 99 && strcmp(older.name, "price") == 0);
    cr_assert_eq(bob_machine_ask(m, &none), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_ask(m, NULL), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_ask(NULL, &older), BOB_INVALID_ARGUMENT);
    bob_machine_free(m);
    bob_program_free(p);
}

/* ---- fuel ---- */

Test(test_ask, fuel)
{
    BobProgram *p = load(".func main\nASK a 0\nASK b 0\nHALT\n", NULL);
    BobMachine *m = machine(p, NULL, NULL);
    bob_machine_set_fuel(m, 0);
    cr_assert_eq(bob_machine_run(m), BOB_OUT_OF_FUEL);
    bob_machine_set_fuel(m, 10);
    cr_assert_eq(bob_machine_run(m), BOB_ASKED);
    cr_assert_eq(bob_machine_instructions(m), 0); /* counted when it is answered */
    cr_assert_eq(bob_machine_cost(m, 10), BOB_OUT_OF_FUEL);
    cr_assert_eq(bob_machine_error(m)->kind, BOB_OUT_OF_FUEL);
    cr_assert_eq(bob_machine_cost(m, UINT64_MAX), BOB_OUT_OF_FUEL);
    cr_assert_eq(bob_machine_instructions(m), 0);
    cr_assert_eq(bob_machine_cost(m, 7), BOB_OK);
    cr_assert_eq(bob_machine_cost(m, 2), BOB_OK); /* and the ASK itself */
    cr_assert_eq(bob_machine_cost(m, 1), BOB_OUT_OF_FUEL);
    cr_assert_eq(bob_machine_instructions(m), 9);
    cr_assert_eq(answer_int(m, 5), BOB_OK);
    cr_assert_eq(bob_machine_instructions(m), 10);
    cr_assert_eq(bob_machine_error(m)->kind, BOB_OK);
    cr_assert_eq(bob_machine_cost(m, 0), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_run(m), BOB_OUT_OF_FUEL);
    bob_machine_set_fuel(m, 11);
    cr_assert_eq(bob_machine_run(m), BOB_ASKED);
    bob_machine_set_fuel(m, 10); /* taken away again */
    cr_assert_eq(answer_int(m, 5), BOB_OUT_OF_FUEL);
    cr_assert_eq(bob_machine_run(m), BOB_OUT_OF_FUEL);
    bob_machine_set_fuel(m, BOB_UNLIMITED);
    cr_assert_eq(bob_machine_run(m), BOB_ASKED);
    cr_assert_eq(bob_machine_cost(m, (uint64_t)1 << 40), BOB_OK);
    cr_assert_eq(answer_int(m, 6), BOB_OK);
    cr_assert_eq(bob_machine_run(m), BOB_OK);
    cr_assert_eq(bob_machine_instructions(m), 12 + ((uint64_t)1 << 40));
    bob_machine_free(m);
    bob_program_free(p);
}

/* An interruption that comes while the host thinks is for the next run; the answer is given. */
Test(test_ask, interrupted)
{
    BobProgram *p = load(".func main\nASK a 0\nASK b 0\nHALT\n", NULL);
    BobMachine *m = machine(p, NULL, NULL);
    cr_assert_eq(bob_machine_run(m), BOB_ASKED);
    bob_machine_interrupt(m);
    cr_assert_eq(answer_int(m, 5), BOB_OK);
    cr_assert_eq(bob_machine_instructions(m), 1);
    cr_assert_eq(bob_machine_run(m), BOB_YIELDED);
    cr_assert_eq(answer_int(m, 5), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_run(m), BOB_ASKED);
    bob_machine_interrupt(m);
    cr_assert_eq(bob_machine_run(m), BOB_YIELDED);
    cr_assert_eq(bob_machine_run_slice(m, 0), BOB_YIELDED);
    cr_assert_eq(bob_machine_run_slice(m, 1), BOB_ASKED);
    bob_machine_free(m);
    bob_program_free(p);
}

/* ---- errors ---- */

Test(test_ask, errors)
{
    static const char text[] = ".func main\nPUSH_CONST 1\nASK a 1\nHALT\n";
    BobProgram *p = load(text, NULL);
    Text trace = {0};
    BobMachine *m = machine(p, NULL, NULL);
    BobInput none = bob_in_none();
    char long_text[600];
    memset(long_text, 'x', sizeof long_text);
    long_text[599] = '\0';
    cr_assert_eq(bob_machine_answer_error(m, "KeyError", "pear"), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_trace(m, text_write, &trace), BOB_OK);
    cr_assert_eq(bob_machine_run(m), BOB_ASKED);
    cr_assert_eq(bob_machine_answer_error(m, NULL, "pear"), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_answer_error(m, "", "pear"), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_answer_error(m, "KeyError", NULL), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_answer_error(m, "KeyError", "\xFF"), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_answer_error(NULL, "KeyError", "x"), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_answer_error(m, "KeyError", "pear"), BOB_OK);
    cr_assert_eq(bob_machine_answer(m, &none), BOB_INVALID_ARGUMENT);
    cr_assert_neq(bob_machine_run(m), BOB_ASKED);
    cr_assert_str_eq(bob_machine_error(m)->opcode, "ASK");
    cr_assert_eq(bob_machine_error(m)->ip, 1);
    cr_assert_eq(bob_machine_instructions(m), 1);
    cr_assert_not_null(strstr(bob_machine_error(m)->message, "pear"));
    cr_assert_not_null(strstr(trace.bytes, "\"status\":\"error\""));
    bob_machine_free(m);
    text_free(&trace);
    m = machine(p, NULL, NULL);
    cr_assert_eq(bob_machine_run(m), BOB_ASKED);
    cr_assert_eq(bob_machine_answer_error(m, "ValueError", long_text), BOB_OK);
    cr_assert_neq(bob_machine_run(m), BOB_OK);
    cr_assert_not_null(bob_machine_error(m)->long_message);
    cr_assert_not_null(strstr(bob_machine_error(m)->long_message, long_text));
    bob_machine_free(m);
    bob_program_free(p);
}

/* What can't be taken leaves the machine asking. */
Test(test_ask, answers_that_are_none)
{
    BobProgram *p = load(".func main\nASK a 0\nHALT\n", NULL);
    BobMachine *m = machine(p, NULL, NULL);
    static int64_t many[1 << 17];
    BobInput large = bob_in_ints(many, 1 << 17), bad = bob_in_str("\xFF", 1),
             stale = {.handle = 12345}, good = bob_in_ints(many, 3);
    uint64_t heap;
    cr_assert_eq(bob_machine_answer(m, &good), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_run(m), BOB_ASKED);
    heap = bob_machine_heap_bytes(m);
    cr_assert_eq(bob_machine_answer(m, &large), BOB_OUT_OF_MEMORY);
    cr_assert_eq(bob_machine_answer(m, &bad), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_answer(m, &stale), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_answer(m, NULL), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_answer(NULL, &good), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_heap_bytes(m), heap);
    cr_assert_eq(bob_machine_run(m), BOB_ASKED);
    cr_assert_eq(bob_machine_answer(m, &good), BOB_OK);
    cr_assert_eq(bob_machine_run(m), BOB_OK);
    cr_assert_eq(bob_machine_result(m).length, 3);
    bob_machine_free(m);
    bob_program_free(p);
}

/* ---- serving ---- */

typedef struct Serving {
    unsigned calls;
    Text snapshot;
    int64_t of_clone;
    enum { ANSWER, NOTHING, REFUSE, MISUSE, FORK } what;
    const BobProgram *program;
} Serving;

static BobStatus serve(void *ctx, BobMachine *m, const BobAsk *ask)
{
    Serving *s = ctx;
    BobInput five = bob_in_int(5), none = bob_in_none();
    BobMachine *copy = NULL;
    BobAsk again = {.size = sizeof again};
    BobError e;
    char *bytes;
    size_t n;
    s->calls++;
    cr_assert(ask->size == sizeof *ask && bob_machine_ask(m, &again) == BOB_OK);
    cr_assert(again.index == ask->index && again.argc == ask->argc);
    switch (s->what) {
    case ANSWER:
        break;
    case NOTHING:
        return BOB_OK;
    case REFUSE:
        return BOB_UNSUPPORTED;
    case MISUSE: /* what is not legal here has no effect */
        cr_assert_eq(bob_machine_run(m), BOB_INVALID_ARGUMENT);
        cr_assert_eq(bob_machine_run_slice(m, 1), BOB_INVALID_ARGUMENT);
        cr_assert_eq(bob_machine_trace(m, ignore_write, NULL), BOB_INVALID_ARGUMENT);
        cr_assert_eq(bob_machine_state_json(m, ignore_write, NULL), BOB_INVALID_ARGUMENT);
        cr_assert_eq(bob_machine_outcome_json(m, ignore_write, NULL), BOB_INVALID_ARGUMENT);
        cr_assert_eq(bob_machine_serve(m, NULL, 0), BOB_INVALID_ARGUMENT);
        bob_machine_set_fuel(m, 0);
        bob_machine_set_write(m, NULL, NULL);
        bob_machine_free(m);
        cr_assert_eq(bob_machine_cost(m, 4), BOB_OK);
        cr_assert_eq(bob_machine_answer(m, &five), BOB_OK);
        cr_assert_eq(bob_machine_answer(m, &none), BOB_INVALID_ARGUMENT);
        cr_assert_eq(bob_machine_cost(m, 1), BOB_INVALID_ARGUMENT);
        return BOB_OK;
    case FORK:
        cr_assert_eq(bob_machine_snapshot(m, &bytes, &n, &e), BOB_OK);
        text_write(&s->snapshot, bytes, n);
        bob_bytes_free(s->program, bytes, n);
        cr_assert_eq(bob_machine_clone(m, &copy, &e), BOB_OK);
        bob_machine_set_write(copy, NULL, NULL);
        cr_assert_eq(bob_machine_run(copy), BOB_ASKED);
        cr_assert_eq(answer_int(copy, 7), BOB_OK);
        cr_assert_eq(bob_machine_run(copy), BOB_OK);
        s->of_clone = bob_machine_result(copy).integer;
        bob_machine_free(copy);
        break;
    }
    return bob_machine_answer(m, &five);
}

static const char served[] =
    ".ask first\n.func main\nPUSH_CONST 1\nASK second 1\nDUP\nPRINT 1\nHALT\n";

Test(test_ask, serve)
{
    BobProgram *p = load(served, NULL);
    Serving s = {.what = ANSWER, .program = p};
    BobHost hosts[] = {{"first", serve, NULL}, {"second", serve, &s}, {"second", serve, NULL}};
    BobHost unnamed = {NULL, serve, &s}, idle = {"second", NULL, &s};
    Text out = {0};
    BobMachine *m = machine(p, NULL, &out);
    cr_assert_eq(bob_machine_serve(m, hosts, 1), BOB_ASKED);
    cr_assert_eq(bob_machine_serve(m, NULL, 0), BOB_ASKED);
    cr_assert_eq(bob_machine_serve(m, NULL, 1), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_serve(NULL, hosts, 3), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_serve(m, &unnamed, 1), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_serve(m, &idle, 1), BOB_INVALID_ARGUMENT);
    s.what = NOTHING;
    cr_assert_eq(bob_machine_serve(m, hosts, 3), BOB_INVALID_ARGUMENT);
    cr_assert_not_null(strstr(bob_machine_error(m)->message, "second has not answered"));
    s.what = REFUSE;
    cr_assert_eq(bob_machine_serve(m, hosts, 3), BOB_UNSUPPORTED);
    cr_assert_str_eq(asked_name(m), "second");
    s.what = MISUSE;
    cr_assert_eq(bob_machine_serve(m, hosts, 3), BOB_OK);
    cr_assert_str_eq(out.bytes, "5\n");
    cr_assert_eq(bob_machine_instructions(m), 5 + 4);
    cr_assert_eq(s.calls, 3);
    bob_machine_free(m);
    s.what = FORK;
    m = machine(p, NULL, NULL);
    cr_assert_eq(bob_machine_serve(m, hosts, 3), BOB_OK);
    cr_assert(s.of_clone == 7 && bob_machine_result(m).integer == 5);
    bob_machine_free(m);
    text_free(&s.snapshot);
    text_free(&out);
    bob_program_free(p);
}

/* Neither answers nor clones while a machine runs. */
static int misuse_write(void *ctx, const char *bytes, size_t n)
{
    BobMachine *m = *(BobMachine **)ctx, *copy = NULL;
    BobInput in = bob_in_none();
    BobAsk ask = {.size = sizeof ask};
    (void)bytes, (void)n;
    cr_assert_eq(bob_machine_answer(m, &in), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_answer_error(m, "KeyError", "x"), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_cost(m, 0), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_ask(m, &ask), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_ask_argument(m, 0).type, BOB_NONE);
    cr_assert_eq(bob_machine_clone(m, &copy, NULL), BOB_INVALID_ARGUMENT);
    cr_assert_null(copy);
    cr_assert_eq(bob_machine_serve(m, NULL, 0), BOB_INVALID_ARGUMENT);
    bob_machine_set_write(m, NULL, NULL);
    return 0;
}

Test(test_ask, in_callbacks)
{
    BobProgram *p = load(served, NULL);
    BobMachine *m = machine(p, NULL, NULL);
    bob_machine_set_write(m, misuse_write, &m);
    cr_assert_eq(bob_machine_run(m), BOB_ASKED);
    cr_assert_eq(answer_int(m, 5), BOB_OK);
    cr_assert_eq(bob_machine_run(m), BOB_OK);
    bob_machine_free(m);
    bob_program_free(p);
}

/* ---- snapshots and engines ---- */

static const char sums[] =
    ".func main\nPUSH_CONST 0\nSTORE_NAME s\nPUSH_CONST 300\nSTORE_NAME n\n"
    "loop: LOAD_NAME n\nCALL_FUNC f\nLOAD_NAME s\nADD\nSTORE_NAME s\n"
    "LOAD_NAME n\nPUSH_CONST 1\nSUB\nDUP\nSTORE_NAME n\nJUMP_IF_TRUE loop\n"
    "LOAD_NAME s\nPRINT 1\nASK text 0\nASK list 1\nHALT\n"
    ".func f x\nPUSH_CONST 2\nLOAD_NAME x\nASK argument 1\nMUL\nRETURN_VAL\n";

/* Taken at each ask of a run, restored and cloned, and gone on with in other engines. */
Test(test_ask, snapshots)
{
    BobProgram *p = load(sums, NULL);
    Seen expected = {0}, got = {0};
    BobMachine *m = machine(p, "switch", &expected.output);
    unsigned i, asked;
    seen_take(&expected, m, p, answered_run(m));
    bob_machine_free(m);
    for (i = 0; bob_engine_name(i, NULL) != NULL; i++) {
        const char *engine = bob_engine_name(i, NULL);
        got.output.size = 0;
        m = machine(p, engine, &got.output);
        for (asked = 0; bob_machine_run(m) == BOB_ASKED; asked++) {
            BobMachine *copy;
            BobConfig c;
            char *a, *b;
            size_t n, k;
            BobError e;
            cr_assert_eq(bob_machine_snapshot(m, &a, &n, &e), BOB_OK);
            cr_assert_eq(bob_machine_clone(m, &copy, &e), BOB_OK);
            cr_assert_eq(bob_machine_snapshot(copy, &b, &k, &e), BOB_OK);
            cr_assert(n == k && memcmp(a, b, n) == 0);
            bob_bytes_free(p, b, k);
            bob_machine_free(copy);
            if (asked % 3 == 0) {
                bob_config_init(&c);
                c.engine = bob_engine_name((i + asked) % 17, NULL);
                c.warm_up = 0;
                c.write = text_write;
                c.write_ctx = &got.output;
                bob_machine_free(m);
                cr_assert_eq(bob_machine_restore(p, &c, a, n, &m, &e), BOB_OK);
                cr_assert_eq(answer_int(m, 1), BOB_INVALID_ARGUMENT);
                cr_assert_eq(bob_machine_run(m), BOB_ASKED);
            }
            bob_bytes_free(p, a, n);
            cr_assert_eq(answer_ask(m), BOB_OK);
        }
        cr_assert_eq(asked, 302);
        seen_take(&got, m, p, bob_machine_run(m));
        got.heap_bytes = expected.heap_bytes;
        cr_assert_null(seen_difference(&expected, &got), "%s: %s", engine,
                       seen_difference(&expected, &got));
        bob_machine_free(m);
    }
    seen_free(&expected);
    seen_free(&got);
    bob_program_free(p);
}

/* A traced machine, answered: a line for each instruction, the ASK among them. */
Test(test_ask, traced)
{
    BobProgram *p = load(served, NULL);
    BobMachine *m = machine(p, NULL, NULL);
    Text trace = {0};
    unsigned lines = 0;
    const char *at;
    cr_assert_eq(bob_machine_trace(m, text_write, &trace), BOB_OK);
    cr_assert_eq(bob_machine_run(m), BOB_ASKED);
    cr_assert_null(strstr(trace.bytes, "\"ASK\""));
    cr_assert_eq(answer_int(m, 5), BOB_OK);
    cr_assert_not_null(strstr(trace.bytes, "\"op\":\"ASK\",\"operand\":257,\"name\":\"second\""));
    cr_assert_eq(bob_machine_run(m), BOB_OK);
    for (at = trace.bytes; (at = strchr(at, '\n')) != NULL; at++)
        lines++;
    cr_assert_eq(lines, 1 + 5 + 1);
    bob_machine_free(m);
    text_free(&trace);
    bob_program_free(p);
}

/* ---- clones ---- */

/* A game of 12 moves for which the host is asked: each state is forked for each answer. The path
 * to a leaf is then played by a machine of its own. */
static const char game[] = "from host import move\n"
                           "path = []\n"
                           "score = 0\n"
                           "for turn in range(12):\n"
                           "    m = move(turn, path)\n"
                           "    path.append(m)\n"
                           "    score = score * 3 % 1000 + len(m) * turn\n"
                           "print(score, path)\n";

static BobInput choice(unsigned bits, unsigned turn)
{
    return bob_in_text((bits >> turn & 1) != 0 ? "left" : "no");
}

static unsigned fork_tree(BobMachine *m, unsigned turn, unsigned bits, Text *leaves)
{
    BobMachine *copy;
    BobInput in;
    if (turn == 12) {
        Text *leaf = &leaves[bits];
        bob_machine_set_write(m, text_write, leaf);
        cr_assert_eq(bob_machine_run(m), BOB_OK);
        bob_machine_free(m);
        return 1;
    }
    cr_assert_eq(bob_machine_run(m), BOB_ASKED);
    cr_assert_eq(bob_machine_clone(m, &copy, NULL), BOB_OK);
    in = choice(0, turn);
    cr_assert_eq(bob_machine_answer(m, &in), BOB_OK);
    in = choice(1u << turn, turn);
    cr_assert_eq(bob_machine_answer(copy, &in), BOB_OK); /* it is where the other one was */
    return fork_tree(m, turn + 1, bits, leaves) +
           fork_tree(copy, turn + 1, bits | 1u << turn, leaves);
}

Test(test_ask, tree)
{
    static Text leaves[1 << 12];
    BobProgram *p = load(game, "game.py");
    unsigned i, turn;
    cr_assert_eq(fork_tree(machine(p, NULL, NULL), 0, 0, leaves), 1u << 12);
    for (i = 0; i < 1u << 12; i++) {
        Text out = {0};
        BobMachine *m = machine(p, i % 2 == 0 ? "switch" : "fused", &out);
        for (turn = 0; bob_machine_run(m) == BOB_ASKED; turn++) {
            BobInput in = choice(i, turn);
            cr_assert_eq(bob_machine_answer(m, &in), BOB_OK);
        }
        cr_assert(turn == 12 && text_same(&out, &leaves[i]), "%u: %s, not %s", i, leaves[i].bytes,
                  out.bytes);
        bob_machine_free(m);
        text_free(&out);
        text_free(&leaves[i]);
    }
    bob_program_free(p);
}

Test(test_ask, clones)
{
    BobProgram *p = load(sums, NULL);
    Ledger l = {0};
    BobConfig c;
    BobMachine *m, *copy;
    BobError e;
    uint64_t in_use, i;
    bob_config_init(&c);
    c.allocator = (BobAllocator){ledger_resize, &l};
    c.fuel = 1000;
    cr_assert_eq(bob_machine_new(p, &c, 0, NULL, &m, NULL), BOB_OK);
    cr_assert_eq(bob_machine_clone(NULL, &copy, &e), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_clone(m, NULL, &e), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_clone(m, &copy, NULL), BOB_OK); /* fresh */
    bob_machine_set_fuel(copy, BOB_UNLIMITED);
    cr_assert_eq(answered_run(copy), BOB_OK);
    cr_assert_eq(bob_machine_instructions(m), 0);
    bob_machine_free(copy);
    cr_assert_eq(answered_run(m), BOB_OUT_OF_FUEL);
    cr_assert_eq(bob_machine_clone(m, &copy, &e), BOB_OK);
    cr_assert_eq(bob_machine_error(copy)->kind, BOB_OUT_OF_FUEL);
    cr_assert_str_eq(bob_machine_error(copy)->message, bob_machine_error(m)->message);
    cr_assert_eq(answered_run(copy), BOB_OUT_OF_FUEL);
    bob_machine_set_fuel(copy, BOB_UNLIMITED);
    cr_assert_eq(answered_run(copy), BOB_OK);
    cr_assert_eq(answered_run(m), BOB_OUT_OF_FUEL);
    bob_machine_free(copy);
    in_use = l.in_use;
    for (i = 1, l.calls = 0, l.fail_at = 1; bob_machine_clone(m, &copy, &e) != BOB_OK; i++) {
        cr_assert(e.kind == BOB_OUT_OF_MEMORY && copy == NULL && l.in_use == in_use);
        l.calls = 0;
        l.fail_at = i + 1;
    }
    cr_assert_gt(i, 5);
    bob_machine_free(copy);
    bob_machine_free(m);
    cr_assert(l.in_use == 0 && l.wrong == 0);
    bob_program_free(p);
}

/* Idle machines: functions are called in the copy, of which the other knows nothing. */
Test(test_ask, idle_clones)
{
    static const char text[] = "from host import more\n"
                               "seen = []\n"
                               "def add(x):\n"
                               "    seen.append(x + more())\n"
                               "    return len(seen)\n"
                               "def bad():\n"
                               "    return 1 // 0\n"
                               "add(1)\n";
    BobProgram *p = load(text, "f.py");
    BobMachine *m = machine(p, NULL, NULL), *copy, *third;
    BobInput two = bob_in_int(2);
    BobView v;
    cr_assert_eq(answered_run(m), BOB_OK);
    cr_assert_eq(bob_machine_clone(m, &copy, NULL), BOB_OK);
    cr_assert_eq(bob_machine_call(copy, "add", &two, 1), BOB_ASKED);
    cr_assert_eq(bob_machine_clone(copy, &third, NULL), BOB_OK);
    cr_assert_eq(answer_int(copy, 10), BOB_OK);
    cr_assert_eq(bob_machine_run(copy), BOB_OK);
    cr_assert_eq(bob_machine_result(copy).integer, 2);
    cr_assert_eq(bob_machine_abandon(third), BOB_OK);
    cr_assert(bob_machine_global(third, "seen", &v) && v.length == 1);
    cr_assert(bob_machine_global(m, "seen", &v) && v.length == 1);
    cr_assert(bob_machine_global(copy, "seen", &v) && v.length == 2);
    cr_assert_eq(bob_machine_call(third, "bad", NULL, 0), BOB_DIVISION_BY_ZERO);
    bob_machine_free(copy);
    cr_assert_eq(bob_machine_clone(third, &copy, NULL), BOB_OK);
    cr_assert_eq(bob_machine_call(copy, "add", &two, 1), BOB_ASKED);
    cr_assert_eq(bob_machine_answer_error(copy, "ValueError", "no"), BOB_OK);
    cr_assert_eq(bob_machine_run(copy), BOB_VALUE_ERROR);
    cr_assert_eq(bob_machine_call(copy, "add", &two, 1), BOB_ASKED); /* it is idle */
    cr_assert_eq(bob_machine_finish(m), BOB_OK);
    bob_machine_free(copy);
    cr_assert_eq(bob_machine_clone(m, &copy, NULL), BOB_INVALID_ARGUMENT);
    bob_machine_free(m);
    bob_machine_free(third);
    m = machine(p, NULL, NULL);
    cr_assert_eq(bob_machine_run(m), BOB_ASKED);
    cr_assert_eq(bob_machine_answer_error(m, "ValueError", "no"), BOB_OK);
    cr_assert_eq(bob_machine_clone(m, &copy, NULL), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_run(m), BOB_VALUE_ERROR);
    bob_machine_free(m);
    bob_program_free(p);
}

/* The copy is not traced, and has its own number of everything. */
Test(test_ask, clone_of_a_traced_machine)
{
    BobProgram *p = load(served, NULL);
    BobMachine *m = machine(p, "fused", NULL), *copy;
    Text trace = {0};
    size_t size;
    cr_assert_eq(bob_machine_trace(m, text_write, &trace), BOB_OK);
    cr_assert_eq(bob_machine_run(m), BOB_ASKED);
    cr_assert_eq(bob_machine_clone(m, &copy, NULL), BOB_OK);
    cr_assert_str_eq(bob_machine_engine(m), "trace");
    cr_assert_str_eq(bob_machine_engine(copy), "fused");
    bob_machine_free(m);
    size = trace.size;
    cr_assert_eq(answer_int(copy, 9), BOB_OK);
    cr_assert_eq(bob_machine_run(copy), BOB_OK);
    cr_assert(bob_machine_result(copy).integer == 9 && trace.size == size);
    bob_machine_free(copy);
    text_free(&trace);
    bob_program_free(p);
}

/* Clones of one machine, each in a thread of its own. */
static void *in_thread(void *ctx)
{
    BobMachine *m = ctx;
    BobStatus status = answered_run(m);
    return status == BOB_OK ? m : NULL;
}

Test(test_ask, threads)
{
    BobProgram *p = load(sums, NULL);
    BobMachine *m = machine(p, NULL, NULL), *copies[8];
    pthread_t threads[8];
    void *result;
    unsigned i;
    cr_assert_eq(bob_machine_run(m), BOB_ASKED);
    for (i = 0; i < 8; i++) {
        cr_assert_eq(bob_machine_clone(m, &copies[i], NULL), BOB_OK);
        cr_assert_eq(pthread_create(&threads[i], NULL, in_thread, copies[i]), 0);
    }
    for (i = 0; i < 8; i++) {
        (void)pthread_join(threads[i], &result);
        cr_assert_eq(result, copies[i]);
        bob_machine_free(copies[i]);
    }
    bob_machine_free(m);
    bob_program_free(p);
}

/* "Unsupported" ends the program. */
Test(test_ask, unsupported)
{
    BobProgram *p = load(served, NULL);
    BobMachine *m = machine(p, NULL, NULL);
    cr_assert_eq(bob_machine_run(m), BOB_ASKED);
    cr_assert_eq(bob_machine_answer_error(m, "Unsupportd", "no"), BOB_INVALID_ARGUMENT);
    cr_assert_not_null(strstr(bob_machine_error(m)->message, "Unsupportd"));
    cr_assert_eq(bob_machine_answer_error(m, "Unsupported", "no such thing"), BOB_OK);
    cr_assert_eq(bob_machine_run(m), BOB_UNSUPPORTED);
    cr_assert_str_eq(bob_machine_error(m)->message, "no such thing");
    bob_machine_free(m);
    bob_program_free(p);
}
