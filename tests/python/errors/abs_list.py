def f():
    print("before")
    x = abs([])
    print("never", x)


print("start")
f()
