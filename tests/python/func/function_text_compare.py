def f():
    return 0


def g():
    return 0


print(f == f, f == g, f != g, [f] == [f], f == 1, f is None, not f)
