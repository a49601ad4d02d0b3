def f():
    def g(a, *, b=1, c):
        return a
    return g
