def f():
    print("before")
    x = (5).append(1)
    print("never", x)


print("start")
f()
