def f():
    print("before")
    x = round(1.5, 1.0)
    print("never", x)


print("start")
f()
