def f():
    print("before")
    x = int("1__2")
    print("never", x)


print("start")
f()
