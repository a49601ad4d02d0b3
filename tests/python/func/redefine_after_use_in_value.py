def f():
    return "old"


g = f


def f():
    return "new"


print(g(), f(), g is f)
