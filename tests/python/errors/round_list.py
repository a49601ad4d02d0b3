def f():
    print("before")
    x = round([1], 2)
    print("never", x)


print("start")
f()
