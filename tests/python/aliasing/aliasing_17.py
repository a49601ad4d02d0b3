def f():
    x = [[1, 2], [3]]
    a, b = x
    x = 0
    return a + b
print(f())
