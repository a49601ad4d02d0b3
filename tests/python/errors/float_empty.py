def f():
    print("before")
    x = float("")
    print("never", x)


print("start")
f()
