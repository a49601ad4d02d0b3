def f():
    print("one")
    return 1


def g():
    print("two")
    return 0


print(f(), g(), f() / g())
