def f():
    print("before")
    x = int("2", 2)
    print("never", x)


print("start")
f()
