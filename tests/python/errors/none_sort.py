def f():
    print("before")
    x = None.sort()
    print("never", x)


print("start")
f()
