#include "rt.h"

static double eval_a(int64_t i, int64_t j)
{
    return 1.0 / (double)((i + j) * (i + j + 1) / 2 + i + 1);
}

static void mul_av(int64_t n, const double *v, double *out)
{
    for (int64_t i = 0; i < n; i++) {
        double s = 0.0;
        for (int64_t j = 0; j < n; j++)
            s += eval_a(i, j) * v[j];
        out[i] = s;
    }
}

static void mul_atv(int64_t n, const double *v, double *out)
{
    for (int64_t i = 0; i < n; i++) {
        double s = 0.0;
        for (int64_t j = 0; j < n; j++)
            s += eval_a(j, i) * v[j];
        out[i] = s;
    }
}

static void run(void)
{
    int64_t n = 500;
    double *u = alloc(n * 8), *v = alloc(n * 8), *t = alloc(n * 8);
    double vbv = 0.0, vv = 0.0;
    for (int64_t i = 0; i < n; i++)
        u[i] = 1.0;
    for (int64_t k = 0; k < 10; k++) {
        mul_av(n, u, t);
        mul_atv(n, t, v);
        mul_av(n, v, t);
        mul_atv(n, t, u);
    }
    for (int64_t i = 0; i < n; i++) {
        vbv += u[i] * v[i];
        vv += v[i] * v[i];
    }
    print_float(sqrt(vbv / vv));
}
