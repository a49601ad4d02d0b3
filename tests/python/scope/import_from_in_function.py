def f():
    from math import sqrt
    return sqrt(9)
print(f())
print(sqrt(9))
