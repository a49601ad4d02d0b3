def f():
    print("before")
    x = [1]["a"]
    print("never", x)


print("start")
f()
