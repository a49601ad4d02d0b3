def f():
    print("before")
    x = min(5)
    print("never", x)


print("start")
f()
