import math

def f():
    print("before")
    x = math.pow(0, -1)
    print("never", x)


print("start")
f()
