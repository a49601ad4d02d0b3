def f():
    print("before")
    x = chr(65.0)
    print("never", x)


print("start")
f()
