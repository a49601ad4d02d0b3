#include "rt.h"

static int64_t sieve(int64_t *flags, int64_t n)
{
    int64_t count = 0;
    for (int64_t i = 0; i <= n; i++)
        flags[i] = 1;
    for (int64_t i = 2; i <= n; i++) {
        if (flags[i]) {
            count += 1;
            for (int64_t j = i + i; j <= n; j += i)
                flags[j] = 0;
        }
    }
    return count;
}

static void run(void)
{
    int64_t *flags = alloc(500016 * 8);
    int64_t s = 0;
    for (int64_t k = 0; k < 16; k++)
        s += sieve(flags, 500000 + k);
    print_int(s);
}
