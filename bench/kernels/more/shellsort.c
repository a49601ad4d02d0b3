#include "../rt.h"

static void shellsort(double *a, int64_t n)
{
    int64_t gap = 1;
    while (gap < n / 3)
        gap = 3 * gap + 1;
    while (gap > 0) {
        for (int64_t i = gap; i < n; i++) {
            double x = a[i];
            int64_t j = i;
            while (j >= gap && a[j - gap] > x) {
                a[j] = a[j - gap];
                j -= gap;
            }
            a[j] = x;
        }
        gap /= 3;
    }
}

static void run(void)
{
    int64_t n = 50000, seed = 4711;
    double *a = alloc(n * 8), total = 0.0;
    for (int64_t round = 0; round < 9; round++) {
        for (int64_t i = 0; i < n; i++) {
            seed = seed * 16807 % 2147483647;
            a[i] = (double)seed / 2147483647;
        }
        shellsort(a, n);
        for (int64_t i = 0; i < n; i += 100)
            total += a[i] * (double)(i % 7);
    }
    print_float(total);
}
