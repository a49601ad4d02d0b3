def f(a, b=1, *, c):
    return a
g = f
print(1)
g()
