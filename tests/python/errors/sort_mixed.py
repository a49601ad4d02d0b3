def f():
    print("before")
    x = [1, None].sort()
    print("never", x)


print("start")
f()
