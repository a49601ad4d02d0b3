import math

def f():
    print("before")
    x = math.trunc(math.nan)
    print("never", x)


print("start")
f()
