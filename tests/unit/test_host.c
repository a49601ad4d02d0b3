/* Functions that a host calls: in which states, in every engine, whole and in slices, over
 * snapshots; globals, handles, and what calls leave on the heap. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/bobbin.h"
#include "tests/machines.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char assembly[] = ".func main\nPUSH_CONST 3\nSTORE_NAME x\nPUSH_CONST 9\nHALT\n"
                               ".func twice n\nLOAD_NAME n\nPUSH_CONST 2\nMUL\nRETURN_VAL\n"
                               ".func get\nLOAD_NAME x\nRETURN_VAL\n"
                               ".func stop n\nLOAD_NAME n\nCALL_FUNC stop2\nRETURN_VAL\n"
                               ".func stop2 n\nLOAD_NAME n\nHALT\n"
                               ".func leave n\nLOAD_NAME n\nEXIT\n"
                               ".func spin\nagain: JUMP again\n";

static const char python[] = "total = 0\n"
                             "kept = []\n"
                             "name = 'ab' + str(total)\n"
                             "def sum_of(xs):\n"
                             "    s = 0\n"
                             "    for x in xs:\n"
                             "        s += x\n"
                             "    return s\n"
                             "def deep(n):\n"
                             "    return 0 if n == 0 else deep(n - 1) + 1\n"
                             "def add(n):\n"
                             "    global total\n"
                             "    total += n\n"
                             "    return total\n"
                             "def divide(a, b):\n"
                             "    return a // b\n"
                             "def keep(x):\n"
                             "    kept.append(x)\n"
                             "    return len(kept)\n"
                             "def first():\n"
                             "    return kept[0]\n"
                             "def double(xs):\n"
                             "    return [x * 2 for x in xs]\n"
                             "def same(x):\n"
                             "    return x\n"
                             "def main():\n"
                             "    return 'the function'\n";

static BobProgram *load(const char *text, const char *name)
{
    BobProgram *p;
    BobError error;
    cr_assert_eq(bob_program_load(text, strlen(text), name, NULL, &p, &error), BOB_OK, "%s",
                 error.message);
    return p;
}

static BobConfig config_of(const char *engine)
{
    BobConfig c;
    bob_config_init(&c);
    c.engine = engine;
    c.warm_up = 0;
    return c;
}

static BobMachine *machine(const BobProgram *p, const char *engine)
{
    BobConfig c = config_of(engine);
    BobMachine *m;
    cr_assert_eq(bob_machine_new(p, &c, 0, NULL, &m, NULL), BOB_OK);
    return m;
}

static BobMachine *idle(const BobProgram *p, const char *engine)
{
    BobMachine *m = machine(p, engine);
    cr_assert_eq(bob_machine_run(m), BOB_OK);
    return m;
}

static int64_t call_1(BobMachine *m, const char *f, BobInput a)
{
    BobStatus status = bob_machine_call(m, f, &a, 1);
    cr_assert_eq(status, BOB_OK, "%s: %s", f, bob_machine_error(m)->message);
    return bob_machine_result(m).integer;
}

static void refused(BobMachine *m, BobStatus status, const char *message)
{
    cr_assert_eq(status, BOB_INVALID_ARGUMENT, "%s", message);
    cr_assert_str_eq(bob_machine_error(m)->message, message);
    cr_assert_eq(bob_machine_error(m)->kind, BOB_INVALID_ARGUMENT);
}

Test(test_host, functions_of_assembly)
{
    BobProgram *p = load(assembly, "a.boba");
    const char *engine;
    unsigned e;
    for (e = 0; (engine = bob_engine_name(e, NULL)) != NULL; e++) {
        BobMachine *m = idle(p, engine);
        BobInput arg = bob_in_int(21);
        BobView v;
        int64_t code;
        cr_assert_eq(bob_machine_result(m).integer, 9);
        cr_assert(bob_machine_global(m, "x", &v) && v.integer == 3);
        cr_assert_eq(call_1(m, "twice", bob_in_int(21)), 42);
        cr_assert_eq(bob_machine_call(m, "get", NULL, 0), BOB_OK);
        cr_assert_eq(bob_machine_result(m).integer, 3);
        cr_assert_eq(call_1(m, "stop", bob_in_int(5)), 5);
        cr_assert_eq(bob_machine_depth(m), 2);
        cr_assert_eq(bob_machine_call(m, "leave", &arg, 1), BOB_OK);
        cr_assert(bob_machine_exited(m, &code) && code == 21);
        cr_assert_eq(call_1(m, "twice", bob_in_int(-1)), -2);
        cr_assert_not(bob_machine_exited(m, &code));
        cr_assert_eq(bob_machine_depth(m), 0);
        cr_assert_eq(bob_machine_call(m, "main", NULL, 0), BOB_OK);
        cr_assert_eq(bob_machine_result(m).integer, 9);
        bob_machine_free(m);
    }
    bob_program_free(p);
}

Test(test_host, functions_of_python)
{
    BobProgram *p = load(python, "a.py");
    const int64_t ints[] = {1, 2, 3};
    const double floats[] = {0.5, 0.25};
    const char *engine;
    unsigned e;
    for (e = 0; (engine = bob_engine_name(e, NULL)) != NULL; e++) {
        BobMachine *m = idle(p, engine);
        BobInput two[] = {bob_in_int(7), bob_in_int(0)}, tuple = bob_in_ints(ints, 3);
        BobView v;
        tuple.type = BOB_TUPLE;
        cr_assert(bob_machine_global(m, "name", &v) && v.length == 3);
        cr_assert_eq(memcmp(v.text, "ab0", 3), 0);
        cr_assert_eq(call_1(m, "sum_of", bob_in_ints(ints, 3)), 6);
        cr_assert_eq(call_1(m, "sum_of", tuple), 6);
        (void)call_1(m, "sum_of", bob_in_floats(floats, 2));
        cr_assert_eq(bob_machine_result(m).number, 0.75);
        cr_assert_eq(call_1(m, "deep", bob_in_int(1000)), 1000);
        cr_assert_eq(call_1(m, "add", bob_in_int(5)), 5);
        cr_assert_eq(call_1(m, "add", bob_in_int(6)), 11);
        cr_assert(bob_machine_global(m, "total", &v) && v.integer == 11);
        cr_assert_eq(bob_machine_call(m, "divide", two, 2), BOB_DIVISION_BY_ZERO);
        cr_assert_str_eq(bob_machine_error(m)->function, "divide");
        cr_assert_eq(bob_machine_depth(m), 1);
        cr_assert_eq(bob_machine_run(m), BOB_DIVISION_BY_ZERO);
        two[1] = bob_in_int(2);
        cr_assert_eq(bob_machine_call(m, "divide", two, 2), BOB_OK);
        cr_assert_eq(bob_machine_error(m)->kind, BOB_OK);
        cr_assert_eq(bob_machine_result(m).integer, 3);
        cr_assert_eq(bob_machine_call(m, "main", NULL, 0), BOB_OK);
        cr_assert_eq(bob_machine_result(m).length, 12);
        cr_assert(bob_machine_global(m, "add", &v) && v.type == BOB_FUNC);
        cr_assert_not(bob_machine_global(m, "nothing", &v));
        bob_machine_free(m);
    }
    bob_program_free(p);
}

Test(test_host, slices_and_snapshots)
{
    BobProgram *p = load(python, "a.py");
    BobMachine *m = idle(p, "switch");
    BobInput thirty = bob_in_int(30);
    uint64_t before = bob_machine_instructions(m), whole;
    unsigned e, other = 0;
    const char *engine;
    (void)call_1(m, "deep", thirty);
    whole = bob_machine_instructions(m) - before;
    bob_machine_free(m);
    for (e = 0; (engine = bob_engine_name(e, NULL)) != NULL; e++) {
        BobStatus status;
        m = idle(p, engine);
        cr_assert_eq(bob_machine_begin(m, "deep", &thirty, 1), BOB_OK);
        while ((status = bob_machine_run_slice(m, 7)) == BOB_YIELDED) {
            BobConfig c = config_of(bob_engine_name(other, NULL));
            BobMachine *copy;
            BobError error;
            char *bytes;
            size_t n;
            cr_assert_eq(bob_machine_snapshot(m, &bytes, &n, &error), BOB_OK);
            cr_assert_eq(bob_machine_restore(p, &c, bytes, n, &copy, &error), BOB_OK, "%s",
                         error.message);
            bob_bytes_free(p, bytes, n);
            bob_machine_free(m);
            m = copy;
            other = bob_engine_name(other + 1, NULL) != NULL ? other + 1 : 0;
        }
        cr_assert_eq(status, BOB_OK);
        cr_assert_eq(bob_machine_result(m).integer, 30);
        cr_assert_eq(bob_machine_instructions(m), before + whole, "%s", engine);
        bob_machine_free(m);
    }
    bob_program_free(p);
}

Test(test_host, an_idle_machine_is_restored)
{
    BobProgram *p = load(python, "a.py");
    BobMachine *m = idle(p, NULL), *copy;
    BobInput text = bob_in_text("a text");
    BobConfig c = config_of("switch");
    BobError error;
    char *bytes, *again;
    size_t n, n2;
    BobView v;
    cr_assert_eq(call_1(m, "add", bob_in_int(5)), 5);
    cr_assert_eq(call_1(m, "keep", bob_in_list(&text, 1)), 1);
    cr_assert_eq(bob_machine_call(m, "first", NULL, 0), BOB_OK);
    cr_assert_eq(bob_machine_snapshot(m, &bytes, &n, &error), BOB_OK);
    cr_assert_eq(bob_machine_restore(p, &c, bytes, n, &copy, &error), BOB_OK, "%s", error.message);
    cr_assert_eq(bob_machine_run(copy), BOB_OK); /* it has ended */
    v = bob_view_item(bob_machine_result(copy), 0);
    cr_assert(v.length == 6 && memcmp(v.text, "a text", 6) == 0);
    cr_assert_eq(bob_machine_snapshot(copy, &again, &n2, &error), BOB_OK);
    cr_assert(n == n2 && memcmp(bytes, again, n) == 0);
    cr_assert_eq(call_1(copy, "add", bob_in_int(1)), 6);
    cr_assert_eq(call_1(m, "add", bob_in_int(1)), 6);
    bob_bytes_free(p, bytes, n);
    bob_bytes_free(p, again, n2);
    bob_machine_free(m);
    bob_machine_free(copy);
    bob_program_free(p);
}

