def f():
    print("before")
    x = pow("a", 2)
    print("never", x)


print("start")
f()
