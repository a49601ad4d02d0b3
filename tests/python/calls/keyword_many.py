def f(a, b, c=3, d=4, e=5):
    a = a + 1
    e = [e]
    return [a, b, c, d, e]


def g(a, f=1):
    def h(f, a):
        return f * 10 + a
    return h(f, a)


print(f(e=1, d=2, c=3, b=4, a=5))
print(f(1, 2, e=9, c=7))
print(f(b=1, a=2))
print(g(f=3, a=4), g(4))
print(f(1, 2, g=3))
