def f():
    print("before")
    x = "a".replace("a", 1)
    print("never", x)


print("start")
f()
