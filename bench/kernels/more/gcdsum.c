#include "../rt.h"

static int64_t gcd(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t t = a % b;
        a = b;
        b = t;
    }
    return a;
}

static int64_t extended(int64_t a, int64_t b, int64_t *x, int64_t *y)
{
    int64_t g, x1, y1;
    if (b == 0) {
        *x = 1;
        *y = 0;
        return a;
    }
    g = extended(b, a % b, &x1, &y1);
    *x = y1;
    *y = x1 - a / b * y1;
    return g;
}

static void run(void)
{
    int64_t n = 1500, total = 0, inverses = 0, m = 10007;
    for (int64_t a = 1; a < n; a++)
        for (int64_t b = 1; b < n; b++)
            total += gcd(a, b);
    for (int64_t a = 1; a < m; a++) {
        int64_t x, y;
        extended(a, m, &x, &y);
        inverses = ((inverses * 3 + x) % 1000003 + 1000003) % 1000003;
    }
    print_int(total);
    print_int(inverses);
}
