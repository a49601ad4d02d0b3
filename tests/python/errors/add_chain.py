def f():
    print("before")
    x = 1 + 2 + "a" + 3
    print("never", x)


print("start")
f()
