import math

def f():
    print("before")
    x = math.sqrt("4")
    print("never", x)


print("start")
f()
