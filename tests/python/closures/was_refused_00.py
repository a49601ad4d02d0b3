def f(a, *, b):
    return a
g = f
