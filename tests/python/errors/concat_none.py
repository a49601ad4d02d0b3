def f():
    print("before")
    x = "a" + None
    print("never", x)


print("start")
f()
