/* Indexes of code points: the same places as a walk finds, whatever was shared, joined to, given
 * back, or lacked memory. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/machine/program.h"
#include "core/machine/types/str_index.h"
#include "tests/machines.h"

/* Bytes before each code point and its end, by walking. */
static uint32_t walk_points(const char *text, uint32_t size, uint32_t *starts)
{
    uint32_t at = 0, points = 0;
    for (; at < size; at += bob_utf8_size((unsigned char)text[at]))
        starts[points++] = at;
    starts[points] = size;
    return points;
}

/* n code points of up to four bytes; most of one. Returns the bytes. */
static uint32_t random_text(char *out, uint32_t n)
{
    static const char *const chars[] = {"a", "b", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x90\x8D"};
    uint32_t size = 0;
    while (n-- > 0) {
        const char *c = chars[rand() % 3 > 0 ? rand() % 2 : rand() % 5];
        memcpy(out + size, c, strlen(c));
        size += (uint32_t)strlen(c);
    }
    return size;
}

static void check_index(BobHeap *h, const BobObject *o)
{
    static uint32_t starts[3000];
    uint32_t points = walk_points(bob_str_bytes(o), o->size, starts), i, k;
    cr_assert_eq(points, o->points);
    for (i = 0; i < 20; i++) {
        k = (uint32_t)rand() % (points + 1);
        cr_assert_eq(bob_str_offset(h, o, k), starts[k]);
        k = (uint32_t)rand() % (points + 1);
        cr_assert_eq(bob_str_point(h, o, starts[k]), k);
    }
    cr_assert_eq(bob_str_offset(h, o, points), o->size);
    cr_assert_eq(bob_str_point(h, o, o->size), points);
}

/* Texts joined to in place, of which strings show prefixes, with memory that fails at times: an
 * index that could not be made must not be missed. */
Test(str_index, indexes_of_code_points_are_those_of_a_walk)
{
    enum { TEXTS = 40, STRINGS = 8 };
    Ledger ledger = {0};
    BobAllocator a = {ledger_resize, &ledger};
    static char bytes[8000];
    BobObject *strings[STRINGS];
    BobHeap h;
    int text, i;
    srand(7);
    bob_heap_init(&h, &a, 1 << 24);
    for (text = 0; text < TEXTS; text++) {
        uint32_t n = 1 + (uint32_t)rand() % 300, size = random_text(bytes, n);
        cr_assert_eq(bob_heap_new_str(&h, NULL, 4096, n, &strings[0]), BOB_OK);
        /* a text of `size` bytes in a room of 4096 */
        memcpy(((BobText *)strings[0]->data)->bytes, bytes, size);
        ((BobText *)strings[0]->data)->used = strings[0]->size = size;
        for (i = 1; i < STRINGS; i++) {
            uint32_t more = 1 + (uint32_t)rand() % 200;
            ledger.fail_at = rand() % 3 == 0 ? ledger.calls + 1 : 0;
            ledger.all_after = true;
            check_index(&h, strings[rand() % i]);
            ledger.fail_at = 0;
            check_index(&h, strings[rand() % i]);
            size = random_text(bytes, more);
            if (!bob_heap_can_extend(strings[i - 1], size))
                break;
            cr_assert_eq(bob_heap_extend_str(&h, strings[i - 1], bytes, size, more, &strings[i]),
                         BOB_OK);
            check_index(&h, strings[i]);
            check_index(&h, strings[0]);
        }
        while (i-- > 0 && text % 4 != 0) /* some stay until the end */
            bob_heap_free(&h, strings[i], true);
    }
    cr_expect_gt(h.index_count, TEXTS / 4u - 1);
    cr_expect_lt(h.index_count, TEXTS / 2u);
    bob_heap_end(&h);
    cr_expect_eq(ledger.in_use, 0u);
    cr_expect_eq(ledger.wrong, 0u);
}

Test(str_index, constants_have_their_index_from_the_start)
{
    static char bytes[8000];
    BobProgram *p = bob_program_new(NULL);
    BobHeap none;
    int i;
    bob_heap_init(&none, &bob_malloc_allocator, 0);
    srand(8);
    for (i = 0; i < 200; i++) {
        uint32_t size = random_text(bytes, 2 + (uint32_t)i * 3);
        uint32_t number = bob_program_add_text_constant(p, bytes, size);
        cr_assert_neq(number, BOB_INTERN_NONE);
        check_index(&none, p->constants[number].ref);
    }
    cr_expect_eq(none.index_count, 0u);
    bob_program_free(p);
    bob_heap_end(&none);
}
