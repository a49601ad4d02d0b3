/* JSON, as another program reads it. */
#define _GNU_SOURCE /* memmem */
#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/machine/text/json.h"

static BobProgram *program;
static BobState state;
static BobBuffer buffer;

static uint32_t add_function(const char *name, unsigned size)
{
    uint32_t f = bob_program_add_function(program, name, strlen(name)), i;
    for (i = 0; i < size; i++)
        cr_assert(bob_function_emit(program, f, bob_word(OP_NOP, 0), 10 + i));
    return f;
}

/* main stores x, f stores a and b; both have lines from 10 on. */
static void setup(void)
{
    BobConfig config = {
        .fuel = 1000, .stack = 10, .depth = 10, .arena = 1000, .heap = 1 << 30, .output = 1 << 20};
    uint32_t f;
    program = bob_program_new(&bob_malloc_allocator);
    f = add_function("main", 4);
    cr_assert(bob_function_emit(
        program, f, bob_word(OP_STORE_NAME, bob_program_add_name(program, "x", 1)), 20));
    /* so that nothing is known of how calls nest, and the tests may place frames as they like */
    cr_assert(bob_function_emit(program, f, bob_word(OP_CALL_VALUE, 0), 21));
    f = add_function("f\"\n", 3);
    cr_assert(bob_function_emit(
        program, f, bob_word(OP_STORE_NAME, bob_program_add_name(program, "b", 1)), 20));
    cr_assert(bob_function_emit(
        program, f, bob_word(OP_STORE_NAME, bob_program_add_name(program, "a", 1)), 21));
    cr_assert(bob_program_set_source(program, "dir/f.py", 8));
    cr_assert_eq(bob_program_finish(program, NULL), BOB_OK);
    cr_assert_eq(bob_state_init(&state, program, &config, 0, NULL), BOB_OK);
    buffer = (BobBuffer){.allocator = &bob_malloc_allocator};
}

static void teardown(void)
{
    bob_buffer_free(&buffer);
    bob_state_end(&state);
    bob_program_free(program);
}

TestSuite(json, .init = setup, .fini = teardown);

/* ---- making values ---- */

static BobValue str(const char *text)
{
    BobObject *o = NULL;
    size_t n = strlen(text);
    cr_assert_eq(bob_heap_new_str(&state.heap, text, n, bob_utf8_points(text, n), &o), BOB_OK);
    return bob_ref(o);
}

static BobValue seq(BobObjectType type, const BobValue *values, size_t n)
{
    BobObject *o = NULL;
    cr_assert_eq(bob_seq_new(&state.heap, type, values, n, &o), BOB_OK);
    return bob_ref(o);
}

#define LIST(...) seq(OBJ_LIST, (BobValue[]){__VA_ARGS__}, COUNT_OF(((BobValue[]){__VA_ARGS__})))
#define TUPLE(...) seq(OBJ_TUPLE, (BobValue[]){__VA_ARGS__}, COUNT_OF(((BobValue[]){__VA_ARGS__})))

static void append(BobValue list, BobValue v)
{
    cr_assert_eq(bob_list_append(&state.heap, list.ref, v), BOB_OK);
}

/* ---- reading ---- */

/* What is in the buffer, which is emptied. */
static json_t *parsed(void)
{
    json_error_t e;
    json_t *j = json_loadb(buffer.bytes, buffer.size, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &e);
    cr_assert_not_null(j, "%s in %.*s", e.text, (int)(buffer.size < 500 ? buffer.size : 500),
                       buffer.bytes);
    cr_assert_null(memchr(buffer.bytes, '\n', buffer.size));
    buffer.size = buffer.free_of_charge = 0;
    return j;
}

/* That an object, written again with its fields in their order, is this text. */
static void check_text(const char *expected)
{
    json_t *j = parsed();
    char *text = json_dumps(j, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(17));
    cr_assert_str_eq(text, expected, "\n%s\nnot\n%s", text, expected);
    free(text);
    json_decref(j);
}

static void check_value(BobValue v, const char *expected)
{
    bob_json_value(&buffer, program, v);
    cr_assert(buffer.size == strlen(expected) && memcmp(buffer.bytes, expected, buffer.size) == 0,
              "%.*s, not %s", (int)buffer.size, buffer.bytes, expected);
    json_decref(parsed());
}

static const struct {
    const char *text, *json;
} strings[] = {
    {"", "\"\""},
    {"a\"b\\c/", "\"a\\\"b\\\\c/\""},
    {"\b\f\n\r\t\x01\x1f\x7f", "\"\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\""},
    /* what terminals obey too; the first that is no control */
    {"\xC2\x80x\xC2\x9B\xC2\x9F\xC2\xA0", "\"\\u0080x\\u009b\\u009f\xC2\xA0\""},
    {"\u00e9\U0001F600", "\"\u00e9\U0001F600\""},
    {"a\xff"
     "b\xe2\x82",
     "\"a\uFFFD"
     "b\uFFFD\uFFFD\""},
};

