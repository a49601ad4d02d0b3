def f():
    print("before")
    x = chr(-5)
    print("never", x)


print("start")
f()
