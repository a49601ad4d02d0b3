def f():
    print("before")
    x = len(None)
    print("never", x)


print("start")
f()
