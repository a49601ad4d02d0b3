def f():
    x = (1, [2])
    a, b = x
    x = None
    b.append(a)
    return b
print(f())
