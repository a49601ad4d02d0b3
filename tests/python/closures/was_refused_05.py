def f(a):
    return a
g = f
print(g(a=1))
