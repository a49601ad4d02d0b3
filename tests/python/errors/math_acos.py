import math

def f():
    print("before")
    x = math.acos(2)
    print("never", x)


print("start")
f()
