/* The public interface: what a program that embeds Bobbin sees. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <pthread.h>

#include "core/base/hash.h"
#include "core/engines/engine.h"
#include "tests/machines.h"

static BobProgram *load(const char *text)
{
    BobProgram *p;
    BobError error;
    cr_assert(bob_program_load(text, strlen(text), "t", NULL, &p, &error) == BOB_OK, "%u: %s\n%s",
              error.line, error.message, text);
    return p;
}

static BobMachine *machine(const BobProgram *p, const BobConfig *c)
{
    BobMachine *m;
    BobError error;
    cr_assert(bob_machine_new(p, c, 0, NULL, &m, &error) == BOB_OK, "%s", error.message);
    return m;
}

static const char sum[] = /* of 1..1000, 13,006 instructions */
    ".func main\nPUSH_CONST 1000\nCALL_FUNC sum_to\nDUP\nPRINT 1\nHALT\n"
    ".func sum_to n\nPUSH_CONST 0\nSTORE_NAME acc\nloop: LOAD_NAME n\nJUMP_IF_FALSE "
    "done\nLOAD_NAME acc\n"
    "LOAD_NAME n\nADD\nSTORE_NAME acc\nLOAD_NAME n\nPUSH_CONST 1\nSUB\nSTORE_NAME n\nJUMP loop\n"
    "done: LOAD_NAME acc\nRETURN_VAL";
#define SUM_COUNT (1000 * 11 + 2 + 2 + 2 + 5)

Test(test_api, engines)
{
    const char *name, *summary;
    unsigned i, k, n = 0;
    for (i = 0; (name = bob_engine_name(i, &summary)) != NULL; i++, n++) {
        cr_assert(name[0] != '\0' && summary != NULL && summary[0] != '\0' &&
                  strchr(summary, '\n') == NULL);
        cr_assert_str_neq(name, "trace");
        for (k = 0; k < i; k++)
            cr_assert_str_neq(name, bob_engine_name(k, NULL));
    }
    cr_assert_gt(n, 0);
    cr_assert_null(bob_engine_name(n + 1, &summary));
    cr_assert_null(bob_engine_name(UINT32_MAX - 1, NULL));
}

/* Each engine runs or says why not, and tells all of what it counts or nothing. */
Test(test_api, engine_rows)
{
    const BobEngineRow *row;
    for (row = bob_engines; row->engine != NULL; row++) {
        const BobEngine *e = row->engine;
        bool watch = e->watch != NULL;
        cr_assert_neq(e->run == NULL, e->absent == NULL, "%s", row->name);
        cr_assert(watch == (e->totals != NULL) && watch == (e->sites != NULL) &&
                      watch == (e->listing != NULL),
                  "%s", row->name);
    }
}

Test(test_api, slices)
{
    static const uint64_t slices[] = {0, 1, 2, 3, 100, 1000, 12999, SUM_COUNT, BOB_UNLIMITED};
    BobProgram *p = load(sum);
    const char *engine;
    unsigned e;
    size_t i;
    for (e = 0; (engine = bob_engine_name(e, NULL)) != NULL; e++) {
        for (i = 0; i < sizeof slices / sizeof *slices; i++) {
            Text output = {NULL, 0, 0};
            BobConfig c;
            BobMachine *m;
            uint64_t last = 0, yields = 0;
            BobStatus status;
            bob_config_init(&c);
            c.warm_up = 0;
            c.engine = engine;
            c.write = text_write;
            c.write_ctx = &output;
            m = machine(p, &c);
            cr_assert_str_eq(bob_machine_engine(m), engine);
            cr_assert(bob_machine_instructions(m) == 0 && bob_machine_depth(m) == 1);
            if (slices[i] == 0) {
                cr_assert_eq(bob_machine_run_slice(m, 0), BOB_YIELDED);
                cr_assert_eq(bob_machine_instructions(m), 0);
                bob_machine_free(m);
                continue;
            }
            while ((status = bob_machine_run_slice(m, slices[i])) == BOB_YIELDED) {
                cr_assert_eq(bob_machine_instructions(m), last + slices[i]);
                cr_assert_eq(bob_machine_error(m)->kind, BOB_OK);
                cr_assert_eq(bob_machine_result(m).type, BOB_NONE);
                last += slices[i];
                yields++;
            }
            cr_assert(status == BOB_OK && bob_machine_instructions(m) == SUM_COUNT, "%llu",
                      (unsigned long long)bob_machine_instructions(m));
            cr_assert_eq(yields, (SUM_COUNT - 1) / slices[i]);
            cr_assert(bob_machine_result(m).type == BOB_INT &&
                      bob_machine_result(m).integer == 500500);
            cr_assert_str_eq(output.bytes, "500500\n");
            cr_assert_eq(bob_machine_output_bytes(m), 7);
            /* an ended machine stays ended */
            cr_assert(bob_machine_run(m) == BOB_OK && bob_machine_run_slice(m, 5) == BOB_OK);
            bob_machine_set_fuel(m, 1);
            cr_assert(bob_machine_run(m) == BOB_OK && bob_machine_instructions(m) == SUM_COUNT);
            bob_machine_free(m);
            text_free(&output);
        }
    }
    bob_program_free(p);
}

