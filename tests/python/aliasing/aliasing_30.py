def f():
    p = (1, [2])
    q = p
    p = (3, 4)
    return q, p
print(f())