Test(json, strings)
{
    for (size_t i = 0; i < COUNT_OF(strings); i++) {
        bob_json_string(&buffer, strings[i].text, strlen(strings[i].text));
        cr_assert(buffer.size == strlen(strings[i].json));
        cr_assert(memcmp(buffer.bytes, strings[i].json, buffer.size) == 0, "%s", strings[i].json);
        json_decref(parsed());
    }
}

Test(json, values)
{
    BobValue list = LIST(bob_int(1)), freed = LIST(bob_int(2)), tuple = TUPLE(list);
    check_value(bob_none(), "null");
    check_value(bob_bool(true), "true");
    check_value(bob_int(INT64_MIN), "-9223372036854775808");
    check_value(bob_float(0.1), "0.1");
    check_value(bob_float(-0.0), "-0.0");
    check_value(bob_float(1e100), "1e+100");
    check_value(bob_float(NAN), "\"nan\"");
    check_value(bob_float(-INFINITY), "\"-inf\"");
    check_value(bob_func(program->main), "\"<function main>\"");
    check_value(bob_func(1 - program->main), "\"<function f\\\"\\n>\"");
    check_value(LIST(bob_bool(true), bob_none(), str("x")), "[true,null,\"x\"]");
    check_value(TUPLE(seq(OBJ_LIST, NULL, 0), TUPLE(bob_int(1))), "[[],[1]]");
    append(list, tuple);
    append(list, list);
    check_value(list, "[1,[\"[...]\"],\"[...]\"]");
    check_value(tuple, "[[1,\"(...)\",\"[...]\"]]");
    bob_heap_free(&state.heap, freed.ref, false);
    check_value(freed, "\"<freed>\"");
    check_value(TUPLE(freed, bob_int(1)), "[\"<freed>\",1]");
}

/* Structures whose text is too deep or too large end in "...". */
Test(json, bounds)
{
    BobValue deep = LIST(bob_int(7)), wide = LIST(bob_int(1), bob_int(2));
    for (int i = 0; i < 1000; i++)
        deep = LIST(deep);
    bob_json_value(&buffer, program, deep);
    cr_assert_eq(buffer.size, 1000 + 5 + 1000);
    cr_assert_eq(memcmp(buffer.bytes + 1000, "\"...\"", 5), 0);
    json_decref(parsed());
    for (int i = 0; i < 60; i++)
        wide = LIST(wide, wide);
    bob_json_value(&buffer, program, wide);
    cr_assert(buffer.size >= BOB_JSON_BUDGET && buffer.size < BOB_JSON_BUDGET + 1000);
    cr_assert_not_null(memmem(buffer.bytes + BOB_JSON_BUDGET - 10, 40, "\"...\"", 5));
    buffer.bytes[buffer.size] = '\0';
    cr_assert_eq(strspn(strrchr(buffer.bytes, '"') + 1, "],"),
                 strlen(strrchr(buffer.bytes, '"') + 1));
}

/* All engines' documents are cut at the same place, however long their names are. */
Test(json, cut_does_not_depend_on_the_engine)
{
    static const char *const names[] = {"call", "an engine with a longer name"};
    BobValue wide = LIST(bob_int(1), bob_int(2));
    size_t sizes[2];
    for (int i = 0; i < 60; i++)
        wide = LIST(wide, wide);
    state.ending = ENDING_RETURN;
    state.result = wide;
    for (int i = 0; i < 2; i++) {
        buffer.size = buffer.free_of_charge = 0;
        bob_json_state(&buffer, &state, names[i]);
        sizes[i] = buffer.size - strlen(names[i]);
    }
    cr_assert_eq(sizes[0], sizes[1], "%zu and %zu bytes", sizes[0], sizes[1]);
    state.ending = ENDING_NONE;
}

/* ---- outcomes ---- */

/* A call of f under way in main, f's a bound and two values on its stack. */
static void call_f(void)
{
    uint32_t f = 1 - program->main;
    bob_top_frame(&state)->ip = 2;
    cr_assert_eq(bob_push_frame(&state, f, state.globals), BOB_OK);
    bob_top_frame(&state)->ip = 2;
    bob_top_frame(&state)->locals[1] = bob_int(5);
    bob_frame_stack(&state, bob_top_frame(&state))[0] = str("bottom");
    bob_frame_stack(&state, bob_top_frame(&state))[1] = bob_none();
    bob_top_frame(&state)->depth = 2;
    state.globals[0] = bob_bool(false);
    state.count = 123;
}

Test(json, outcomes)
{
    state.count = 7;
    state.ending = ENDING_HALT;
    state.result = TUPLE(bob_int(55), str("x"));
    bob_json_outcome(&buffer, &state, "typed", BOB_OK);
    check_text("{\"schema\":\"bobbin.run/1\",\"status\":\"ok\",\"engine\":\"typed\","
               "\"result\":[55,\"x\"],\"instructions\":7}");
    state.ending = ENDING_EXIT;
    state.exit_code = -3;
    bob_json_outcome(&buffer, &state, "typed", BOB_OK);
    check_text("{\"schema\":\"bobbin.run/1\",\"status\":\"ok\",\"engine\":\"typed\","
               "\"result\":null,\"exit\":-3,\"instructions\":7}");
    bob_json_outcome(&buffer, &state, "typed", BOB_YIELDED);
    check_text("{\"schema\":\"bobbin.run/1\",\"status\":\"stopped\",\"engine\":\"typed\","
               "\"instructions\":7}");
}

