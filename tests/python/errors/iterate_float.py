def f():
    print("before")
    x = sum(x for x in 1.5)
    print("never", x)


print("start")
f()
