def note(x):
    print("default", x)
    return x


def f(a, b=note(3), *, c=note(4), d):
    return f"{a} {b} {c} {d}"


def g(*, x, y=[]):
    y.append(x)
    return y


def h(a, b, /, c, *, d=None):
    return (a, b, c, d)


def all_sorts(a, b=2, /, c=3, *, d, e=5):
    return [a, b, c, d, e]


print(f(1, d=2))
print(f(d=note(1), a=note(2), c=note(3)))
print(f(1, 2, c=3, d=4), f(c=1, b=2, a=3, d=4))
print(g(x=1), g(x=2), g(y=[0], x=3), g(x=4))
print(h(1, 2, 3), h(1, 2, c=4, d=5), h(1, 2, d=6, c=7))
print(all_sorts(1, d=4), all_sorts(1, 9, d=4, c=8), all_sorts(1, 2, 3, e=6, d=7))


def positional(a, /):
    return a + 1


k = positional
print(k(1), [positional][0](2))


def shadow(a, *, print=3):
    return a + print


print(shadow(1), shadow(1, print=2))
