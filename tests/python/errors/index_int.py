def f():
    print("before")
    x = (5)[0]
    print("never", x)


print("start")
f()
