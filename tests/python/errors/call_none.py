def f():
    print("before")
    x = None()
    print("never", x)


print("start")
f()
