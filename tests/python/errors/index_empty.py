def f():
    print("before")
    x = [][0]
    print("never", x)


print("start")
f()
