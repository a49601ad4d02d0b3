def f():
    print("before")
    x = ord("")
    print("never", x)


print("start")
f()
