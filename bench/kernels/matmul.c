#include "rt.h"

static void matmul(const double *a, const double *b, double *c, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < n; j++) {
            double s = 0.0;
            for (int64_t k = 0; k < n; k++)
                s += a[i * n + k] * b[k * n + j];
            c[i * n + j] = s;
        }
    }
}

static void run(void)
{
    int64_t n = 260;
    double *a = alloc(n * n * 8), *b = alloc(n * n * 8), *c = alloc(n * n * 8);
    double s = 0.0;
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < n; j++) {
            a[i * n + j] = (double)((i * 7 + j * 3) % 11) * 0.25 - 1.0;
            b[i * n + j] = (double)((i * 5 + j * 2) % 13) * 0.125 - 0.5;
        }
    }
    matmul(a, b, c, n);
    for (int64_t i = 0; i < n; i++)
        s += c[i * n + i] + 0.001 * c[i * n + n - 1 - i];
    print_float(s);
}
