def f():
    import math
    return math.sqrt(4)
print(f())
print(math.sqrt(4))
