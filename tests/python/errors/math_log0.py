import math

def f():
    print("before")
    x = math.log(0)
    print("never", x)


print("start")
f()
