def f():
    print("before")
    x = "a".find(1)
    print("never", x)


print("start")
f()
