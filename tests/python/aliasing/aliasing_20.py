def f(x):
    y = x
    x = x + "b"
    return y + x
print(f("a"), f("c" + "d"))
