def f():
    a = [[0] * 3 for _ in range(2)]
    r = a[0]
    a = [r, r]
    r[0] = 5
    return a
print(f())
