def f():
    print("before")
    x = divmod("a", 2)
    print("never", x)


print("start")
f()
