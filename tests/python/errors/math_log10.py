import math

def f():
    print("before")
    x = math.log10(0)
    print("never", x)


print("start")
f()
