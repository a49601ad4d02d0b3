/* str() and repr() of values, as CPython writes them. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/machine/sem.h"
#include "core/machine/text/text.h"

static BobProgram *program;
static BobState state;

static void setup(void)
{
    BobConfig config = {.fuel = BOB_UNLIMITED,
                        .stack = 10,
                        .depth = 10,
                        .arena = 1000,
                        .heap = 1 << 30,
                        .output = 1 << 20};
    uint32_t f;
    program = bob_program_new(&bob_malloc_allocator);
    f = bob_program_add_function(program, "main", 4);
    cr_assert(bob_function_emit(program, f, bob_word(OP_HALT, 0), 0));
    cr_assert_eq(bob_program_finish(program, NULL), BOB_OK);
    cr_assert_eq(bob_state_init(&state, program, &config, 0, NULL), BOB_OK);
}

static void teardown(void)
{
    bob_state_end(&state);
    bob_program_free(program);
}

TestSuite(text, .init = setup, .fini = teardown);

/* ---- making values ---- */

static BobValue str_of(const char *text, size_t n)
{
    BobObject *o = NULL;
    if (n == 0)
        return bob_ref(bob_static_str(program, BOB_EMPTY_STR));
    cr_assert_eq(bob_heap_new_str(&state.heap, text, n, bob_utf8_points(text, n), &o), BOB_OK);
    return bob_ref(o);
}

