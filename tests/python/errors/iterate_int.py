def f():
    print("before")
    x = [x for x in 5]
    print("never", x)


print("start")
f()
