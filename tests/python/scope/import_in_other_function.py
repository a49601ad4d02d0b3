def f():
    import math
    return math.sqrt(4)
def g():
    return math.sqrt(9)
print(f())
print(g())
