def f():
    print("before")
    x = 1 in None
    print("never", x)


print("start")
f()
