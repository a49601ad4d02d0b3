def f():
    x = [1, 2, 3]
    return [y for y in x if y in x], (x, x)
print(f())
