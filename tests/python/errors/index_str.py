def f():
    print("before")
    x = "abc"[3]
    print("never", x)


print("start")
f()
