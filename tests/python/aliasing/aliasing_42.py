def f():
    global g
    g = [1]
    h = g
    g = [2]
    return h
print(f(), g)
