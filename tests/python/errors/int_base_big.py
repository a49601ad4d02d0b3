def f():
    print("before")
    x = int("1", 99)
    print("never", x)


print("start")
f()
