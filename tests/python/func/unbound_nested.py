def f():
    x = g()

    def g():
        return 1
    return x


print("start")
f()
