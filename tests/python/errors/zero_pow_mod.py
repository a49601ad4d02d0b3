def f():
    print("before")
    x = pow(2, 3, 0)
    print("never", x)


print("start")
f()
