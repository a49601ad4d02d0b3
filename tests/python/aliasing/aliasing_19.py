def f():
    a = [3, 1]
    b = max(a, [2])
    a = []
    return b, a
print(f())
