import math

def f():
    print("before")
    x = math.exp(1000)
    print("never", x)


print("start")
f()
