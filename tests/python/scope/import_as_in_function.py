def f():
    import math as m
    return m.pi
print(f())
print(m.pi)
