def f(a, *, b):
    return b


f(1, a=2, b=3)