Test(test_api, fuel)
{
    BobProgram *p = load(sum);
    BobConfig c;
    BobMachine *m;
    uint64_t fuel;
    const char *engine;
    unsigned e;
    for (e = 0; (engine = bob_engine_name(e, NULL)) != NULL; e++) {
        bob_config_init(&c);
        c.warm_up = 0;
        c.engine = engine;
        c.fuel = 0;
        m = machine(p, &c);
        for (fuel = 0; fuel < SUM_COUNT; fuel += 997) {
            const BobError *error = bob_machine_error(m);
            bob_machine_set_fuel(m, fuel);
            cr_assert_eq(bob_machine_run(m), BOB_OUT_OF_FUEL);
            cr_assert(error->kind == BOB_OUT_OF_FUEL && error->instructions == fuel &&
                      error->opcode != NULL);
            cr_assert_eq(bob_machine_instructions(m), fuel);
            cr_assert_eq(bob_machine_run(m), BOB_OUT_OF_FUEL);
            bob_machine_set_fuel(m, fuel / 2); /* less than was spent */
            cr_assert_eq(bob_machine_run_slice(m, 10), BOB_OUT_OF_FUEL);
            cr_assert_eq(bob_machine_instructions(m), fuel);
        }
        bob_machine_set_fuel(m, SUM_COUNT - 1);
        cr_assert_eq(bob_machine_run(m), BOB_OUT_OF_FUEL);
        cr_assert_str_eq(bob_machine_error(m)->opcode, "HALT");
        bob_machine_set_fuel(m, SUM_COUNT);
        cr_assert_eq(bob_machine_run(m), BOB_OK);
        cr_assert(bob_machine_error(m)->kind == BOB_OK &&
                  bob_machine_error(m)->message[0] == '\0' &&
                  bob_machine_error(m)->function == NULL);
        cr_assert_eq(bob_machine_result(m).integer, 500500);
        bob_machine_free(m);
    }
    bob_program_free(p);
}

/* ---- results ---- */

Test(test_api, results)
{
    static const struct {
        const char *body;
        BobType type;
        const char *json;
    } rows[] = {
        {"PUSH_CONST none\nRETURN_VAL", BOB_NONE, "null"},
        {"HALT", BOB_NONE, "null"},
        {"PUSH_CONST true\nHALT", BOB_BOOL, "true"},
        {"PUSH_CONST -9223372036854775808\nHALT", BOB_INT, "-9223372036854775808"},
        {"PUSH_CONST 0.1\nHALT", BOB_FLOAT, "0.1"},
        {"PUSH_CONST nan\nHALT", BOB_FLOAT, "\"nan\""},
        {"PUSH_CONST \"\xC3\xA9\"\nHALT", BOB_STR, "\"\xC3\xA9\""},
        {"PUSH_CONST \"\"\nHALT", BOB_STR, "\"\""},
        {"PUSH_FUNC main\nHALT", BOB_FUNC, "\"<function main>\""},
        {"LIST_NEW 0\nDUP\nFREE\nRETURN_VAL", BOB_FREED, "\"<freed>\""},
        {"LIST_NEW 0\nDUP\nRELEASE\nHALT", BOB_FREED, "\"<freed>\""},
        {"TUPLE_NEW 0\nHALT", BOB_TUPLE, "[]"},
        {"PUSH_CONST 1\nPUSH_CONST 2\nHALT", BOB_INT, "2"},
    };
    BobConfig c;
    const char *engine;
    unsigned e;
    size_t i;
    bob_config_init(&c);
    c.warm_up = 0;
    for (e = 0; (engine = bob_engine_name(e, NULL)) != NULL; e++) {
        for (i = 0; i < sizeof rows / sizeof *rows; i++) {
            char text[300];
            Text json = {NULL, 0, 0};
            BobProgram *p;
            BobMachine *m;
            int64_t code;
            (void)snprintf(text, sizeof text, ".func main\n%s", rows[i].body);
            p = load(text);
            c.engine = engine;
            m = machine(p, &c);
            cr_assert_eq(bob_machine_run(m), BOB_OK);
            cr_assert_eq(bob_machine_result(m).type, rows[i].type, "%s", text);
            cr_assert_eq(bob_view_item(bob_machine_result(m), 0).type, BOB_NONE);
            cr_assert_not(bob_machine_exited(m, &code));
            cr_assert(bob_machine_outcome_json(m, text_write, &json) == BOB_OK);
            (void)snprintf(text, sizeof text, "\"result\":%s,", rows[i].json);
            cr_assert_not_null(strstr(json.bytes, text), "%s", json.bytes);
            bob_machine_free(m);
            bob_program_free(p);
            text_free(&json);
        }
    }
}

