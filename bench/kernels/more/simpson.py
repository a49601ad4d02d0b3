import math


def bell(x):
    return 1.0 / (1.0 + 25.0 * x * x)


def wave(x):
    return x * x * x - 2.0 * x + math.sqrt(abs(x))


def corner(x):
    if x < 0.3:
        return 0
    return x - 0.3


def refine(f, a, fa, b, fb, m, fm, whole, tolerance, depth):
    lm = (a + m) / 2.0
    rm = (m + b) / 2.0
    flm = f(lm)
    frm = f(rm)
    left = (m - a) / 6.0 * (fa + 4.0 * flm + fm)
    right = (b - m) / 6.0 * (fm + 4.0 * frm + fb)
    delta = left + right - whole
    if depth == 0 or abs(delta) < 15.0 * tolerance:
        return left + right + delta / 15.0
    return (refine(f, a, fa, m, fm, lm, flm, left, tolerance / 2.0, depth - 1)
            + refine(f, m, fm, b, fb, rm, frm, right, tolerance / 2.0, depth - 1))


def integrate(f, a, b, tolerance):
    m = (a + b) / 2.0
    fa = f(a)
    fb = f(b)
    fm = f(m)
    return refine(f, a, fa, b, fb, m, fm, (b - a) / 6.0 * (fa + 4.0 * fm + fb), tolerance, 40)


def main():
    total = 0.0
    for k in range(70):
        tolerance = 0.00000000001 / (1 + k)
        total += integrate(bell, -1.0, 1.0 + k, tolerance)
        total += integrate(wave, -1.0 - k, 2.0, tolerance)
        total += integrate(corner, -1.0, 1.0 + k / 8, tolerance)
    print("%.9f" % total)


main()
