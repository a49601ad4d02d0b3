/* Simulated predictors: what each model can and can't foretell. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "core/lab/predict.h"

enum { A = 1, B, C, D };

/* Misses of the last `counted` of so many jumps from one site, by a repeated pattern. */
static void run(const unsigned *pattern, unsigned n, unsigned sites, unsigned jumps,
                unsigned counted, uint64_t *last, uint64_t *history)
{
    BobPredictor *p = calloc(1, sizeof *p);
    cr_assert_not_null(p);
    uint64_t before_last = 0, before_history = 0;
    unsigned site = 0;
    for (unsigned i = 0; i < jumps; i++) {
        if (i + counted == jumps) {
            before_last = p->missed_last;
            before_history = p->missed_history;
        }
        bob_predict_jump(p, site, pattern[i % n]);
        site = sites > 1 ? pattern[i % n] : 0;
    }
    *last = p->missed_last - before_last;
    *history = p->missed_history - before_history;
    free(p);
}

Test(predict, one_target_is_missed_once)
{
    static const unsigned same[] = {A};
    uint64_t last, history;
    run(same, 1, 1, 1000, 1000, &last, &history);
    cr_assert_eq(last, 1);
    cr_assert_leq(history, 1);
}

Test(predict, turns_need_history)
{
    static const unsigned turns[] = {A, B};
    uint64_t last, history;
    run(turns, 2, 1, 2000, 1000, &last, &history);
    cr_assert_eq(last, 1000, "the last target is always the other one");
    cr_assert_eq(history, 0);
}

Test(predict, a_jump_for_each_handler_needs_none)
{
    static const unsigned loop[] = {A, B, C, D};
    uint64_t last, history;
    run(loop, 4, 1, 2000, 1000, &last, &history);
    cr_assert_eq(last, 1000);
    run(loop, 4, 2, 2000, 1000, &last, &history);
    cr_assert_eq(last, 0, "each handler has one follower");
    cr_assert_eq(history, 0);
}

Test(predict, a_long_pattern_needs_the_longer_histories)
{
    /* After A A both are possible; which one, an older target says. */
    static const unsigned pattern[] = {A, A, B, A, A, C, A, A, B, A, A, D};
    uint64_t last, history;
    run(pattern, 12, 1, 6000, 1200, &last, &history);
    cr_assert_gt(last, 600);
    cr_assert_eq(history, 0);
}

Test(predict, nobody_foretells_chance)
{
    BobPredictor *p = calloc(1, sizeof *p);
    uint64_t x = 88172645463325252u;
    cr_assert_not_null(p);
    for (unsigned i = 0; i < 20000; i++) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        bob_predict_jump(p, 0, 1 + (x >> 60));
    }
    cr_assert_gt(p->missed_last, 17000); /* 15 of 16 */
    cr_assert_gt(p->missed_history, 17000);
    free(p);
}
