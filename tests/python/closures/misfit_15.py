def f(a, b, c, d):
    return a
g = f
print(1)
g(*[1, 2, 3, 4, 5])
