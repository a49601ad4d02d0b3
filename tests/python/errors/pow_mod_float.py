def f():
    print("before")
    x = pow(2.0, 3, 5)
    print("never", x)


print("start")
f()
