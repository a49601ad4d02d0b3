def f(a, b, c, d):
    return a
g = f
print(1)
g()
