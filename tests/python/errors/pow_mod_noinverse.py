def f():
    print("before")
    x = pow(2, -1, 4)
    print("never", x)


print("start")
f()
