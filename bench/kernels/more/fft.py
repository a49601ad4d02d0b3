import math


def fft(re, im, cr, ci):
    n = len(re)
    if n == 1:
        return re, im
    half = n // 2
    # the root of the next level is the square of this one
    er, ei = fft([re[2 * k] for k in range(half)], [im[2 * k] for k in range(half)], cr * cr - ci * ci, 2 * cr * ci)
    dr, di = fft([re[2 * k + 1] for k in range(half)], [im[2 * k + 1] for k in range(half)],
                 cr * cr - ci * ci, 2 * cr * ci)
    outr = [0.0] * n
    outi = [0.0] * n
    wr = 1.0
    wi = 0.0
    for k in range(half):
        tr = wr * dr[k] - wi * di[k]
        ti = wr * di[k] + wi * dr[k]
        outr[k] = er[k] + tr
        outi[k] = ei[k] + ti
        outr[k + half] = er[k] - tr
        outi[k + half] = ei[k] - ti
        wr, wi = wr * cr - wi * ci, wr * ci + wi * cr
    return outr, outi


def main():
    n = 4096
    # cos and sin of 2 pi / n, by halving the angle from pi
    c = -1.0
    s = 0.0
    size = 2
    while size < n:
        s = math.sqrt((1.0 - c) / 2.0)
        c = math.sqrt((1.0 + c) / 2.0)
        size *= 2
    seed = 21
    total = 0.0
    for round in range(100):
        re = []
        im = []
        for i in range(n):
            seed = seed * 16807 % 2147483647
            re.append(seed / 2147483647)
            im.append(0.0)
        outr, outi = fft(re, im, c, s)
        for k in range(0, n, 16):
            total += math.sqrt(outr[k] * outr[k] + outi[k] * outi[k])
    print("%.9f" % total)


main()