Test(test_api, views)
{
    BobProgram *p = load(".func main\nPUSH_CONST 1\nPUSH_CONST 2\nLIST_NEW 2\nPUSH_CONST "
                         "1.5\nLIST_NEW 1\nPUSH_CONST false\n"
                         "LIST_NEW 1\nPUSH_CONST \"a\"\nPUSH_CONST \"b\\x00c\"\nLIST_NEW "
                         "2\nPUSH_CONST none\nPUSH_FUNC f\nLIST_NEW 2\n"
                         "TUPLE_NEW 5\nHALT\n.func f x\nHALT");
    BobConfig c;
    BobMachine *m;
    BobView v, w;
    bob_config_init(&c);
    c.warm_up = 0;
    m = machine(p, &c);
    cr_assert_eq(bob_machine_run(m), BOB_OK);
    v = bob_machine_result(m);
    cr_assert(v.type == BOB_TUPLE && v.length == 5);
    w = bob_view_item(v, 0);
    cr_assert(w.type == BOB_LIST && w.length == 2 && bob_view_item(w, 1).integer == 2);
    w = bob_view_item(bob_view_item(v, 1), 0);
    cr_assert(w.type == BOB_FLOAT && w.number == 1.5);
    w = bob_view_item(bob_view_item(v, 2), 0);
    cr_assert(w.type == BOB_BOOL && !w.boolean);
    w = bob_view_item(bob_view_item(v, 3), 1);
    cr_assert(w.type == BOB_STR && w.length == 3 && memcmp(w.text, "b\0c", 3) == 0);
    w = bob_view_item(bob_view_item(v, 4), 0);
    cr_assert_eq(w.type, BOB_NONE);
    w = bob_view_item(bob_view_item(v, 4), 1);
    cr_assert(w.type == BOB_FUNC && w.length == 1 && w.text[0] == 'f');
    cr_assert_eq(bob_view_item(v, 5).type, BOB_NONE);
    cr_assert_eq(bob_view_item(v, SIZE_MAX).type, BOB_NONE);
    cr_assert_eq(bob_view_item(w, 0).type, BOB_NONE);
    bob_machine_free(m);
    bob_program_free(p);

    p = load(".func main\nPUSH_CONST -300\nEXIT");
    m = machine(p, &c);
    {
        int64_t code = 0;
        char *bytes;
        size_t n;
        BobError error;
        cr_assert_not(bob_machine_exited(m, &code));
        cr_assert_eq(bob_machine_run(m), BOB_OK);
        cr_assert(bob_machine_exited(m, &code) && code == -300);
        cr_assert_eq(bob_machine_result(m).type, BOB_NONE);
        cr_assert_eq(bob_machine_finish(m), BOB_OK);
        cr_assert_eq(bob_machine_snapshot(m, &bytes, &n, &error), BOB_INVALID_ARGUMENT);
    }
    bob_machine_free(m);
    bob_program_free(p);
}

/* ---- frames and errors ---- */

Test(test_api, frames)
{
    BobProgram *p = load(".source \"s.py\"\n.func main\n.line 10\nNOP\nPUSH_CONST 2\n.line "
                         "11\nCALL_FUNC f\n.line 12\nHALT\n"
                         ".func f n\n.line 3\nLOAD_NAME n\nPUSH_CONST 1\nSUB\nDUP\n.line "
                         "4\nJUMP_IF_FALSE 7\n.line 5\nCALL_FUNC f\n"
                         "RETURN_VAL\n.line 6\nPUSH_CONST 0\nMOD");
    BobConfig c;
    BobMachine *m;
    BobFrameInfo info;
    const BobError *e;
    const char *engine;
    unsigned k;
    bob_config_init(&c);
    c.warm_up = 0;
    for (k = 0; (engine = bob_engine_name(k, NULL)) != NULL; k++) {
        c.engine = engine;
        m = machine(p, &c);
        cr_assert(bob_machine_frame(m, 0, &info) && info.ip == 0 && info.line == 10);
        cr_assert_not(bob_machine_frame(m, 1, &info));
        cr_assert_eq(bob_machine_run(m), BOB_DIVISION_BY_ZERO);
        cr_assert_eq(bob_machine_depth(m), 3);
        cr_assert(bob_machine_frame(m, 0, &info) && strcmp(info.function, "main") == 0 &&
                  info.ip == 3 && info.line == 11);
        cr_assert(bob_machine_frame(m, 1, &info) && strcmp(info.function, "f") == 0 &&
                  info.ip == 6 && info.line == 5);
        cr_assert(bob_machine_frame(m, 2, &info) && info.ip == 8 && info.line == 6);
        cr_assert_not(bob_machine_frame(m, 3, &info));
        e = bob_machine_error(m);
        cr_assert_eq(e->kind, BOB_DIVISION_BY_ZERO);
        cr_assert_str_eq(e->function, "f");
        cr_assert_str_eq(e->opcode, "MOD");
        cr_assert_str_eq(e->source, "s.py");
        cr_assert(e->ip == 8 && e->line == 6 && !e->has_offset && e->long_message == NULL);
        cr_assert_eq(e->instructions, bob_machine_instructions(m));
        cr_assert_eq(bob_machine_run(m), BOB_DIVISION_BY_ZERO); /* and it stays */
        bob_machine_set_fuel(m, BOB_UNLIMITED);
        cr_assert_eq(bob_machine_run_slice(m, 1), BOB_DIVISION_BY_ZERO);
        bob_machine_free(m);
    }
    bob_program_free(p);
}

