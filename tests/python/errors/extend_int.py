def f():
    print("before")
    x = [1].extend(5)
    print("never", x)


print("start")
f()
