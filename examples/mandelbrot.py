"""The Mandelbrot set, 78 columns by 30 rows."""


def turns(x, y, limit):
    """How long z = z*z + c stays within radius 2."""
    re = im = 0.0
    for n in range(limit):
        re2 = re * re
        im2 = im * im
        if re2 + im2 > 4.0:
            return n
        im = 2.0 * re * im + y
        re = re2 - im2 + x
    return limit


def main():
    shades = " .:-=+*#%@"
    limit = 2000
    inside = 0
    for row in range(30):
        line = ""
        for column in range(78):
            n = turns(column / 25.0 - 2.2, row / 12.0 - 1.2, limit)
            if n == limit:
                inside += 1
                line += shades[-1]
            else:
                line += shades[min(n, 8)]
        print(line)
    print(f"{inside} of {30 * 78} points are inside ({inside / (30 * 78):.1%})")


main()