/* Between any two instructions, in every engine: what a debugger shows. */
Test(test_api, inspection)
{
    BobProgram *p =
        load(".func main\n.line 7\nPUSH_CONST 3\nLIST_NEW 1\nSTORE_NAME a\n"
             "LOAD_NAME a\nSTORE_GLOBAL g\nPUSH_CONST 2.5\nLOAD_NAME a\nCALL_FUNC f\n"
             "HALT\n.func f x\nLOAD_NAME x\nPUSH_CONST \"s\"\nLIST_APPEND\nLOAD_NAME x\n"
             "FREE\nPUSH_CONST none\nRETURN_VAL");
    BobConfig c;
    BobFunctionInfo f = {.size = sizeof f};
    struct { /* a caller that knows the structure as it began */
        size_t size;
        const char *name;
        uint32_t parameters, line, after;
    } old = {.size = offsetof(BobFunctionInfo, instructions), .after = 7};
    const char *name = NULL;
    BobInstructionInfo i;
    BobFrameContents at;
    BobView v, list;
    const char *engine;
    unsigned k;
    cr_assert(bob_program_function(p, 1, &f) && strcmp(f.name, "f") == 0 && f.instructions == 7 &&
              f.parameters == 1 && f.locals == 1 && f.size == sizeof f);
    cr_assert(bob_program_function(p, 1, (BobFunctionInfo *)(void *)&old));
    cr_assert(strcmp(old.name, "f") == 0 && old.parameters == 1 && old.line == f.line &&
              old.after == 7);
    cr_assert_str_eq(bob_program_parameter(p, 1, 0), "x");
    cr_assert_null(bob_program_parameter(p, 1, 1));
    cr_assert_null(bob_program_parameter(p, 0, 0));
    cr_assert_not(bob_program_function(p, 2, &f));
    cr_assert_str_eq(bob_program_local(p, 1, 0), "x");
    cr_assert_null(bob_program_local(p, 1, 1));
    cr_assert(bob_program_instruction(p, 0, 2, &i) && strcmp(i.op, "STORE_NAME") == 0 &&
              strcmp(i.operand_is, "name") == 0 && strcmp(i.name, "a") == 0 && i.local == 0 &&
              i.pops == 1 && i.pushes == 0 && i.line == 7);
    cr_assert(bob_program_instruction(p, 0, 7, &i) && strcmp(i.name, "f") == 0 && i.pops == 1 &&
              i.pushes == 1 && i.operand == 1 && i.local == BOB_NO_LOCAL);
    cr_assert(bob_program_instruction(p, 0, 5, &i) && i.constant.type == BOB_FLOAT &&
              i.constant.number == 2.5);
    cr_assert_not(bob_program_instruction(p, 0, 9, &i));
    cr_assert_str_eq(bob_program_variable(p, 1), "g");
    bob_config_init(&c);
    c.warm_up = 0;
    for (k = 0; (engine = bob_engine_name(k, NULL)) != NULL; k++) {
        BobMachine *m;
        c.engine = engine;
        m = machine(p, &c);
        cr_assert(bob_machine_frame_contents(m, 0, &at) && at.function == 0 && at.ip == 0 &&
                  at.locals == 1 && at.operands == 0);
        cr_assert_not(bob_machine_local(m, 0, 0, &name, &v)); /* not bound */
        cr_assert_str_eq(name, "a");
        cr_assert_not(bob_machine_variable(m, 1, &v));
        cr_assert_eq(bob_machine_run_slice(m, 8), BOB_YIELDED);
        cr_assert(bob_machine_frame_contents(m, 0, &at) && at.ip == 8 && at.operands == 1);
        cr_assert(bob_machine_operand(m, 0, 0, &v) && v.type == BOB_FLOAT && v.number == 2.5);
        cr_assert_not(bob_machine_operand(m, 0, 1, &v));
        cr_assert(bob_machine_frame_contents(m, 1, &at) && at.function == 1 && at.ip == 0 &&
                  at.locals == 1 && at.operands == 0);
        cr_assert(bob_machine_local(m, 1, 0, NULL, &list) && list.type == BOB_LIST &&
                  list.length == 1);
        cr_assert(bob_machine_variable(m, 1, &v) && v.object == list.object);
        cr_assert_not(bob_machine_frame_contents(m, 2, &at));
        cr_assert_eq(bob_machine_run_slice(m, 3), BOB_YIELDED);
        list = bob_view_now(list);
        cr_assert(list.type == BOB_LIST && list.length == 2);
        cr_assert_eq(bob_view_item(list, 1).type, BOB_STR);
        cr_assert_eq(bob_machine_run(m), BOB_OK);
        cr_assert_eq(bob_view_now(list).type, BOB_FREED);
        v = bob_view_now((BobView){.type = BOB_INT, .integer = 4});
        cr_assert(v.type == BOB_INT && v.integer == 4);
        bob_machine_free(m);
    }
    bob_program_free(p);
}

