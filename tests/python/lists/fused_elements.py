# Elements by differences of indices, differences of elements, multiples of another list's
# elements, and what happens where one of the two indices is out of range.


def by_difference(a, f, gap):
    s = 0
    t = 0.0
    for i in range(gap, len(a)):
        s = (s * 3 + a[i - gap]) % 1000003
        t += f[i - gap] * 0.5
        a[i] = a[i - gap] + 1
    return s, t


print(by_difference([k * k for k in range(40)], [k / 8 for k in range(40)], 7))
print(by_difference([5] * 9, [0.25] * 9, -3 + 4))


# a difference below 0 counts from the end
def wraps(a, gap):
    s = 0
    for i in range(len(a)):
        s = (s * 7 + a[i - gap]) % 1000003
    return s


print(wraps([k + 3 for k in range(30)], 4))


def differences(x, y, pairs):
    total = 0.0
    for k in range(len(pairs) // 2):
        i = pairs[2 * k]
        j = pairs[2 * k + 1]
        dx = x[i] - x[j]
        dy = y[i] - y[j]
        total += dx * dx + dy * dy
        total += (x[i] - y[j]) * 0.125
        x[i] -= dx * 0.5
        y[j] = x[j] - x[j]
    return total


print(differences([k * 1.5 for k in range(9)], [k * k - 0.5 for k in range(9)],
                  [k * 5 % 9 for k in range(60)]))


def multiples(x, y, n, f):
    for k in range(n):
        x[k] += f * y[k]
    for k in range(n):
        x[k] -= y[k] * f * 0.5
    for k in range(n):
        x[k] -= f * x[k]  # of itself
    for k in range(1, n):
        x[k] += f * y[k - 1]
    return x


print(multiples([k * 0.5 for k in range(20)], [k * 0.25 - 1.0 for k in range(20)], 20, 1.75))


def mix(n):
    h = 2166136261
    x = 88172645463325252
    for k in range(n):
        t = (h ^ (x >> 11)) & 4294967295
        x = x ^ (h >> 3)
        h = (t * 16777619 + k) % 4294967296
    return h, x


print(mix(60))


def steps(n, step):
    seen = [0] * n
    for i in range(step, n, step):
        seen[i] += i
    for i in range(n - 1, 0, -step):
        seen[i] += 1
    s = 0
    for v in seen:
        s = (s * 5 + v) % 1000003
    return s


print([steps(50, k) for k in range(1, 9)])


# the step is below 0, in a loop that went upwards before
def both_ways(steps):
    s = 0
    for step in steps:
        for i in range(10 if step > 0 else 30, 20, step):
            s = s * 3 % 1000003 + i
    return s


print(both_ways([1, 2, -1, 3, -2, 1, -5]))


# two indices that meet
def mirrored(a):
    i = 0
    j = len(a) - 1
    n = 0
    while i < j:
        a[i], a[j] = a[j], a[i]
        n += a[i] - a[j]
        i += 1
        j -= 1
    i = 0
    j = len(a) - 1
    while i < j:
        n = n * 3 % 10007 + a[j] - a[i]
        j -= 2
        i += 1
    i = 50
    j = 3
    while i > j:
        n += i * j
        i -= 3
        j += 1
    return n, i, j


print(mirrored([k * k % 23 for k in range(41)]), mirrored([]), mirrored([4]))


# elements found by a sum of indices and compared with a number
def free_places(n):
    board = [0] * (2 * n)
    found = 0
    for row in range(n):
        for column in range(n):
            if board[row + column] == 0:
                found += 1
                if column % 3 == row % 2:
                    board[row + column] = row + 1
            if board[column + 1] != 2:
                found += 3
    return found, board


print(free_places(8))


def too_short(x, y):
    for k in range(len(x)):
        x[k] -= 2.0 * y[k]
    return x


print(too_short([1.0] * 30, [0.5] * 30))
left = [1.0] * 30
try_short = [0.5] * 17


def shows(x, y):
    for k in range(len(x)):
        print(k, x[k])
        x[k] -= 2.0 * y[k]


shows(left, try_short)
