def f(a, b, /, c, *args, d=1):
    return a, b, c, args, d
g = f
print(1)
g(1, 2, 3, c=4)
