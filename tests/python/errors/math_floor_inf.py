import math

def f():
    print("before")
    x = math.floor(math.nan)
    print("never", x)


print("start")
f()
