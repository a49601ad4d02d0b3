def f():
    print("before")
    x = 0.0 ** -2.0
    print("never", x)


print("start")
f()
