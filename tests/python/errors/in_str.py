def f():
    print("before")
    x = 1 in "123"
    print("never", x)


print("start")
f()
