def f():
    print("before")
    x = sorted([1, "a"])
    print("never", x)


print("start")
f()
