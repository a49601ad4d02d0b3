def f():
    return [q for p in [1]]


f()
