def f(a, *, c=1):
    return c


f(1, 2, c=3)
