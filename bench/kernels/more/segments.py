def side(ax, ay, bx, by, cx, cy):
    d = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    if d > 0:
        return 1
    if d < 0:
        return -1
    return 0


def crossings(x1, y1, x2, y2):
    n = len(x1)
    count = 0
    for i in range(n):
        ax = x1[i]
        ay = y1[i]
        bx = x2[i]
        by = y2[i]
        for j in range(i + 1, n):
            if side(ax, ay, bx, by, x1[j], y1[j]) * side(ax, ay, bx, by, x2[j], y2[j]) < 0:
                if side(x1[j], y1[j], x2[j], y2[j], ax, ay) * side(x1[j], y1[j], x2[j], y2[j], bx, by) < 0:
                    count += 1
    return count


def coordinates(n, seed, scale):
    values = []
    for i in range(n):
        seed = seed * 16807 % 2147483647
        values.append(seed % 1000 * scale)
    return values


def main():
    n = 1000
    total = 0
    for k in range(5):
        ints = crossings(coordinates(n, 11 + k, 1), coordinates(n, 12 + k, 1),
                         coordinates(n, 13 + k, 1), coordinates(n, 14 + k, 1))
        floats = crossings(coordinates(n, 21 + k, 0.5), coordinates(n, 22 + k, 0.5),
                           coordinates(n, 23 + k, 0.5), coordinates(n, 24 + k, 0.5))
        total += ints * 3 + floats
    print(total)


main()
