def f():
    print("before")
    x = abs("a")
    print("never", x)


print("start")
f()
