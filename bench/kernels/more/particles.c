#include "../rt.h"

#define N 100
static double x[N], y[N], vx[N], vy[N];

static int64_t step(double dt)
{
    int64_t bounces = 0;
    for (int64_t i = 0; i < N; i++) {
        vy[i] -= 9.81 * dt;
        x[i] += vx[i] * dt;
        y[i] += vy[i] * dt;
        if (x[i] < 0.0) {
            x[i] = -x[i];
            vx[i] = -0.9 * vx[i];
            bounces += 1;
        } else if (x[i] > 10.0) {
            x[i] = 20.0 - x[i];
            vx[i] = -0.9 * vx[i];
            bounces += 1;
        }
        if (y[i] < 0.0) {
            y[i] = -y[i];
            vy[i] = -0.9 * vy[i];
            bounces += 1;
        }
    }
    return bounces;
}

static int64_t collide(double radius)
{
    int64_t hits = 0;
    for (int64_t i = 0; i < N; i++) {
        for (int64_t j = i + 1; j < N; j++) {
            double dx = x[j] - x[i], dy = y[j] - y[i];
            if (dx * dx + dy * dy < radius * radius) {
                double along = (vx[j] - vx[i]) * dx + (vy[j] - vy[i]) * dy, t;
                if (along < 0.0) {
                    t = vx[i], vx[i] = vx[j], vx[j] = t;
                    t = vy[i], vy[i] = vy[j], vy[j] = t;
                    hits += 1;
                }
            }
        }
    }
    return hits;
}

static void run(void)
{
    int64_t seed = 1234, events = 0;
    double energy = 0.0;
    for (int64_t i = 0; i < N; i++) {
        seed = seed * 16807 % 2147483647;
        x[i] = 10.0 * (double)seed / 2147483647;
        seed = seed * 16807 % 2147483647;
        y[i] = 10.0 * (double)seed / 2147483647;
        seed = seed * 16807 % 2147483647;
        vx[i] = 4.0 * (double)seed / 2147483647 - 2.0;
        vy[i] = 0.0;
    }
    for (int64_t k = 0; k < 10000; k++) {
        events += step(0.002);
        if (k % 2 == 0)
            events += collide(0.15);
    }
    for (int64_t i = 0; i < N; i++)
        energy += 0.5 * (vx[i] * vx[i] + vy[i] * vy[i]) + 9.81 * y[i];
    print_int(events);
    print_float(energy);
}
