def f(a):
    return a


g = f
print(g(1))
print(g(1, 2))