Test(json, errors)
{
    call_f();
    (void)bob_fail(&state, BOB_TYPE_ERROR, "no \"%s\"", "way");
    (void)bob_fail_here(&state, BOB_TYPE_ERROR);
    bob_json_outcome(&buffer, &state, "switch", BOB_TYPE_ERROR);
    check_text(
        "{\"schema\":\"bobbin.run/1\",\"status\":\"error\",\"engine\":\"switch\","
        "\"instructions\":123,\"error\":{\"kind\":\"TypeError\",\"message\":\"no \\\"way\\\"\","
        "\"exception\":\"TypeError\",\"function\":\"f\\\"\\n\",\"ip\":2,\"opcode\":\"NOP\","
        "\"source\":\"dir/f.py\",\"line\":12,"
        "\"frames\":[{\"function\":\"main\",\"ip\":1,\"line\":11},"
        "{\"function\":\"f\\\"\\n\",\"ip\":2,\"line\":12}]}}");
    bob_top_frame(&state)->ip = 5; /* past the end: no opcode, no line */
    state.error.long_message = "a longer message";
    (void)bob_fail_here(&state, BOB_TYPE_ERROR);
    state.error.source = NULL;
    bob_json_outcome(&buffer, &state, "switch", BOB_TYPE_ERROR);
    check_text(
        "{\"schema\":\"bobbin.run/1\",\"status\":\"error\",\"engine\":\"switch\","
        "\"instructions\":123,\"error\":{\"kind\":\"TypeError\",\"message\":\"a longer message\","
        "\"exception\":\"TypeError\",\"function\":\"f\\\"\\n\",\"ip\":5,\"opcode\":null,\"source\":"
        "null,\"line\":null,"
        "\"frames\":[{\"function\":\"main\",\"ip\":1,\"line\":11},"
        "{\"function\":\"f\\\"\\n\",\"ip\":5,\"line\":null}]}}");
}

Test(json, refusals)
{
    BobError text = {
        .kind = BOB_INVALID_PROGRAM, .message = "odd", .source = "a.py", .line = 3, .column = 9};
    BobError bytes = {.kind = BOB_INVALID_PROGRAM, .message = "bad", .has_offset = true};
    bob_json_refusal(&buffer, &text);
    check_text("{\"schema\":\"bobbin.run/"
               "1\",\"status\":\"refused\",\"error\":{\"kind\":\"InvalidProgram\","
               "\"message\":\"odd\",\"source\":\"a.py\",\"line\":3,\"column\":9,\"offset\":null}}");
    bob_json_refusal(&buffer, &bytes);
    check_text("{\"schema\":\"bobbin.run/"
               "1\",\"status\":\"refused\",\"error\":{\"kind\":\"InvalidProgram\","
               "\"message\":\"bad\",\"source\":null,\"line\":null,\"column\":null,\"offset\":0}}");
}

#define STATE_FRAMES                                                                               \
    "\"frames\":[{\"function\":\"main\",\"ip\":2,\"line\":11,\"locals\":{},\"stack\":[]},"         \
    "{\"function\":\"f\\\"\\n\",\"ip\":2,\"line\":12,\"locals\":{\"a\":5},\"stack\":[\"bottom\","  \
    "null]}],"                                                                                     \
    "\"globals\":{\"x\":false}}"

Test(json, states)
{
    call_f();
    bob_json_state(&buffer, &state, "switch");
    check_text("{\"schema\":\"bobbin.state/1\",\"engine\":\"switch\",\"status\":\"running\","
               "\"instructions\":123,\"output_bytes\":0,\"heap_bytes\":40," STATE_FRAMES);
    (void)bob_fail(&state, BOB_OUT_OF_FUEL, "no fuel");
    (void)bob_fail_here(&state, BOB_OUT_OF_FUEL);
    bob_json_state(&buffer, &state, "switch");
    check_text("{\"schema\":\"bobbin.state/1\",\"engine\":\"switch\",\"status\":\"OutOfFuel\","
               "\"instructions\":123,\"output_bytes\":0,\"heap_bytes\":40,"
               "\"error\":{\"kind\":\"OutOfFuel\",\"message\":\"no "
               "fuel\",\"exception\":null,\"function\":\"f\\\"\\n\",\"ip\":2,"
               "\"opcode\":\"NOP\",\"source\":\"dir/f.py\",\"line\":12}," STATE_FRAMES);
}

Test(json, ended_state)
{
    state.ending = ENDING_RETURN;
    state.result = bob_int(9);
    state.frame_count = 0;
    bob_json_state(&buffer, &state, "switch");
    check_text("{\"schema\":\"bobbin.state/1\",\"engine\":\"switch\",\"status\":\"ended\","
               "\"instructions\":0,\"output_bytes\":0,\"heap_bytes\":0,\"result\":9,"
               "\"frames\":[],\"globals\":{}}");
    state.frame_count = 1;
}
