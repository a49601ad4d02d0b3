K = 10


def apply(f, *, x):
    return f(x)


def later():
    return late(3)


g = lambda a: a + K
print(apply(lambda q: q * 2 + K, x=4), g(1))
K = 20
print(g(1), (lambda: 7)(), [f(3) for f in [lambda n: n, lambda n: n * n]])
h = lambda: later()


def late(n):
    return n + 1


print(h(), (lambda: 1 if K else 2)(), (lambda a, /, b: (a, b))(1, 2))


def outer(n):
    if n:
        return lambda a, b: a + b
    return lambda xs: [x + K for x in xs if (lambda y: y > 1)(x)]


print(outer(1)(2, 3), outer(0)([1, 2]))
print((lambda x: lambda: 5)(1)(), (lambda f: f(f, 5))(lambda f, n: 1 if n == 0 else n * late(n)))
table = [("add", lambda a, b: a + b), ("mul", lambda a, b: a * b), ("cat", lambda a, b: f"{a}{b}")]
for name, f in table:
    print(name, f(6, 7))
print((lambda K: K)(1), K, (lambda: [K for K in range(3)])(), K)
print(g == g, g == (lambda a: a + K), g is g, not g, (lambda: print("in"))())
make = [lambda: [] for _ in range(2)]
a, b = make[0](), make[1]()
a.append(1)
print(a, b, make[0]())


def drop(rows):
    best = (lambda rs: [r for r in rs if len(r) > 1])(rows)
    return (lambda r: r)(best)


print(drop([[1], [1, 2], [3, 4, 5]]))
