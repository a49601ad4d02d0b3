def f():
    print("before")
    x = 1 << -1
    print("never", x)


print("start")
f()
