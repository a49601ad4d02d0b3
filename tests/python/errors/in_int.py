def f():
    print("before")
    x = 1 in 5
    print("never", x)


print("start")
f()
