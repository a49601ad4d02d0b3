def f(a):
    n = a
    return n


print(f(a=2))
print(f(1, n=2))
