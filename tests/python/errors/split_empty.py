def f():
    print("before")
    x = "a".split("")
    print("never", x)


print("start")
f()
