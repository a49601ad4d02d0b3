#include "rt.h"

static int64_t seed = 42;

static int64_t rand_next(void)
{
    seed = (seed * 16807) % 2147483647;
    return seed;
}

static void sift_down(int64_t *a, int64_t start, int64_t end)
{
    int64_t root = start;
    while (root * 2 + 1 < end) {
        int64_t child = root * 2 + 1;
        if (child + 1 < end && a[child] < a[child + 1])
            child += 1;
        if (a[root] < a[child]) {
            int64_t t = a[root];
            a[root] = a[child];
            a[child] = t;
            root = child;
        } else {
            return;
        }
    }
}

static void heapsort(int64_t *a, int64_t n)
{
    for (int64_t start = n / 2 - 1; start >= 0; start--)
        sift_down(a, start, n);
    for (int64_t end = n - 1; end > 0; end--) {
        int64_t t = a[0];
        a[0] = a[end];
        a[end] = t;
        sift_down(a, 0, end);
    }
}

static void run(void)
{
    int64_t n = 250000, s = 0;
    int64_t *a = alloc(n * 8);
    for (int64_t i = 0; i < n; i++)
        a[i] = rand_next();
    heapsort(a, n);
    for (int64_t i = 0; i < n; i++)
        s = (s * 31 + a[i]) % 1000000007;
    print_int(s);
}
