def f(a):
    return a


print("x")
f(b=1)
