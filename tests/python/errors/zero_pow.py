def f():
    print("before")
    x = 0 ** -1
    print("never", x)


print("start")
f()
