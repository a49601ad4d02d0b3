n = 1


def f(a):
    return a + n


print(f(a=2))
print(f(n=2))
