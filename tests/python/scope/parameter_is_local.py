a = 1


def f(a):
    a = a + 1
    return a


print(f(a), a, f(10), a)
