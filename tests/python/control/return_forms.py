def a():
    return


def b():
    return None


def c():
    return 1, 2


def d():
    return (1,)


def e():
    return ()


def f(x):
    if x:
        return x


print(a(), b(), c(), d(), e(), f(0), f(3))
x, y = c()
print(x, y)
z, = d()
print(z)
