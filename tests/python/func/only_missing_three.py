def f(a=1, *, b, c, d):
    return b


f(2)
