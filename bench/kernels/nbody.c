#include "rt.h"

static void advance(double *x, double *y, double *z, double *vx, double *vy, double *vz,
                    const double *mass, int64_t n, double dt)
{
    for (int64_t i = 0; i < n; i++) {
        double xi = x[i], yi = y[i], zi = z[i], mi = mass[i];
        double vxi = vx[i], vyi = vy[i], vzi = vz[i];
        for (int64_t j = i + 1; j < n; j++) {
            double dx = xi - x[j];
            double dy = yi - y[j];
            double dz = zi - z[j];
            double d2 = dx * dx + dy * dy + dz * dz;
            double mag = dt / (d2 * sqrt(d2));
            double mj = mass[j] * mag;
            vxi -= dx * mj;
            vyi -= dy * mj;
            vzi -= dz * mj;
            double mm = mi * mag;
            vx[j] += dx * mm;
            vy[j] += dy * mm;
            vz[j] += dz * mm;
        }
        vx[i] = vxi;
        vy[i] = vyi;
        vz[i] = vzi;
        x[i] = xi + dt * vxi;
        y[i] = yi + dt * vyi;
        z[i] = zi + dt * vzi;
    }
}

static double energy(const double *x, const double *y, const double *z, const double *vx,
                     const double *vy, const double *vz, const double *mass, int64_t n)
{
    double e = 0.0;
    for (int64_t i = 0; i < n; i++) {
        e += 0.5 * mass[i] * (vx[i] * vx[i] + vy[i] * vy[i] + vz[i] * vz[i]);
        for (int64_t j = i + 1; j < n; j++) {
            double dx = x[i] - x[j];
            double dy = y[i] - y[j];
            double dz = z[i] - z[j];
            e -= mass[i] * mass[j] / sqrt(dx * dx + dy * dy + dz * dz);
        }
    }
    return e;
}

static double *copy(const double *v, int64_t n)
{
    double *p = alloc(n * 8);
    for (int64_t i = 0; i < n; i++)
        p[i] = v[i];
    return p;
}

#define SM 39.47841760435743
#define DP 365.24
static const double X[] = {0.0, 4.84143144246472090, 8.34336671824457987, 12.8943695621391310,
                           15.3796971148509165};
static const double Y[] = {0.0, -1.16032004402742839, 4.12479856412430479, -15.1111514016986312,
                           -25.9193146099879641};
static const double Z[] = {0.0, -0.103622044471123109, -0.403523417114321381, -0.223307578892655734,
                           0.179258772950371181};
static const double VX[] = {0.0, 0.00166007664274403694 * DP, -0.00276742510726411012 * DP,
                            0.00296460137564761618 * DP, 0.00268067772490389322 * DP};
static const double VY[] = {0.0, 0.00769901118419740425 * DP, 0.00499852801234917238 * DP,
                            0.00237847173959480950 * DP, 0.00162824170038242295 * DP};
static const double VZ[] = {0.0, -0.0000690460016972063023 * DP, 0.0000230417297573763929 * DP,
                            -0.0000296589568540237556 * DP, -0.0000951592254519715870 * DP};
static const double MASS[] = {SM, 0.000954791938424326609 * SM, 0.000285885980666130812 * SM,
                              0.0000436624404335156298 * SM, 0.0000515138902046611451 * SM};

static void run(void)
{
    int64_t n = 5;
    double *x = copy(X, n), *y = copy(Y, n), *z = copy(Z, n);
    double *vx = copy(VX, n), *vy = copy(VY, n), *vz = copy(VZ, n);
    double *mass = copy(MASS, n);
    double px = 0.0, py = 0.0, pz = 0.0;
    for (int64_t i = 0; i < n; i++) {
        px += vx[i] * mass[i];
        py += vy[i] * mass[i];
        pz += vz[i] * mass[i];
    }
    vx[0] = -px / SM;
    vy[0] = -py / SM;
    vz[0] = -pz / SM;
    for (int64_t step = 0; step < 300000; step++)
        advance(x, y, z, vx, vy, vz, mass, n, 0.01);
    print_float(energy(x, y, z, vx, vy, vz, mass, n));
}
