def add(a, b):
    return a + b


def mul(a, b):
    return a * b


def apply(f, x, y):
    return f(x, y)


print(apply(add, 2, 3), apply(mul, 2, 3))
ops = [add, mul]
print([op(4, 5) for op in ops])
f = add
print(f(1, 1), f is add, f is mul, f is not mul)
g = [("plus", add), ("times", mul)]
for name, op in g:
    print(name, op(6, 7))
print(ops[1](3, 3), (add if True else mul)(2, 2))
