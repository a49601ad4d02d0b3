def f():
    print("before")
    x = int([])
    print("never", x)


print("start")
f()
