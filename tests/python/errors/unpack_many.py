def f():
    print("before")
    x = [a for a, b in [(1, 2, 3)]]
    print("never", x)


print("start")
f()
