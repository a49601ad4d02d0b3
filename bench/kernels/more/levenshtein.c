#include "../rt.h"

#define WORDS 60
#define LONGEST 100
static int64_t words[WORDS][LONGEST], sizes[WORDS], rows[2][LONGEST + 1];

static int64_t distance(const int64_t *a, int64_t na, const int64_t *b, int64_t nb)
{
    int64_t *previous = rows[0], *current = rows[1];
    for (int64_t j = 0; j <= nb; j++)
        previous[j] = j;
    for (int64_t i = 0; i < na; i++) {
        int64_t *t;
        current[0] = i + 1;
        for (int64_t j = 0; j < nb; j++) {
            int64_t cost = previous[j];
            if (a[i] != b[j])
                cost += 1;
            if (previous[j + 1] + 1 < cost)
                cost = previous[j + 1] + 1;
            if (current[j] + 1 < cost)
                cost = current[j] + 1;
            current[j + 1] = cost;
        }
        t = previous;
        previous = current;
        current = t;
    }
    return previous[nb];
}

static void run(void)
{
    int64_t seed = 9, total = 0;
    for (int64_t k = 0; k < WORDS; k++) {
        seed = seed * 16807 % 2147483647;
        sizes[k] = 60 + seed % 40;
        for (int64_t i = 0; i < sizes[k]; i++) {
            seed = seed * 16807 % 2147483647;
            words[k][i] = 97 + seed / 3 % 6;
        }
    }
    for (int64_t i = 0; i < WORDS; i++)
        for (int64_t j = 0; j < WORDS; j++)
            total += distance(words[i], sizes[i], words[j], sizes[j]);
    print_int(total);
}
