#include "../rt.h"

/* Steps of Newton's method on z^3 = 1, and the root that they lead to. */
static int64_t newton(double x, double y, int64_t limit)
{
    for (int64_t step = 0; step < limit; step++) {
        double x2 = x * x, y2 = y * y, d = 3.0 * (x2 + y2) * (x2 + y2);
        if (d < 0.000001)
            return step * 4;
        double xn = (2.0 * x * d + 3.0 * (x2 - y2)) / (3.0 * d);
        double yn = (2.0 * y * d - 6.0 * x * y) / (3.0 * d);
        double dx = xn - x, dy = yn - y;
        x = xn;
        y = yn;
        if (dx * dx + dy * dy < 0.0000000001) {
            if (x > 0.0)
                return step * 4 + 1;
            if (y > 0.0)
                return step * 4 + 2;
            return step * 4 + 3;
        }
    }
    return limit * 4;
}

static void run(void)
{
    int64_t width = 800, height = 600, basins[4] = {0, 0, 0, 0}, steps = 0;
    for (int64_t py = 0; py < height; py++) {
        double y = 3.0 * (double)py / (double)height - 1.5;
        for (int64_t px = 0; px < width; px++) {
            int64_t found = newton(4.0 * (double)px / (double)width - 2.0, y, 60);
            basins[found % 4] += 1;
            steps += found / 4;
        }
    }
    print_int(steps);
    for (int64_t k = 0; k < 4; k++)
        print_int(basins[k]);
}
