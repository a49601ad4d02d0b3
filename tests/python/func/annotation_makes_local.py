v = 1


def f():
    v: int
    return v


f()
