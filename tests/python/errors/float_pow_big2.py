def f():
    print("before")
    x = 1e200 ** 2
    print("never", x)


print("start")
f()
