# Elements changed in loops: by ints, floats, products, in lists whose kind changes meanwhile.
LIMIT = 40
MODE = 1


def add(a, i, x):
    a[i] += x


def totals(a, b, n, f):
    for i in range(n):
        a[i] += 1
        a[i] += i
        b[i] += 0.5
        b[i] -= f
        b[i] += f * b[i]
        b[i] -= b[n - 1] * f
    return a[n - 1], b[n - 1]


def rows(table, n):
    s = 0
    for i in range(n):
        for k in range(n):
            s = s + table[i][k]
    return s


def flat(m, n):
    s = 0.0
    for i in range(n):
        for k in range(n):
            s += m[i * n + k] * m[k * n + i]
    return s


def modes(n):
    global MODE
    hits = 0
    for i in range(n):
        MODE = i % 3
        if i == 70:
            MODE = "x"
        if i == 71:
            MODE = 1.0
        if i % 3 == MODE:
            hits += 1
        if i != LIMIT:
            hits += 2
    return hits


def same(text, pattern):
    n = 0
    for i in range(len(text)):
        if text[i] == pattern[i % len(pattern)]:
            n += 1
        if text[i] != text[0]:
            n += 100
    return n


def between(c, low, high):
    return c >= low and c <= high or c == 95


def mix(x):
    x = (x ^ x >> 7) & 0xFFFFFFFF
    x = x ^ x >> 3
    return x


def inside(points, n):
    hits = 0
    for i in range(n):
        x = points[i]
        y = points[n - 1 - i]
        if x * x + y * y < 1.0:
            hits += 1
        if x * x + y * y > 1.5:
            hits += 1000
    return hits


def main():
    ints = [3] * 50
    reals = [0.25] * 50
    print(totals(ints, reals, 50, 0.125))
    for i in range(60):
        add(ints, i % 50, 2)
        add(reals, -1 - i % 50, 0.25)
        if i == 40:
            ints[7] = 1.5
            add(ints, 7, 1)
            reals[9] = 4
            add(reals, 9, 1)
    print(ints[7], ints[8], reals[9], reals[10])
    print(totals(ints, reals, 50, 0.5))
    table = []
    for i in range(30):
        table.append([i] * 30)
    print(rows(table, 30))
    table[12] = [0.5] * 30
    print(rows(table, 30))
    table[20] = [True] * 30
    table[21][3] = 2.5
    print(rows(table, 30))
    m = []
    for i in range(400):
        m.append(i / 8)
    print(flat(m, 20))
    print(modes(100))
    print(same("abcabcaab" * 20, "abc"), same("aaaa" * 20, "a"), same("a\u00e9a" * 20, "a\u00e9"))
    n = 0
    for c in range(130):
        if between(c, 97, 122):
            n += c
        n += between(c, 48, 57) * 3
    print(n, between(95, 1, 2), between(94, 1, 2))
    h = 1
    for i in range(100):
        h = mix(h * 31 + i)
    print(h)
    points = []
    for i in range(64):
        points.append(i / 64 * 1.25)
    print(inside(points, 64))


main()
