def f(g):
    return g(x=1)
f(1)
