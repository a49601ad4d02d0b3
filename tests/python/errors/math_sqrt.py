import math

def f():
    print("before")
    x = math.sqrt(-1)
    print("never", x)


print("start")
f()
