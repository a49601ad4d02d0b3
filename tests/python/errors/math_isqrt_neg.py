import math

def f():
    print("before")
    x = math.isqrt(-1)
    print("never", x)


print("start")
f()
