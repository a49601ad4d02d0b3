def f():
    print("before")
    x = any(3)
    print("never", x)


print("start")
f()
