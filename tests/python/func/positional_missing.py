def f(a, b, /, c, *, d):
    return d


f(1)
