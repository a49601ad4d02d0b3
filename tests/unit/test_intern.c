/* Interning: the same numbers as a search through all keys, whatever collides; work that is
 * linear in the keys' bytes; memory that runs out at any point. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/hash.h"
#include "core/base/intern.h"
#include "tests/collide.h"
#include "tests/machines.h"

Test(intern, names_of_the_generator_collide)
{
    char a[COLLIDE_SIZE + 1], b[COLLIDE_SIZE + 1];
    uint64_t seed = 0;
    int i;
    collide_next(&seed, a);
    for (i = 0; i < 100; i++) {
        collide_next(&seed, b);
        cr_assert_eq(bob_hash(a, COLLIDE_SIZE), bob_hash(b, COLLIDE_SIZE));
        cr_assert(memcmp(a, b, COLLIDE_SIZE) != 0);
    }
}

/* Adds n colliding names and returns the work for each. */
static double flood(uint32_t n)
{
    BobIntern t = {.allocator = &bob_malloc_allocator};
    char name[COLLIDE_SIZE + 1];
    uint64_t seed = 0;
    double work;
    uint32_t i;
    for (i = 0; i < n; i++) {
        collide_next(&seed, name);
        cr_assert_eq(bob_intern_add(&t, name, COLLIDE_SIZE), i);
        cr_assert_eq(bob_intern_find(&t, name, COLLIDE_SIZE), i);
    }
    for (i = 0, seed = 0; i < n; i++) {
        collide_next(&seed, name);
        cr_assert_eq(bob_intern_add(&t, name, COLLIDE_SIZE), i);
    }
    work = (double)t.work / n;
    bob_intern_free(&t);
    return work;
}

/* A key is added and then found: 2 * PROBES slots, and forks on three walks, at most nine for a
 * byte. Growing moves each key twice on average. */
Test(intern, a_flood_costs_no_more_for_each_key_the_longer_it_is)
{
    double most = 4 * BOB_INTERN_PROBES + 4 * 9 * COLLIDE_SIZE, small = flood(300),
           large = flood(9600);
    cr_expect_leq(small, most);
    cr_expect_leq(large, most);
    cr_expect_leq(large, small * 1.5, "%g grew to %g", small, large);
}

/* Keys that share long beginnings make the deepest tree. */
Test(intern, deep_trees_cost_what_their_keys_bytes_do)
{
    enum { N = 700 };
    BobIntern t = {.allocator = &bob_malloc_allocator};
    static char text[N + COLLIDE_SIZE];
    uint64_t bytes = 0;
    uint32_t i;
    memset(text, 'a', sizeof text);
    for (i = 0; i < N; i++, bytes += i)
        cr_assert_eq(bob_intern_add(&t, text, i), i);
    cr_expect_leq(t.work, 20 * bytes);
    bob_intern_free(&t);
}

typedef struct Model {
    char key[24];
    size_t size;
} Model;

/* Random keys of all sizes to 20, NULs among them, with some that collide, against a list. */
Test(intern, numbers_are_those_of_a_search_through_all_keys)
{
    enum { N = 3000 };
    static Model model[N];
    BobIntern t = {.allocator = &bob_malloc_allocator};
    uint32_t count = 0, i, k;
    uint64_t seed = 0;
    srand(13);
    for (i = 0; i < N; i++) {
        Model m = {.size = (size_t)rand() % 20};
        for (k = 0; k < m.size; k++)
            m.key[k] = (char)(rand() % 3 * 100);
        if (rand() % 3 == 0) {
            char name[COLLIDE_SIZE + 1];
            uint64_t again = rand() % 4 == 0 ? 0 : seed;
            collide_next(&again, name);
            seed = again > seed ? again : seed;
            m.size = COLLIDE_SIZE;
            memcpy(m.key, name, m.size);
        }
        for (k = 0; k < count; k++)
            if (model[k].size == m.size && memcmp(model[k].key, m.key, m.size) == 0)
                break;
        cr_assert_eq(bob_intern_find(&t, m.key, m.size), k < count ? k : BOB_INTERN_NONE);
        cr_assert_eq(bob_intern_add(&t, m.key, m.size), k);
        if (k == count)
            model[count++] = m;
    }
    cr_expect_gt(t.fork_count, 100u);
    for (k = 0; k < count; k++)
        cr_expect_eq(bob_intern_find(&t, model[k].key, model[k].size), k);
    bob_intern_free(&t);
}

/* Each allocation fails once: the key is refused, then added, and nothing is lost. */
Test(intern, memory_that_runs_out_loses_no_key)
{
    Ledger ledger = {0};
    BobAllocator a = {ledger_resize, &ledger};
    BobIntern t = {.allocator = &a};
    char name[COLLIDE_SIZE + 1];
    uint64_t seed = 0, again;
    uint32_t i;
    for (i = 0; i < 300; i++) {
        uint64_t fail = 1;
        uint32_t got = BOB_INTERN_NONE;
        collide_next(&seed, name);
        while (got == BOB_INTERN_NONE) {
            ledger.fail_at = ledger.calls + fail++;
            got = bob_intern_add(&t, name, COLLIDE_SIZE);
            ledger.fail_at = 0;
            cr_assert_lt(fail, 20u);
        }
        cr_assert_eq(got, i);
    }
    for (i = 0, again = 0; i < 300; i++) {
        collide_next(&again, name);
        cr_expect_eq(bob_intern_find(&t, name, COLLIDE_SIZE), i);
    }
    bob_intern_free(&t);
    cr_expect_eq(ledger.in_use, 0u);
    cr_expect_eq(ledger.wrong, 0u);
}
