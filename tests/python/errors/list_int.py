def f():
    print("before")
    x = list(5)
    print("never", x)


print("start")
f()
