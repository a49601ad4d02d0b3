# Operations that typed code makes one of several, at the edges where a part of them fails.


def swap(a, i, j):
    a[i], a[j] = a[j], a[i]
    return a


def swaps():
    a = [1, 2, 3, 4]
    f = [0.5, 1.5, 2.5]
    m = [1, "x", 2.5]
    for k in range(4):
        swap(a, k, 3 - k)
        swap(a, -1, k)
        swap(f, k % 3, 1)
        swap(m, k % 3, 2)
    print(a, f, m, swap([7], 0, 0), swap([[1], [2]], 0, 1))


swaps()


def sort(a):
    n = len(a)
    for i in range(n):
        j = 0
        while j + 1 < n - i:
            if a[j + 1] < a[j]:
                a[j], a[j + 1] = a[j + 1], a[j]
            j += 1
    return a


print(sort([5, 3, -1, 9, 3]), sort([2.5, -1.0, 0.0]), sort([3, 1.5, 2]))
print(sort(["b", "c", "a"]))


def product(m, x, n):
    for i in range(n):
        for j in range(n):
            m[i + j] += x[i] * x[j]
            m[j] -= x[j] * x[i]
    return m


print(product([0] * 7, [1, 2, 3, 4], 4))
print(product([0.5] * 7, [1.0, 2.0, 3.0, 4.0], 4))
print(product([0, 0.5] * 4, [1, 2.0, 3, 4.0], 4))


def rows(m, f, n):
    for r in range(1, n):
        for k in range(n):
            m[r][k] -= f * m[r - 1][k]
            m[r - 1][k] += m[r][k]
    return m


print(rows([[1, 2], [3, 4]], 2, 2), rows([[1.0, 2.0], [3.0, 4.0]], 0.5, 2))


def shared(row, n):
    m = [row, row]
    for k in range(n):
        m[0][k] += 2 * m[1][k]
        m[1][k] += m[0][k] * m[0][k]
    return m


print(shared([1, 2, 3], 3), shared([1.5, 2.5], 2))


def wraps(n, m):
    total = 0
    for i in range(-n, n):
        total = total * 3 + (i + 1) % m
        total %= 1000003
        if (i * i) % m == 1:
            total += 1
        if i % m != 0:
            total += 2
        total = (total * 16807 + i) % 2147483647
        total = total * 48271 % 2147483647
    return total


print(wraps(50, 7), wraps(50, -7), wraps(40, 1), wraps(9, 2 ** 40), wraps(9, -2 ** 62))


def shrinking(a):
    i = 0
    seen = 0
    while i < len(a):
        seen += a[i]
        if a[i] % 3 == 0:
            a.pop()
        i += 1
    for x in a:
        seen = seen * 7 + x
        if x == 4:
            a.append(seen % 5)
    return seen, a


print(shrinking([1, 2, 3, 4, 5, 6, 7, 8, 9]))


def steps(n):
    count = 0
    while n != 1:
        if n % 2 == 0:
            n //= 2
        else:
            n = 3 * n + 1
        count += 1
    return count


print([steps(n) for n in range(1, 30)])


def half(a, b):
    return a * b // 2 + (a * b >> 3) - (a + b >> 1)


print([half(a, b) for a in (-3, 0, 5) for b in (-9, 4, 2 ** 31)])


def compare(a, b, k):
    r = 0
    if a < b + 3:
        r += 1
    if a <= b + 3:
        r += 2
    if a + k < b:
        r += 4
    if a + 3 <= b:
        r += 8
    if a - 1 > b:
        r += 16
    if not a - 1 >= b:
        r += 32
    return r


print([compare(a, b, 1) for a in range(-4, 5) for b in range(-4, 5)])


def with_itself(a, i):
    for k in range(3):
        a[i] += a[i]
        a[i] = a[i] * a[i] + a[i]
        a[i] = a[i] - a[i] * 2
    return a


print(with_itself([1, 2, 3], 1), with_itself([1.0, 0.5], 1), with_itself([2, 0.25], 1))
