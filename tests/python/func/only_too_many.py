def f(a, b=1, *, c, d):
    return c


f(1, 2, 3, d=4)
