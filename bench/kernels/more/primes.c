#include "../rt.h"

static int is_prime(int64_t n)
{
    if (n < 4)
        return n > 1;
    if (n % 2 == 0 || n % 3 == 0)
        return 0;
    for (int64_t d = 5; d * d <= n; d += 6)
        if (n % d == 0 || n % (d + 2) == 0)
            return 0;
    return 1;
}

static int64_t totient(int64_t n)
{
    int64_t result = n;
    for (int64_t p = 2; p * p <= n; p++) {
        if (n % p == 0) {
            while (n % p == 0)
                n /= p;
            result -= result / p;
        }
    }
    if (n > 1)
        result -= result / n;
    return result;
}

static void run(void)
{
    int64_t count = 0, total = 0;
    for (int64_t n = 0; n < 800000; n++)
        if (is_prime(n))
            count += 1;
    for (int64_t n = 1; n < 60000; n++)
        total += totient(n);
    print_int(count);
    print_int(total);
}
