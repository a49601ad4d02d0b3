def f():
    print("before")
    x = ord("ab")
    print("never", x)


print("start")
f()
