def f():
    print("before")
    x = round("a")
    print("never", x)


print("start")
f()
