def f():
    print("before")
    x = [1].pop("a")
    print("never", x)


print("start")
f()
