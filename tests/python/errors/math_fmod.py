import math

def f():
    print("before")
    x = math.fmod(1, 0)
    print("never", x)


print("start")
f()
