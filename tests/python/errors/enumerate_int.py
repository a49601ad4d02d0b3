def f():
    print("before")
    x = list(enumerate(5))
    print("never", x)


print("start")
f()
