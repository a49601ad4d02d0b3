from math import sqrt as s, pi
print(s(4), pi)
def f():
    from math import floor
    return floor(2.5)
print(f())
