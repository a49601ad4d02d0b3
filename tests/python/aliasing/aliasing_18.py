def two():
    return [1], [2]
def f():
    a, b = two()
    c = a
    a, b = two()
    c.append(5)
    return a, b, c
print(f())
