def f():
    a = [0]
    a *= 3
    b = a
    a += [1]
    a = a + [2]
    return a, b
print(f())