Test(test_host, states)
{
    BobProgram *p = load(assembly, "a.boba"), *bad = load(".func main\nPUSH_CONST 1\nRAISE\n", "b");
    BobMachine *m = machine(p, NULL);
    BobInput one = bob_in_int(1);
    BobView v;
    refused(m, bob_machine_call(m, "get", NULL, 0),
            "no function can be called: the machine has not run yet");
    refused(m, bob_machine_abandon(m), "no call is under way: the machine has not run yet");
    refused(m, bob_machine_finish(m), "it can't be finished: the machine has not run yet");
    cr_assert_eq(bob_machine_set_global(m, "x", &one), BOB_OK);
    cr_assert_eq(bob_machine_run_slice(m, 2), BOB_YIELDED);
    cr_assert_eq(bob_machine_error(m)->kind, BOB_OK);
    cr_assert(bob_machine_global(m, "x", &v) && v.integer == 3); /* main's own */
    refused(m, bob_machine_set_global(m, "x", &one),
            "globals can't be set: the machine is running main");
    refused(m, bob_machine_abandon(m), "no call is under way: the machine is running main");
    cr_assert_eq(bob_machine_run(m), BOB_OK);
    refused(m, bob_machine_call(m, "nothing", NULL, 0), "no function is named 'nothing'");
    refused(m, bob_machine_call(m, "x", NULL, 0), "'x' is no function but of type int");
    refused(m, bob_machine_call(m, "get", &one, 1),
            "get() takes 0 positional arguments but 1 was given");
    refused(m, bob_machine_call(m, "twice", NULL, 0),
            "twice() missing 1 required positional argument: 'n'");
    refused(m, bob_machine_call(m, "twice", NULL, 1), "argument may not be NULL");
    refused(m, bob_machine_call(m, NULL, NULL, 0), "the name may not be NULL");
    refused(m, bob_machine_set_global(m, NULL, &one), "the name may not be NULL");
    refused(m, bob_machine_set_global(m, "x", NULL), "the value may not be NULL");
    refused(m, bob_machine_set_global(m, "y", &one), "the program has no name 'y'");
    cr_assert_eq(bob_machine_result(m).integer, 9); /* all that without effect */
    cr_assert_eq(bob_machine_run(m), BOB_OK);
    cr_assert_eq(bob_machine_error(m)->kind, BOB_OK);
    cr_assert_eq(bob_machine_set_global(m, "x", &one), BOB_OK);
    cr_assert_eq(bob_machine_call(m, "get", NULL, 0), BOB_OK);
    cr_assert_eq(bob_machine_result(m).integer, 1);
    cr_assert_eq(bob_machine_begin(m, "spin", NULL, 0), BOB_OK);
    cr_assert_eq(bob_machine_run_slice(m, 10), BOB_YIELDED);
    refused(m, bob_machine_call(m, "get", NULL, 0),
            "no function can be called: the machine is in a call");
    refused(m, bob_machine_set_global(m, "x", &one),
            "globals can't be set: the machine is in a call");
    bob_machine_set_fuel(m, bob_machine_instructions(m) + 5);
    cr_assert_eq(bob_machine_run(m), BOB_OUT_OF_FUEL); /* running */
    refused(m, bob_machine_call(m, "get", NULL, 0),
            "no function can be called: the machine is in a call");
    cr_assert_eq(bob_machine_abandon(m), BOB_OK);
    bob_machine_set_fuel(m, BOB_UNLIMITED);
    cr_assert_eq(bob_machine_depth(m), 0);
    cr_assert_eq(bob_machine_run(m), BOB_OK);
    cr_assert_eq(call_1(m, "twice", one), 2);
    cr_assert_eq(bob_machine_finish(m), BOB_OK);
    cr_assert_eq(bob_machine_result(m).integer, 2);
    refused(m, bob_machine_call(m, "get", NULL, 0),
            "no function can be called: the machine is finished");
    refused(m, bob_machine_finish(m), "it can't be finished: the machine is finished");
    bob_machine_free(m);
    m = machine(bad, NULL);
    cr_assert_eq(bob_machine_run(m), BOB_USER_ERROR);
    refused(m, bob_machine_call(m, "main", NULL, 0),
            "no function can be called: the machine has failed");
    cr_assert_eq(bob_machine_run(m), BOB_USER_ERROR);
    cr_assert_eq(bob_machine_error(m)->kind, BOB_USER_ERROR);
    bob_machine_free(m);
    bob_program_free(p);
    bob_program_free(bad);
}

