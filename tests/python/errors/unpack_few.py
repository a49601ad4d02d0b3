def f():
    print("before")
    x = [a for a, b in [(1,)]]
    print("never", x)


print("start")
f()
