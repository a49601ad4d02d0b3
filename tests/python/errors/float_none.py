def f():
    print("before")
    x = float(None)
    print("never", x)


print("start")
f()
