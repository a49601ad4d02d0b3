def newton(x, y, limit):
    """Steps of Newton's method on z^3 = 1, and the root that they lead to."""
    for step in range(limit):
        x2 = x * x
        y2 = y * y
        d = 3.0 * (x2 + y2) * (x2 + y2)
        if d < 0.000001:
            return step * 4
        xn = (2.0 * x * d + 3.0 * (x2 - y2)) / (3.0 * d)
        yn = (2.0 * y * d - 6.0 * x * y) / (3.0 * d)
        dx = xn - x
        dy = yn - y
        x = xn
        y = yn
        if dx * dx + dy * dy < 0.0000000001:
            if x > 0.0:
                return step * 4 + 1
            if y > 0.0:
                return step * 4 + 2
            return step * 4 + 3
    return limit * 4


def main():
    width = 800
    height = 600
    basins = [0] * 4
    steps = 0
    for py in range(height):
        y = 3.0 * py / height - 1.5
        for px in range(width):
            found = newton(4.0 * px / width - 2.0, y, 60)
            basins[found % 4] += 1
            steps += found // 4
    print(steps)
    for basin in basins:
        print(basin)


main()
