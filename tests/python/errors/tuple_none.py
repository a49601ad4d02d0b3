def f():
    print("before")
    x = tuple(None)
    print("never", x)


print("start")
f()
