def f():
    del v
    v = 1


f()
