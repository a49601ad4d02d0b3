#include "../rt.h"

typedef double Function(double x);

static double bell(double x)
{
    return 1.0 / (1.0 + 25.0 * x * x);
}

static double wave(double x)
{
    return x * x * x - 2.0 * x + sqrt(fabs(x));
}

static double corner(double x)
{
    if (x < 0.3)
        return 0;
    return x - 0.3;
}

static double refine(Function *f, double a, double fa, double b, double fb, double m, double fm,
                     double whole, double tolerance, int64_t depth)
{
    double lm = (a + m) / 2.0, rm = (m + b) / 2.0, flm = f(lm), frm = f(rm);
    double left = (m - a) / 6.0 * (fa + 4.0 * flm + fm);
    double right = (b - m) / 6.0 * (fm + 4.0 * frm + fb);
    double delta = left + right - whole;
    if (depth == 0 || fabs(delta) < 15.0 * tolerance)
        return left + right + delta / 15.0;
    return refine(f, a, fa, m, fm, lm, flm, left, tolerance / 2.0, depth - 1) +
           refine(f, m, fm, b, fb, rm, frm, right, tolerance / 2.0, depth - 1);
}

static double integrate(Function *f, double a, double b, double tolerance)
{
    double m = (a + b) / 2.0, fa = f(a), fb = f(b), fm = f(m);
    return refine(f, a, fa, b, fb, m, fm, (b - a) / 6.0 * (fa + 4.0 * fm + fb), tolerance, 40);
}

static void run(void)
{
    double total = 0.0;
    for (int64_t k = 0; k < 70; k++) {
        double tolerance = 0.00000000001 / (double)(1 + k);
        total += integrate(bell, -1.0, 1.0 + (double)k, tolerance);
        total += integrate(wave, -1.0 - (double)k, 2.0, tolerance);
        total += integrate(corner, -1.0, 1.0 + (double)k / 8, tolerance);
    }
    print_float(total);
}
