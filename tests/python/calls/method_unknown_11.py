def f(x):
    print("f", x)
    return x


def g(a, b, c=3, d=4):
    print(a, b, c, d)


def two(a, b):
    return a + b


def one(x):
    return x


def h(n):
    return n.sort()


n = 'a'
print(h([n][0]))
