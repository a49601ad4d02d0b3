def f():
    print("before")
    x = int(5, 10)
    print("never", x)


print("start")
f()
