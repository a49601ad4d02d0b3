def f():
    print("before")
    x = all(None)
    print("never", x)


print("start")
f()
