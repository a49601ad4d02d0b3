def f(*, c=1, d=2):
    return c


f(1, c=3, d=4)
