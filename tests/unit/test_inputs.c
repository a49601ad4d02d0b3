/* What a host gives: every kind of value, what is none, and what does not fit. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/host/input.h"
#include "core/machine/check_state.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static BobProgram *program;
static BobState state;
static BobHandles handles;
static BobError error;

static void begin_with(uint64_t heap)
{
    const char *text = "print('ab')\n";
    BobConfig c;
    cr_assert_eq(bob_program_load(text, strlen(text), "a.py", NULL, &program, NULL), BOB_OK);
    bob_config_init(&c);
    c.heap = heap;
    cr_assert_eq(bob_state_init(&state, program, &c, 0, NULL), BOB_OK);
    bob_handles_init(&handles, program);
}

static void begin(void)
{
    begin_with(1 << 20);
}

static void end(void)
{
    bob_handles_end(&handles, &state.allocator);
    bob_state_end(&state);
    bob_program_free(program);
}

static BobStatus take(BobInput in, BobValue *v)
{
    return bob_take_inputs(&state, &handles, &in, 1, v, "argument", &error);
}

static void refused(BobInput in, const char *message)
{
    BobHeapAccount before = state.heap.account;
    BobValue v;
    cr_assert_eq(take(in, &v), BOB_INVALID_ARGUMENT, "%s", message);
    cr_assert_str_eq(error.message, message);
    cr_assert_eq(memcmp(&before, &state.heap.account, sizeof before), 0);
}

Test(test_inputs, values, .init = begin, .fini = end)
{
    BobInput items[] = {bob_in_none(),   bob_in_bool(true),  bob_in_int(INT64_MIN),
                        bob_in_float(2), bob_in_text("häß"), bob_in_str("a\0b", 3)};
    BobInput pair[] = {bob_in_list(items, COUNT(items)), bob_in_tuple(items, 2)};
    BobValue v;
    cr_assert_eq(take(bob_in_tuple(pair, 2), &v), BOB_OK);
    cr_assert(bob_is_tuple(v) && v.ref->size == 2);
    BobObject *list = bob_element(v.ref, 0).ref;
    cr_assert(list->size == COUNT(items) && list->len[KIND_MIXED] == COUNT(items));
    cr_assert_eq(bob_element(list, 0).tag, TAG_NONE);
    cr_assert(bob_element(list, 1).tag == TAG_BOOL && bob_element(list, 1).i == 1);
    cr_assert_eq(bob_element(list, 2).i, INT64_MIN);
    cr_assert_eq(bob_element(list, 3).f, 2.0);
    cr_assert(bob_element(list, 4).ref->points == 3 && bob_element(list, 4).ref->size == 5);
    cr_assert_eq(memcmp(bob_str_bytes(bob_element(list, 5).ref), "a\0b", 3), 0);
    cr_assert_eq(bob_element(v.ref, 1).ref->size, 2);
    cr_assert_eq(take(bob_in_text(""), &v), BOB_OK);
    cr_assert_eq(v.ref, bob_static_str(program, BOB_EMPTY_STR));
    cr_assert_eq(take(bob_in_text("x"), &v), BOB_OK);
    cr_assert_eq(v.ref, bob_static_str(program, 'x'));
    cr_assert_eq(take(bob_in_list(NULL, 0), &v), BOB_OK);
    cr_assert(bob_is_list(v) && v.ref->size == 0 && v.ref->kind == KIND_INT);
}

Test(test_inputs, numbers_side_by_side, .init = begin, .fini = end)
{
    const int64_t ints[] = {1, -2, 3};
    const double floats[] = {0.5, -NAN};
    BobInput tuple = bob_in_ints(ints, 3);
    BobValue v;
    cr_assert_eq(take(bob_in_ints(ints, 3), &v), BOB_OK);
    cr_assert(v.ref->len[KIND_INT] == 3 && bob_element(v.ref, 1).i == -2);
    cr_assert_eq(take(bob_in_floats(floats, 2), &v), BOB_OK);
    cr_assert(v.ref->len[KIND_FLOAT] == 2 && bob_element(v.ref, 0).f == 0.5);
    cr_assert_eq(bob_element(v.ref, 1).i, 0x7FF8000000000000); /* the one nan */
    tuple.type = BOB_TUPLE;
    cr_assert_eq(take(tuple, &v), BOB_OK);
    cr_assert(bob_is_tuple(v) && bob_element(v.ref, 2).i == 3);
    cr_assert_eq(take(bob_in_floats(NULL, 0), &v), BOB_OK);
    cr_assert(bob_is_list(v) && v.ref->size == 0 && v.ref->kind == KIND_INT);
}

Test(test_inputs, ints_as_text, .init = begin, .fini = end)
{
    BobInput in = bob_in_int(0);
    BobValue v;
    in.text = "-9223372036854775808";
    in.length = strlen(in.text);
    cr_assert_eq(take(in, &v), BOB_OK);
    cr_assert_eq(v.i, INT64_MIN);
    in.text = "9223372036854775808";
    in.length = strlen(in.text);
    refused(in, "argument: an int of more than 64 bits");
    in.text = "123456789012345678901234567890";
    in.length = strlen(in.text);
    refused(in, "argument: an int of more than 64 bits");
    in.text = "1_0";
    in.length = 3;
    refused(in, "argument: an int of other than decimal digits");
    in.length = 0;
    refused(in, "argument: an int without a digit");
    in.text = "-";
    in.length = 1;
    refused(in, "argument: an int without a digit");
}

