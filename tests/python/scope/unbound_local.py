x = 1


def f():
    print("before")
    print(x)
    x = 2


f()
