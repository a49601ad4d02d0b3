def f(a=1):
    return a
def g(h):
    return h()
g(f)
