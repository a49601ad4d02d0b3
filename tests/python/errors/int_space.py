def f():
    print("before")
    x = int("1 2")
    print("never", x)


print("start")
f()
