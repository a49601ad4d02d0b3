def f():
    def g(n):
        return 1 if n == 0 else g(n - 1)
    return g(3)