/* ---- memory ---- */

Test(test_host, calls_leave_nothing)
{
    static const char *const functions[] = {"sum_of", "double", "same"};
    BobProgram *p = load(python, "a.py");
    const int64_t ten[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    unsigned f, i;
    for (f = 0; f < COUNT(functions); f++) {
        BobConfig c = config_of(NULL);
        BobInput in = bob_in_ints(ten, 10), nested[2];
        BobMachine *m;
        c.heap = 1 << 16;
        cr_assert_eq(bob_machine_new(p, &c, 0, NULL, &m, NULL), BOB_OK);
        cr_assert_eq(bob_machine_run(m), BOB_OK);
        nested[0] = bob_in_text("so much for a text");
        nested[1] = in;
        for (i = 0; i < 20000; i++)
            (void)call_1(m, functions[f], in);
        for (i = 0; i < 2000 && f == 2; i++)
            (void)call_1(m, functions[f], bob_in_list(nested, 2));
        bob_machine_free(m);
    }
    bob_program_free(p);
}

Test(test_host, what_the_program_keeps_stays)
{
    BobProgram *p = load(python, "a.py");
    BobConfig c = config_of(NULL);
    const int64_t ten[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    BobInput item = bob_in_ints(ten, 10);
    BobMachine *m;
    BobView kept, v;
    unsigned i;
    c.heap = 1 << 18;
    cr_assert_eq(bob_machine_new(p, &c, 0, NULL, &m, NULL), BOB_OK);
    cr_assert_eq(bob_machine_run(m), BOB_OK);
    for (i = 0; i < 20000; i++) {
        if (i % 200 == 0)
            (void)call_1(m, "keep", bob_in_list(&item, 1));
        else
            (void)call_1(m, "sum_of", item);
    }
    cr_assert(bob_machine_global(m, "kept", &kept));
    cr_assert_eq(kept.length, 100);
    for (i = 0; i < 100; i++) {
        size_t n;
        const int64_t *ints;
        v = bob_view_item(kept, i);
        cr_assert(v.type == BOB_LIST && v.length == 1);
        ints = bob_view_ints(bob_view_item(v, 0), &n);
        cr_assert(n == 10 && memcmp(ints, ten, sizeof ten) == 0);
    }
    bob_machine_free(m);
    bob_program_free(p);
}

Test(test_host, what_the_program_drops_later_goes_then)
{
    BobProgram *p =
        load("log = {}\ndef remember(k, v):\n    log[k] = v\n    return len(log)\n", "a.py");
    BobConfig c = config_of(NULL);
    BobInput text = bob_in_text("some thirty bytes of a long text"), args[2];
    BobMachine *m;
    BobView v, key, value;
    unsigned i;
    c.heap = 1 << 16;
    cr_assert_eq(bob_machine_new(p, &c, 0, NULL, &m, NULL), BOB_OK);
    cr_assert_eq(bob_machine_run(m), BOB_OK);
    for (i = 0; i < 20000; i++) {
        args[0] = bob_in_int(i / 1000);
        args[1] = bob_in_list(&text, 1);
        cr_assert_eq(bob_machine_call(m, "remember", args, 2), BOB_OK, "%u: %s", i,
                     bob_machine_error(m)->message);
    }
    cr_assert(bob_machine_global(m, "log", &v) && v.length == 20);
    for (i = 0; i < 20; i++) {
        cr_assert(bob_view_pair(v, i, &key, &value) && key.integer == i);
        cr_assert_eq(bob_view_item(value, 0).length, 32);
    }
    bob_machine_free(m);
    bob_program_free(p);
}

Test(test_host, globals_that_are_set_again_leave_nothing)
{
    BobProgram *p = load(python, "a.py");
    BobConfig c = config_of(NULL);
    BobInput text = bob_in_text("some thirty bytes of a long text"), list = bob_in_list(&text, 1);
    BobMachine *m;
    BobView v;
    unsigned i;
    c.heap = 1 << 16;
    cr_assert_eq(bob_machine_new(p, &c, 0, NULL, &m, NULL), BOB_OK);
    cr_assert_eq(bob_machine_run(m), BOB_OK);
    for (i = 0; i < 20000; i++)
        cr_assert_eq(bob_machine_set_global(m, "kept", &list), BOB_OK);
    cr_assert(bob_machine_global(m, "kept", &v) && v.length == 1);
    cr_assert_eq(bob_view_item(v, 0).length, 32);
    bob_machine_free(m);
    bob_program_free(p);
}

/* ---- handles ---- */

Test(test_host, handles)
{
    BobProgram *p = load(python, "a.py");
    BobMachine *m = idle(p, NULL), *other = idle(p, NULL);
    BobInput in = bob_in_list(NULL, 0), given = bob_in_none();
    uint64_t of_result, of_kept;
    BobView v;
    cr_assert_eq(bob_machine_call(m, "same", &in, 1), BOB_OK);
    of_result = bob_view_handle(m, bob_machine_result(m));
    cr_assert(bob_machine_global(m, "kept", &v));
    of_kept = bob_view_handle(m, v);
    cr_assert(of_result != 0 && of_kept != 0 && of_result != of_kept);
    cr_assert_eq(bob_view_handle(other, bob_machine_result(m)), 0);
    cr_assert_eq(bob_view_handle(m, (BobView){.type = BOB_INT}), 0);
    cr_assert_eq(bob_view_handle(NULL, v), 0);
    given.handle = of_result;
    refused(other, bob_machine_call(other, "same", &given, 1),
            "argument: a handle that is not, or no longer, one of this machine");
    cr_assert_eq(call_1(m, "keep", given), 1); /* the program refers to it now */
    cr_assert_eq(bob_machine_call(m, "same", &in, 1), BOB_OK);
    cr_assert_eq(bob_machine_call(m, "same", &given, 1), BOB_OK);
    cr_assert(bob_machine_global(m, "kept", &v));
    cr_assert_eq(bob_machine_result(m).object, bob_view_item(v, 0).object);
    given.handle = of_kept;
    cr_assert_eq(bob_machine_call(m, "same", &given, 1), BOB_OK);
    cr_assert_eq(bob_machine_result(m).object, v.object);
    /* what nothing refers to any more: its handle ends with the next call */
    cr_assert_eq(bob_machine_call(m, "double", &in, 1), BOB_OK);
    given.handle = bob_view_handle(m, bob_machine_result(m));
    cr_assert_neq(given.handle, 0);
    cr_assert_eq(bob_machine_call(m, "add", &(BobInput){.type = BOB_INT}, 1), BOB_OK);
    refused(m, bob_machine_call(m, "same", &given, 1),
            "argument: a handle that is not, or no longer, one of this machine");
    bob_machine_free(m);
    bob_machine_free(other);
    bob_program_free(p);
}

/* ---- misuse ---- */

typedef struct Inside {
    BobMachine *m;
    unsigned tried;
} Inside;

static int call_back(void *ctx, const char *bytes, size_t n)
{
    Inside *in = ctx;
    BobInput one = bob_in_int(1);
    BobView v;
    (void)bytes, (void)n;
    in->tried++;
    cr_expect_eq(bob_machine_call(in->m, "f", NULL, 0), BOB_INVALID_ARGUMENT);
    cr_expect_eq(bob_machine_begin(in->m, "f", NULL, 0), BOB_INVALID_ARGUMENT);
    cr_expect_eq(bob_machine_abandon(in->m), BOB_INVALID_ARGUMENT);
    cr_expect_eq(bob_machine_finish(in->m), BOB_INVALID_ARGUMENT);
    cr_expect_eq(bob_machine_set_global(in->m, "x", &one), BOB_INVALID_ARGUMENT);
    cr_expect_not(bob_machine_global(in->m, "x", &v));
    return 0;
}

Test(test_host, nothing_from_a_callback)
{
    BobProgram *p = load("x = 2\nprint(x)\ndef f():\n    print(x)\n    return x\n", "a.py");
    BobConfig c = config_of(NULL);
    Inside in = {NULL, 0};
    c.write = call_back;
    c.write_ctx = &in;
    cr_assert_eq(bob_machine_new(p, &c, 0, NULL, &in.m, NULL), BOB_OK);
    cr_assert_eq(bob_machine_run(in.m), BOB_OK);
    cr_assert_eq(bob_machine_call(in.m, "f", NULL, 0), BOB_OK);
    cr_assert_eq(bob_machine_result(in.m).integer, 2);
    cr_assert_eq(in.tried, 2);
    bob_machine_free(in.m);
    bob_program_free(p);
}

Test(test_host, null)
{
    BobInput one = bob_in_int(1);
    BobView v;
    size_t n = 7;
    cr_assert_eq(bob_machine_call(NULL, "f", NULL, 0), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_begin(NULL, "f", NULL, 0), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_abandon(NULL), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_finish(NULL), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_set_global(NULL, "f", &one), BOB_INVALID_ARGUMENT);
    cr_assert_not(bob_machine_global(NULL, "f", &v));
    cr_assert(bob_view_ints((BobView){.type = BOB_NONE}, &n) == NULL && n == 0);
    cr_assert(bob_view_floats((BobView){.type = BOB_LIST}, NULL) == NULL);
}

/* ---- what the Python compiler knows of a function holds for a host's calls too ---- */

Test(test_host, python_functions_as_a_host_calls_them)
{
    static const char text[] = "import sys\n"
                               "def power(a, b=2, *rest, c=10):\n"
                               "    return a ** b + c + len(rest)\n"
                               "print(power(1))\n"
                               "def unused(p):\n" /* nothing of the program says what p is */
                               "    y = p\n"
                               "    if len(p) > 3:\n"
                               "        y = [1]\n"
                               "    return len(y)\n"
                               "if len(sys.argv) > 9:\n"
                               "    def absent():\n"
                               "        return 1\n"
                               "    never = [1]\n"
                               "def outer():\n"
                               "    def inner():\n"
                               "        return 1\n"
                               "    return inner()\n"
                               "def make(n):\n"
                               "    def add(x):\n"
                               "        return x + n\n"
                               "    return add\n"
                               "add_3 = make(3)\n"
                               "def twice(f):\n"
                               "    return lambda x: f(f(x))\n"
                               "@twice\n"
                               "def more(x):\n"
                               "    return x + 1\n"
                               "def again():\n"
                               "    return 1\n"
                               "def again():\n"
                               "    return 2\n";
    BobProgram *p = load(text, "a.py");
    const int64_t ints[] = {1, 2, 3};
    const char *engine;
    unsigned e, i;
    for (e = 0; (engine = bob_engine_name(e, NULL)) != NULL; e++) {
        BobMachine *m = idle(p, engine);
        BobInput args[] = {bob_in_int(2), bob_in_int(3), bob_in_int(4)};
        uint64_t list;
        BobView v;
        cr_assert_eq(call_1(m, "power", args[0]), 14);
        cr_assert_eq(bob_machine_call(m, "power", args, 2), BOB_OK);
        cr_assert_eq(bob_machine_result(m).integer, 18);
        cr_assert_eq(bob_machine_call(m, "power", args, 3), BOB_OK);
        cr_assert_eq(bob_machine_result(m).integer, 19);
        cr_assert(bob_machine_global(m, "power", &v) && v.type == BOB_FUNC);
        cr_assert_eq(memcmp(v.text, "power", 6), 0);
        refused(m, bob_machine_call(m, "power", NULL, 0),
                "power() missing 1 required positional argument: 'a'");
        for (i = 0; i < 3; i++)
            cr_assert_eq(call_1(m, "unused", bob_in_ints(ints, 3)), 3);
        list = bob_view_handle(m, (bob_machine_global(m, "more", &v), v));
        cr_assert_neq(list, 0);
        refused(m, bob_machine_call(m, "absent", NULL, 0), "no function is named 'absent'");
        refused(m, bob_machine_call(m, "inner", NULL, 0), "no function is named 'inner'");
        refused(m, bob_machine_call(m, "main", NULL, 0), "no function is named 'main'");
        cr_assert_not(bob_machine_global(m, "never", &v));
        cr_assert_eq(bob_machine_call(m, "outer", NULL, 0), BOB_OK);
        cr_assert_eq(bob_machine_result(m).integer, 1);
        cr_assert_eq(call_1(m, "add_3", args[0]), 5);
        cr_assert_eq(call_1(m, "more", args[0]), 4);
        cr_assert_eq(bob_machine_call(m, "again", NULL, 0), BOB_OK);
        cr_assert_eq(bob_machine_result(m).integer, 2);
        bob_machine_free(m);
    }
    bob_program_free(p);
}

/* ---- views ---- */

Test(test_host, views)
{
    static const char text[] = "table = {'a': 1, 'b': [1.5, 2.5], (1, 2): None}\n"
                               "gone = {1: 1, 2: 2, 3: 3}\n"
                               "del gone[2]\n"
                               "deep = []\n"
                               "for i in range(1500):\n"
                               "    deep = [deep]\n"
                               "def same(x):\n"
                               "    return x\n"
                               "def get(d, k):\n"
                               "    return d[k]\n";
    BobProgram *p = load(text, "a.py");
    BobMachine *m = idle(p, NULL);
    BobInput pairs[] = {bob_in_text("k"), bob_in_int(1),    bob_in_text("l"),
                        bob_in_int(2),    bob_in_text("k"), bob_in_int(3)};
    BobInput two[2], list = bob_in_list(NULL, 0);
    BobView v, key, value;
    char buffer[64];
    size_t n;
    cr_assert(bob_machine_global(m, "table", &v) && v.type == BOB_DICT && v.length == 3);
    cr_assert(bob_view_pair(v, 1, &key, &value));
    cr_assert(key.length == 1 && key.text[0] == 'b');
    cr_assert(bob_view_floats(value, &n) != NULL && n == 2 && bob_view_floats(value, &n)[1] == 2.5);
    cr_assert(bob_view_ints(value, &n) == NULL && n == 0);
    cr_assert_not(bob_view_pair(v, 3, &key, &value));
    cr_assert_not(bob_view_pair(value, 0, &key, &value));
    n = bob_view_repr(v, buffer, sizeof buffer);
    cr_assert_str_eq(buffer, "{'a': 1, 'b': [1.5, 2.5], (1, 2): None}");
    cr_assert_eq(n, strlen(buffer));
    cr_assert_eq(bob_view_repr(v, buffer, 9), n);
    cr_assert_str_eq(buffer, "{'a': 1,");
    cr_assert_eq(bob_view_repr(v, NULL, 0), n);
    cr_assert(bob_machine_global(m, "gone", &v) && v.length == 2);
    cr_assert(bob_view_pair(v, 1, &key, &value) && key.integer == 3);
    cr_assert_not(bob_view_attribute(v, "x", &value));
    cr_assert(bob_machine_global(m, "deep", &v));
    (void)bob_view_repr(v, buffer, sizeof buffer);
    cr_assert_str_eq(buffer, "<list>");
    cr_assert(bob_machine_global(m, "same", &v));
    (void)bob_view_repr(v, buffer, sizeof buffer);
    cr_assert(strstr(buffer, "same") != NULL, "%s", buffer);
    (void)bob_view_repr((BobView){.type = BOB_NONE}, buffer, sizeof buffer);
    cr_assert_str_eq(buffer, "None");
    /* a dict in, with a key that comes twice */
    two[0] = bob_in_dict(pairs, 3);
    two[1] = bob_in_text("k");
    cr_assert_eq(bob_machine_call(m, "get", two, 2), BOB_OK, "%s", bob_machine_error(m)->message);
    cr_assert_eq(bob_machine_result(m).integer, 3);
    cr_assert_eq(bob_machine_call(m, "same", two, 1), BOB_OK);
    cr_assert_eq(bob_machine_result(m).length, 2);
    pairs[0] = list;
    refused(m, bob_machine_call(m, "same", two, 1),
            "argument: a key of type list, which is not hashable here");
    bob_machine_free(m);
    bob_program_free(p);
}
