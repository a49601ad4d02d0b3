#include "rt.h"

static int64_t fannkuch(int64_t n)
{
    int64_t *perm = alloc(n * 8), *perm1 = alloc(n * 8), *count = alloc(n * 8);
    int64_t max_flips = 0, checksum = 0, perm_count = 0, r = n;
    for (int64_t i = 0; i < n; i++)
        perm1[i] = i;
    for (;;) {
        while (r != 1) {
            count[r - 1] = r;
            r -= 1;
        }
        for (int64_t i = 0; i < n; i++)
            perm[i] = perm1[i];
        int64_t flips = 0;
        int64_t k = perm[0];
        while (k != 0) {
            int64_t i = 0, j = k;
            while (i < j) {
                int64_t t = perm[i];
                perm[i] = perm[j];
                perm[j] = t;
                i += 1;
                j -= 1;
            }
            flips += 1;
            k = perm[0];
        }
        if (flips > max_flips)
            max_flips = flips;
        if (perm_count % 2 == 0)
            checksum += flips;
        else
            checksum -= flips;
        for (;;) {
            if (r == n)
                return checksum * 100 + max_flips;
            int64_t p0 = perm1[0];
            for (int64_t i = 0; i < r; i++)
                perm1[i] = perm1[i + 1];
            perm1[r] = p0;
            count[r] -= 1;
            if (count[r] > 0)
                break;
            r += 1;
        }
        perm_count += 1;
    }
}

static void run(void)
{
    int64_t s = 0;
    for (int64_t i = 0; i < 2; i++)
        s = s * 3 + fannkuch(9);
    print_int(s);
}
