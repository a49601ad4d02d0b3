def f():
    def g(a, *, b):
        return a
    return g
