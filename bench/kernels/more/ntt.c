#include "../rt.h"

#define MOD 7340033
#define N 8192
static int64_t a[N], b[N];

static int64_t power(int64_t base, int64_t exponent)
{
    int64_t result = 1;
    while (exponent > 0) {
        if (exponent % 2 == 1)
            result = result * base % MOD;
        base = base * base % MOD;
        exponent /= 2;
    }
    return result;
}

static void transform(int64_t *v, int64_t n, int64_t root)
{
    int64_t j = 0;
    for (int64_t i = 1; i < n; i++) {
        int64_t bit = n / 2;
        while (j >= bit) {
            j -= bit;
            bit /= 2;
        }
        j += bit;
        if (i < j) {
            int64_t t = v[i];
            v[i] = v[j];
            v[j] = t;
        }
    }
    for (int64_t length = 2; length <= n; length *= 2) {
        int64_t step = power(root, n / length), half = length / 2;
        for (int64_t start = 0; start < n; start += length) {
            int64_t w = 1;
            for (int64_t k = start; k < start + half; k++) {
                int64_t x = v[k], y = v[k + half] * w % MOD;
                v[k] = (x + y) % MOD;
                v[k + half] = (x - y + MOD) % MOD;
                w = w * step % MOD;
            }
        }
    }
}

static void multiply(int64_t n)
{
    int64_t root = power(3, (MOD - 1) / n), inverse = power(n, MOD - 2);
    transform(a, n, root);
    transform(b, n, root);
    for (int64_t i = 0; i < n; i++)
        a[i] = a[i] * b[i] % MOD;
    transform(a, n, power(root, MOD - 2));
    for (int64_t i = 0; i < n; i++)
        a[i] = a[i] * inverse % MOD;
}

static void run(void)
{
    int64_t seed = 5, checksum = 0;
    for (int64_t round = 0; round < 50; round++) {
        for (int64_t i = 0; i < N; i++)
            a[i] = b[i] = 0;
        for (int64_t i = 0; i < N / 2; i++) {
            seed = seed * 16807 % 2147483647;
            a[i] = seed % MOD;
            seed = seed * 16807 % 2147483647;
            b[i] = seed % MOD;
        }
        multiply(N);
        for (int64_t i = 0; i < N; i++)
            checksum = (checksum * 31 + a[i]) % 1000000007;
    }
    print_int(checksum);
}
