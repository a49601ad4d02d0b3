#include "../rt.h"

static int64_t visits;

/* Heap's algorithm: each permutation of the first k elements once. */
static void permute(int64_t *a, int64_t k)
{
    if (k == 1) {
        if (a[0] < a[1])
            visits += a[2];
        return;
    }
    permute(a, k - 1);
    for (int64_t i = 0; i < k - 1; i++) {
        int64_t *x = k % 2 == 0 ? &a[i] : &a[0], t = *x;
        *x = a[k - 1];
        a[k - 1] = t;
        permute(a, k - 1);
    }
}

/* How many subsets of a[at:] have the sum left. */
static int64_t subsets(const int64_t *a, int64_t n, int64_t at, int64_t left)
{
    if (left == 0)
        return 1;
    if (at == n || left < 0)
        return 0;
    return subsets(a, n, at + 1, left - a[at]) + subsets(a, n, at + 1, left);
}

static void run(void)
{
    int64_t a[10], b[20], total = 0;
    for (int64_t i = 0; i < 10; i++)
        a[i] = i;
    for (int64_t i = 0; i < 20; i++)
        b[i] = 3 + i * 5 % 17;
    for (int64_t round = 0; round < 2; round++) {
        permute(a, 10);
        total = total * 7 + subsets(b, 20, 0, 60 + round);
    }
    print_int(visits);
    print_int(total);
}
