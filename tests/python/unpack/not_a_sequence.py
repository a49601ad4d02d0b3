def f(x):
    a, b = x
    return a


print(f((1, 2)))
print(f(5))
