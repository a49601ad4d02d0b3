def f():
    a = b = [1]
    a = [2]
    b.append(3)
    return a, b
print(f())
