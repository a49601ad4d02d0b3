# What follows a call is decoded with it: a function value and a list are looked at when it gets there.
def rec(n):
    if n < 2:
        return 1
    return rec(n - 1) + 1
def sq(x):
    return x * x
def go2(n):
    s = rec(3)
    w = sq
    return s + w(rec(3)) + w(rec(4))
print(go2(1), go2(2))


def f(n):
    if n < 2:
        return 1
    return f(n - 2) + 0
def go(t, n):
    s = f(3)
    for i in range(n):
        s += t[0][f(i % 5)]
    return s
print(go(([1, 2, 3], 7), 500))
