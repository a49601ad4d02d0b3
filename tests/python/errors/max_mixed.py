def f():
    print("before")
    x = max(["a", 1])
    print("never", x)


print("start")
f()
