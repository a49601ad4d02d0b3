def f():
    print("before")
    x = chr("a")
    print("never", x)


print("start")
f()
