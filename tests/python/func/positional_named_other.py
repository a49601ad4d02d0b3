def f(a, b, /, c):
    return c


f(1, z=3, b=4)
