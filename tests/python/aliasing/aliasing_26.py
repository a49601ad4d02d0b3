def f():
    t = "a" + "b"
    l = [t]
    t = "c" + "d"
    return l, t
print(f())
