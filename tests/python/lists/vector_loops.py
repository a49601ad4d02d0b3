# Loops that only fill, copy, add up or multiply elements, and what interrupts them: an index out
# of range in the middle, one below 0, an element of another type, a list that is both operands.


def fill(a, start, stop, step, x):
    for i in range(start, stop, step):
        a[i] = 7
    for i in range(2, stop - 2):
        a[i] = True
    for i in range(x, stop, 3):
        a[i] = None
    return a


print(fill([0] * 12, 0, 12, 1, 5))
print(fill([0.5] * 12, 1, 12, 4, 11))
print(fill([False] * 12, -3, 12, 1, 0))
print(fill(["x"] * 12, 0, 9, 2, -2))
print(fill([0] * 12, 5, 5, 1, 20))


def sieve(n):
    flags = [True] * (n + 1)
    for i in range(2, n + 1):
        if flags[i]:
            for j in range(i * i, n + 1, i):
                flags[j] = False
    return [k for k in range(2, n + 1) if flags[k]]


print(sieve(100))


def doubled(a, j, n):
    while j < n:
        a[j] = 5
        j += j
    return a


print(doubled([0] * 40, 1, 40))


def copy(a, b, start, stop):
    for i in range(start, stop):
        a[i] = b[i]
    for i in range(start, stop, 2):
        b[i] = b[i]
    for i in range(stop):
        a[i] = b[i + 1]
    return a, b


print(copy([0] * 9, [k * k for k in range(9)], 2, 8))
print(copy([0] * 9, [k * k for k in range(9)], -4, 8))
print(copy([0.0] * 9, [k * k for k in range(9)], 0, 8))
print(copy([0] * 9, [k if k < 5 else k / 2 for k in range(9)], 0, 8))


def shift(a, n):
    for i in range(n - 1):
        a[i + 1] = a[i]
    return a


print(shift([k + 1 for k in range(9)], 9))


def axpy(x, y, f, n):
    for i in range(n):
        x[i] += f * y[i]
    for i in range(0, n, 2):
        x[i] -= f * y[i]
    for i in range(-2, n):
        x[i] += f * y[i]
    return x


print(axpy([0.5] * 9, [k * 0.25 for k in range(9)], 1.5, 9))
print(axpy([0.5] * 9, [k * 0.25 if k < 6 else k for k in range(9)], 2, 9))
print(axpy([k * 0.5 if k != 4 else 1 for k in range(9)], [k * 0.25 for k in range(9)], 0.1, 9))


def same(x, n):
    for i in range(n):
        x[i] += 0.5 * x[i]
    for i in range(n):
        x[i] -= 0.25 * x[i]
    s = 0.0
    for i in range(n):
        s += x[i] * x[i]
    return s, x


print(same([k * 1.0 for k in range(11)], 11))


def dot(x, y, start, stop):
    s = 0.0
    t = 0
    for i in range(start, stop):
        s += x[i] * y[i]
    for i in range(start, stop):
        t += x[i] * y[i]
    return s, t


print(dot([k * 0.5 for k in range(9)], [k - 0.5 for k in range(9)], 0, 9))
print(dot([k * 0.5 for k in range(9)], [k - 0.5 for k in range(9)], -3, 9))
print(dot([k * 0.5 if k < 7 else k for k in range(9)], [k - 0.5 for k in range(9)], 0, 9))
print(dot([k for k in range(9)], [k - 0.5 for k in range(9)], 0, 9))
print(dot([2 ** 61] * 5, [3] * 5, 0, 1))


def tables(a, b, v, n):
    c = [0.0] * (n * n)
    for i in range(n):
        for j in range(n):
            s = 0.0
            for k in range(n):
                s += a[i * n + k] * b[k * n + j]
            c[i * n + j] = s
    r = []
    for i in range(n):
        s = 0.0
        for j in range(n):
            s += a[i * n + j] * v[j]
        t = 0.0
        for j in range(n):
            t += v[j] * a[n * i + j]
        u = 0.0
        for j in range(n):
            u += b[j * n + i] * a[i * n + j]
        r.append(s - t + u)
    return c, r


reals = [k * 0.25 - 3.0 for k in range(25)]
print(tables(reals, [1.5 - k * 0.125 for k in range(25)], [k * 0.75 for k in range(5)], 5))
print(tables(reals, [1.5 - k if k != 13 else 2 for k in range(25)], [k * 0.75 for k in range(5)], 5))
print(tables([k for k in range(25)], reals, [k if k == 3 else k * 0.5 for k in range(5)], 5))


def paths(d, n):
    for k in range(n):
        for i in range(n):
            for j in range(n):
                t = d[i * n + k] + d[k * n + j]
                if t < d[i * n + j]:
                    d[i * n + j] = t
    return d


print(paths([(k * 37 + 11) % 50 for k in range(36)], 6))


def bubble(a, n):
    for i in range(n):
        for j in range(n - 1 - i):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
    return a


def insertion(a, n):
    for i in range(1, n):
        j = i
        while j > 0 and a[j - 1] > a[j]:
            a[j - 1], a[j] = a[j], a[j - 1]
            j -= 1
    return a


def extremes(a, n):
    low = 0
    high = 0
    same = 0
    for i in range(n):
        if a[i] < a[low]:
            low = i
        if a[high] <= a[i]:
            high = i
        if a[i] >= a[i - 1]:
            same += 1
        if a[n - 1 - i] > a[i]:
            same += 100
    return low, high, same


mixed = [(k * 7 + 3) % 13 for k in range(20)]
print(bubble(mixed[:], 20))
print(insertion(mixed[:], 20))
print(extremes(mixed, 20))
mixed[11] = 4.5
print(bubble(mixed[:], 20))
print(insertion(mixed[:], 20))
print(extremes(mixed, 20))


def marks(n):
    board = [0] * (2 * n)
    seen = [False] * (2 * n)
    for i in range(n):
        for j in range(n):
            board[i + j] = 3
            seen[i + j] = True
            board[i - j] = 1
    return board, seen


print(marks(5))


# how a turn ends is done behind each of its ways
def tails(n):
    odd = 0
    steps = 0
    while n != 1:
        if n % 2 == 0:
            n //= 2
        else:
            n = 3 * n + 1
            if n % 3 == 2:
                odd += 1
        steps += 1
    return odd, steps


print(tails(27), tails(97))
