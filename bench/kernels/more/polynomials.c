#include "../rt.h"

/* The same for ints and for floats. */
#define POLYNOMIALS(type, suffix)                                                                  \
    static int64_t product_##suffix(const type *a, int64_t na, const type *b, int64_t nb,          \
                                    type *result)                                                  \
    {                                                                                              \
        for (int64_t i = 0; i < na + nb - 1; i++)                                                  \
            result[i] = 0;                                                                         \
        for (int64_t i = 0; i < na; i++)                                                           \
            for (int64_t j = 0; j < nb; j++)                                                       \
                result[i + j] += a[i] * b[j];                                                      \
        return na + nb - 1;                                                                        \
    }                                                                                              \
    static type evaluate_##suffix(const type *p, int64_t n, type x)                                \
    {                                                                                              \
        type value = 0;                                                                            \
        for (int64_t k = n - 1; k >= 0; k--)                                                       \
            value = value * x + p[k];                                                              \
        return value;                                                                              \
    }                                                                                              \
    static void derivative_##suffix(const type *p, int64_t n, type *result)                        \
    {                                                                                              \
        for (int64_t k = 1; k < n; k++)                                                            \
            result[k - 1] = (type)k * p[k];                                                        \
    }

POLYNOMIALS(int64_t, int)
POLYNOMIALS(double, float)

static double evaluate_mixed(const int64_t *p, int64_t n, double x)
{
    double value = 0;
    for (int64_t k = n - 1; k >= 0; k--)
        value = value * x + (double)p[k];
    return value;
}

static void run(void)
{
    static int64_t p[60], q[80], r[139], dr[138];
    static double u[60], v[80], w[139], dw[138];
    int64_t ints = 0;
    double floats = 0.0;
    for (int64_t round = 0; round < 3000; round++) {
        for (int64_t k = 0; k < 60; k++)
            p[k] = (k * k + round) % 11 - 4;
        for (int64_t k = 0; k < 80; k++)
            q[k] = (k * k * k + round) % 13 - 5;
        int64_t n = product_int(p, 60, q, 80, r);
        derivative_int(r, n, dr);
        ints += evaluate_int(r, n, 1) + evaluate_int(dr, n - 1, -1);
        for (int64_t k = 0; k < 60; k++)
            u[k] = 0.5 * (double)p[k];
        for (int64_t k = 0; k < 80; k++)
            v[k] = 0.25 * (double)q[k];
        product_float(u, 60, v, 80, w);
        for (int64_t x = 0; x < 10; x++) {
            derivative_float(w, n, dw);
            floats +=
                evaluate_float(w, n, (double)x / 10) - evaluate_float(dw, n - 1, -(double)x / 16);
            floats += evaluate_mixed(p, 60, (double)x / 32);
        }
    }
    print_int(ints);
    print_float(floats);
}