static BobValue str(const char *text)
{
    return str_of(text, strlen(text));
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

/* `depth` lists, each the element of the next. */
static BobValue nested(unsigned depth)
{
    BobValue v = seq(OBJ_LIST, NULL, 0);
    while (--depth > 0)
        v = LIST(v);
    return v;
}

/* ---- looking at texts ---- */

typedef BobStatus Writer(BobState *, BobSink *, BobValue);

static void check(Writer *writer, BobValue v, const char *text, size_t n)
{
    BobSink k = bob_sink(&state, 1 << 20);
    cr_assert_eq(writer(&state, &k, v), BOB_OK, "%s", state.error.message);
    cr_assert_eq(bob_sink_finish(&state, &k, BOB_OUTPUT_EXCEEDED), BOB_OK);
    cr_assert(k.size == n && (n == 0 || memcmp(k.buffer->bytes, text, n) == 0), "%.*s, not %s",
              (int)k.size, k.buffer->bytes, text);
    state.surcharge = 0;
}

static void check_repr(BobValue v, const char *text)
{
    check(bob_write_repr, v, text, strlen(text));
}

static BobStatus failure(BobValue v)
{
    BobSink k = bob_sink(&state, 1 << 20);
    return bob_write_str(&state, &k, v);
}

#define BYTES(s) s, sizeof s - 1

static const struct {
    const char *text;
    size_t size;
    const char *repr;
} strings[] = {
    {BYTES(""), "''"},
    {BYTES("a"), "'a'"},
    {BYTES("it's"), "\"it's\""},
    {BYTES("\""), "'\"'"},
    {BYTES("'\""), "'\\'\"'"},
    {BYTES("a\\b\n\r\t"), "'a\\\\b\\n\\r\\t'"},
    {BYTES("\0\x1b\x7f"), "'\\x00\\x1b\\x7f'"},
    {BYTES("\xc2\x80\u00a0\u00ad\u00ff"), "'\\x80\\xa0\\xad\u00ff'"},
    {BYTES("\u0378\u200b\u2028"), "'\\u0378\\u200b\\u2028'"},
    {BYTES("\u65e5\u672c"), "'\u65e5\u672c'"},
    {BYTES("\U0001F600\U0001FFFF\U0010FFFF"), "'\U0001F600\\U0001ffff\\U0010ffff'"},
    {BYTES("\ufeff\ufffd\ue000"), "'\\ufeff\ufffd\\ue000'"},
};

Test(text, strings)
{
    for (size_t i = 0; i < COUNT_OF(strings); i++) {
        BobValue v = str_of(strings[i].text, strings[i].size);
        check(bob_write_str, v, strings[i].text, strings[i].size);
        check_repr(v, strings[i].repr);
    }
}

/* As many code points as in CPython 3.11 stand for themselves. */
Test(text, printable)
{
    char quoted[] = "'......";
    BobValue v = str_of("....", 4);
    char *bytes = (char *)(uintptr_t)bob_str_bytes(v.ref);
    unsigned printable = 0;
    for (uint32_t point = 0; point <= 0x10FFFF; point++) {
        BobSink k;
        if (point >= 0xD800 && point < 0xE000)
            continue;
        v.ref->size = bob_utf8_encode(point, bytes);
        memcpy(quoted + 1, bytes, v.ref->size);
        quoted[1 + v.ref->size] = '\'';
        k = bob_sink(&state, 100);
        cr_assert_eq(bob_write_repr(&state, &k, v), BOB_OK);
        printable += point == '\\' || point == '\'' ||
                     (k.size == v.ref->size + 2 && memcmp(k.buffer->bytes, quoted, k.size) == 0);
    }
    cr_assert_eq(printable, 144516);
    v.ref->size = 4;
}

Test(text, values)
{
    BobValue empty = seq(OBJ_LIST, NULL, 0), shared = LIST(bob_int(1), bob_int(-2));
    check_repr(bob_none(), "None");
    check_repr(bob_bool(true), "True");
    check_repr(bob_bool(false), "False");
    check_repr(bob_int(INT64_MIN), "-9223372036854775808");
    check_repr(bob_int(INT64_MAX), "9223372036854775807");
    check_repr(bob_int(0), "0");
    check_repr(bob_float(1e16), "1e+16");
    check_repr(bob_func(0), "<function main>");
    check_repr(empty, "[]");
    check_repr(seq(OBJ_TUPLE, NULL, 0), "()");
    check_repr(TUPLE(bob_int(1)), "(1,)");
    check_repr(TUPLE(str("a"), bob_none()), "('a', None)");
    check_repr(LIST(shared, shared), "[[1, -2], [1, -2]]");
    check_repr(LIST(bob_bool(true), bob_bool(false)), "[True, False]");
    check_repr(LIST(bob_float(-0.0), bob_float(INFINITY)), "[-0.0, inf]");
    check_repr(LIST(bob_int(1), str("it's"), TUPLE(empty)), "[1, \"it's\", ([],)]");
}

Test(text, cycles)
{
    BobValue list = LIST(bob_int(1)), through = TUPLE(list, bob_int(2));
    append(list, through);
    append(list, list);
    check_repr(list, "[1, ([...], 2), [...]]");
    check_repr(through, "([1, (...), [...]], 2)");
}

Test(text, failures)
{
    char deep[2001];
    BobValue freed = LIST(bob_int(1)), gone = str("gone");
    memset(deep, '[', 1000);
    memset(deep + 1000, ']', 1000);
    deep[2000] = '\0';
    check_repr(nested(1000), deep);
    cr_assert_eq(failure(nested(1001)), BOB_VALUE_ERROR);
    cr_assert_eq(failure(TUPLE(nested(1000))), BOB_VALUE_ERROR);
    bob_heap_free(&state.heap, freed.ref, false);
    bob_heap_free(&state.heap, gone.ref, false);
    cr_assert_eq(failure(freed), BOB_USE_AFTER_FREE);
    cr_assert_eq(failure(gone), BOB_USE_AFTER_FREE);
    cr_assert_eq(failure(LIST(bob_int(1), TUPLE(freed))), BOB_USE_AFTER_FREE);
    cr_assert_eq(failure(LIST(gone)), BOB_USE_AFTER_FREE);
}

/* A text of 2^60 elements ends where the limits do. */
Test(text, limits)
{
    BobValue v = LIST(bob_int(1));
    BobSink k;
    for (int i = 0; i < 60; i++)
        v = LIST(v, v);
    k = bob_sink(&state, 1000);
    cr_assert_eq(bob_write_repr(&state, &k, v), BOB_OK);
    cr_assert_eq(k.buffer->size, 1000);
    cr_assert_eq(bob_sink_finish(&state, &k, BOB_OUTPUT_EXCEEDED), BOB_OUTPUT_EXCEEDED);
    state.fuel = 11; /* itself, and 10 for up to 703 bytes */
    k = bob_sink(&state, 1000);
    cr_assert_eq(k.stop, 703);
    cr_assert_eq(bob_write_repr(&state, &k, v), BOB_OK);
    cr_assert_eq(bob_sink_finish(&state, &k, BOB_OUTPUT_EXCEEDED), BOB_OUT_OF_FUEL);
    k = bob_sink(&state, 1000);
    for (int i = 0; i < 703; i++)
        bob_sink_add(&k, "x", 1);
    cr_assert_eq(bob_sink_finish(&state, &k, BOB_OUTPUT_EXCEEDED), BOB_OK);
    cr_assert_eq(state.surcharge, 10);
}

/* ---- UTF-8 ---- */

/* What is valid on its own: every byte, and the edges of each length. */
Test(test_text, valid_utf8)
{
    static const struct {
        const char *bytes;
        size_t size, valid;
    } rows[] = {
        {"\x7F", 1, 1},
        {"\x80", 1, 0},
        {"a\x80", 2, 1},
        {"\xBF", 1, 0},
        {"\xC0\x80", 2, 0},
        {"\xC1\xBF", 2, 0},
        {"\xC2\x80", 2, 2},
        {"\xC2", 1, 0},
        {"\xC2\x7F", 2, 0},
        {"\xC2\xC0", 2, 0},
        {"\xDF\xBF", 2, 2},
        {"\xE0\x9F\xBF", 3, 0},
        {"\xE0\xA0\x80", 3, 3},
        {"\xED\x9F\xBF", 3, 3},
        {"\xED\xA0\x80", 3, 0},
        {"\xEE\x80\x80", 3, 3},
        {"\xEF\xBF\xBF", 3, 3},
        {"\xF0\x8F\xBF\xBF", 4, 0},
        {"\xF0\x90\x80\x80", 4, 4},
        {"\xF4\x8F\xBF\xBF", 4, 4},
        {"\xF4\x90\x80\x80", 4, 0},
        {"\xF5\x80\x80\x80", 4, 0},
        {"\xFF", 1, 0},
        {"ab\xE2\x82", 4, 2},
    };
    unsigned c;
    size_t i;
    for (i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_assert_eq(bob_utf8_valid(rows[i].bytes, rows[i].size), rows[i].valid, "row %zu", i);
    for (c = 0; c < 256; c++) {
        char byte = (char)c;
        cr_assert_eq(bob_utf8_valid(&byte, 1), c < 0x80 ? 1u : 0u, "%u", c);
    }
}