Test(test_api, raised_messages)
{
    static const unsigned lengths[] = {0, 1, 100, 237, 238, 239, 240, 241, 480, 100000};
    const char *engine;
    unsigned e;
    size_t i;
    for (i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        for (e = 0; (engine = bob_engine_name(e, NULL)) != NULL; e++) {
            char text[100];
            BobConfig c;
            BobProgram *p;
            BobMachine *m;
            const BobError *error;
            const char *whole;
            Text json = {NULL, 0, 0};
            size_t k;
            (void)snprintf(text, sizeof text,
                           ".func main\nPUSH_CONST \"\xC3\xA9\"\nPUSH_CONST %u\nMUL\nRAISE",
                           lengths[i]);
            p = load(text);
            bob_config_init(&c);
            c.warm_up = 0;
            c.engine = engine;
            m = machine(p, &c);
            cr_assert_eq(bob_machine_run(m), BOB_USER_ERROR);
            error = bob_machine_error(m);
            whole = error->long_message != NULL ? error->long_message : error->message;
            cr_assert_eq(strlen(whole), 2 * lengths[i]);
            for (k = 0; k < lengths[i]; k++)
                cr_assert(memcmp(whole + 2 * k, "\xC3\xA9", 2) == 0);
            cr_assert(strlen(error->message) % 2 == 0 &&
                      strncmp(error->message, whole, strlen(error->message)) == 0);
            cr_assert(lengths[i] < 120 || strlen(error->message) >= 230);
            cr_assert(bob_machine_outcome_json(m, text_write, &json) == BOB_OK &&
                      json.size > 2 * lengths[i]);
            bob_machine_free(m);
            bob_program_free(p);
            text_free(&json);
        }
    }
}

/* ---- several machines ---- */

Test(test_api, interleaved)
{
    BobProgram *p = load(sum);
    BobMachine *a, *b;
    BobConfig c;
    Text out_a = {NULL, 0, 0}, out_b = {NULL, 0, 0};
    BobStatus status_a = BOB_YIELDED, status_b = BOB_YIELDED;
    unsigned engines = 0;
    while (bob_engine_name(engines, NULL) != NULL)
        engines++;
    bob_config_init(&c);
    c.warm_up = 0;
    c.write = text_write;
    c.write_ctx = &out_a;
    a = machine(p, &c);
    c.write_ctx = &out_b;
    c.engine = bob_engine_name(engines - 1, NULL);
    b = machine(p, &c);
    while (status_a == BOB_YIELDED || status_b == BOB_YIELDED) {
        status_a = bob_machine_run_slice(a, 7);
        status_b = bob_machine_run_slice(b, 11);
    }
    cr_assert(status_a == BOB_OK && status_b == BOB_OK);
    cr_assert_str_eq(out_a.bytes, "500500\n");
    cr_assert(text_same(&out_a, &out_b));
    bob_machine_free(a);
    cr_assert_eq(bob_machine_result(b).integer, 500500);
    bob_machine_free(b);
    bob_machine_free(NULL);
    bob_program_free(p);
    bob_program_free(NULL);
    text_free(&out_a);
    text_free(&out_b);
}

static void *run_in_thread(void *program)
{
    const BobProgram *p = program;
    const char *engine;
    unsigned i;
    long failures = 0;
    for (i = 0; (engine = bob_engine_name(i, NULL)) != NULL; i++) {
        Text output = {NULL, 0, 0};
        BobConfig c;
        BobMachine *m;
        bob_config_init(&c);
        c.warm_up = 0;
        c.engine = engine;
        c.write = text_write;
        c.write_ctx = &output;
        if (bob_machine_new(p, &c, 0, NULL, &m, NULL) != BOB_OK)
            return (void *)1000L;
        while (bob_machine_run_slice(m, 500) == BOB_YIELDED)
            continue;
        failures += bob_machine_result(m).integer != 500500 ||
                    bob_machine_instructions(m) != SUM_COUNT || output.size != 7;
        bob_machine_free(m);
        text_free(&output);
    }
    return (void *)failures;
}

Test(test_api, threads)
{
    BobProgram *p = load(sum);
    pthread_t threads[8];
    unsigned i;
    for (i = 0; i < 8; i++)
        cr_assert_eq(pthread_create(&threads[i], NULL, run_in_thread, p), 0);
    for (i = 0; i < 8; i++) {
        void *failures;
        cr_assert_eq(pthread_join(threads[i], &failures), 0);
        cr_assert_null(failures);
    }
    bob_program_free(p);
}

/* ---- output ---- */

typedef struct Pipe {
    unsigned calls, fail_at;
    size_t bytes;
} Pipe;

