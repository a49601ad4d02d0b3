def f():
    print("before")
    x = round(1.5, "a")
    print("never", x)


print("start")
f()
