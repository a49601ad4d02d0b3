def f(a, b, /, c, *args, d=1):
    return a, b, c, args, d
g = f
print(1)
g(a=1, b=2, c=3)