static int pipe_write(void *ctx, const char *bytes, size_t n)
{
    Pipe *pipe = ctx;
    (void)bytes;
    if (++pipe->calls == pipe->fail_at)
        return -1;
    pipe->bytes += n;
    return 0;
}

Test(test_api, output_that_fails)
{
    BobProgram *p = load(
        ".func main\nPUSH_CONST \"one\"\nPRINT 1\nPUSH_CONST \"two\"\nPUSH_CONST 7\nPRINT 2\nHALT");
    const char *engine;
    unsigned e;
    for (e = 0; (engine = bob_engine_name(e, NULL)) != NULL; e++) {
        Pipe pipe = {0, 2, 0};
        BobConfig c;
        BobMachine *m, *other;
        BobFrameInfo info;
        Text state = {NULL, 0, 0};
        char *bytes;
        size_t n;
        bob_config_init(&c);
        c.warm_up = 0;
        c.engine = engine;
        c.write = pipe_write;
        c.write_ctx = &pipe;
        m = machine(p, &c);
        cr_assert_eq(bob_machine_run(m), BOB_OUTPUT_FAILED);
        cr_assert(bob_machine_error(m)->kind == BOB_OUTPUT_FAILED && bob_machine_error(m)->ip == 4);
        cr_assert(bob_machine_instructions(m) == 4 && bob_machine_output_bytes(m) == 4 &&
                  pipe.bytes == 4);
        cr_assert_eq(bob_machine_output_hash(m), bob_hash("one\n", 4));
        cr_assert(bob_machine_frame(m, 0, &info) && info.ip == 4);
        cr_assert(bob_machine_state_json(m, text_write, &state) == BOB_OK);
        cr_assert_not_null(strstr(state.bytes, "\"stack\":[\"two\",7]"), "%s", state.bytes);
        cr_assert_not_null(strstr(state.bytes, "\"status\":\"OutputFailed\""));
        cr_assert_eq(bob_machine_run(m), BOB_OUTPUT_FAILED);
        cr_assert_eq(pipe.calls, 2);
        /* from a snapshot it goes on */
        cr_assert_eq(bob_machine_snapshot(m, &bytes, &n, NULL), BOB_OK);
        cr_assert_eq(bob_machine_restore(p, &c, bytes, n, &other, NULL), BOB_OK);
        cr_assert_eq(bob_machine_run(other), BOB_OK);
        cr_assert(bob_machine_output_bytes(other) == 10 && pipe.bytes == 10);
        cr_assert_eq(bob_machine_output_hash(other), bob_hash("one\ntwo 7\n", 10));
        bob_bytes_free(p, bytes, n);
        bob_machine_free(other);
        /* JSON that can't be written */
        pipe = (Pipe){0, 1, 0};
        cr_assert_eq(bob_machine_state_json(m, pipe_write, &pipe), BOB_OUTPUT_FAILED);
        pipe = (Pipe){0, 1, 0};
        cr_assert_eq(bob_machine_outcome_json(m, pipe_write, &pipe), BOB_OUTPUT_FAILED);
        bob_machine_free(m);
        text_free(&state);
    }
    bob_program_free(p);
}

/* ---- configurations ---- */

Test(test_api, configurations)
{
    enum { STACK, DEPTH, ARENA, HEAP, ENGINE };
    static const struct {
        unsigned field;
        uint64_t value;
        const char *names; /* NULL: fine */
    } rows[] = {
        {STACK, 0, "stack"},
        {STACK, 1, NULL},
        {STACK, 1u << 24, NULL},
        {STACK, (1u << 24) + 1, "stack"},
        {DEPTH, 0, "depth"},
        {DEPTH, 1, NULL},
        {DEPTH, UINT32_MAX, "depth"},
        {ARENA, 0, "arena"},
        {ARENA, 1, NULL},
        {ARENA, ((uint64_t)1 << 32) + 1, "arena"},
        {HEAP, 0, NULL},
        {HEAP, (uint64_t)1 << 35, NULL},
        {HEAP, ((uint64_t)1 << 35) + 1, "heap"},
        {ENGINE, 0, "warp"},
        {ENGINE, 1, "trace"},
    };
    BobProgram *p = load(".func main\nHALT");
    size_t i;
    const char *bad[] = {"fine", "b\xFF", NULL};
    BobConfig c;
    BobMachine *m;
    BobError error;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        BobStatus status;
        bob_config_init(&c);
        c.warm_up = 0;
        c.arena = 100;
        c.depth = 100;
        if (rows[i].field == STACK)
            c.stack = (uint32_t)rows[i].value;
        else if (rows[i].field == DEPTH)
            c.depth = (uint32_t)rows[i].value;
        else if (rows[i].field == ARENA)
            c.arena = rows[i].value;
        else if (rows[i].field == HEAP)
            c.heap = rows[i].value;
        else
            c.engine = rows[i].value == 0 ? "warp" : "trace";
        status = bob_machine_new(p, &c, 0, NULL, &m, &error);
        cr_assert_eq(status, rows[i].names == NULL ? BOB_OK : BOB_INVALID_ARGUMENT);
        if (status == BOB_OK)
            bob_machine_free(m);
        else
            cr_assert(m == NULL && error.kind == status &&
                          strstr(error.message, rows[i].names) != NULL,
                      "%s", error.message);
    }
    bob_config_init(&c);
    c.warm_up = 0;
    cr_assert_eq(bob_machine_new(p, &c, -1, NULL, &m, &error), BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_machine_new(p, &c, 2, bad, &m, &error), BOB_INVALID_ARGUMENT);
    cr_assert_not_null(strstr(error.message, "argument 1"));
    cr_assert_eq(bob_machine_new(p, &c, 1, bad, &m, NULL), BOB_OK);
    cr_assert_null(c.write);
    cr_assert(c.fuel == BOB_UNLIMITED && !c.allow_undefined && c.engine == NULL);
    bob_machine_free(m);
    bob_program_free(p);
    for (i = 0; i <= 100; i++)
        cr_assert_str_not_empty(bob_status_name((BobStatus)i));
}

