def f():
    print("before")
    x = None not in "a"
    print("never", x)


print("start")
f()
