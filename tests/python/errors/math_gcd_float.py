import math

def f():
    print("before")
    x = math.gcd(1.5, 2)
    print("never", x)


print("start")
f()
