def f():
    t = [1, 2]
    s = t[:]
    t = s
    s = [5]
    return t
print(f())
