#include "../rt.h"

/* The same for ints and for floats. */
#define SEGMENTS(type, suffix)                                                                     \
    static int64_t side_##suffix(type ax, type ay, type bx, type by, type cx, type cy)             \
    {                                                                                              \
        type d = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);                                    \
        if (d > 0)                                                                                 \
            return 1;                                                                              \
        if (d < 0)                                                                                 \
            return -1;                                                                             \
        return 0;                                                                                  \
    }                                                                                              \
    static int64_t crossings_##suffix(const type *x1, const type *y1, const type *x2,              \
                                      const type *y2)                                              \
    {                                                                                              \
        int64_t count = 0;                                                                         \
        for (int64_t i = 0; i < N; i++) {                                                          \
            type ax = x1[i], ay = y1[i], bx = x2[i], by = y2[i];                                   \
            for (int64_t j = i + 1; j < N; j++) {                                                  \
                if (side_##suffix(ax, ay, bx, by, x1[j], y1[j]) *                                  \
                        side_##suffix(ax, ay, bx, by, x2[j], y2[j]) <                              \
                    0) {                                                                           \
                    if (side_##suffix(x1[j], y1[j], x2[j], y2[j], ax, ay) *                        \
                            side_##suffix(x1[j], y1[j], x2[j], y2[j], bx, by) <                    \
                        0)                                                                         \
                        count += 1;                                                                \
                }                                                                                  \
            }                                                                                      \
        }                                                                                          \
        return count;                                                                              \
    }                                                                                              \
    static void coordinates_##suffix(type *values, int64_t seed, type scale)                       \
    {                                                                                              \
        for (int64_t i = 0; i < N; i++) {                                                          \
            seed = seed * 16807 % 2147483647;                                                      \
            values[i] = (type)(seed % 1000) * scale;                                               \
        }                                                                                          \
    }

#define N 1000
SEGMENTS(int64_t, int)
SEGMENTS(double, float)
static int64_t ints[4][N];
static double floats[4][N];

static void run(void)
{
    int64_t total = 0;
    for (int64_t k = 0; k < 5; k++) {
        for (int64_t i = 0; i < 4; i++) {
            coordinates_int(ints[i], 11 + i + k, 1);
            coordinates_float(floats[i], 21 + i + k, 0.5);
        }
        total += crossings_int(ints[0], ints[1], ints[2], ints[3]) * 3 +
                 crossings_float(floats[0], floats[1], floats[2], floats[3]);
    }
    print_int(total);
}
