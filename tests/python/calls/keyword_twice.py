def f(a, b):
    return a + b


print(f(b=2, a=1))
print(f(1, a=2))
