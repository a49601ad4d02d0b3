def f():
    print("before")
    x = "a".split(1)
    print("never", x)


print("start")
f()
