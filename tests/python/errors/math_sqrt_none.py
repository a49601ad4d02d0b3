import math

def f():
    print("before")
    x = math.sqrt(None)
    print("never", x)


print("start")
f()
