import math

def f():
    print("before")
    x = math.log(-1.5)
    print("never", x)


print("start")
f()
