def f():
    print("before")
    x = [a for a, b in [5]]
    print("never", x)


print("start")
f()
