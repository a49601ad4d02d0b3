#include "../rt.h"

#define N 4096
static double re[N], im[N], rooms[8 * N];

/* in room: what the lists of all levels below take, 4n */
static void fft(const double *r, const double *i, int64_t n, double cr, double ci, double *outr,
                double *outi, double *room)
{
    if (n == 1) {
        outr[0] = r[0];
        outi[0] = i[0];
        return;
    }
    int64_t half = n / 2;
    double *er = room, *ei = er + half, *dr = ei + half, *di = dr + half, *below = di + half;
    /* the halves of the input lie in out until the results are known */
    double *xr = outr, *xi = outi;
    for (int64_t k = 0; k < half; k++) {
        xr[k] = r[2 * k];
        xi[k] = i[2 * k];
        xr[k + half] = r[2 * k + 1];
        xi[k + half] = i[2 * k + 1];
    }
    fft(xr, xi, half, cr * cr - ci * ci, 2 * cr * ci, er, ei, below);
    fft(xr + half, xi + half, half, cr * cr - ci * ci, 2 * cr * ci, dr, di, below);
    double wr = 1.0, wi = 0.0;
    for (int64_t k = 0; k < half; k++) {
        double tr = wr * dr[k] - wi * di[k], ti = wr * di[k] + wi * dr[k], w;
        outr[k] = er[k] + tr;
        outi[k] = ei[k] + ti;
        outr[k + half] = er[k] - tr;
        outi[k + half] = ei[k] - ti;
        w = wr * cr - wi * ci;
        wi = wr * ci + wi * cr;
        wr = w;
    }
}

static void run(void)
{
    static double outr[N], outi[N];
    double c = -1.0, s = 0.0, total = 0.0;
    int64_t seed = 21;
    /* cos and sin of 2 pi / n, by halving the angle from pi */
    for (int64_t size = 2; size < N; size *= 2) {
        s = sqrt((1.0 - c) / 2.0);
        c = sqrt((1.0 + c) / 2.0);
    }
    for (int64_t round = 0; round < 100; round++) {
        for (int64_t k = 0; k < N; k++) {
            seed = seed * 16807 % 2147483647;
            re[k] = (double)seed / 2147483647;
            im[k] = 0.0;
        }
        fft(re, im, N, c, s, outr, outi, rooms);
        for (int64_t k = 0; k < N; k += 16)
            total += sqrt(outr[k] * outr[k] + outi[k] * outi[k]);
    }
    print_float(total);
}