/* ---- traces ---- */

/* Each line is JSON: a header, instructions with increasing n, the outcome. */
static void check_trace(const char *name, Text *trace, uint64_t instructions, bool ok)
{
    char *line = trace->bytes, *end;
    unsigned lines = 0;
    json_int_t last = -1;
    bool footer = false;
    while ((end = strchr(line, '\n')) != NULL) {
        json_error_t error;
        json_t *o;
        const char *schema;
        o = json_loadb(line, (size_t)(end - line), JSON_REJECT_DUPLICATES, &error);
        cr_assert(o != NULL, "%s: %s: %.*s", name, error.text, (int)(end - line), line);
        cr_assert_not(footer);
        schema = json_string_value(json_object_get(o, "schema"));
        if (lines == 0) {
            cr_assert_str_eq(schema, "bobbin.trace/1");
            cr_assert_str_eq(json_string_value(json_object_get(o, "engine")), "trace");
        } else if (schema != NULL) {
            cr_assert_str_eq(schema, "bobbin.run/1");
            cr_assert_str_eq(json_string_value(json_object_get(o, "status")), ok ? "ok" : "error");
            cr_assert_eq(json_integer_value(json_object_get(o, "instructions")),
                         (json_int_t)instructions);
            footer = true;
        } else {
            cr_assert_gt(json_integer_value(json_object_get(o, "n")), last);
            last = json_integer_value(json_object_get(o, "n"));
            cr_assert(json_is_string(json_object_get(o, "function")) &&
                      json_is_integer(json_object_get(o, "ip")) &&
                      json_is_string(json_object_get(o, "op")) &&
                      json_is_array(json_object_get(o, "stack")));
        }
        json_decref(o);
        lines++;
        line = end + 1;
    }
    cr_assert(footer && *line == '\0' && lines <= instructions + 2);
}

Test(test_api, traces)
{
    static const char *const texts[] = {
        ".func main\nPUSH_CONST \"a \\\"text\\\"\\n\"\nDUP\nPRINT 1\nLIST_NEW "
        "1\nDUP\nDUP\nLIST_APPEND\nSTORE_NAME l\nPUSH_CONST nan\n"
        "PUSH_CONST 3\nCALL_FUNC f\nLOAD_NAME l\nDUP\nFREE\nHALT\n.func f \"\xC3\xA9 \" "
        "b\nPUSH_CONST 16\nMATH sqrt\nDELETE_NAME b\n"
        "PUSH_FUNC f\nTUPLE_NEW 2\nRETURN_VAL",
        ".source \"x.py\"\n.func main\n.line 4\nPUSH_CONST \"ab\"\nPUSH_CONST 200\nMUL\nRAISE",
        ".func main\nPUSH_CONST 0\nPUSH_CONST 5000\nLIST_FILL\nDUP\nCALL_BUILTIN sorted 1\nEQ",
        ".func main\nPOP",
        ".func main",
    };
    size_t i;
    for (i = 0; i < sizeof texts / sizeof *texts; i++) {
        BobProgram *p = load(texts[i]);
        Seen plain = {.status = BOB_OK}, traced = {.status = BOB_OK};
        Text trace = {NULL, 0, 0};
        BobConfig c;
        BobMachine *m;
        bob_config_init(&c);
        c.warm_up = 0;
        c.write = text_write;
        c.write_ctx = &plain.output;
        m = machine(p, &c);
        seen_take(&plain, m, p, bob_machine_run(m));
        bob_machine_free(m);
        c.write_ctx = &traced.output;
        m = machine(p, &c);
        cr_assert_eq(bob_machine_trace(m, text_write, &trace), BOB_OK);
        cr_assert_str_eq(bob_machine_engine(m), "trace");
        while (bob_machine_run_slice(m, 4) == BOB_YIELDED)
            continue;
        seen_take(&traced, m, p, bob_machine_run(m));
        cr_assert_null(seen_difference(&plain, &traced), "%s", texts[i]);
        check_trace(texts[i], &trace, traced.instructions, traced.status == BOB_OK);
        bob_machine_free(m);
        bob_program_free(p);
        seen_free(&plain);
        seen_free(&traced);
        text_free(&trace);
    }
}

