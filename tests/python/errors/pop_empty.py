def f():
    print("before")
    x = [].pop()
    print("never", x)


print("start")
f()
