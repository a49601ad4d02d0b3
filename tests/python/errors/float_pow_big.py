def f():
    print("before")
    x = 10.0 ** 400
    print("never", x)


print("start")
f()
