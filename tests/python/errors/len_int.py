def f():
    print("before")
    x = len(5)
    print("never", x)


print("start")
f()
