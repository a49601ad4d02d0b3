def f():
    print("before")
    x = chr(2000000)
    print("never", x)


print("start")
f()
