# Arguments that short functions make: what an earlier one is, and where it is, when a later one
# goes another way than the first time.


def at(l, i):
    return l[i]


def big(x, y, z):
    while z > 0:
        z = z - 1
    return x * 100 + y


def two(x, l):
    return big(x + 1, at(l, 0), 2)


print(two(5, [1, 2]))
print(two(5, [1.5, 2]))
print(two(5, [True, 2]))
print(two(5.5, (7, "x")))


def check(a, n):
    b = a * n
    return a


def first(l, i, n):
    v = l[i]
    return i


def total(x, n):
    s = 0
    while n > 0:
        s = s + x
        n = n - 1
    return s


def three(x, l):
    return total(first(l, x + 1, x * 4611686018427387904), 3) + total(check(x + 1, x), 2)


print(three(1, [1, 2, 3, 4]))


def side(x):
    if x > 3:
        return 1
    if x < -3:
        return -1
    return 0


def sides(values):
    s = 0
    for v in values:
        s = s * 3 + big(v - 1, side(v), 1) + side(v) * side(v - 2) - v * side(v + v)
        s %= 1000003
    return s


print(sides([k * 7 % 11 - 5 for k in range(60)]))
print(sides([k * 7 % 11 / 2 - 3.0 for k in range(60)]))
print(sides([1, 2.5, -7, True, 9]))
