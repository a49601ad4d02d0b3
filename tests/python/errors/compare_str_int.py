def f():
    print("before")
    x = "a" >= 1
    print("never", x)


print("start")
f()
