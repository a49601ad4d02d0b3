def f():
    def g(a=1):
        return a
    return g()
