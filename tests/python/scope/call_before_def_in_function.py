def g():
    return f() + 1


print("a")
print(g())


def f():
    return 1
