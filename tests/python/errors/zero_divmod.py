def f():
    print("before")
    x = divmod(1, 0)
    print("never", x)


print("start")
f()
