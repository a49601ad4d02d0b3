def inc(x):
    return x + 1


def dbl(x):
    return x * 2


def repeat(f, n, x):
    for _ in range(n):
        x = f(x)
    return x


def fold(f, items, start):
    acc = start
    for x in items:
        acc = f(acc, x)
    return acc


def bigger(a, b):
    return a if a > b else b


print(repeat(inc, 5, 0), repeat(dbl, 10, 1), fold(bigger, [3, 9, 2], 0))
