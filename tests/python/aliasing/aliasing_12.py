def f():
    s = "abc"
    t = s
    s = s + "d"
    s += "e"
    return t, s
print(f())
