f = lambda: g()
print(1)
f()


def g():
    return 2
