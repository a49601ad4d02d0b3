def f(*, a, b):
    return a
g = f
print(1)
g()
