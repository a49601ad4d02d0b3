import math

def f():
    print("before")
    x = math.ceil(math.nan)
    print("never", x)


print("start")
f()
