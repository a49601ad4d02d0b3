def f():
    print("before")
    x = [1, 2]["a":]
    print("never", x)


print("start")
f()
