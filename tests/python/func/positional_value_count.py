def f(a, b, /):
    return b


g = f
g(1)
