def f(a):
    return a


print("x")
f(1, 2)
