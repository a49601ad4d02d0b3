#include "rt.h"

static int64_t mandel(double cr, double ci, int64_t limit)
{
    double zr = 0.0, zi = 0.0;
    int64_t it = 0;
    while (it < limit) {
        double zr2 = zr * zr;
        double zi2 = zi * zi;
        if (zr2 + zi2 > 4.0)
            break;
        zi = 2.0 * zr * zi + ci;
        zr = zr2 - zi2 + cr;
        it += 1;
    }
    return it;
}

static void run(void)
{
    int64_t w = 320, h = 240, limit = 500, inside = 0, total = 0;
    for (int64_t py = 0; py < h; py++) {
        double ci = 2.0 * (double)py / (double)h - 1.0;
        for (int64_t px = 0; px < w; px++) {
            double cr = 3.0 * (double)px / (double)w - 2.0;
            int64_t it = mandel(cr, ci, limit);
            total += it;
            if (it == limit)
                inside += 1;
        }
    }
    print_int(total * 100000 + inside);
}
