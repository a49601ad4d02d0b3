#include "../rt.h"

static int64_t popcount(int64_t x)
{
    x = x - ((x >> 1) & 0x55555555);
    x = (x & 0x33333333) + ((x >> 2) & 0x33333333);
    x = (x + (x >> 4)) & 0x0F0F0F0F;
    x = x + (x >> 8);
    return (x + (x >> 16)) & 63;
}

static int64_t reverse(int64_t x)
{
    int64_t result = 0;
    for (int64_t k = 0; k < 16; k++) {
        result = (result << 1) | (x & 1);
        x >>= 1;
    }
    return result;
}

static int64_t gray(int64_t x)
{
    return x ^ (x >> 1);
}

static int64_t ungray(int64_t x)
{
    for (int64_t shift = 1; shift < 32; shift <<= 1)
        x ^= x >> shift;
    return x;
}

static void run(void)
{
    int64_t bits = 0, palindromes = 0, mixed = 0;
    for (int64_t i = 0; i < 5000000; i++) {
        int64_t g = gray(i);
        bits += popcount(g ^ 0x2AAAAAAA);
        if (i < 65536 && reverse(i) == i)
            palindromes += 1;
        mixed = (mixed * 5 + ungray(g ^ 1)) & 0xFFFFFF;
    }
    print_int(bits);
    print_int(palindromes);
    print_int(mixed);
}
