def f():
    print("before")
    x = [1][[0]]
    print("never", x)


print("start")
f()
