def f():
    v = 1
    print(v)
    del v
    return v


f()
