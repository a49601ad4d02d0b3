# cells of parameters, of comprehensions, through several levels
def box(value):
    def get():
        return value
    def set_(v):
        nonlocal value
        value = v
        return value
    return get, set_
pairs = [box(i) for i in range(4)]
for i, (get, set_) in enumerate(pairs):
    set_(get() * 10 + i)
print([get() for get, _ in pairs])
def tables():
    return [[lambda: (i, j) for j in range(2)] for i in range(2)]
print([[f() for f in row] for row in tables()])
def levels():
    a = 1
    def one():
        b = 2
        def two():
            c = 3
            def three():
                nonlocal a, b
                a, b = a + c, b + c
                return a, b, c
            return three
        return two()
    f = one()
    return f(), f(), a
print(levels())
def later():
    def even(n):
        return n == 0 or odd(n - 1)
    def odd(n):
        return n != 0 and even(n - 1)
    return even(10), odd(7), even(3)
print(later())
def deleted():
    x = 1
    def f():
        return x
    print(f())
    del x
    x = [2]
    print(f() is x)
    return f
print(deleted()())
def accumulate(items, start=None, key=lambda v: v):
    total = start
    def add(v):
        nonlocal total
        total = v if total is None else total + v
    for item in items:
        add(key(item))
    return total
print(accumulate([1, 2, 3]), accumulate("abc"), accumulate([[1], [2]], start=[0]), accumulate([1, 2], key=lambda v: v * v))
def memo(fn):
    seen, values = [], []
    def call(n):
        if n in seen:
            return values[seen.index(n)]
        value = fn(n)
        seen.append(n)
        values.append(value)
        return value
    return call
@memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(60))
count = 0
def counted(fn):
    def wrapper(*args):
        global count
        count += 1
        return fn(*args)
    return wrapper
@counted
def power(base, exponent=2):
    return base ** exponent
print(power(3), power(2, 5), count)
def rebound():
    out = []
    for k in range(3):
        def f(k=k):
            return k
        out.append(f)
    return [g() for g in out], [g(9) for g in out]
print(rebound())
def swap(f, g):
    return g, f
print([h(3) for h in swap(lambda x: x + 1, lambda x: -x)])
def mutable(item, into=[]):
    into.append(item)
    return into
m = mutable
m(1)
print(mutable(2), m(3) is mutable(4), m(5, []))
