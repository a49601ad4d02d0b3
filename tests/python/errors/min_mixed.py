def f():
    print("before")
    x = min(1, "a")
    print("never", x)


print("start")
f()
