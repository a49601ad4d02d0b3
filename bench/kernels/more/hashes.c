#include "../rt.h"

#define N 10000
static int64_t data[N];

static int64_t xorshift(int64_t x)
{
    x ^= (x << 13) & 0xFFFFFFFF;
    x ^= x >> 17;
    x ^= (x << 5) & 0xFFFFFFFF;
    return x;
}

static int64_t fnv(void)
{
    int64_t h = 2166136261;
    for (int64_t i = 0; i < N; i++)
        h = ((h ^ data[i]) * 16777619) & 0xFFFFFFFF;
    return h;
}

static int64_t adler(void)
{
    int64_t a = 1, b = 0;
    for (int64_t i = 0; i < N; i++) {
        a = (a + data[i]) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

static void run(void)
{
    int64_t x = 2463534242;
    for (int64_t i = 0; i < N; i++) {
        x = xorshift(x);
        data[i] = x & 255;
    }
    for (int64_t round = 0; round < 1200; round++) {
        x = xorshift(x ^ fnv());
        x = xorshift(x ^ adler());
        data[round] = x & 255;
    }
    print_int(x);
}