Test(test_inputs, no_values, .init = begin, .fini = end)
{
    BobInput bad = bob_in_none(), good_and_bad[2], ints = bob_in_ints((int64_t[]){1}, 1);
    BobValue v[2];
    BobHeapAccount before = state.heap.account;
    refused(bob_in_str("\xC3", 1), "argument: text that is not valid UTF-8");
    refused(bob_in_str("\xED\xA0\x80", 3), "argument: text that is not valid UTF-8");
    refused(bob_in_str(NULL, 3), "argument: text is NULL, of 3 bytes");
    refused(bob_in_list(NULL, 2), "argument: elements are NULL, 2 of them");
    bad.type = (BobType)77;
    refused(bad, "argument: no value can be given with type 77");
    bad.type = BOB_FREED;
    refused(bad, "argument: no value can be given with type 255");
    bad.type = BOB_FUNC;
    refused(bad, "argument: no value can be given with type 7");
    ints.items = &bad;
    refused(ints, "argument: elements of two kinds");
    bad = bob_in_none();
    bad.handle = 12345;
    refused(bad, "argument: a handle that is not, or no longer, one of this machine");
    good_and_bad[0] = bob_in_text("a long text that is made and undone");
    good_and_bad[1] = bad;
    cr_assert_eq(bob_take_inputs(&state, &handles, good_and_bad, 2, v, "argument", &error),
                 BOB_INVALID_ARGUMENT);
    cr_assert_str_eq(error.message,
                     "argument 2: a handle that is not, or no longer, one of this machine");
    cr_assert_eq(memcmp(&before, &state.heap.account, sizeof before), 0);
    cr_assert_eq(bob_take_inputs(&state, &handles, NULL, 1, v, "argument", NULL),
                 BOB_INVALID_ARGUMENT);
    cr_assert_eq(bob_take_inputs(&state, &handles, NULL, 0, NULL, "argument", NULL), BOB_OK);
}

Test(test_inputs, nesting_ends, .init = begin, .fini = end)
{
    BobInput inside_itself = bob_in_none(), both[2], levels[1000];
    BobValue v;
    unsigned i;
    inside_itself = bob_in_list(&inside_itself, 1);
    refused(inside_itself, "argument: nested deeper than 1000");
    both[0] = both[1] = bob_in_list(both, 2); /* 2^1000 lists, were they made */
    refused(both[0], "argument: nested deeper than 1000");
    levels[0] = bob_in_int(1);
    for (i = 1; i < COUNT(levels); i++)
        levels[i] = bob_in_list(&levels[i - 1], 1);
    cr_assert_eq(take(levels[COUNT(levels) - 1], &v), BOB_OK);
    for (i = 1; i < COUNT(levels); i++)
        v = bob_element(v.ref, 0);
    cr_assert_eq(v.i, 1);
}

static void begin_small(void)
{
    begin_with(1000);
}

Test(test_inputs, no_room, .init = begin_small, .fini = end)
{
    BobInput hundred[100];
    BobValue v;
    BobHeapAccount before = state.heap.account;
    unsigned i;
    for (i = 0; i < 100; i++)
        hundred[i] = bob_in_text("twenty-four bytes of text");
    cr_assert_eq(take(bob_in_list(hundred, 100), &v), BOB_OUT_OF_MEMORY);
    cr_assert_str_eq(error.message, "the heap's limit of 1000 bytes is reached");
    cr_assert(!error.allocator_failed);
    cr_assert_eq(take(bob_in_list(hundred, 12), &v), BOB_OUT_OF_MEMORY); /* half-way */
    cr_assert_eq(take(bob_in_list(hundred, SIZE_MAX), &v), BOB_OUT_OF_MEMORY);
    cr_assert_eq(memcmp(&before, &state.heap.account, sizeof before), 0);
    cr_assert_eq(take(bob_in_list(hundred, 8), &v), BOB_OK);
}

Test(test_inputs, handles_name_what_they_named, .init = begin, .fini = end)
{
    BobInput in = bob_in_list(NULL, 0);
    BobHandles others;
    BobValue a, b;
    uint64_t ha, hb, foreign;
    cr_assert_eq(take(in, &a), BOB_OK);
    cr_assert_eq(take(in, &b), BOB_OK);
    ha = bob_handle_make(&handles, &state.allocator, a.ref, 0);
    hb = bob_handle_make(&handles, &state.allocator, b.ref, 0);
    cr_assert(ha != 0 && hb != 0 && ha != hb);
    cr_assert_eq(bob_handle_make(&handles, &state.allocator, a.ref, 0), ha);
    cr_assert_eq(bob_handle_find(&handles, hb), b.ref);
    bob_heap_free(&state.heap, a.ref, true);
    cr_assert(bob_handle_find(&handles, ha) == NULL);
    cr_assert_eq(take(in, &b), BOB_OK); /* takes that header */
    cr_assert_eq(b.ref, a.ref);
    cr_assert(bob_handle_find(&handles, ha) == NULL);
    cr_assert_neq(bob_handle_make(&handles, &state.allocator, b.ref, 0), ha);
    cr_assert(bob_handle_find(&handles, ha) == NULL);
    for (unsigned i = 0; i < 100; i++) {
        cr_assert_eq(take(in, &b), BOB_OK);
        ha = bob_handle_make(&handles, &state.allocator, b.ref, 0);
        cr_assert_eq(bob_handle_find(&handles, ha), b.ref);
        if (i % 3 == 0)
            bob_heap_free(&state.heap, b.ref, true);
    }
    bob_handles_init(&others, program);
    cr_assert_eq(take(in, &b), BOB_OK);
    foreign = bob_handle_make(&others, &state.allocator, b.ref, 0);
    cr_assert(bob_handle_find(&handles, foreign) == NULL);
    bob_handles_end(&others, &state.allocator);
}
