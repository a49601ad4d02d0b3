#include "../rt.h"

static void quicksort(int64_t *a, int64_t low, int64_t high)
{
    while (low < high) {
        int64_t pivot = a[(low + high) / 2], i = low, j = high;
        while (i <= j) {
            while (a[i] < pivot)
                i += 1;
            while (a[j] > pivot)
                j -= 1;
            if (i <= j) {
                int64_t t = a[i];
                a[i] = a[j];
                a[j] = t;
                i += 1;
                j -= 1;
            }
        }
        if (j - low < high - i) {
            quicksort(a, low, j);
            low = i;
        } else {
            quicksort(a, i, high);
            high = j;
        }
    }
}

static void run(void)
{
    int64_t n = 200000, seed = 99, checksum = 0;
    int64_t *a = alloc(n * 8);
    for (int64_t round = 0; round < 5; round++) {
        for (int64_t i = 0; i < n; i++) {
            seed = seed * 16807 % 2147483647;
            a[i] = seed % 1000000;
        }
        quicksort(a, 0, n - 1);
        for (int64_t i = 0; i < n; i += 7)
            checksum = (checksum * 31 + a[i]) % 1000000007;
    }
    print_int(checksum);
}
