def f():
    print("before")
    x = "a" * 1.5
    print("never", x)


print("start")
f()
