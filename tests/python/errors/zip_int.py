def f():
    print("before")
    x = list(zip([1], 5))
    print("never", x)


print("start")
f()
