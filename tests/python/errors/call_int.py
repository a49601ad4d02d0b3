def f():
    print("before")
    x = (5)()
    print("never", x)


print("start")
f()