Test(test_api, long_traces_in_constant_memory)
{
    BobProgram *p = load(sum);
    Ledger ledger = {0};
    Pipe pipe = {0, 0, 0};
    BobConfig c;
    BobMachine *m;
    uint64_t calls, in_use;
    bob_config_init(&c);
    c.warm_up = 0;
    c.allocator = (BobAllocator){ledger_resize, &ledger};
    m = machine(p, &c);
    cr_assert_eq(bob_machine_trace(m, pipe_write, &pipe), BOB_OK);
    cr_assert_eq(bob_machine_run_slice(m, 2000), BOB_YIELDED);
    calls = ledger.calls;
    in_use = ledger.in_use;
    cr_assert_eq(bob_machine_run_slice(m, 9000), BOB_YIELDED);
    cr_assert(ledger.calls == calls && ledger.in_use == in_use);
    cr_assert_gt(pipe.bytes, 500000);
    /* a trace that can't be written stops the program */
    pipe.fail_at = pipe.calls + 1;
    cr_assert_eq(bob_machine_run(m), BOB_OUTPUT_FAILED);
    bob_machine_free(m);
    cr_assert(ledger.in_use == 0 && ledger.wrong == 0);

    m = machine(p, &c); /* the footer alone */
    cr_assert_eq(bob_machine_trace(m, pipe_write, &pipe), BOB_OK);
    cr_assert_eq(bob_machine_run_slice(m, SUM_COUNT - 1), BOB_YIELDED);
    pipe.fail_at = pipe.calls + 2;
    cr_assert_eq(bob_machine_run(m), BOB_OUTPUT_FAILED);
    cr_assert_eq(bob_machine_error(m)->kind, BOB_OUTPUT_FAILED);
    bob_machine_free(m);

    m = machine(p, &c);
    pipe.fail_at = pipe.calls + 1;
    cr_assert_eq(bob_machine_trace(m, pipe_write, &pipe), BOB_OUTPUT_FAILED);
    bob_machine_free(m);
    bob_program_free(p);
}

/* ---- snapshots in pieces ---- */

typedef struct PieceLog {
    Text bytes;
    size_t pieces, largest, fail_at;
} PieceLog;

static int log_piece(void *ctx, const char *bytes, size_t n)
{
    PieceLog *log = ctx;
    if (++log->pieces == log->fail_at)
        return 1;
    if (n > log->largest)
        log->largest = n;
    return text_write(&log->bytes, bytes, n);
}

/* A snapshot of some 6 MB: the same bytes as a whole, in pieces of at most a MiB, with little more
 * memory than one of them; a piece that can't be written ends it. */
Test(api, snapshots_are_written_in_pieces)
{
    static const char text[] = ".func main\nPUSH_CONST 7\nPUSH_CONST 400000\nLIST_FILL\n"
                               "PUSH_CONST \"\xC3\xA9\"\nPUSH_CONST 1500000\nMUL\nNOP\nNOP\nHALT\n";
    Ledger ledger = {0};
    BobConfig config;
    BobProgram *p;
    BobMachine *m;
    BobError error;
    PieceLog log = {0};
    char *bytes;
    size_t n, k, pieces;
    uint64_t before;
    bob_config_init(&config);
    config.allocator = (BobAllocator){ledger_resize, &ledger};
    config.arena = 1000;
    cr_assert_eq(bob_program_load(text, strlen(text), "t", NULL, &p, NULL), BOB_OK);
    cr_assert_eq(bob_machine_new(p, &config, 0, NULL, &m, NULL), BOB_OK);
    cr_assert_eq(bob_machine_run_slice(m, 29690), BOB_YIELDED);
    cr_assert_eq(bob_machine_snapshot(m, &bytes, &n, NULL), BOB_OK);
    cr_assert_gt(n, 6u << 20);
    before = ledger.in_use;
    ledger.peak = before;
    cr_assert_eq(bob_machine_snapshot_write(m, log_piece, &log, NULL), BOB_OK);
    cr_expect_eq(ledger.in_use, before);
    cr_expect_lt(ledger.peak - before, (uint64_t)2 << 20);
    cr_expect_leq(log.largest, (size_t)1 << 20);
    cr_expect_eq(log.bytes.size, n);
    cr_expect_arr_eq(log.bytes.bytes, bytes, n);
    pieces = log.pieces;
    for (k = 1; k <= pieces; k++) {
        PieceLog failing = {.fail_at = k};
        cr_expect_eq(bob_machine_snapshot_write(m, log_piece, &failing, &error), BOB_OUTPUT_FAILED);
        cr_expect_eq(failing.pieces, k);
        cr_expect_eq(ledger.in_use, before);
        text_free(&failing.bytes);
    }
    bob_bytes_free(p, bytes, n);
    text_free(&log.bytes);
    bob_machine_free(m);
    bob_program_free(p);
}
