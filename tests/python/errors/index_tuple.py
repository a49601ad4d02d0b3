def f():
    print("before")
    x = (1, 2)[5]
    print("never", x)


print("start")
f()
