def counter(start=0, *, step=1):
    n = start
    def inc(by=None):
        nonlocal n
        n += step if by is None else by
        return n
    def get():
        return n
    return inc, get
a, b = counter()
print(a(), a(), b(), a(10), b())
c, d = counter(5, step=2)
print(c(), d(), b())
fs = [lambda: i for i in range(3)]
print([f() for f in fs])
fs = [lambda i=i: i * 2 for i in range(3)]
print([f() for f in fs], fs[0](7))
def compose(*fs):
    def run(x):
        for f in fs:
            x = f(x)
        return x
    return run
print(compose(lambda x: x + 1, lambda x: x * 2)(3))
def f(a, b=2, *args, k=5):
    return [a, b, args, k]
print(f(1), f(1, 3, 4, 5), f(1, k=7), f(b=1, a=2), f(*[1, 2, 3], k=0), f(*"ab", *(1, 2)))
g = f
print(g(1, k=3), g(b=3, a=1), g(1, *[2], *[3, 4]))
def twice(fn):
    def wrapper(*args):
        return fn(*args) + fn(*args)
    return wrapper
@twice
def add(x, y):
    return x + y
print(add(1, 2))
def deco(n):
    def real(fn):
        def w(x):
            return fn(x) * n
        return w
    return real
@deco(3)
@deco(2)
def sq(x):
    return x * x
print(sq(5))
def outer():
    x = 1
    def mid():
        def inner():
            nonlocal x
            x += 1
            return x
        return inner
    i = mid()
    i(); i()
    return x
print(outer())
def fact():
    def go(n):
        return 1 if n < 2 else n * go(n - 1)
    return go(10)
print(fact())
def late():
    def show():
        return y
    y = 3
    r = show()
    y = 4
    return r, show()
print(late())
memo = []
def h(x, acc=memo):
    acc.append(x)
    return acc
hh = h
print(hh(1), h(2), hh(3), memo)
def apply(fn, *args):
    return fn(*args)
print(apply(h, 9), apply(lambda *a: a, 1, 2), apply(f, 1))
def param(x):
    def set_(v):
        nonlocal x
        x = v
    def get():
        return x
    set_(x + 1)
    return get()
print(param(3))
