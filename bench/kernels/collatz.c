#include "rt.h"

static void run(void)
{
    int64_t limit = 200000, best = 0, best_n = 0;
    for (int64_t i = 1; i < limit; i++) {
        int64_t n = i, steps = 0;
        while (n != 1) {
            if (n % 2 == 0)
                n = n / 2;
            else
                n = 3 * n + 1;
            steps += 1;
        }
        if (steps > best) {
            best = steps;
            best_n = i;
        }
    }
    print_int(best * 10000000 + best_n);
}
