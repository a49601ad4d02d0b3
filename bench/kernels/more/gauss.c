#include "../rt.h"

#define N 240
static double storage[N][N], *a[N], b[N], x[N];

static void solve(void)
{
    for (int64_t column = 0; column < N; column++) {
        int64_t pivot = column;
        for (int64_t row = column + 1; row < N; row++)
            if (fabs(a[row][column]) > fabs(a[pivot][column]))
                pivot = row;
        double *r = a[column], s = b[column];
        a[column] = a[pivot];
        a[pivot] = r;
        b[column] = b[pivot];
        b[pivot] = s;
        for (int64_t row = column + 1; row < N; row++) {
            double factor = a[row][column] / a[column][column];
            for (int64_t k = column; k < N; k++)
                a[row][k] -= factor * a[column][k];
            b[row] -= factor * b[column];
        }
    }
    for (int64_t row = N - 1; row >= 0; row--) {
        double s = b[row];
        for (int64_t k = row + 1; k < N; k++)
            s -= a[row][k] * x[k];
        x[row] = s / a[row][row];
    }
}

static void run(void)
{
    int64_t seed = 8;
    double total = 0.0;
    for (int64_t round = 0; round < 10; round++) {
        for (int64_t i = 0; i < N; i++) {
            a[i] = storage[i];
            for (int64_t j = 0; j < N; j++) {
                seed = seed * 16807 % 2147483647;
                a[i][j] = (double)seed / 2147483647 - 0.5;
            }
            b[i] = (double)(i % 10) + 1.0;
        }
        solve();
        for (int64_t i = 0; i < N; i++)
            total += fabs(x[i]);
    }
    print_float(total);
}
