def f():
    x = [1, 2]
    x = [x, x]
    x = [x, 1]
    return x
print(f())
