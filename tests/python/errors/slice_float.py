def f():
    print("before")
    x = "abc"[1.0:2]
    print("never", x)


print("start")
f()
