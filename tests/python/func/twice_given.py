def f(a, b):
    return a


print("x")
f(1, a=2)
