def f():
    a = [1]
    b = [a, a]
    a = [2]
    return b
print(f())
