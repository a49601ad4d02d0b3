def f():
    print("before")
    x = [1].upper()
    print("never", x)


print("start")
f()
