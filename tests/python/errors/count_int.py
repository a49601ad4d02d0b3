def f():
    print("before")
    x = "a".count(1)
    print("never", x)


print("start")
f()
