def f():
    print("before")
    x = ",".join(None)
    print("never", x)


print("start")
f()
