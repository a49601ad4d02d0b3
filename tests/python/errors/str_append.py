def f():
    print("before")
    x = "a".append("b")
    print("never", x)


print("start")
f()
