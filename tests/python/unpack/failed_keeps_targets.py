a, b = 1, 2


def f():
    return [3, 4, 5]


print(a, b)
c = f()
a, b = c
