def f(a, b=1, *, c):
    return a
g = f
print(1)
g(1, 2, 3, c=4)
