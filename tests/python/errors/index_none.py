def f():
    print("before")
    x = None[0]
    print("never", x)


print("start")
f()
