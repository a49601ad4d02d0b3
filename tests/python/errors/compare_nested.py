def f():
    print("before")
    x = [[1], ["a"]] < [[1], [2]]
    print("never", x)


print("start")
f()
