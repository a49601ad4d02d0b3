#include "rt.h"

static int64_t tak(int64_t x, int64_t y, int64_t z)
{
    if (y >= x)
        return z;
    return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y));
}

static void run(void)
{
    int64_t s = 0;
    for (int64_t i = 7; i < 12; i++)
        s += tak(24, 16, i) * i;
    print_int(s);
}
