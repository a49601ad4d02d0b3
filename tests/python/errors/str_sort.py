def f():
    print("before")
    x = "ba".sort()
    print("never", x)


print("start")
f()
