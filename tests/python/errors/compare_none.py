def f():
    print("before")
    x = None < 1
    print("never", x)


print("start")
f()
