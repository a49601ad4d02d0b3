import math

def f():
    print("before")
    x = math.isqrt(4.0)
    print("never", x)


print("start")
f()
