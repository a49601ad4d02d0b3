import math

def f():
    print("before")
    x = math.sin(math.inf)
    print("never", x)


print("start")
f()
