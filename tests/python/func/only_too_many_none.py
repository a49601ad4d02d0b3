def f(*, c=1):
    return c


f(1)
