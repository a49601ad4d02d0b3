def f(a, b=2, c=3):
    return [a, b, c]


print(f(1), f(1, 5), f(1, 5, 6), f(1, c=9), f(1, b=8), f(a=0), f(c=1, a=2, b=3), f(b=1, a=7))


def g(x=None, y="text", z=-1.5, w=(1, 2), v=True):
    return x, y, z, w, v


print(g(), g(1), g(w=5), g(1, 2, 3, 4, 5))
