import math

def f():
    print("before")
    x = math.asin(-2)
    print("never", x)


print("start")
f()
