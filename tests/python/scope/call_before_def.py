print("start")
f()


def f():
    pass
