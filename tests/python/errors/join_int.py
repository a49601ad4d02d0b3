def f():
    print("before")
    x = ",".join([1])
    print("never", x)


print("start")
f()
