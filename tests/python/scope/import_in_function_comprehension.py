def f():
    import math
    return [math.sqrt(i) for i in range(3)]
print(f())
print([math.sqrt(i) for i in range(3)])
