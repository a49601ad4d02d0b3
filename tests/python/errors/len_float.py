def f():
    print("before")
    x = len(1.5)
    print("never", x)


print("start")
f()
