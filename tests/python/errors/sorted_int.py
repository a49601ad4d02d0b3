def f():
    print("before")
    x = sorted(5)
    print("never", x)


print("start")
f()
