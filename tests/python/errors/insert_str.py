def f():
    print("before")
    x = [1].insert("a", 1)
    print("never", x)


print("start")
f()
