def f(a, b, c=1):
    return a


print("x")
f(a=1, c=2)
