def f():
    print("before")
    x = sum(5)
    print("never", x)


print("start")
f()
