import math

def f():
    print("before")
    x = math.pow(10, 400)
    print("never", x)


print("start")
f()
