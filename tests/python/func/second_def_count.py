def f(a):
    return a


print(f(1))


def f(a, b):
    return a


g = f
g(1)
