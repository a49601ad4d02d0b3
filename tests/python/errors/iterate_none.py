def f():
    print("before")
    x = [x for x in None]
    print("never", x)


print("start")
f()
