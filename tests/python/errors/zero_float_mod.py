def f():
    print("before")
    x = 2.5 % 0.0
    print("never", x)


print("start")
f()
