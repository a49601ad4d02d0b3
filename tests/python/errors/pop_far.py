def f():
    print("before")
    x = [1].pop(3)
    print("never", x)


print("start")
f()
