def f():
    print("before")
    x = float((1,))
    print("never", x)


print("start")
f()
