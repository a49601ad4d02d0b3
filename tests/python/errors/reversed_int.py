def f():
    print("before")
    x = list(reversed(5))
    print("never", x)


print("start")
f()
