def f(a, b, /, c):
    return c


f(1, c=2, b=3, a=4)
